#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"
#include "sandbox/youtube/personas.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::array<std::string_view, 5> channel_parts{"id", "snippet", "contentDetails",
                                                        "statistics", "status"};
constexpr std::array<std::string_view, 4> item_parts{"id", "snippet", "contentDetails", "status"};
constexpr std::int64_t page_default = 5;
constexpr std::int64_t page_max = 50;

/// What is told of subscribers: three digits, rounded down.
std::int64_t rounded(std::int64_t count) {
    std::int64_t unit = 1;
    while (count / unit >= 1'000) unit *= 10;
    return count / unit * unit;
}

ApiResult<std::int64_t> read_page_size(const ApiCall& call) {
    const auto text = call.parameter("maxResults");
    std::int64_t size = page_default;
    if (text.empty()) return size;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{} || end != text.data() + text.size() || size < 0 || size > page_max) {
        return std::unexpected(ApiError{
            400, "invalidParameter",
            fmt::format("Invalid value '{}'. Values must be within the range: [0, 50]", text)});
    }
    return size;
}

/// Each account is as old as it likes, but not older than its first video.
Time founded_at(const Dice& dice) {
    return Time{std::chrono::sys_days{std::chrono::year{2014} / 3 / 1}} +
           std::chrono::days{dice.of("founded").below(1'500)};
}

}  // namespace

std::string YouTube::uploads_id(std::size_t persona) const {
    return "UU" + external_id(persona).substr(2);
}

std::optional<std::size_t> YouTube::find_channel(std::string_view external_id) const {
    for (std::size_t i = 0; i < cast().personas().size(); ++i) {
        if (this->external_id(i) != external_id) continue;
        if (channel_of(cast().persona(i)) == Channel::exists) return i;
    }
    return std::nullopt;
}

std::int64_t YouTube::public_videos(std::size_t persona) const {
    const auto slots = cast().posts(persona, now());
    const auto uploaded = uploads_.of(persona);
    std::int64_t count = std::ranges::count_if(
        uploaded, [&](const UploadedVideo& video) { return privacy_of(video) == "public"; });
    if (!keeps_secrets(cast().persona(persona))) return count + slots.size();
    for (auto slot = slots.oldest; slot <= slots.newest; ++slot) {
        const auto post = cast().post(persona, slot);
        if (privacy_of(post) == "public" && !is_deleted(post)) ++count;
    }
    return count;
}

ApiResult<std::string> YouTube::channels(const ApiCall& call) {
    if (auto wrong = unknown_part(call, channel_parts)) return std::unexpected(*std::move(wrong));
    const bool mine = call.parameter("mine") == "true";
    const auto ids = list_parameter(call.request, "id");
    if (mine == !ids.empty()) {
        return std::unexpected(
            ApiError{400, "invalidCriteria", "Exactly one filter must be specified: mine or id."});
    }
    std::vector<std::size_t> found;
    for (const auto id : ids) {
        if (const auto persona = find_channel(id)) found.push_back(*persona);
    }
    if (mine && channel_of(cast().persona(call.persona)) == Channel::exists) {
        found.push_back(call.persona);
    }
    return list_body(
        "youtube#channelListResponse",
        {.total = static_cast<std::int64_t>(found.size()), .per_page = page_default}, found,
        [&](JsonWriter& out, std::size_t persona) { write_channel(out, call, persona); });
}

void YouTube::write_channel(JsonWriter& out, const ApiCall& call, std::size_t persona) const {
    const auto& who = cast().persona(persona);
    out.begin_object().key("kind").value("youtube#channel");
    out.key("etag").value(etag(cast().dice(persona)));
    out.key("id").value(external_id(persona));
    if (call.wants("snippet")) {
        out.key("snippet").begin_object();
        out.key("title").value(who.name).key("description").value(who.biography);
        out.key("customUrl").value(fmt::format("@{}", who.handle));
        out.key("publishedAt").value(founded_at(cast().dice(persona)));
        write_thumbnails(out, avatar_url(call.request, persona));
        out.end_object();
    }
    if (call.wants("contentDetails")) {
        out.key("contentDetails").begin_object().key("relatedPlaylists").begin_object();
        out.key("likes").value("").key("uploads").value(uploads_id(persona));
        out.end_object().end_object();
    }
    if (call.wants("statistics")) {
        const auto followers = cast().followers(persona, now());
        out.key("statistics").begin_object();
        out.key("viewCount").value(std::to_string(followers * 95));
        if (!who.hides_figures) {
            out.key("subscriberCount").value(std::to_string(rounded(followers)));
        }
        out.key("hiddenSubscriberCount").value(who.hides_figures);
        out.key("videoCount").value(std::to_string(public_videos(persona))).end_object();
    }
    if (call.wants("status")) {
        out.key("status").begin_object().key("privacyStatus").value("public");
        out.key("longUploadsStatus");
        out.value(trait_of(who) == Trait::not_verified ? "eligible" : "allowed").end_object();
    }
    out.end_object();
}

ApiResult<std::string> YouTube::playlist_items(const ApiCall& call) {
    if (auto wrong = unknown_part(call, item_parts)) return std::unexpected(*std::move(wrong));
    const auto playlist = call.parameter("playlistId");
    if (playlist.empty()) return std::unexpected(missing_parameter("playlistId"));
    const auto size = read_page_size(call);
    if (!size) return std::unexpected(size.error());
    const auto persona = playlist.starts_with("UU")
                             ? find_channel("UC" + std::string(playlist.substr(2)))
                             : std::nullopt;
    const auto slots = persona ? cast().posts(*persona, now()) : PostSlots{};
    // A channel that never uploaded anything has no such playlist.
    if (slots.size() == 0 && (!persona || uploads_.of(*persona).empty())) {
        return std::unexpected(
            ApiError{404, "playlistNotFound",
                     "The playlist identified with the request's <code>playlistId</code> parameter "
                     "cannot be found.",
                     "youtube.playlistItem"});
    }
    std::vector<Item> uploaded;
    for (const auto& video : uploads_.of(*persona)) uploaded.push_back(item_of(video));
    PagePlace place{.slot = slots.newest, .uploads_before = std::nullopt};
    if (const auto text = call.parameter("pageToken"); !text.empty()) {
        const auto start = parse_page_token(text);
        if (!start || start->slot < slots.oldest - 1 || start->slot > slots.newest) {
            return std::unexpected(ApiError{400, "invalidPageToken",
                                            "The request specifies an invalid page token.",
                                            "youtube.parameter"});
        }
        place = *start;
    }
    const auto first = place.slot;
    const auto uploads_count = std::ssize(uploaded);
    if (place.uploads_before) {
        std::erase_if(uploaded, [&](const Item& item) { return item.at >= *place.uploads_before; });
    }
    // The owner is shown the private ones too.
    const auto shown = [&](const Item& item) {
        return *persona == call.persona || item.privacy == "public";
    };
    // What was uploaded and what the world is made of, newest first.
    std::vector<Item> items;
    auto next_upload = uploaded.begin();
    while (std::ssize(items) < *size &&
           (place.slot >= slots.oldest || next_upload != uploaded.end())) {
        const bool has_post = place.slot >= slots.oldest;
        Item item = has_post ? item_of(cast().post(*persona, place.slot)) : *next_upload;
        const auto position =
            slots.newest - place.slot + uploads_count - std::distance(next_upload, uploaded.end());
        if (next_upload != uploaded.end() && (!has_post || next_upload->at >= item.at)) {
            item = *next_upload++;
            place.uploads_before = item.at;
        } else {
            --place.slot;
        }
        item.position = position;
        if (shown(item)) items.push_back(std::move(item));
    }
    const bool more = place.slot >= slots.oldest || next_upload != uploaded.end();
    return list_body("youtube#playlistItemListResponse",
                     {.total = slots.size() + uploads_count,
                      .per_page = *size,
                      .next = more ? page_token(place) : std::string(),
                      .previous = first < slots.newest
                                      ? page_token({.slot = std::min(first + *size, slots.newest)})
                                      : std::string()},
                     items, [&](JsonWriter& out, const Item& item) {
                         write_playlist_item(out, call, *persona, item);
                     });
}

YouTube::Item YouTube::item_of(const CastPost& post) const {
    const bool deleted = is_deleted(post);
    return {.id = video_id(post.id),
            .at = post.posted_at,
            .title = deleted ? "Deleted video" : title_of(text_of(post)),
            .privacy = privacy_of(post),
            .is_deleted = deleted};
}

YouTube::Item YouTube::item_of(const UploadedVideo& video) const {
    // Not a view of the video, which ends before the item does.
    const auto privacy = privacy_of(video);
    return {.id = video_id(video.number),
            .at = video.uploaded_at,
            .title = video.details.title,
            .privacy = privacy == "public"     ? "public"
                       : privacy == "unlisted" ? "unlisted"
                                               : "private"};
}

void YouTube::write_playlist_item(JsonWriter& out, const ApiCall& call, std::size_t persona,
                                  const Item& item) const {
    out.begin_object().key("kind").value("youtube#playlistItem");
    out.key("etag").value(etag(Dice(parse_video_id(item.id).value_or(0))));
    out.key("id").value(uploads_id(persona) + "." + item.id);
    if (call.wants("snippet")) {
        out.key("snippet").begin_object();
        out.key("publishedAt").value(item.at);
        out.key("channelId").value(external_id(persona));
        out.key("title").value(item.title);
        out.key("playlistId").value(uploads_id(persona));
        out.key("position").value(item.position);
        out.key("resourceId").begin_object().key("kind").value("youtube#video");
        out.key("videoId").value(item.id).end_object().end_object();
    }
    if (call.wants("contentDetails")) {
        out.key("contentDetails").begin_object().key("videoId").value(item.id);
        if (!item.is_deleted) out.key("videoPublishedAt").value(item.at);
        out.end_object();
    }
    if (call.wants("status")) {
        out.key("status").begin_object();
        out.key("privacyStatus").value(item.privacy).end_object();
    }
    out.end_object();
}

}  // namespace rostrum::sandbox::youtube
