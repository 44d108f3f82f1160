#include "core/json.hpp"
#include "sandbox/tiktok/personas.hpp"
#include "sandbox/tiktok/simulator.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::int64_t page_default = 10;
constexpr std::int64_t page_max = 20;
constexpr std::size_t query_ids_max = 20;

/// A field of a user, and the bit of the scope that it needs.
struct UserField {
    std::string_view name;
    std::uint32_t scope;
};
constexpr std::array user_fields{
    UserField{"open_id", 1},          UserField{"union_id", 1},
    UserField{"avatar_url", 1},       UserField{"avatar_url_100", 1},
    UserField{"avatar_large_url", 1}, UserField{"display_name", 1},
    UserField{"bio_description", 2},  UserField{"profile_deep_link", 2},
    UserField{"is_verified", 2},      UserField{"username", 2},
    UserField{"follower_count", 4},   UserField{"following_count", 4},
    UserField{"likes_count", 4},      UserField{"video_count", 4},
};

constexpr std::array<std::string_view, 15> video_fields{
    "id",         "create_time", "cover_image_url", "share_url",   "video_description",
    "duration",   "height",      "width",           "title",       "embed_html",
    "embed_link", "like_count",  "comment_count",   "share_count", "view_count"};

bool has(const std::vector<std::string_view>& fields, std::string_view name) {
    return std::ranges::find(fields, name) != fields.end();
}

std::int64_t millis(Time at) { return at.time_since_epoch() / std::chrono::milliseconds{1}; }

struct VideoPage {
    std::int64_t count = page_default;
    std::optional<std::int64_t> before;  ///< milliseconds since 1970
};

ApiResult<VideoPage> read_page(const http::Request& request) {
    VideoPage page;
    if (request.body.empty()) return page;
    const auto body = parse_json(request.body);
    const auto* object = body ? body->if_object() : nullptr;
    if (object == nullptr) return std::unexpected(bad_parameter("The body is no JSON object"));
    const auto read = [&](std::string_view name) -> std::optional<std::int64_t> {
        const auto* field = object->if_contains(name);
        return field != nullptr && field->is_int64() ? std::optional(field->as_int64())
                                                     : std::nullopt;
    };
    page.count = read("max_count").value_or(page_default);
    page.before = read("cursor");
    if (page.count < 1 || page.count > page_max) {
        return std::unexpected(bad_parameter("max_count must be from 1 to 20"));
    }
    return page;
}

}  // namespace

ApiResult<std::string> TikTok::user_info(const http::Request& request) {
    const auto token = authorized(request, 0);
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("user_info"); !count) return std::unexpected(count.error());
    const auto fields = split(request.query.get("fields").value_or(""), ',');
    if (fields.empty()) return std::unexpected(bad_parameter("Fields is required"));
    for (const auto name : fields) {
        const auto known = std::ranges::find(user_fields, name, &UserField::name);
        if (known == user_fields.end()) {
            return std::unexpected(bad_parameter(fmt::format("Fields {} is invalid", name)));
        }
        if ((token->grant.scopes & known->scope) == 0) {
            return std::unexpected(ApiError{401, "scope_not_authorized",
                                            "The user did not authorize the scope required."});
        }
    }
    const auto persona = token->grant.persona;
    const auto& who = cast().persona(persona);
    const auto videos =
        cast().posts(persona, now()).size() + std::ssize(tasks_.shown(persona, now()));
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("user").begin_object();
    const auto text = [&](std::string_view name, std::string_view value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    const auto number = [&](std::string_view name, std::int64_t value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    text("open_id", external_id(persona));
    text("union_id", "union" + external_id(persona));
    for (const std::string_view name : {"avatar_url", "avatar_url_100", "avatar_large_url"}) {
        text(name, avatar_url(request, persona));
    }
    text("display_name", who.name);
    text("username", who.handle);
    text("bio_description", who.biography);
    text("profile_deep_link", fmt::format("https://vm.tiktok.com/{}", who.handle));
    if (has(fields, "is_verified")) out.key("is_verified").value(who.verified);
    number("follower_count", cast().followers(persona, now()));
    number("following_count", who.follows);
    number("likes_count", cast().followers(persona, now()) * 7);
    number("video_count", videos);
    out.end_object().end_object();
    return body;
}

ApiResult<std::vector<std::string_view>> TikTok::read_video_fields(
    const http::Request& request) const {
    auto fields = split(request.query.get("fields").value_or(""), ',');
    if (fields.empty()) return std::unexpected(bad_parameter("Fields is required"));
    for (const auto name : fields) {
        if (std::ranges::find(video_fields, name) == video_fields.end()) {
            return std::unexpected(bad_parameter(fmt::format("Fields {} is invalid", name)));
        }
    }
    return fields;
}

/// Videos newest first, from before the cursor: a time in milliseconds.
ApiResult<std::string> TikTok::video_list(const http::Request& request) {
    const auto token = authorized(request, login().bit("video.list"));
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("video_list"); !count) return std::unexpected(count.error());
    const auto fields = read_video_fields(request);
    if (!fields) return std::unexpected(fields.error());

    const auto page = read_page(request);
    if (!page) return std::unexpected(page.error());
    const auto persona = token->grant.persona;
    const auto slots = cast().posts(persona, now());
    // What was posted through the API and what the world is made of, newest first.
    auto posted = tasks_.shown(persona, now());
    auto slot = slots.newest;
    if (page->before) {
        std::erase_if(posted,
                      [&](const auto& task) { return millis(*task.arrived_at) >= *page->before; });
        while (slot >= slots.oldest &&
               millis(cast().post(persona, slot).posted_at) >= *page->before) {
            --slot;
        }
    }
    auto next = posted.begin();
    const auto is_left = [&] { return slot >= slots.oldest || next != posted.end(); };
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("videos").begin_array();
    std::int64_t last = 0;
    for (auto wanted = page->count; wanted > 0 && is_left(); --wanted) {
        Video video;
        if (slot >= slots.oldest) video = video_of(request, cast().post(persona, slot));
        if (slot < slots.oldest || (next != posted.end() && *next->arrived_at >= video.at)) {
            video = video_of(request, *next++);
        } else {
            --slot;
        }
        write_video(out, video, *fields);
        last = millis(video.at);
    }
    out.end_array().key("cursor").value(last);
    out.key("has_more").value(is_left()).end_object();
    return body;
}

ApiResult<std::string> TikTok::video_query(const http::Request& request) {
    const auto token = authorized(request, login().bit("video.list"));
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("video_query"); !count) return std::unexpected(count.error());
    const auto fields = read_video_fields(request);
    if (!fields) return std::unexpected(fields.error());
    const auto parsed = parse_json(request.body);
    const auto* filters =
        parsed && parsed->is_object() ? parsed->as_object().if_contains("filters") : nullptr;
    const auto* ids = filters != nullptr && filters->is_object()
                          ? filters->as_object().if_contains("video_ids")
                          : nullptr;
    if (ids == nullptr || !ids->is_array() || ids->as_array().size() > query_ids_max) {
        return std::unexpected(bad_parameter("video_ids must name up to 20 videos"));
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("videos").begin_array();
    for (const auto& id : ids->as_array()) {
        const auto number = id.is_string() ? parse_video_id(id.as_string()) : std::nullopt;
        const auto post = number ? cast().find_post(*number, now()) : std::nullopt;
        if (post && post->persona == token->grant.persona) {
            write_video(out, video_of(request, *post), *fields);
        }
        const auto task = number ? tasks_.find_shown(*number, now()) : std::nullopt;
        if (task && task->persona == token->grant.persona) {
            write_video(out, video_of(request, *task), *fields);
        }
    }
    out.end_array().end_object();
    return body;
}

TikTok::Video TikTok::video_of(const http::Request& request, const CastPost& post) const {
    auto caption = text_of(post);
    auto title = caption.substr(0, caption.find('\n'));
    return {.id = video_id(post.id),
            .persona = post.persona,
            .at = post.posted_at,
            .caption = std::move(caption),
            .title = std::move(title),
            .cover_url = cover_url(request, post),
            .share_url = share_url(request, post.persona, "video", post.id),
            .duration = post.dice.of("duration").between(8, 180),
            .figures = cast().figures(post, now())};
}

TikTok::Video TikTok::video_of(const http::Request& request, const PublishTask& task) const {
    const auto minutes = (now() - *task.arrived_at) / std::chrono::minutes{1};
    const auto kind = task.is_photos ? "photo" : "video";
    return {.id = video_id(task.number),
            .persona = task.persona,
            .at = *task.arrived_at,
            .caption = task.text,
            .title = task.title.empty() ? task.text : task.title,
            .cover_url = avatar_url(request, task.persona),
            .share_url = share_url(request, task.persona, kind, task.number),
            .duration = task.is_photos ? 0 : Dice(task.number).between(8, 180),
            .figures = {.views = minutes * 4, .likes = minutes / 3, .comments = minutes / 40}};
}

std::string TikTok::share_url(const http::Request& request, std::size_t persona,
                              std::string_view kind, std::uint64_t number) const {
    return fmt::format("{}/www.tiktok.com/@{}/{}/{}", origin_of(request),
                       cast().persona(persona).handle, kind, video_id(number));
}

void TikTok::write_video(JsonWriter& out, const Video& video,
                         const std::vector<std::string_view>& fields) const {
    const auto text = [&](std::string_view name, std::string_view value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    const auto number = [&](std::string_view name, std::int64_t value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    out.begin_object();
    text("id", video.id);
    number("create_time", video.at.time_since_epoch() / std::chrono::seconds{1});
    text("cover_image_url", video.cover_url);
    text("share_url", video.share_url);
    text("video_description", video.caption);
    text("title", video.title);
    number("duration", video.duration);
    number("width", 576);
    number("height", 1024);
    text("embed_link", fmt::format("https://www.tiktok.com/embed/v2/{}", video.id));
    text("embed_html", "<blockquote></blockquote>");
    number("like_count", video.figures.likes);
    number("comment_count", video.figures.comments);
    number("share_count", video.figures.shares);
    number("view_count", video.figures.views);
    out.end_object();
}

}  // namespace rostrum::sandbox::tiktok
