#include "platforms/linkedin/publisher.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/little_text.hpp"
#include "platforms/linkedin/post_body.hpp"
#include "platforms/linkedin/post_list.hpp"
#include "platforms/linkedin/post_rules.hpp"
#include "platforms/linkedin/urn.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/same_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::string_view step_begin = "begin_upload";
constexpr std::string_view step_send = "upload";
constexpr std::string_view step_finish = "finish_upload";
constexpr std::string_view step_poll = "poll";
constexpr std::string_view step_publish = "publish";

constexpr int restarts_max = 2;
/// What became of a post is looked for no sooner after its answer was lost.
constexpr std::chrono::seconds first_look_after{5};
constexpr std::chrono::seconds look_min{5};
constexpr std::chrono::seconds look_max{60};
/// The platform is said to know a repetition for ten minutes.
constexpr std::chrono::minutes resend_max{8};
constexpr std::chrono::seconds look_again{30};
constexpr std::chrono::seconds clock_slack{90};
constexpr std::size_t posts_per_page = 50;
/// Files may be "waiting for upload" for so long before a post is given up.
constexpr std::chrono::minutes waiting_max{30};
constexpr std::chrono::seconds waiting_pause{30};

PublishData begun(const PublishPlan& plan, const PublishState& state) {
    auto data = read_publish_data(state.data);
    data.uploads.resize(plan.content.media.size());
    return data;
}

std::string_view step_of(const Upload& upload, const MediaFile& file) {
    if (upload.urn.empty()) return step_begin;
    if (upload.sent < upload.parts.size()) return step_send;
    if (!upload.is_whole && file.kind == MediaKind::video) return step_finish;
    return upload.is_ready ? std::string_view{} : step_poll;
}

struct NextUpload {
    std::size_t index = 0;
    std::string_view step;
};
std::optional<NextUpload> next_upload(const PublishPlan& plan, const PublishData& data) {
    for (std::size_t i = 0; i < data.uploads.size(); ++i) {
        const auto step = step_of(data.uploads[i], plan.content.media[i]);
        if (!step.empty()) return NextUpload{i, step};
    }
    return std::nullopt;
}

Advanced at(std::string_view step, const PublishData& data, std::string note = {}) {
    return {.state = {.step = std::string(step), .data = data.to_json()},
            .published = {},
            .wait = std::chrono::seconds{0},
            .is_processing = false,
            .note = std::move(note)};
}

template <typename T>
Answered<Advanced> answered(Advanced advanced, const Answered<T>& from) {
    return {.data = std::move(advanced), .calls = from.calls, .limits = from.limits};
}

PlatformError unreadable(std::string_view reason) {
    return {.next = Next::retry_later,
            .code = "media_unreadable",
            .message = std::string(reason),
            .user_message = "A file of the post cannot be read for now. It is tried again later.",
            .retry_after = {}};
}

/// Said before anything is uploaded, where it is known what was granted.
std::optional<PlatformError> missing_scope(const Access& access) {
    const auto scope =
        is_organization(access.external_id) ? scope_write_organization : scope_write_member;
    if (access.scopes.empty() || has_scope(access.scopes, scope)) return std::nullopt;
    return PlatformError{.next = Next::rejected,
                         .code = "scope_missing",
                         .message = fmt::format("{} was not granted", scope),
                         .user_message = fmt::format("LinkedIn was not given the permission to "
                                                     "publish here ({}). Connect the account "
                                                     "again and allow that.",
                                                     scope),
                         .retry_after = {}};
}

/// A refusal that does not say whether the permission is missing or the role at the page.
PlatformError of_publishing(PlatformError error, const Access& access) {
    const bool is_refused =
        error.code == "ACCESS_DENIED" || error.code == "100" || error.code == "http_403";
    if (error.next != Next::rejected || !is_refused) return error;
    const bool of_page = is_organization(access.external_id);
    error.code = "scope_missing";
    error.user_message = fmt::format(
        "LinkedIn does not let this account publish here. That takes the permission {}{}. Connect "
        "the account again and allow that.",
        of_page ? scope_write_organization : scope_write_member,
        of_page ? ", and a role at the page that may post" : "");
    return error;
}

bool is_duplicate(const PlatformError& error) {
    return error.code == "DUPLICATE_POST" || error.message.contains("duplicate");
}

/// The URN that such a refusal names: "Content is a duplicate of urn:li:share:123".
std::optional<std::string> duplicate_urn(const PlatformError& error) {
    const std::string_view message = error.message;
    constexpr std::array<std::string_view, 3> kinds{share_prefix, ugc_post_prefix,
                                                    "urn:li:activity:"};
    for (const auto kind : kinds) {
        const auto begin = message.find(kind);
        if (begin == std::string_view::npos) continue;
        auto end = begin + kind.size();
        while (end < message.size() && message[end] >= '0' && message[end] <= '9') ++end;
        if (end > begin + kind.size()) return std::string(message.substr(begin, end - begin));
    }
    return std::nullopt;
}

/// Which of its fields a post was refused for. The one that is known to depend on who posts is who
/// may see it.
PlatformError with_field(PlatformError error) {
    if (error.code == "INVALID_VALUE_FOR_FIELD" && error.message.contains(option_visibility)) {
        error.user_message =
            "LinkedIn does not take this choice of who may see the post (visibility) from this "
            "account: CONNECTIONS is for members, not for pages.";
    }
    return error;
}

/// A file of the post has not arrived yet, by the platform's word.
bool is_waiting(const PlatformError& error) {
    return error.code.starts_with("MEDIA_ASSET_WAITING");
}

/// Each look counts, and most files are ready at once: at 5 seconds, at 10, 20, 40, 80, then once a
/// minute.
std::chrono::seconds next_look(const Upload& upload, Time now) {
    const auto waited = now - upload.processing_since.value_or(now);
    return std::clamp(std::chrono::duration_cast<std::chrono::seconds>(waited), look_min, look_max);
}

bool is_lost_upload(const PlatformError& error) {
    return error.code == "EXPIRED_UPLOAD_URL" || error.next == Next::not_found ||
           error.code == "http_403" || error.code == "http_400";
}

}  // namespace

std::vector<PostIssue> LinkedInPublisher::check(const PostContent& content,
                                                const json::object& account) const {
    return check_post(content, account);
}

Task<Outcome<json::object>> LinkedInPublisher::account_options(Access access) {
    const auto kind = is_organization(access.external_id) ? kind_organization : kind_member;
    co_return Answered<json::object>{
        .data = {{option_account_kind, kind}}, .calls = 0, .limits = {}};
}

PublishStep LinkedInPublisher::next_step(const PublishPlan& plan, const PublishState& state) const {
    const auto data = begun(plan, state);
    if (const auto next = next_upload(plan, data)) return {.name = next->step};
    return {.name = step_publish, .effect = Effect::change};
}

Task<Outcome<Advanced>> LinkedInPublisher::advance(Access access, PublishPlan plan,
                                                   PublishState state) {
    if (auto error = missing_scope(access)) co_return std::unexpected(*std::move(error));
    auto data = begun(plan, state);
    if (const auto next = next_upload(plan, data)) {
        co_return co_await upload(std::move(access), std::move(plan), std::move(data), next->step,
                                  next->index);
    }
    co_return co_await post(std::move(access), std::move(plan), std::move(data));
}

Task<Outcome<Advanced>> LinkedInPublisher::upload(Access access, PublishPlan plan, PublishData data,
                                                  std::string_view step, std::size_t index) const {
    const auto& file = plan.content.media[index];
    auto& upload = data.uploads[index];
    Outcome<Upload> result;
    std::string failure;
    try {
        if (step == step_begin) result = co_await uploads_.begin(access, file);
        if (step == step_send) result = co_await uploads_.send(access, file, upload);
        if (step == step_finish) result = co_await uploads_.finish(access, upload);
        if (step == step_poll) result = co_await uploads_.look(access, upload);
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!failure.empty()) co_return std::unexpected(unreadable(failure));
    if (!result) {
        auto& error = result.error();
        const bool again = step != step_begin && step != step_poll && is_lost_upload(error) &&
                           data.restarts < restarts_max;
        // Addresses of uploads are refused for other reasons.
        if (!again && step != step_send) error = of_publishing(std::move(error), access);
        if (!again) co_return std::unexpected(std::move(error));
        ++data.restarts;
        upload = {};
        co_return Answered<Advanced>{
            .data = at(step, data, "LinkedIn does not take the upload any more: it begins again"),
            .calls = 1,
            .limits = {}};
    }
    upload = result->data;
    data.stepped_at = clock_.now();
    auto out = at(step, data);
    if (step == step_send) {
        out.note = fmt::format("part {} of {} uploaded", upload.sent, upload.parts.size());
    }
    if (upload.is_whole && !upload.is_ready) {
        out.is_processing = true;
        out.wait = next_look(upload, clock_.now());
        out.note = "LinkedIn is processing the file";
    }
    co_return answered(std::move(out), *result);
}

/// A repetition of a post that may be our own, of a call whose answer was lost, is looked for; but
/// not where nothing can have been sent before.
PlatformError LinkedInPublisher::repeated(PlatformError error, bool is_first_try) const {
    const auto urn = duplicate_urn(error);
    if (!is_first_try) {
        error.next = Next::ambiguous;
    } else if (urn) {
        error.user_message = fmt::format(
            "LinkedIn has this very post already, at {}. Change the text.", address(*urn));
    }
    return error;
}

/// While a file is missing there, nothing was posted: that is waited for, and is no failure.
Task<Outcome<Advanced>> LinkedInPublisher::post(Access access, PublishPlan plan,
                                                PublishData data) const {
    const bool is_first_try =
        clock_.now() - std::max(plan.started_at, data.stepped_at.value_or(plan.started_at)) <
        first_look_after;
    auto made = co_await create(std::move(access), std::move(plan), data);
    if (!made && is_duplicate(made.error())) {
        co_return std::unexpected(repeated(std::move(made.error()), is_first_try));
    }
    const auto since = data.uploads.empty() ? std::nullopt : data.uploads.back().processing_since;
    if (made || !is_waiting(made.error()) || !since) co_return made;
    if (clock_.now() - *since > waiting_max) {
        made.error().next = Next::rejected;
        co_return made;
    }
    auto out = at(step_poll, data, "LinkedIn does not have the file yet");
    out.is_processing = true;
    out.leaves_nothing = true;
    out.wait = waiting_pause;
    co_return Answered<Advanced>{.data = std::move(out), .calls = 1, .limits = {}};
}

Task<Outcome<Advanced>> LinkedInPublisher::create(Access access, PublishPlan plan,
                                                  PublishData data) const {
    auto reply = co_await rest_.write(
        access, {.endpoint = "create_post",
                 .path = "posts",
                 .json = json::serialize(post_body(plan.content, data, access.external_id))});
    if (!reply) {
        auto& error = reply.error();
        // "Unable to obtain activity" was seen for posts that were there.
        const bool was_not = error.code == "unreachable" || is_waiting(error);
        if (error.next == Next::retry_later && !was_not) error.next = Next::ambiguous;
        co_return std::unexpected(with_field(of_publishing(std::move(error), access)));
    }
    auto urn = std::string(reply->data.headers.get("x-restli-id"));
    if (urn.empty()) {
        auto error = rest_.unusable("the answer names no post");
        error.next = Next::ambiguous;
        co_return std::unexpected(std::move(error));
    }
    co_return answered(posted(data, std::move(urn)), *reply);
}

Advanced LinkedInPublisher::posted(const PublishData& data, std::string urn) const {
    auto out = at(step_publish, data);
    out.published = Published{.external_id = urn, .permalink = address(urn), .further_ids = {}};
    return out;
}

std::string LinkedInPublisher::address(std::string_view urn) const {
    return rest_.address(fmt::format("{}/feed/update/{}/", www_host, urn));
}

Task<Outcome<Reconciled>> LinkedInPublisher::reconcile(Access access, PublishPlan plan,
                                                       PublishState state, Time sent_at) {
    auto data = begun(plan, state);
    if (clock_.now() - sent_at > resend_max) {
        co_return co_await read_back(std::move(access), std::move(plan), std::move(data), sent_at);
    }
    auto sent = co_await create(access, plan, data);
    Answered<Reconciled> out{.data = {}, .calls = 1, .limits = {}};
    if (sent) {
        out.limits = sent->limits;
        out.data.finding = Finding::done;
        out.data.advanced = std::move(sent->data);
        co_return out;
    }
    auto& error = sent.error();
    if (is_duplicate(error)) {
        auto urn = duplicate_urn(error);
        if (!urn) {
            co_return co_await find_unnamed(std::move(access), std::move(plan), std::move(data),
                                            sent_at);
        }
        out.data.finding = Finding::done;
        out.data.advanced = posted(data, *std::move(urn));
    } else if (is_waiting(error)) {
        out.data.finding = Finding::not_done;
    } else if (error.next == Next::ambiguous || error.next == Next::retry_later) {
        out.data.look_again = std::max(error.retry_after.value_or(look_again), look_again);
    } else if (error.next == Next::rejected) {
        // Refused now, it cannot have been taken before: sent once more, it tells why.
        out.data.finding = Finding::not_done;
    } else {
        co_return std::unexpected(std::move(error));
    }
    co_return out;
}

/// The post is there, by a refusal that does not say where: the list may.
Task<Outcome<Reconciled>> LinkedInPublisher::find_unnamed(Access access, PublishPlan plan,
                                                          PublishData data, Time sent_at) const {
    auto found = co_await read_back(std::move(access), std::move(plan), std::move(data), sent_at);
    if (found && found->data.finding == Finding::not_done) found->data = {};
    co_return found;
}

/// Too late for a repetition to be recognised: where the list may be read, it tells. Another post
/// of that time may be this one, with its text told in some other way: then nothing is certain.
Task<Outcome<Reconciled>> LinkedInPublisher::read_back(Access access, PublishPlan plan,
                                                       PublishData data, Time sent_at) const {
    Answered<Reconciled> out{.data = {}, .calls = 0, .limits = {}};
    const auto scope =
        is_organization(access.external_id) ? scope_organization_posts : scope_member_posts;
    if (!has_scope(access.scopes, scope)) co_return out;
    const auto text = plain_text(to_little_text(commentary_of(plan.content)));
    bool has_others = false;
    auto search = co_await search_posts(
        [this, access](std::string cursor) {
            return list_posts(rest_, access, access.external_id, std::move(cursor), posts_per_page);
        },
        sent_at - clock_slack,
        [&text, &has_others](const PlatformPost& post) {
            const bool is_it = is_same_text(text, post.caption);
            has_others = has_others || !is_it;
            return is_it;
        });
    if (!search) co_return std::unexpected(std::move(search.error()));
    out.calls = search->calls;
    out.limits = search->limits;
    if (search->data.found) {
        out.data.finding = Finding::done;
        out.data.advanced = posted(data, search->data.found->external_id);
    } else if (search->data.is_whole && !has_others) {
        out.data.finding = Finding::not_done;
    }
    co_return out;
}

Task<Outcome<bool>> LinkedInPublisher::remove(Access access, std::string external_id) {
    auto reply =
        co_await rest_.write(access, {.endpoint = "delete_post",
                                      .method = http::Method::delete_,
                                      .path = "posts/" + http::percent_encode(external_id)});
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    co_return Answered<bool>{.data = true, .calls = reply->calls, .limits = reply->limits};
}

}  // namespace rostrum::platforms::linkedin
