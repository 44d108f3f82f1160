#include "platforms/x/publisher.hpp"

#include "http/query.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/errors.hpp"
#include "platforms/x/post_body.hpp"
#include "platforms/x/post_rules.hpp"
#include "platforms/x/publish_errors.hpp"
#include "platforms/x/same_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::x {
namespace {

constexpr std::string_view step_begin = "begin_upload";
constexpr std::string_view step_append = "upload";
constexpr std::string_view step_finish = "finish_upload";
constexpr std::string_view step_poll = "poll";
constexpr std::string_view step_describe = "describe";
constexpr std::string_view step_publish = "publish";
constexpr std::string_view step_reply = "reply";

constexpr int restarts_max = 2;
constexpr std::size_t posts_per_page = 100;
constexpr std::chrono::seconds clock_slack{90};
/// The list may be late by some seconds; then a post that it does not tell is not there.
constexpr std::chrono::seconds list_settles{60};
constexpr std::chrono::seconds look_every{20};
/// How long a refused text may be our own that the list does not tell yet.
constexpr std::chrono::minutes duplicate_search_max{10};
constexpr std::chrono::minutes look_in_doubt{2};
constexpr std::chrono::seconds parent_settles{5};
constexpr std::chrono::seconds between_replies{1};
/// An upload that ends sooner is not posted with any more.
constexpr std::chrono::minutes upload_life_min{5};

/// As times are stored.
Time in_seconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time); }

PublishData begun(const PublishPlan& plan, const PublishState& state) {
    auto data = read_publish_data(state.data);
    if (data.texts.empty()) data.texts = texts_of(plan.content);
    data.uploads.resize(plan.content.media.size());
    // What somebody tries again counts from zero.
    if (data.started_at && *data.started_at != in_seconds(plan.started_at)) {
        data.restarts = 0;
        data.is_doubtful = false;
    }
    data.started_at = in_seconds(plan.started_at);
    return data;
}

std::string_view step_of(const Upload& upload, const MediaFile& file) {
    if (upload.id.empty()) return step_begin;
    if (upload.sent < file.bytes) return step_append;
    if (!upload.is_whole) return step_finish;
    if (!upload.is_ready) return step_poll;
    return !file.alt_text.empty() && !upload.is_described ? step_describe : std::string_view{};
}

/// The first file that is not ready yet.
struct NextUpload {
    std::size_t index = 0;
    std::string_view step;
};
std::optional<NextUpload> next_upload(const PublishPlan& plan, const PublishData& data) {
    // Files belong to the first post: once that is live, nothing is left to do for them.
    if (!data.ids.empty()) return std::nullopt;
    for (std::size_t i = 0; i < data.uploads.size(); ++i) {
        const auto step = step_of(data.uploads[i], plan.content.media[i]);
        if (!step.empty()) return NextUpload{i, step};
    }
    return std::nullopt;
}

Advanced at(std::string_view step, const PublishData& data, std::string note = {},
            std::chrono::seconds wait = std::chrono::seconds{0}) {
    return {.state = {.step = std::string(step), .data = data.to_json()},
            .published = {},
            .wait = wait,
            .is_processing = false,
            .note = std::move(note)};
}

template <typename T>
Answered<Advanced> answered(Advanced advanced, const Answered<T>& from) {
    return {.data = std::move(advanced), .calls = from.calls, .limits = from.limits};
}

Answered<Advanced> without_call(Advanced advanced) {
    return {.data = std::move(advanced), .calls = 0, .limits = {}};
}

/// Lets the upload begin again, unless that happened too often.
std::optional<Advanced> restarted(std::string_view step, PublishData data, std::size_t index) {
    if (data.restarts >= restarts_max) return std::nullopt;
    ++data.restarts;
    data.uploads[index] = {};
    auto out = at(step, data, "X does not have the upload any more: it begins again");
    out.leaves_nothing = true;
    return out;
}

std::string in_megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f}", static_cast<double>(bytes) / 1e6);
}

}  // namespace

std::vector<PostIssue> XPublisher::check(const PostContent& content, const json::object&) const {
    return check_post(content);
}

PublishStep XPublisher::next_step(const PublishPlan& plan, const PublishState& state) const {
    const auto data = begun(plan, state);
    if (const auto next = next_upload(plan, data)) return {.name = next->step};
    return {.name = data.ids.empty() ? step_publish : step_reply, .effect = Effect::change};
}

Task<Outcome<Advanced>> XPublisher::advance(Access access, PublishPlan plan, PublishState state) {
    if (auto error = missing_scope(access, scope_write))
        co_return std::unexpected(*std::move(error));
    auto data = begun(plan, state);
    if (const auto next = next_upload(plan, data)) {
        data.stepped_at = clock_.now();
        co_return co_await upload(std::move(access), std::move(plan), std::move(data), next->step,
                                  next->index);
    }
    co_return co_await post(std::move(access), std::move(plan), std::move(data));
}

// ---- files

Task<Outcome<Advanced>> XPublisher::upload(Access access, PublishPlan plan, PublishData data,
                                           std::string_view step, std::size_t index) const {
    if (step == step_append) {
        co_return co_await append(std::move(access), std::move(plan), std::move(data), index);
    }
    if (step == step_finish || step == step_poll) {
        co_return co_await finish(std::move(access), std::move(plan), std::move(data), step, index);
    }
    if (step == step_describe) {
        co_return co_await describe(std::move(access), std::move(plan), std::move(data), index);
    }
    if (auto error = missing_scope(access, scope_media))
        co_return std::unexpected(*std::move(error));
    auto upload = co_await uploads_.begin(std::move(access), plan.content.media[index], data.chunk);
    if (!upload) co_return std::unexpected(std::move(upload.error()));
    data.uploads[index] = upload->data;
    co_return answered(at(step, data), *upload);
}

Task<Outcome<Advanced>> XPublisher::append(Access access, PublishPlan plan, PublishData data,
                                           std::size_t index) const {
    const auto& file = plan.content.media[index];
    const auto before = data.uploads[index];
    auto upload = co_await uploads_.append(std::move(access), file, before);
    if (!upload) {
        auto& error = upload.error();
        const bool too_large = error.code == "http_413";
        const auto smaller = too_large ? smaller_chunk(before.chunk, file.bytes) : std::nullopt;
        if (smaller) {
            data.chunk = *smaller;
            data.uploads[index] = {};
            co_return without_call(at(step_append, data, "X takes smaller segments only"));
        }
        if (too_large) {
            error.user_message = "The file is too large for the segments that X takes.";
            co_return std::unexpected(std::move(error));
        }
        auto again = is_lost_upload(error) ? restarted(step_append, data, index) : std::nullopt;
        if (again) co_return without_call(*std::move(again));
        co_return std::unexpected(std::move(error));
    }
    data.uploads[index] = upload->data;
    auto note = fmt::format("{} of {} MB uploaded", in_megabytes(upload->data.sent),
                            in_megabytes(file.bytes));
    co_return answered(at(step_append, data, std::move(note)), *upload);
}

/// Finishing and asking how it goes answer the same. An upload that was finished before, in a call
/// whose answer was lost, is asked about.
Task<Outcome<Advanced>> XPublisher::finish(Access access, PublishPlan plan, PublishData data,
                                           std::string_view step, std::size_t index) const {
    auto before = data.uploads[index];
    auto answer = step == step_finish ? co_await uploads_.finish(access, before)
                                      : co_await uploads_.status(access, before);
    if (!answer && step == step_finish && is_lost_upload(answer.error())) {
        before.is_whole = true;
        before.processing_since = clock_.now();
        answer = co_await uploads_.status(access, before);
    }
    if (!answer) {
        auto& error = answer.error();
        auto again = is_lost_upload(error) ? restarted(step, data, index) : std::nullopt;
        if (again) co_return without_call(*std::move(again));
        co_return std::unexpected(std::move(error));
    }
    const auto& told = answer->data;
    data.uploads[index] = told.upload;
    auto out = at(step, data, {}, told.check_after.value_or(std::chrono::seconds{0}));
    out.is_processing = told.check_after.has_value();
    if (out.is_processing) out.note = "X is processing the file";
    co_return answered(std::move(out), *answer);
}

/// A description that is refused keeps no post back.
Task<Outcome<Advanced>> XPublisher::describe(Access access, PublishPlan plan, PublishData data,
                                             std::size_t index) const {
    auto upload = co_await uploads_.describe(std::move(access), data.uploads[index],
                                             plan.content.media[index].alt_text);
    const bool is_refused = !upload && (upload.error().next == Next::rejected ||
                                        upload.error().next == Next::misconfigured);
    if (!upload && !is_refused) {
        co_return std::unexpected(std::move(upload.error()));
    }
    data.uploads[index].is_described = true;
    if (!upload) {
        co_return without_call(at(step_describe, data, "X did not take the description"));
    }
    co_return answered(at(step_describe, data), *upload);
}

// ---- posts

Task<Outcome<Advanced>> XPublisher::post(Access access, PublishPlan plan, PublishData data) {
    const bool is_first = data.ids.empty();
    const auto step = is_first ? step_publish : step_reply;
    if (data.is_doubtful) co_return std::unexpected(doubtful());
    for (std::size_t i = 0; is_first && i < data.uploads.size(); ++i) {
        const auto expires_at = data.uploads[i].expires_at;
        if (!expires_at || *expires_at - upload_life_min > clock_.now()) continue;
        if (auto again = restarted(step, data, i)) co_return without_call(*std::move(again));
        co_return std::unexpected(refused("upload_expired", "uploads end before they are posted",
                                          "X gave up the upload again and again. Try once more "
                                          "later."));
    }
    CallRequest request{.endpoint = "create_post",
                        .effect = Effect::change,
                        .method = http::Method::post,
                        .url = std::string(api_host) + "/2/tweets",
                        .parameters = {},
                        .secrets = {}};
    request.owner = access.owner();
    request.authorization = CallAuthorization::bearer(access.token);
    request.json = json::serialize(post_body(plan.content, data));
    auto answer = co_await call_.send(std::move(request));
    if (!answer) {
        co_return co_await after_refusal(std::move(access), std::move(plan), std::move(data),
                                         std::move(answer.error()));
    }
    const auto* post = find_field(answer->data, "data");
    auto id = post != nullptr ? text_of(*post, "id") : std::string();
    if (id.empty()) {
        co_return std::unexpected(call_.unusable(Effect::change, "the post has no id"));
    }
    auto out = posted(plan, std::move(data), std::move(id));
    co_return answered(std::move(out), *answer);
}

/// A text that was just posted may be our own, of a call whose answer was lost, unless nothing can
/// have been sent before; and right behind a post a reply may find it missing.
Task<Outcome<Advanced>> XPublisher::after_refusal(Access access, PublishPlan plan, PublishData data,
                                                  PlatformError error) {
    if (error.code == "385" && !data.ids.empty() && !data.waited_for_parent) {
        data.waited_for_parent = true;
        auto out = at(step_reply, data, "X does not find the post before it yet", parent_settles);
        out.leaves_nothing = true;
        co_return without_call(std::move(out));
    }
    if (!is_duplicate(error)) co_return std::unexpected(std::move(error));
    const Time entered_at = std::max(plan.started_at, data.stepped_at.value_or(plan.started_at));
    const bool is_first_try = clock_.now() - entered_at < list_settles;
    auto found = co_await find_own(std::move(access), plan, data, plan.started_at - clock_slack);
    if (!found) {
        // Whether it is ours cannot be told before the list can be read.
        auto reason = std::move(found.error());
        if (reason.next != Next::rejected && reason.next != Next::not_found) {
            co_return std::unexpected(std::move(reason));
        }
    } else if (found->data.found) {
        auto out = posted(plan, std::move(data), std::move(found->data.found->external_id));
        co_return answered(std::move(out), *found);
    }
    if (is_first_try) co_return std::unexpected(std::move(error));
    // It counts: what was refused here may be what is live from before.
    data.is_doubtful = true;
    const auto step = data.ids.empty() ? step_publish : step_reply;
    co_return without_call(at(step, data, "X has such a post already: it is looked for"));
}

Advanced XPublisher::posted(const PublishPlan& plan, PublishData data, std::string id) const {
    const auto step = data.ids.empty() ? step_publish : step_reply;
    data.ids.push_back(std::move(id));
    data.waited_for_parent = false;
    data.is_doubtful = false;
    data.stepped_at = clock_.now();
    const bool is_last = data.ids.size() >= data.texts.size();
    auto out = at(step, data, {}, is_last ? std::chrono::seconds{0} : between_replies);
    if (data.texts.size() > 1) {
        out.note = fmt::format("{} of {} posts are live", data.ids.size(), data.texts.size());
    }
    if (!is_last) return out;
    const auto& first = data.ids.front();
    const auto handle = plan.handle.empty() ? std::string("i") : http::percent_encode(plan.handle);
    out.published =
        Published{.external_id = first,
                  .permalink = call_.address(fmt::format("{}/{}/status/{}", www_host, handle,
                                                         http::percent_encode(first))),
                  .further_ids = {data.ids.begin() + 1, data.ids.end()}};
    return out;
}

Task<Outcome<PostSearch>> XPublisher::find_own(Access access, const PublishPlan& plan,
                                               const PublishData& data, Time since) {
    const json::value options(plan.content.options);
    const bool is_reply = !data.ids.empty() || !text_of(options, option_reply_to).empty();
    const auto& text = data.texts.at(std::min(data.ids.size(), data.texts.size() - 1));
    return search_posts(
        [this, access = std::move(access), since](std::string cursor) {
            return reader_.posts_since(access, since, std::move(cursor), posts_per_page);
        },
        since,
        [text, is_reply, ids = data.ids](const PlatformPost& post) {
            if (std::ranges::find(ids, post.external_id) != ids.end()) return false;
            return is_reply ? is_same_reply(text, post.caption) : is_same_text(text, post.caption);
        });
}

Task<Outcome<Reconciled>> XPublisher::reconcile(Access access, PublishPlan plan, PublishState state,
                                                Time sent_at) {
    auto data = begun(plan, state);
    const Time since = (data.is_doubtful ? plan.started_at : sent_at) - clock_slack;
    auto found = co_await find_own(std::move(access), plan, data, since);
    if (!found) co_return std::unexpected(std::move(found.error()));
    Answered<Reconciled> out{.data = {}, .calls = found->calls, .limits = found->limits};
    auto& search = found->data;
    if (search.found) {
        out.data.finding = Finding::done;
        out.data.advanced = posted(plan, std::move(data), std::move(search.found->external_id));
    } else if (clock_.now() - sent_at < list_settles) {
        out.data.look_again = look_every;
    } else if (data.is_doubtful) {
        if (clock_.now() - sent_at < duplicate_search_max) out.data.look_again = look_in_doubt;
    } else if (search.is_whole) {
        out.data.finding = Finding::not_done;
    }
    co_return out;
}

Task<Outcome<bool>> XPublisher::remove(Access access, std::string external_id) {
    CallRequest request{
        .endpoint = "delete_post",
        .effect = Effect::change,
        .method = http::Method::delete_,
        .url = fmt::format("{}/2/tweets/{}", api_host, http::percent_encode(external_id)),
        .parameters = {},
        .secrets = {}};
    request.owner = access.owner();
    request.authorization = CallAuthorization::bearer(std::move(access.token));
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto* data = find_field(answer->data, "data");
    co_return Answered<bool>{.data = data != nullptr && flag_of(*data, "deleted"),
                             .calls = answer->calls,
                             .limits = answer->limits};
}

}  // namespace rostrum::platforms::x
