#include "sandbox/x/timeline.hpp"

#include "sandbox/x/content.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

// The newest posts that the list shows.
constexpr std::int64_t reach_max = 3'200;
constexpr std::int64_t reach_without_replies_max = 800;

PostSlots slots_of(const Cast& cast, std::size_t persona, const PageQuery& page, Time now) {
    auto slots = cast.posts(persona, now);
    const auto reach = page.without_replies ? reach_without_replies_max : reach_max;
    slots.oldest = std::max(slots.oldest, slots.newest - reach + 1);
    const auto is_too_new = [&](const CastPost& post) {
        return (page.until_id && *parse_id(post_id(post)) >= *page.until_id) ||
               (page.end_time && post.posted_at >= *page.end_time);
    };
    const auto is_too_old = [&](const CastPost& post) {
        return (page.since_id && *parse_id(post_id(post)) <= *page.since_id) ||
               (page.start_time && post.posted_at < *page.start_time);
    };
    while (slots.size() > 0 && is_too_new(cast.post(persona, slots.newest))) --slots.newest;
    while (slots.size() > 0 && is_too_old(cast.post(persona, slots.oldest))) ++slots.oldest;
    return slots;
}

bool is_wanted(const PublishedPost& post, const PageQuery& page) {
    const auto id = parse_id(post.id).value_or(0);
    return !(page.until_id && id >= *page.until_id) && !(page.since_id && id <= *page.since_id) &&
           !(page.end_time && post.published_at >= *page.end_time) &&
           !(page.start_time && post.published_at < *page.start_time);
}

}  // namespace

CastPost as_cast_post(const Cast& cast, std::size_t persona, const PublishedPost& post) {
    const auto id = cast_id(parse_id(post.id).value_or(0));
    return {.persona = persona,
            .slot = 0,
            .posted_at = post.published_at,
            .dice = cast.dice(persona).of("own"),
            .id = id};
}

Timeline::Timeline(const Cast& cast, std::size_t persona, const PageQuery& page,
                   std::vector<PublishedPost> own, Time now)
    : cast_(cast), persona_(persona), slots_(slots_of(cast, persona, page, now)) {
    for (auto& post : own | std::views::reverse) {
        if (!is_wanted(post, page)) continue;
        // Behind the cast's posts that are older, and behind those of its own.
        auto low = slots_.oldest;
        auto high = slots_.newest + 1;
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            const bool older = cast_.post(persona_, middle).posted_at <= post.published_at;
            (older ? low : high) = older ? middle + 1 : middle;
        }
        places_.push_back(low + static_cast<std::int64_t>(own_.size()));
        own_.push_back(std::move(post));
    }
}

TimelinePost Timeline::at(std::int64_t place) const {
    const auto next = std::ranges::lower_bound(places_, place);
    const auto before = next - places_.begin();
    if (next != places_.end() && *next == place) {
        const auto& own = own_[static_cast<std::size_t>(before)];
        return {.post = as_cast_post(cast_, persona_, own), .own = &own};
    }
    return {.post = cast_.post(persona_, place - before)};
}

}  // namespace rostrum::sandbox::x
