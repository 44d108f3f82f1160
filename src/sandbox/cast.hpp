#pragma once

#include "core/clock.hpp"
#include "sandbox/captions.hpp"
#include "sandbox/dice.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::sandbox {

/// An account of a simulated platform. What is not here follows from the seed, the account and the
/// time.
struct Persona {
    std::string_view handle;
    std::string_view name;
    std::string_view biography = {};
    std::string_view shape = {};  ///< what it is here for, in words
    Voice voice = Voice::everyday;
    std::int64_t followers = 0;  ///< when the world begins
    std::int64_t follows = 0;
    std::int64_t gains = 0;                 ///< followers a day, on average; below 0 it loses some
    std::int64_t posts = 0;                 ///< when the world begins
    std::chrono::minutes post_interval{0};  ///< 0: it never posts again
    bool verified = false;
    bool hides_figures = false;                 ///< optional counts are absent from the answers
    std::uint32_t withholds = 0;                ///< the scopes that it never grants, as bits
    std::chrono::minutes removes_app_after{0};  ///< 0: it stays
    std::string_view refuses = {};              ///< why it cannot be connected at all
};

/// Slots from `oldest` to `newest`, both included; none when `oldest` is greater. A slot is the
/// stretch of time that a post was made in; slots, and with them the ids, are counted from 1970, so
/// that they are the same after every start.
struct PostSlots {
    std::int64_t oldest = 0;
    std::int64_t newest = -1;
    std::int64_t size() const { return newest < oldest ? 0 : newest - oldest + 1; }
};

struct CastPost {
    std::size_t persona = 0;
    std::int64_t slot = 0;
    Time posted_at{};
    Dice dice{0};
    std::uint64_t id = 0;  ///< 13 digits, greater for a later post of the same account
};

/// What people did with a post until some moment. No figure ever falls.
struct PostFigures {
    std::int64_t reach = 0;
    std::int64_t views = 0;
    std::int64_t likes = 0;
    std::int64_t comments = 0;
    std::int64_t shares = 0;
    std::int64_t saves = 0;
    std::int64_t clicks = 0;
};

/// The accounts of one platform with all that they post, as a function of the seed and the time.
/// Nothing is stored. Safe to use from any thread.
class Cast {
public:
    /// A world that begins on the day of `start`, or on 20 November 2026 if that was before. The
    /// order of the personas is part of every id: new ones go to the end.
    Cast(std::string_view platform, std::span<const Persona> personas, std::uint64_t seed,
         Time start);

    std::span<const Persona> personas() const { return personas_; }
    const Persona& persona(std::size_t index) const { return personas_[index]; }
    std::optional<std::size_t> find(std::string_view handle) const;
    Dice dice(std::size_t persona) const { return dice_.of(persona); }

    PostSlots posts(std::size_t persona, Time now) const;
    CastPost post(std::size_t persona, std::int64_t slot) const;
    /// Empty for an id that is nothing, or not yet.
    std::optional<CastPost> find_post(std::uint64_t id, Time now) const;
    PostFigures figures(const CastPost& post, Time now) const;

    std::int64_t followers(std::size_t persona, Time now) const;
    /// Followers that one UTC day, counted from 1970, brought; below 0 it took some.
    std::int64_t followers_gained(std::size_t persona, std::int64_t day) const;

private:
    std::int64_t slot_at(std::size_t persona, Time time) const;
    std::int64_t newest_slot(std::size_t persona, Time time) const;

    std::span<const Persona> personas_;
    Dice dice_;
    Time origin_;
};

}  // namespace rostrum::sandbox
