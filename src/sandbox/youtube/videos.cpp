#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"
#include "sandbox/youtube/personas.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/wire.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <variant>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::array<std::string_view, 8> video_parts{
    "id",     "snippet", "contentDetails",    "statistics",
    "status", "player",  "processingDetails", "fileDetails"};
constexpr std::size_t ids_max = 50;

/// Upright and short; nothing says so but its shape and its length.
bool is_short(const CastPost& post) { return post.dice.of("short").chance(30); }

std::int64_t length_of(const CastPost& post) {
    return is_short(post) ? post.dice.of("length").between(9, 60)
                          : post.dice.of("length").between(70, 4'000);
}

/// "PT1H2M3S", without the parts that are zero.
std::string duration(std::int64_t seconds) {
    std::string out = "PT";
    if (seconds >= 3'600) out += fmt::format("{}H", seconds / 3'600);
    if (seconds / 60 % 60 != 0) out += fmt::format("{}M", seconds / 60 % 60);
    if (seconds % 60 != 0) out += fmt::format("{}S", seconds % 60);
    return out;
}

/// The shape of the player is told only to whoever limits its height.
void write_player(JsonWriter& out, const CastPost& post, std::string_view max_height) {
    out.key("player").begin_object();
    out.key("embedHtml")
        .value(
            fmt::format("<iframe src=\"//www.youtube.com/embed/{}\"></iframe>", video_id(post.id)));
    std::int64_t height = 0;
    std::from_chars(max_height.data(), max_height.data() + max_height.size(), height);
    if (height > 0) {
        out.key("embedHeight").value(std::to_string(height));
        out.key("embedWidth")
            .value(std::to_string(is_short(post) ? height * 9 / 16 : height * 16 / 9));
    }
    out.end_object();
}

}  // namespace

std::string_view YouTube::privacy_of(const CastPost& post) const {
    if (!keeps_secrets(cast().persona(post.persona))) return "public";
    const auto roll = post.dice.of("privacy").below(100);
    if (roll < 20) return "private";
    return roll < 30 ? "unlisted" : "public";
}

bool YouTube::is_deleted(const CastPost& post) const {
    return keeps_secrets(cast().persona(post.persona)) && post.dice.of("deleted").chance(5);
}

ApiResult<std::string> YouTube::videos(const ApiCall& call) {
    if (auto wrong = unknown_part(call, video_parts)) return std::unexpected(*std::move(wrong));
    const auto ids = list_parameter(call.request, "id");
    if (ids.empty()) {
        return std::unexpected(
            ApiError{400, "missingRequiredParameter", "No filter selected. Expected: id."});
    }
    if (ids.size() > ids_max) {
        return std::unexpected(
            ApiError{400, "invalidFilters", "The request specifies more than 50 videos."});
    }
    if (!call.parameter("maxResults").empty()) {
        return std::unexpected(ApiError{400, "incompatibleParameters",
                                        "Incompatible parameters specified: id, maxResults."});
    }
    // What is gone or not for these eyes is left out without a word.
    std::vector<std::variant<CastPost, UploadedVideo>> posts;
    for (const auto id : ids) {
        const auto number = parse_video_id(id);
        if (auto video = number ? uploads_.find(*number) : std::nullopt) {
            const bool seen = video->persona == call.persona || privacy_of(*video) != "private";
            if (seen) posts.emplace_back(*std::move(video));
            continue;
        }
        const auto post = number ? cast().find_post(*number, now()) : std::nullopt;
        if (!post || is_deleted(*post)) continue;
        if (post->persona == call.persona || privacy_of(*post) != "private")
            posts.emplace_back(*post);
    }
    const auto count = std::ssize(posts);
    return list_body("youtube#videoListResponse", {.total = count, .per_page = count}, posts,
                     [&](JsonWriter& out, const auto& post) {
                         if (const auto* video = std::get_if<UploadedVideo>(&post)) {
                             return write_upload(out, call, *video);
                         }
                         write_video(out, call, std::get<CastPost>(post));
                     });
}

void YouTube::write_video(JsonWriter& out, const ApiCall& call, const CastPost& post) const {
    out.begin_object().key("kind").value("youtube#video");
    out.key("etag").value(etag(post.dice)).key("id").value(video_id(post.id));
    if (call.wants("snippet")) write_snippet(out, call, post);
    if (call.wants("contentDetails")) {
        out.key("contentDetails").begin_object();
        out.key("duration").value(duration(length_of(post)));
        out.key("dimension").value("2d").key("definition").value("hd");
        out.key("caption").value("false").key("licensedContent").value(false).end_object();
    }
    if (call.wants("status")) {
        out.key("status").begin_object().key("uploadStatus").value("processed");
        out.key("privacyStatus").value(privacy_of(post)).key("license").value("youtube");
        out.key("embeddable").value(true).key("publicStatsViewable").value(true);
        out.key("madeForKids").value(false).end_object();
    }
    if (call.wants("statistics")) {
        const auto figures = cast().figures(post, now());
        out.key("statistics").begin_object();
        out.key("viewCount").value(std::to_string(figures.views));
        if (!cast().persona(post.persona).hides_figures) {
            out.key("likeCount").value(std::to_string(figures.likes));
            out.key("commentCount").value(std::to_string(figures.comments));
        }
        out.key("favoriteCount").value("0").end_object();
    }
    if (call.wants("player")) write_player(out, post, call.parameter("maxHeight"));
    out.end_object();
}

void YouTube::write_snippet(JsonWriter& out, const ApiCall& call, const CastPost& post) const {
    const auto& who = cast().persona(post.persona);
    const auto caption = text_of(post);
    out.key("snippet").begin_object();
    out.key("publishedAt").value(post.posted_at);
    out.key("channelId").value(external_id(post.persona));
    out.key("title").value(title_of(caption)).key("description").value(description_of(caption));
    write_thumbnails(out, cover_url(call.request, post));
    out.key("channelTitle").value(who.name).key("categoryId").value("22");
    out.key("liveBroadcastContent").value("none").end_object();
}

void YouTube::write_thumbnails(JsonWriter& out, std::string_view url) const {
    struct Size {
        std::string_view name;
        int width;
        int height;
    };
    constexpr std::array sizes{Size{"default", 120, 90}, Size{"medium", 320, 180},
                               Size{"high", 480, 360}};
    out.key("thumbnails").begin_object();
    for (const auto& size : sizes) {
        out.key(size.name).begin_object().key("url").value(url);
        out.key("width").value(size.width).key("height").value(size.height).end_object();
    }
    out.end_object();
}

}  // namespace rostrum::sandbox::youtube
