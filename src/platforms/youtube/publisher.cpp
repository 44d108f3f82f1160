#include "platforms/youtube/publisher.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/errors.hpp"
#include "platforms/youtube/parse.hpp"
#include "platforms/youtube/processing.hpp"
#include "platforms/youtube/publish_state.hpp"
#include "platforms/youtube/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::youtube {
namespace {

using std::chrono::seconds;

// The steps.
constexpr std::string_view step_begin = "start_upload";
constexpr std::string_view step_upload = "upload";
constexpr std::string_view step_poll = "poll";
constexpr std::string_view step_thumbnail = "thumbnail";

constexpr std::int64_t sessions_max = 4;
constexpr std::int64_t stalls_max = 8;
constexpr seconds stall_wait{5};

/// After this long a video counts as published, processed or not: it is there, and to upload it
/// again would double it.
constexpr std::chrono::hours processing_max{24};
/// A video that was uploaded just now need not be listed yet.
constexpr std::chrono::minutes unlisted_max{10};

seconds poll_wait(std::int64_t polls) {
    constexpr std::array<seconds, 6> waits{seconds{5},  seconds{10},  seconds{20},
                                           seconds{60}, seconds{120}, seconds{300}};
    return waits[static_cast<std::size_t>(std::clamp<std::int64_t>(polls, 0, waits.size() - 1))];
}

double megabytes(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

/// Projects of a certain kind had their uploads locked private; it is told when it happens again.
std::string privacy_note(const PublishPlan& plan, std::string_view told) {
    const auto* option = plan.content.options.if_contains("privacyStatus");
    const auto wish = option != nullptr ? text_of(*option) : std::string("public");
    if (told.empty() || wish.empty() || told == wish) return {};
    return fmt::format("YouTube made the video {} instead of {}", told, wish);
}

/// What YouTube calls it.
constexpr std::string_view insufficient_permissions = "insufficientPermissions";

PlatformError scope_missing() {
    return refusal(
        "scope_missing",
        fmt::format("YouTube was not given the permission to upload videos ({}). Connect "
                    "the account again and allow that.",
                    scope_upload));
}

PlatformError no_video_yet() {
    return {.next = Next::ambiguous,
            .code = "no_video_yet",
            .message = "the session has the whole file, and told of no video",
            .user_message = "YouTube has the whole file and did not tell of a video yet.",
            .retry_after = {}};
}

}  // namespace

std::vector<PostIssue> YouTubePublisher::check(const PostContent& content,
                                               const json::object& account) const {
    return check_video(content, account);
}

Task<Outcome<json::object>> YouTubePublisher::account_options(Access access) {
    auto answer = co_await api_.own_channels("id,status", access);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    json::object options;
    if (const auto* items = find_list(answer->data, "items"); items != nullptr && !items->empty()) {
        if (const auto* status = find_field(items->front(), "status")) {
            options["longUploads"] = text_of(*status, "longUploadsStatus");
        }
    }
    co_return Answered<json::object>{
        .data = std::move(options), .calls = answer->calls, .limits = answer->limits};
}

PublishStep YouTubePublisher::next_step(const PublishPlan& plan, const PublishState& known) const {
    const auto state = of_this_try(plan, known);
    if (!text(state, key_video).empty()) {
        return number(state, key_processed) != 0 ? PublishStep{step_thumbnail}
                                                 : PublishStep{step_poll};
    }
    // A part is sent again only when the session has told that it did not come.
    if (!text(state, key_session).empty()) return {step_upload, Effect::change};
    return {step_begin};
}

Task<Outcome<Advanced>> YouTubePublisher::advance(Access access, PublishPlan plan,
                                                  PublishState state) {
    if (!access.scopes.empty() && !has_scope(access.scopes, scope_upload) &&
        !has_scope(access.scopes, scope_manage)) {
        co_return std::unexpected(scope_missing());
    }
    state = of_this_try(plan, std::move(state));
    auto done = co_await do_step(std::move(access), std::move(plan), std::move(state));
    // The account reads on without it.
    if (!done && done.error().code == insufficient_permissions) {
        done.error() = scope_missing();
    }
    co_return done;
}

Task<Outcome<Advanced>> YouTubePublisher::do_step(Access access, PublishPlan plan,
                                                  PublishState state) const {
    const auto step = next_step(plan, state).name;
    if (step == step_begin) return begin(std::move(access), std::move(plan), std::move(state));
    if (step == step_upload) return send_part(std::move(access), std::move(plan), std::move(state));
    if (step == step_poll) return poll(std::move(access), std::move(plan), std::move(state));
    return set_thumbnail(std::move(access), std::move(plan), std::move(state));
}

// ---- the file

Task<Outcome<Advanced>> YouTubePublisher::begin(Access access, PublishPlan plan,
                                                PublishState state) const {
    const auto sessions = number(state, key_sessions) + 1;
    if (sessions > sessions_max) {
        co_return std::unexpected(refusal(
            Upload::gone, "YouTube forgot the upload again and again. Try once more later."));
    }
    auto session = co_await upload_.begin(std::move(access), plan.content);
    if (!session) co_return std::unexpected(std::move(session.error()));
    state.step = step_begin;
    state.data = {{key_started_at, number(state, key_started_at)},
                  {key_session, session->data},
                  {key_sent, 0},
                  {key_sessions, sessions}};
    co_return Answered<Advanced>{
        .data = {.state = std::move(state), .published = {}, .note = "upload begun"},
        .calls = session->calls,
        .limits = session->limits};
}

Task<Outcome<Advanced>> YouTubePublisher::send_part(Access access, PublishPlan plan,
                                                    PublishState state) const {
    const auto* video = video_of(plan.content);
    const auto sent = sent_of(state);
    if (video == nullptr || !video->range) {
        co_return std::unexpected(error_of(no_video, "the post has no such video"));
    }
    // Nothing is left to send: what the session makes of it, or has made, it is asked.
    if (sent >= video->bytes) co_return std::unexpected(no_video_yet());
    auto place = co_await upload_.put(std::move(access), text(state, key_session), *video, sent);
    if (!place && place.error().code == Upload::gone) {
        // Nothing of it is left, and nothing came of it.
        state.step = step_upload;
        state.data = {{key_started_at, number(state, key_started_at)},
                      {key_sessions, number(state, key_sessions)}};
        co_return Answered<Advanced>{.data = {.state = std::move(state),
                                              .published = {},
                                              .wait = stall_wait,
                                              .leaves_nothing = true,
                                              .note = "YouTube forgot the upload: it begins anew"},
                                     .calls = 1,
                                     .limits = {}};
    }
    if (!place) co_return std::unexpected(std::move(place.error()));
    auto next = arrived(std::move(state), place->data, video->bytes);
    if (number(next.state, key_stalls) > stalls_max) {
        co_return std::unexpected(
            refusal("upload_stalled", "YouTube takes no more of the video. Try again later."));
    }
    co_return Answered<Advanced>{
        .data = std::move(next), .calls = place->calls, .limits = place->limits};
}

/// What a session told that it has. Once that is the whole file, a video may come of it.
Advanced YouTubePublisher::arrived(PublishState state, const UploadPlace& place,
                                   std::uint64_t total) const {
    Advanced out;
    const auto before = sent_of(state);
    state.step = step_upload;
    if (!place.video_id.empty()) {
        const auto now = clock_.now().time_since_epoch() / seconds{1};
        state.data = {{key_video, place.video_id}, {key_uploaded_at, now}, {key_polls, 0}};
        out.wait = poll_wait(0);
        out.is_processing = true;
        out.note = "uploaded";
    } else {
        const bool stalls = place.received <= before;
        state.data[key_sent] = place.received;
        state.data[key_stalls] = stalls ? number(state, key_stalls) + 1 : 0;
        if (stalls) out.wait = stall_wait;
        out.leaves_nothing = place.received < total;
        out.note = fmt::format("{:.1f} of {:.1f} MB uploaded", megabytes(place.received),
                               megabytes(total));
    }
    out.state = std::move(state);
    return out;
}

// ---- until it can be seen

Task<Outcome<Advanced>> YouTubePublisher::poll(Access access, PublishPlan plan,
                                               PublishState state) const {
    auto answer =
        co_await api_.read("videos", videos_url, access,
                           {{"part", "status,processingDetails"}, {"id", text(state, key_video)}});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto told = parse_state(answer->data);
    const Time uploaded_at{seconds{number(state, key_uploaded_at)}};
    const auto age = clock_.now() - uploaded_at;
    if (!told &&
        (find_list(answer->data, "items") == nullptr && text_of(answer->data, "kind").empty())) {
        co_return std::unexpected(api_.unusable("the answer is no list of videos"));
    }
    if (!told && age > unlisted_max) {
        auto error =
            refusal("video_gone", "The video was deleted at YouTube while it was processed.");
        error.nothing_live = true;
        co_return std::unexpected(std::move(error));
    }
    const auto upload = told ? told->upload : std::string();
    if (upload == "deleted") co_return std::unexpected(processing_error("deleted"));
    if (upload == "failed" || upload == "rejected") {
        co_return std::unexpected(processing_error(told->reason));
    }
    Advanced next;
    state.step = step_poll;
    if (upload == "processed") {
        next = processed(plan, std::move(state), privacy_note(plan, told->privacy));
    } else if (age >= processing_max) {
        next = processed(plan, std::move(state), "YouTube is still processing the video");
    } else {
        const auto polls = number(state, key_polls) + 1;
        state.data[key_polls] = polls;
        next = {.state = std::move(state),
                .published = {},
                .wait = poll_wait(polls),
                .is_processing = true,
                .note = "YouTube is processing the video"};
    }
    co_return Answered<Advanced>{
        .data = std::move(next), .calls = answer->calls, .limits = answer->limits};
}

Advanced YouTubePublisher::processed(const PublishPlan& plan, PublishState state,
                                     std::string note) const {
    Advanced out{.state = std::move(state), .published = {}, .note = std::move(note)};
    const auto* image = thumbnail_of(plan.content);
    if (image != nullptr && image->range) {
        out.state.data[key_processed] = 1;
    } else {
        out.published = published(plan, text(out.state, key_video));
    }
    return out;
}

/// The video is published already: a thumbnail that is refused does not undo that.
Task<Outcome<Advanced>> YouTubePublisher::set_thumbnail(Access access, PublishPlan plan,
                                                        PublishState state) const {
    const auto id = text(state, key_video);
    Answered<Advanced> out{
        .data = {.state = std::move(state), .published = published(plan, id), .note = {}},
        .calls = 0,
        .limits = {}};
    out.data.state.step = step_thumbnail;
    const auto* image = thumbnail_of(plan.content);
    if (image == nullptr || !image->range) co_return out;
    CallRequest request{.endpoint = "thumbnail",
                        .method = http::Method::post,
                        .url = std::string(thumbnail_url),
                        .parameters = {{"videoId", id}},
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(access.token)};
    request.upload =
        UploadBody{.content_type = image->mime, .bytes = image->range(0, image->bytes)};
    request.timeout = std::chrono::minutes{5};
    request.owner = access.owner();
    const auto answer = co_await call_.send(std::move(request));
    out.calls = answer ? answer->calls : 1;
    out.data.note =
        answer ? std::string("thumbnail set")
               : fmt::format("YouTube did not take the thumbnail ({})", answer.error().code);
    co_return out;
}

Published YouTubePublisher::published(const PublishPlan& plan, std::string_view id) const {
    const auto name = http::percent_encode(id);
    return {.external_id = std::string(id),
            .permalink = plan.content.format == PostFormat::reel
                             ? fmt::format("{}/{}", api_.address(shorts_url), name)
                             : fmt::format("{}?v={}", api_.address(watch_url), name),
            .further_ids = {}};
}

std::optional<PlatformError> YouTubePublisher::refuses_remove(const Access& access) const {
    if (has_scope(access.scopes, scope_manage)) return std::nullopt;
    return refusal(std::string(insufficient_permissions),
                   "YouTube was not given the permission to delete videos. Connect the account "
                   "again and leave it allowed.");
}

Task<Outcome<bool>> YouTubePublisher::remove(Access access, std::string external_id) {
    if (auto refusal = refuses_remove(access)) co_return std::unexpected(std::move(*refusal));
    CallRequest request{.endpoint = "delete",
                        .effect = Effect::change,
                        .method = http::Method::delete_,
                        .url = std::string(videos_url),
                        .parameters = {{"id", std::move(external_id)}},
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(access.token),
                        .may_be_empty = true};
    request.owner = access.owner();
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return Answered<bool>{.data = true, .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms::youtube
