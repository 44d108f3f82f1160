#include "sandbox/instagram/world.hpp"

#include <algorithm>

namespace rostrum::sandbox::instagram {
namespace {

namespace chrono = std::chrono;

constexpr chrono::hours insight_day_shift{7};

/// Ids read from left to right: 179 for posts and 180 for stories, two digits of account, two of
/// child, nine of slot, with a digit to spare after the first three.
constexpr std::uint64_t post_id_base = 17'900'000'000'000'000;
constexpr std::uint64_t story_id_base = 18'000'000'000'000'000;
constexpr std::uint64_t id_kind_step = story_id_base - post_id_base;
constexpr std::uint64_t account_step = 100'000'000'000;
constexpr std::uint64_t child_step = 1'000'000'000;

std::uint64_t make_id(std::uint64_t base, const Account& account, std::int64_t slot) {
    return base + (index_of(account) + 1) * account_step + static_cast<std::uint64_t>(slot);
}

std::int64_t slot_at(Time time, chrono::minutes interval) {
    return chrono::floor<chrono::minutes>(time.time_since_epoch()) / interval;
}

/// Somewhere in the middle of the slot: for a slot of a day, between 07:12 and 21:36.
Time time_in_slot(std::int64_t slot, chrono::minutes interval, const Dice& dice) {
    const auto length = chrono::seconds{interval}.count();
    const auto offset = length * 3 / 10 + dice.of("time").below(length * 6 / 10);
    return Time{chrono::seconds{slot * length + offset}};
}

PostKind kind_of(const Account& account, const Dice& dice) {
    const auto roll = dice.of("kind").below(100);
    if (roll < account.carousels) return PostKind::carousel;
    if (roll < account.carousels + account.reels) return PostKind::reel;
    return PostKind::image;
}

}  // namespace

InsightDay insight_day(Time time) {
    return chrono::floor<chrono::days>(time - insight_day_shift).time_since_epoch().count();
}

Time start_of(InsightDay day) { return Time{chrono::days{day}} + insight_day_shift; }

std::uint64_t child_id(const Post& post, int child) {
    return post.id + static_cast<std::uint64_t>(child) * child_step;
}

World::World(std::uint64_t seed, Time start)
    : dice_(seed),
      origin_(std::min(start_of_day(start),
                       Time{chrono::sys_days{chrono::year{2026} / chrono::November / 20}})) {}

SlotRange World::posts(const Account& account, Time now) const {
    if (account.posts == 0) return {};
    if (account.post_interval.count() == 0) {
        // It has stopped: one post a day until the world began.
        const auto newest = slot_at(origin_, chrono::days{1}) - 1;
        return {newest - account.posts + 1, newest};
    }
    return {newest_post(account, origin_) - account.posts + 1, newest_post(account, now)};
}

std::int64_t World::newest_post(const Account& account, Time time) const {
    const auto slot = slot_at(time, account.post_interval);
    return post(account, slot).posted_at > time ? slot - 1 : slot;
}

SlotRange World::stories(const Account& account, Time now) const {
    if (account.story_interval.count() == 0) return {};
    auto oldest = slot_at(now - story_life, account.story_interval);
    if (story(account, oldest).posted_at + story_life <= now) ++oldest;
    auto newest = slot_at(now, account.story_interval);
    if (story(account, newest).posted_at > now) --newest;
    return {oldest, newest};
}

Post World::post(const Account& account, std::int64_t slot) const {
    const Dice dice = this->dice(account).of("post").of(slot);
    const auto interval =
        account.post_interval.count() == 0 ? chrono::days{1} : account.post_interval;
    Post post{.account = &account,
              .slot = slot,
              .kind = kind_of(account, dice),
              .posted_at = time_in_slot(slot, interval, dice),
              .dice = dice,
              .id = make_id(post_id_base, account, slot)};
    if (post.kind == PostKind::carousel) {
        post.children = static_cast<int>(dice.of("children").between(2, 10));
    }
    return post;
}

Post World::story(const Account& account, std::int64_t slot) const {
    const Dice dice = this->dice(account).of("story").of(slot);
    return {.account = &account,
            .slot = slot,
            .kind = dice.of("kind").chance(40) ? PostKind::story_video : PostKind::story_image,
            .posted_at = time_in_slot(slot, account.story_interval, dice),
            .dice = dice,
            .id = make_id(story_id_base, account, slot)};
}

std::optional<Found> World::find(std::uint64_t id, Time now) const {
    if (id < post_id_base || id >= story_id_base + id_kind_step) return std::nullopt;
    const bool story_id = id >= story_id_base;
    const auto digits = id - (story_id ? story_id_base : post_id_base);
    const auto account_index = digits / account_step;
    if (account_index == 0 || account_index > accounts().size()) return std::nullopt;
    const auto& account = accounts()[account_index - 1];
    const auto child = static_cast<int>(digits % account_step / child_step);
    const auto slot = static_cast<std::int64_t>(digits % child_step);
    const auto range = story_id ? stories(account, now) : posts(account, now);
    if (slot < range.oldest || slot > range.newest) return std::nullopt;
    Post found = story_id ? story(account, slot) : post(account, slot);
    if (child > found.children) return std::nullopt;
    return Found{found, child};
}

FollowerChange World::follower_change(const Account& account, InsightDay day) const {
    const Dice dice = this->dice(account).of("followers").of(day);
    FollowerChange change;
    change.gained = account.gains * dice.of("gained").between(40, 160) / 100;
    if (dice.of("viral").chance(3)) change.gained *= 5;
    change.lost = account.losses * dice.of("lost").between(40, 160) / 100;
    return change;
}

std::int64_t World::followers(const Account& account, Time time) const {
    const auto net = [&](InsightDay day) {
        const auto change = follower_change(account, day);
        return change.gained - change.lost;
    };
    /// What a day has brought until `until`.
    const auto part = [&](Time until) {
        const auto day = insight_day(until);
        return net(day) * ((until - start_of(day)) / chrono::seconds{1}) / 86'400;
    };
    const auto first = insight_day(origin_);
    const auto last = insight_day(time);
    auto count = account.followers - part(origin_) + part(time);
    for (auto day = first; day < last; ++day) count += net(day);
    for (auto day = last; day < first; ++day) count -= net(day);
    return std::max<std::int64_t>(count, 0);
}

std::int64_t World::follows(const Account& account, Time time) const {
    const auto days = insight_day(time) - insight_day(origin_);
    return std::max<std::int64_t>(account.follows + days / 9, 0);
}

}  // namespace rostrum::sandbox::instagram
