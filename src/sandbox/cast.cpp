#include "sandbox/cast.hpp"

#include <algorithm>

namespace rostrum::sandbox {
namespace {

namespace chrono = std::chrono;

/// Ids read from left to right: a one, two digits of account, ten of slot.
constexpr std::uint64_t id_base = 1'000'000'000'000;
constexpr std::uint64_t persona_step = 10'000'000'000;

chrono::minutes interval_of(const Persona& persona) {
    return persona.post_interval.count() == 0 ? chrono::days{1} : persona.post_interval;
}

std::int64_t day_of(Time time) {
    return chrono::floor<chrono::days>(time).time_since_epoch().count();
}

}  // namespace

Cast::Cast(std::string_view platform, std::span<const Persona> personas, std::uint64_t seed,
           Time start)
    : personas_(personas),
      dice_(Dice(seed).of(platform)),
      origin_(std::min(start_of_day(start),
                       Time{chrono::sys_days{chrono::year{2026} / chrono::November / 20}})) {}

std::optional<std::size_t> Cast::find(std::string_view handle) const {
    const auto found = std::ranges::find(personas_, handle, &Persona::handle);
    if (found == personas_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - personas_.begin());
}

std::int64_t Cast::slot_at(std::size_t persona, Time time) const {
    return chrono::floor<chrono::minutes>(time.time_since_epoch()) /
           interval_of(personas_[persona]);
}

std::int64_t Cast::newest_slot(std::size_t persona, Time time) const {
    const auto slot = slot_at(persona, time);
    return post(persona, slot).posted_at > time ? slot - 1 : slot;
}

PostSlots Cast::posts(std::size_t persona, Time now) const {
    const auto& shape = personas_[persona];
    if (shape.posts == 0) return {};
    const bool stopped = shape.post_interval.count() == 0;
    const auto newest_at_first = newest_slot(persona, origin_);
    return {newest_at_first - shape.posts + 1,
            stopped ? newest_at_first : newest_slot(persona, now)};
}

CastPost Cast::post(std::size_t persona, std::int64_t slot) const {
    const Dice dice = this->dice(persona).of("post").of(slot);
    const auto length = chrono::seconds{interval_of(personas_[persona])}.count();
    // Somewhere in the middle of the slot: for a slot of a day, between 07:12 and 21:36.
    const auto offset = length * 3 / 10 + dice.of("time").below(length * 6 / 10);
    return {.persona = persona,
            .slot = slot,
            .posted_at = Time{chrono::seconds{slot * length + offset}},
            .dice = dice,
            .id = id_base + (persona + 1) * persona_step + static_cast<std::uint64_t>(slot)};
}

std::optional<CastPost> Cast::find_post(std::uint64_t id, Time now) const {
    if (id < id_base) return std::nullopt;
    const auto number = (id - id_base) / persona_step;
    if (number == 0 || number > personas_.size()) return std::nullopt;
    const auto persona = static_cast<std::size_t>(number - 1);
    const auto slot = static_cast<std::int64_t>((id - id_base) % persona_step);
    const auto slots = posts(persona, now);
    if (slot < slots.oldest || slot > slots.newest) return std::nullopt;
    return post(persona, slot);
}

PostFigures Cast::figures(const CastPost& post, Time now) const {
    const auto roll = [&](std::int64_t whole, std::string_view name, std::int64_t low,
                          std::int64_t high) {
        return whole * post.dice.of(name).between(low, high) / 1'000;
    };
    // Half of all that a post will ever get comes in eight hours.
    constexpr std::int64_t half_life = chrono::seconds{chrono::hours{8}}.count();
    const auto age = std::max<std::int64_t>((now - post.posted_at) / chrono::seconds{1}, 0);
    auto audience = roll(personas_[post.persona].followers, "reach", 120, 480);
    if (post.dice.of("viral").chance(3)) audience *= 6;
    PostFigures figures;
    figures.reach = audience * age / (age + half_life);
    figures.views = roll(figures.reach, "views", 1'050, 2'100);
    figures.likes = roll(figures.reach, "likes", 30, 95);
    figures.comments = roll(figures.likes, "comments", 12, 60);
    figures.shares = roll(figures.reach, "shares", 1, 16);
    figures.saves = roll(figures.likes, "saves", 20, 160);
    figures.clicks = roll(figures.reach, "clicks", 4, 28);
    return figures;
}

std::int64_t Cast::followers_gained(std::size_t persona, std::int64_t day) const {
    const Dice dice = this->dice(persona).of("followers").of(day);
    const auto gained = personas_[persona].gains * dice.of("gained").between(40, 160) / 100;
    return dice.of("viral").chance(3) ? gained * 5 : gained;
}

std::int64_t Cast::followers(std::size_t persona, Time now) const {
    const auto first = day_of(origin_);
    const auto last = day_of(now);
    auto count = personas_[persona].followers;
    for (auto day = first; day < last; ++day) count += followers_gained(persona, day);
    for (auto day = last; day < first; ++day) count -= followers_gained(persona, day);
    const auto into_today = (now - start_of_day(now)) / chrono::seconds{1};
    count += followers_gained(persona, last) * into_today / 86'400;
    return std::max<std::int64_t>(count, 0);
}

}  // namespace rostrum::sandbox
