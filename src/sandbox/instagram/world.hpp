#pragma once

#include "core/clock.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/instagram/accounts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::sandbox::instagram {

enum class PostKind : std::uint8_t { image, carousel, reel, story_image, story_video };

constexpr bool is_story(PostKind kind) {
    return kind == PostKind::story_image || kind == PostKind::story_video;
}
constexpr bool is_video(PostKind kind) {
    return kind == PostKind::reel || kind == PostKind::story_video;
}

/// A post or story. Its slot is the stretch of time it was made in; slots, and with them the ids,
/// are counted from 1970, so that they are the same after every start.
struct Post {
    const Account* account = nullptr;
    std::int64_t slot = 0;
    PostKind kind = PostKind::image;
    Time posted_at{};
    Dice dice{0};
    std::uint64_t id = 0;
    int children = 0;  ///< pictures of a carousel
    /// Of a post that was published through the API; others have what the dice say.
    std::optional<std::string> text = {};
    std::string alt_text = {};
    bool is_deleted = false;
};

/// The id of a carousel's child, from 1.
std::uint64_t child_id(const Post& post, int child);

/// Slots from `oldest` to `newest`, both included; none when `oldest` is greater.
struct SlotRange {
    std::int64_t oldest = 0;
    std::int64_t newest = -1;
    std::int64_t size() const { return newest < oldest ? 0 : newest - oldest + 1; }
};

/// What an id stands for: a post, a story, or a carousel's child (`child` > 0).
struct Found {
    Post post;
    int child = 0;
};

/// Stories are there for one day.
inline constexpr std::chrono::hours story_life{24};

/// A day as the platform's insights count them. They end at 07:00 UTC, midnight in California.
using InsightDay = std::int64_t;
InsightDay insight_day(Time time);
Time start_of(InsightDay day);

/// The followers that one day brought and took.
struct FollowerChange {
    std::int64_t gained = 0;
    std::int64_t lost = 0;
};

/// All that there is, as a function of the seed and the time. Nothing is stored. Thread-safe.
class World {
public:
    /// A world that begins on the day of `start`, or on 20 November 2026 if that was before: from
    /// then on it is the same after every start and only grows.
    World(std::uint64_t seed, Time start);

    Time origin() const { return origin_; }
    Dice dice(const Account& account) const { return dice_.of(index_of(account)); }

    /// What has been posted until `now`.
    SlotRange posts(const Account& account, Time now) const;
    /// The stories that are up at `now`.
    SlotRange stories(const Account& account, Time now) const;
    Post post(const Account& account, std::int64_t slot) const;
    Post story(const Account& account, std::int64_t slot) const;
    /// Empty for an id that is nothing, not yet, or (a story) not any more.
    std::optional<Found> find(std::uint64_t id, Time now) const;

    std::int64_t followers(const Account& account, Time time) const;
    std::int64_t follows(const Account& account, Time time) const;
    FollowerChange follower_change(const Account& account, InsightDay day) const;

private:
    std::int64_t newest_post(const Account& account, Time time) const;

    Dice dice_;
    Time origin_;
};

}  // namespace rostrum::sandbox::instagram
