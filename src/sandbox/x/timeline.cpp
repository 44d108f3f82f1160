#include "sandbox/x/timeline.hpp"

#include "sandbox/x/content.hpp"

#include <algorithm>

namespace rostrum::sandbox::x {
namespace {

// The newest posts that the list shows.
constexpr std::int64_t reach_max = 3'200;
constexpr std::int64_t reach_without_replies_max = 800;

}  // namespace

PostSlots timeline_slots(const Cast& cast, std::size_t persona, const PageQuery& page, Time now) {
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

}  // namespace rostrum::sandbox::x
