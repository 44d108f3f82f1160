#include "core/json.hpp"
#include "sandbox/media_fetch.hpp"
#include "sandbox/tiktok/personas.hpp"
#include "sandbox/tiktok/publish_requests.hpp"
#include "sandbox/tiktok/simulator.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::int64_t init_per_minute = 6;
constexpr std::int64_t creator_per_minute = 20;
constexpr std::int64_t status_per_minute = 30;
constexpr std::int64_t posts_per_day = 15;
constexpr std::int64_t drafts_per_day = 5;
constexpr std::chrono::seconds usual_video_max{600};
constexpr std::chrono::seconds restricted_video_max{60};

constexpr std::array<std::string_view, 3> public_levels{level_public, "MUTUAL_FOLLOW_FRIENDS",
                                                        level_self};
constexpr std::array<std::string_view, 3> private_levels{"FOLLOWER_OF_CREATOR",
                                                         "MUTUAL_FOLLOW_FRIENDS", level_self};

std::span<const std::string_view> levels_of(const Persona& persona) {
    return trait_of(persona) == Trait::is_private ? private_levels : public_levels;
}

ApiError banned(int status) {
    return {status, "spam_risk_user_banned_from_posting", "The user is banned from posting."};
}

bool looks_like_photo(std::string_view head) {
    const bool is_webp =
        head.size() > 12 && head.starts_with("RIFF") && head.substr(8).starts_with("WEBP");
    return is_webp || head.starts_with("\xFF\xD8\xFF");
}

std::int64_t limit_of(std::string_view endpoint) {
    if (endpoint == "status") return status_per_minute;
    return endpoint == "creator_info" ? creator_per_minute : init_per_minute;
}

}  // namespace

ApiResult<GrantToken> TikTok::may_publish(const http::Request& request,
                                          std::uint32_t one_of_scopes) {
    auto token = authorized(request, 0);
    if (!token) return token;
    if ((token->grant.scopes & one_of_scopes) == 0) {
        return std::unexpected(ApiError{401, "scope_not_authorized",
                                        "The user did not authorize the scope required."});
    }
    const auto endpoint = endpoint_of(request);
    const auto key = fmt::format("{} of {}", endpoint, token->grant.persona);
    const Quota quota{.limit = limit_of(endpoint), .window = std::chrono::minutes{1}};
    if (quotas().take(key, quota, 1, now()).allowed) return token;
    return std::unexpected(
        ApiError{429, "rate_limit_exceeded", "The API rate limit was exceeded."});
}

/// Whether the creator may post that, which takes one of the day's posts or drafts.
ApiResult<void> TikTok::may_post(const PublishTask& task) {
    const auto& who = cast().persona(task.persona);
    if (trait_of(who) == Trait::banned) return std::unexpected(banned(403));
    const auto levels = levels_of(who);
    if (!task.is_draft && std::ranges::find(levels, task.privacy) == levels.end()) {
        return std::unexpected(ApiError{403, "privacy_level_option_mismatch",
                                        "The privacy level is not one of the creator's."});
    }
    if (!task.is_draft && trait_of(who) == Trait::unaudited && task.privacy != level_self) {
        return std::unexpected(ApiError{403, "unaudited_client_can_only_post_to_private_accounts",
                                        "Unaudited clients can only post to private accounts."});
    }
    const auto key = fmt::format("{} of {}", task.is_draft ? "drafts" : "posts", task.persona);
    const Quota quota{.limit = task.is_draft ? drafts_per_day : posts_per_day,
                      .window = std::chrono::hours{24}};
    if (quotas().take(key, quota, 1, now()).allowed) return {};
    return std::unexpected(ApiError{
        403, task.is_draft ? "spam_risk_too_many_pending_share" : "spam_risk_too_many_posts",
        "The daily cap of this user is reached."});
}

ApiResult<std::string> TikTok::creator_info(const http::Request& request) {
    const auto token = may_publish(request, login().bit("video.publish"));
    if (!token) return std::unexpected(token.error());
    const auto persona = token->grant.persona;
    const auto& who = cast().persona(persona);
    // With status 200, as the platform has it.
    if (trait_of(who) == Trait::banned) return std::unexpected(banned(200));
    const bool restricted = trait_of(who) == Trait::restricted;
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("creator_avatar_url").value(avatar_url(request, persona));
    out.key("creator_username").value(who.handle).key("creator_nickname").value(who.name);
    out.key("privacy_level_options").begin_array();
    for (const auto level : levels_of(who)) out.value(level);
    out.end_array();
    for (const auto* const name : {"comment_disabled", "duet_disabled", "stitch_disabled"}) {
        out.key(name).value(restricted);
    }
    const auto longest = restricted ? restricted_video_max : usual_video_max;
    out.key("max_video_post_duration_sec").value(longest.count()).end_object();
    return body;
}

ApiResult<std::string> TikTok::init_post(const http::Request& request) {
    const auto direct = login().bit("video.publish");
    const auto draft = login().bit("video.upload");
    const auto endpoint = endpoint_of(request);
    const auto needed = endpoint == "video_init"   ? direct
                        : endpoint == "inbox_init" ? draft
                                                   : direct | draft;
    const auto token = may_publish(request, needed);
    if (!token) return std::unexpected(token.error());
    auto task = endpoint == "content_init" ? read_photos(request)
                                           : read_video(request, endpoint == "inbox_init");
    if (!task) return std::unexpected(task.error());
    if ((token->grant.scopes & (task->is_draft ? draft : direct)) == 0) {
        return std::unexpected(ApiError{401, "scope_not_authorized",
                                        "The user did not authorize the scope required."});
    }
    task->persona = token->grant.persona;
    if (auto may = may_post(*task); !may) return std::unexpected(may.error());
    const auto begun = tasks_.begin(*std::move(task), now());
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("publish_id").value(begun.id);
    if (begun.size != 0) {
        out.key("upload_url")
            .value(fmt::format("{}/open-upload.tiktokapis.com/video/?upload_id={}",
                               origin_of(request), http::percent_encode(begun.id)));
    }
    out.end_object();
    return body;
}

// ---- the files

/// The address is what authorizes: no token is asked for.
http::Response TikTok::take_bytes(const http::Request& request) {
    const auto range = parse_byte_range(request.headers.get("Content-Range"));
    const auto mime = request.headers.get("Content-Type");
    const bool is_good = range && range->last >= range->first && mime.starts_with("video/") &&
                         range->last - range->first + 1 == request.body.size();
    if (!is_good) return http::Response::empty(400);
    const auto id = request.query.get("upload_id").value_or("");
    const auto taken = tasks_.put(id, range->first, range->total, mime, request.body, now());
    auto response = http::Response::empty(taken.status);
    if (taken.total > 0) {
        response.headers.set("Content-Range",
                             fmt::format("bytes 0-{}/{}", taken.received, taken.total));
    }
    if (taken.status == 201) publish(request, *tasks_.find(id));
    return response;
}

/// Fetches what was named, as soon as it is.
Task<> TikTok::fetch_files(const http::Request& request, PublishTask task) {
    std::vector<PublishedMedia> media;
    std::string failure;
    for (const auto& url : task.urls) {
        if (client_ == nullptr) break;
        const auto file = co_await fetch_media(*client_, url);
        if (!file || file->status != 200) break;
        const bool is_good =
            task.is_photos ? looks_like_photo(file->head) : looks_like_video(file->head);
        if (!is_good) failure = "file_format_check_failed";
        media.push_back({.mime = file->mime, .bytes = file->bytes, .sha256 = file->sha256});
    }
    if (media.size() < task.urls.size()) {
        failure = task.is_photos ? "photo_pull_failed" : "video_pull_failed";
    }
    tasks_.arrive(task.id, std::move(media), std::move(failure), now());
    if (const auto arrived = tasks_.find(task.id)) publish(request, *arrived);
}

/// A post, whoever may see it. What is not public has no other id than its task's.
void TikTok::publish(const http::Request& request, const PublishTask& task) {
    if (task.number == 0) return;
    const bool is_public = task.privacy == level_public;
    const auto kind = !task.is_photos ? "video" : task.media.size() == 1 ? "image" : "carousel";
    const auto page = task.is_photos ? "photo" : "video";
    published().add(
        {.id = is_public ? video_id(task.number) : task.id,
         .account = std::string(cast().persona(task.persona).handle),
         .kind = kind,
         .title = task.title,
         .text = task.text,
         .reply_to = {},
         .permalink = is_public ? share_url(request, task.persona, page, task.number) : "",
         .media = task.media,
         .published_at = *task.arrived_at});
}

// ---- what became of it

ApiResult<std::string> TikTok::fetch_status(const http::Request& request) {
    const auto token =
        may_publish(request, login().bit("video.publish") | login().bit("video.upload"));
    if (!token) return std::unexpected(token.error());
    const auto task = tasks_.find(read_publish_id(request.body));
    if (!task) return std::unexpected(ApiError{400, "invalid_publish_id", "Unknown publish_id"});
    if (task->persona != token->grant.persona) {
        return std::unexpected(ApiError{400, "token_not_authorized_for_specified_publish_id",
                                        "The publish_id belongs to another user."});
    }
    const bool is_ready = task->arrived_at && now() >= *task->arrived_at + processing;
    const bool is_sent = task->size != 0;
    std::string_view status = is_sent ? "PROCESSING_UPLOAD" : "PROCESSING_DOWNLOAD";
    if (is_ready) status = task->is_draft ? "SEND_TO_USER_INBOX" : "PUBLISH_COMPLETE";
    if (is_ready && !task->failure.empty()) status = "FAILED";
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("status").value(status);
    if (status == "FAILED") out.key("fail_reason").value(task->failure);
    out.key("publicaly_available_post_id").begin_array();
    if (is_shown(*task, now())) out.raw(video_id(task->number));
    out.end_array();
    out.key(is_sent ? "uploaded_bytes" : "downloaded_bytes").value(task->received).end_object();
    return body;
}

}  // namespace rostrum::sandbox::tiktok
