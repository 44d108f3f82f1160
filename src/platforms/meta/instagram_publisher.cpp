#include "platforms/meta/instagram_publisher.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/errors.hpp"
#include "platforms/meta/instagram_answers.hpp"
#include "platforms/meta/instagram_container.hpp"
#include "platforms/meta/instagram_progress.hpp"
#include "platforms/meta/instagram_rules.hpp"
#include "platforms/meta/publish_steps.hpp"
#include "platforms/oauth_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view step_create = "create_container";
constexpr std::string_view step_upload = "upload";
constexpr std::string_view step_poll = "poll";
constexpr std::string_view step_carousel = "create_carousel";
constexpr std::string_view step_publish = "publish";
constexpr std::string_view step_confirm = "confirm";
constexpr std::string_view step_look_up = "look_up";

/// Suspected spam.
constexpr std::string_view spam_code = "4/2207051";

constexpr std::string_view upload_host = "https://rupload.facebook.com/";

/// A container that came to nothing in passing is made anew so often.
constexpr std::int64_t restarts_max = 2;
/// A post is there, with or without its address.
constexpr std::int64_t look_ups_max = 3;
/// A container lives for a day. One that waited so long, as for a limit, is made anew before.
constexpr std::chrono::hours container_age_max{23};
/// Some posts take the platform more than the usual time, and a lost answer costs more than
/// waiting.
constexpr minutes publish_timeout{2};

seconds first_look(const MediaFile& file) {
    return file.kind == MediaKind::video ? seconds{10} : seconds{2};
}

/// Without the containers, which are of no use any more.
Advanced with_new_containers(const InstagramProgress& progress, std::int64_t restarts,
                             std::string_view step, std::string_view why) {
    InstagramProgress anew;
    anew.started_at = progress.started_at;
    anew.restarts = restarts;
    auto out = anew.after(step);
    out.wait = minutes{1};
    out.leaves_nothing = true;
    out.note = fmt::format("begins anew: {}", why);
    return out;
}

/// The same, of what came to nothing, which is not tried for ever.
Advanced begun_anew(const InstagramProgress& progress, std::string_view step,
                    std::string_view why) {
    return with_new_containers(progress, progress.restarts + 1, step, why);
}

/// Posts were seen to be there in spite of the answer.
PlatformError doubtful() {
    return failure(Next::ambiguous, std::string(spam_code), "taken for spam",
                   "Instagram took this for spam. Look at the account: the post may be there all "
                   "the same.");
}

}  // namespace

InstagramPublisher::InstagramPublisher(Graph graph, const Clock& clock, InstagramPublishing door)
    : graph_(std::move(graph)), clock_(clock), door_(door) {}

std::vector<PostIssue> InstagramPublisher::check(const PostContent& content,
                                                 const json::object& account) const {
    return check_instagram(content, account);
}

Task<Outcome<json::object>> InstagramPublisher::account_options(Access access) {
    const auto path = '/' + http::percent_encode(access.external_id) + "/content_publishing_limit";
    auto answer = co_await graph_.call().send(
        graph_.get("publishing_limit", access, path, {{"fields", "quota_usage,config"}}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto& told = unwrapped(answer->data);
    json::object options;
    const auto used = whole_number_of(told, "quota_usage");
    const auto* config = find_field(told, "config");
    const auto total = config != nullptr ? whole_number_of(*config, "quota_total") : std::nullopt;
    if (used) options["publishedToday"] = *used;
    if (total) options["dailyLimit"] = *total;
    if (used && total) options["left"] = std::max<std::int64_t>(*total - *used, 0);
    co_return answered(std::move(options), answer->calls, answer->limits);
}

// --- The machine ---------------------------------------------------------------------------------

PublishStep InstagramPublisher::next_step(const PublishPlan& plan,
                                          const PublishState& state) const {
    const auto progress = Progress::read(plan, state.data);
    if (!progress.media_id.empty()) return {step_look_up};
    if (progress.uploaded < progress.containers.size()) return {step_upload};
    if (progress.containers.size() < plan.content.media.size()) return {step_create};
    if (progress.ready < progress.containers.size()) return {step_poll};
    if (plan.content.format == PostFormat::carousel) {
        if (progress.parent.empty()) return {step_carousel};
        if (!progress.parent_ready) return {step_poll};
    }
    return {progress.is_doubtful ? step_confirm : step_publish, Effect::change};
}

Task<Outcome<Advanced>> InstagramPublisher::advance(Access access, PublishPlan plan,
                                                    PublishState state) {
    auto done = co_await do_step(std::move(access), std::move(plan), std::move(state));
    if (!done) {
        done.error() =
            without_permission(std::move(done.error()), "Instagram", door_.scope_publish);
    }
    co_return done;
}

Task<Outcome<Advanced>> InstagramPublisher::do_step(Access access, PublishPlan plan,
                                                    PublishState state) {
    const auto step = next_step(plan, state).name;
    auto progress = Progress::read(plan, state.data);
    if (step == step_create) co_return co_await create(access, plan, std::move(progress));
    if (step == step_upload) co_return co_await upload(access, plan, std::move(progress));
    if (step == step_poll) co_return co_await poll(access, plan, std::move(progress));
    if (step == step_carousel) {
        co_return co_await create_carousel(access, plan, std::move(progress));
    }
    if (step == step_publish) co_return co_await publish(access, std::move(progress));
    if (step == step_confirm) co_return std::unexpected(doubtful());
    co_return co_await look_up(access, std::move(progress));
}

Task<Outcome<std::string>> InstagramPublisher::add_container(const Access& access,
                                                             http::Query parameters,
                                                             std::string* uri) {
    const auto path = '/' + http::percent_encode(access.external_id) + "/media";
    // One that nobody knows of is lost after a day: it does no harm.
    auto answer = co_await graph_.call().send(graph_.change(
        http::Method::post, Effect::renewal, "container", access, path, std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto id = text_of(answer->data, "id");
    if (id.empty()) {
        co_return std::unexpected(
            graph_.call().unusable(Effect::renewal, "the container has no id"));
    }
    if (uri != nullptr) *uri = text_of(answer->data, "uri");
    co_return answered(std::move(id), answer->calls, answer->limits);
}

Task<Outcome<Advanced>> InstagramPublisher::create(const Access& access, const PublishPlan& plan,
                                                   Progress progress) {
    const auto& file = plan.content.media[progress.containers.size()];
    const bool uploads = door_.uploads_videos && file.kind == MediaKind::video;
    if (!uploads && file.public_url.empty()) {
        co_return std::unexpected(
            failure(Next::misconfigured, "no_public_url", "the file has no public address",
                    "Instagram fetches files from this server, which has no address on the "
                    "internet. Its operator has to set PUBLIC_URL."));
    }
    std::string uri;
    auto made =
        co_await add_container(access, container_parameters(plan.content, file, uploads), &uri);
    if (!made) co_return std::unexpected(std::move(made.error()));
    if (uploads && !uri.starts_with(graph_.call().address(upload_host))) {
        co_return std::unexpected(graph_.call().unusable(
            Effect::renewal, "the container does not say where to upload to"));
    }
    if (progress.containers.empty()) progress.created_at = seconds_of(clock_.now());
    progress.containers.push_back(std::move(made->data));
    progress.uris.push_back(uploads ? uri : std::string());
    if (!uploads) ++progress.uploaded;
    auto out = progress.after(step_create);
    const bool last = progress.containers.size() == plan.content.media.size();
    if (last && !uploads) out.wait = first_look(file);
    out.note = fmt::format("file {} of {} handed over", progress.containers.size(),
                           plan.content.media.size());
    co_return answered(std::move(out), made->calls, made->limits);
}

Task<Outcome<Advanced>> InstagramPublisher::create_carousel(const Access& access,
                                                            const PublishPlan& plan,
                                                            Progress progress) {
    auto made = co_await add_container(
        access, carousel_parameters(plan.content, progress.containers), nullptr);
    if (!made) co_return std::unexpected(std::move(made.error()));
    progress.parent = std::move(made->data);
    progress.polling_since = 0;
    auto out = progress.after(step_carousel);
    out.wait = seconds{2};
    co_return answered(std::move(out), made->calls, made->limits);
}

Task<Outcome<Advanced>> InstagramPublisher::upload(const Access& access, const PublishPlan& plan,
                                                   Progress progress) {
    const auto& file = plan.content.media[progress.uploaded];
    CallRequest request{.endpoint = "upload",
                        .effect = Effect::renewal,
                        .method = http::Method::post,
                        .url = progress.uris[progress.uploaded],
                        .parameters = {},
                        .secrets = {}};
    request.authorization = {"OAuth", access.token};
    request.headers = {{"offset", "0"}, {"file_size", std::to_string(file.bytes)}};
    request.owner = access.owner();
    request.upload = UploadBody{"application/octet-stream", file.range(0, file.bytes)};
    request.is_given_url = true;
    request.timeout = upload_timeout(file.bytes);
    auto answer = co_await graph_.call().send(std::move(request));
    if (!answer) {
        // It may have come whole, and only the answer was lost: a new container knows of nothing.
        const bool refused = answer.error().next == Next::rejected;
        if (!refused || progress.restarts >= restarts_max) {
            co_return std::unexpected(std::move(answer.error()));
        }
        ++progress.restarts;
        progress.containers.pop_back();
        progress.uris.pop_back();
        auto out = progress.after(step_upload);
        out.wait = seconds{5};
        out.note = "the upload was refused and begins anew: " + answer.error().message;
        co_return answered(std::move(out));
    }
    ++progress.uploaded;
    auto out = progress.after(step_upload);
    out.wait = first_look(file);
    out.note = fmt::format("{} MB uploaded", file.bytes / 1'000'000);
    co_return answered(std::move(out), answer->calls, answer->limits);
}

Task<Outcome<InstagramPublisher::Status>> InstagramPublisher::status_of(
    const Access& access, std::string container) const {
    auto answer = co_await graph_.call().send(graph_.get("container_status", access,
                                                         '/' + http::percent_encode(container),
                                                         {{"fields", "status_code,status"}}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return answered(Status{.code = text_of(answer->data, "status_code"),
                              .text = text_of(answer->data, "status")},
                       answer->calls, answer->limits);
}

Task<Outcome<Advanced>> InstagramPublisher::poll(const Access& access, const PublishPlan& plan,
                                                 Progress progress) {
    auto status = co_await status_of(access, progress.current());
    if (!status) co_return std::unexpected(std::move(status.error()));
    const auto& code = status->data.code;
    if (code == "ERROR" || code == "EXPIRED") {
        co_return after_failure(plan, std::move(progress), status->data);
    }
    const bool done = code == "FINISHED" || code == "PUBLISHED";
    const auto now = seconds_of(clock_.now());
    if (done) {
        progress.polling_since = 0;
        if (progress.parent.empty()) {
            ++progress.ready;
        } else {
            progress.parent_ready = true;
        }
        co_return answered(progress.after(step_poll), status->calls, status->limits);
    }
    if (progress.polling_since == 0) progress.polling_since = now;
    const seconds since{now - progress.polling_since};
    if (since >= processing_max) {
        co_return std::unexpected(
            failure(Next::rejected, "processing_timeout", "the container stays " + code,
                    "Instagram did not get done with the file within an hour. Try it again, or "
                    "with a smaller file."));
    }
    auto out = progress.after(step_poll);
    out.wait = poll_wait(since);
    out.is_processing = true;
    co_return answered(std::move(out), status->calls, status->limits);
}

/// A container that failed is of no use any more. What failed in passing is tried with new ones.
Outcome<Advanced> InstagramPublisher::after_failure(const PublishPlan& plan, Progress progress,
                                                    const Status& status) const {
    const auto subcode = subcode_in(status.text);
    const auto* row = find_subcode(subcode);
    const bool passing =
        status.code == "EXPIRED" || (row != nullptr && row->next == Next::retry_later);
    if (passing && progress.restarts < restarts_max) {
        return answered(begun_anew(progress, step_poll, status.text));
    }
    auto error =
        failure(Next::rejected, subcode == 0 ? status.code : std::to_string(subcode), status.text,
                plan.content.media.size() > 1
                    ? "Instagram could not use one of the files. Check them and try again."
                    : "Instagram could not use the file. Check it and try again.");
    if (row != nullptr) {
        error.user_message = row->user_message;
        constexpr std::string_view name = "{platform}";
        for (auto at = error.user_message.find(name); at != std::string::npos;
             at = error.user_message.find(name)) {
            error.user_message.replace(at, name.size(), "Instagram");
        }
    }
    return std::unexpected(std::move(error));
}

Task<Outcome<Advanced>> InstagramPublisher::publish(const Access& access, Progress progress) {
    const seconds age{seconds_of(clock_.now()) - progress.created_at};
    const bool is_old = progress.created_at != 0 && age > container_age_max;
    // No failure: a limit may last for a week, and the caller's own patience has an end.
    if (is_old) {
        co_return answered(with_new_containers(progress, progress.restarts, step_publish,
                                               "the container is a day old"),
                           0);
    }
    const auto path = '/' + http::percent_encode(access.external_id) + "/media_publish";
    auto request = graph_.change(http::Method::post, Effect::change, "publish", access, path,
                                 {{"creation_id", progress.whole()}});
    request.timeout = publish_timeout;
    auto answer = co_await graph_.call().send(std::move(request));
    if (!answer) {
        co_return co_await after_refusal(access, std::move(progress), std::move(answer.error()));
    }
    progress.media_id = text_of(answer->data, "id");
    if (progress.media_id.empty()) {
        co_return std::unexpected(graph_.call().unusable(Effect::change, "the post has no id"));
    }
    co_return answered(progress.after(step_publish), answer->calls, answer->limits);
}

Task<Outcome<Advanced>> InstagramPublisher::after_refusal(const Access& access, Progress progress,
                                                          PlatformError error) {
    if (error.code == spam_code) {
        // It counts: the post may be there.
        progress.is_doubtful = true;
        auto out = progress.after(step_publish);
        out.note = "taken for spam, which says nothing for certain: it is looked for";
        co_return answered(std::move(out));
    }
    if (error.next != Next::not_found) co_return std::unexpected(publish_error(std::move(error)));
    auto status = co_await status_of(access, progress.whole());
    const bool gone = !status && status.error().next == Next::not_found;
    if (!status && !gone) co_return std::unexpected(std::move(status.error()));
    // Published all the same, by an earlier call: the list tells as what.
    if (!gone && status->data.code == "PUBLISHED") error.next = Next::ambiguous;
    const bool is_lost = gone || status->data.code == "EXPIRED";
    if (!is_lost || progress.restarts >= restarts_max) co_return std::unexpected(std::move(error));
    co_return answered(begun_anew(progress, step_publish, "the container is gone"), 2);
}

/// The post is there: that its address is not told must not make it a failure.
Task<Outcome<Advanced>> InstagramPublisher::look_up(const Access& access, Progress progress) {
    auto answer = co_await graph_.call().send(graph_.get(
        "media", access, '/' + http::percent_encode(progress.media_id), {{"fields", "permalink"}}));
    ++progress.look_ups;
    auto out = progress.after(step_look_up);
    if (!answer && progress.look_ups < look_ups_max) {
        out.wait = answer.error().retry_after.value_or(seconds{10});
        out.wait = std::min<seconds>(out.wait, minutes{5});
        out.note = "published; its address is not known yet";
        co_return answered(std::move(out));
    }
    out.published = Published{.external_id = progress.media_id,
                              .permalink = answer ? text_of(answer->data, "permalink") : "",
                              .further_ids = {}};
    co_return answered(std::move(out), answer ? answer->calls : 1);
}

std::optional<PlatformError> InstagramPublisher::refuses_remove(const Access& access) const {
    const bool offered = !door_.scope_delete.empty();
    const bool unknown = access.scopes.empty();
    if (offered && (unknown || has_scope(access.scopes, door_.scope_delete))) return std::nullopt;
    return failure(
        Next::rejected, "cannot_delete", "posts cannot be deleted with this connection",
        offered ? fmt::format("Deleting posts takes the permission {}, which this connection does "
                              "not have. Delete the post in the Instagram app.",
                              door_.scope_delete)
                : "Instagram has no way to delete posts through this connection. Delete the post "
                  "in the Instagram app.");
}

Task<Outcome<bool>> InstagramPublisher::remove(Access access, std::string external_id) {
    if (auto refusal = refuses_remove(access)) co_return std::unexpected(std::move(*refusal));
    auto answer = co_await graph_.call().send(
        graph_.change(http::Method::delete_, Effect::change, "delete", access,
                      '/' + http::percent_encode(external_id), {}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return answered(true, answer->calls, answer->limits);
}

}  // namespace rostrum::platforms::meta
