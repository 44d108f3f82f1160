#pragma once

#include <cassert>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace rostrum::sandbox {

/// Chance without memory: a number follows from the seed and from the names of what it is rolled
/// for, so that a world of any size is computed when it is asked for, in any order, and never
/// stored.
class Dice {
public:
    constexpr explicit Dice(std::uint64_t seed) : state_(mix(seed)) {}

    /// The dice of one part of the thing: an index, or a name such as "likes".
    template <std::integral T>
    constexpr Dice of(T index) const {
        return from(state_ ^ mix(static_cast<std::uint64_t>(index) + golden));
    }
    constexpr Dice of(std::string_view name) const {
        std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        return from(state_ ^ mix(hash));
    }

    constexpr std::uint64_t number() const { return state_; }

    /// A number in [0, bound); `bound` is positive.
    constexpr std::int64_t below(std::int64_t bound) const {
        assert(bound > 0);
        return static_cast<std::int64_t>(state_ % static_cast<std::uint64_t>(bound));
    }
    /// A number in [low, high].
    constexpr std::int64_t between(std::int64_t low, std::int64_t high) const {
        return low + below(high - low + 1);
    }
    /// True in `percent` of a hundred cases.
    constexpr bool chance(std::int64_t percent) const { return below(100) < percent; }

private:
    static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

    /// The finaliser of SplitMix64.
    static constexpr std::uint64_t mix(std::uint64_t x) {
        x += golden;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }
    static constexpr Dice from(std::uint64_t state) { return Dice(state); }

    std::uint64_t state_;
};

}  // namespace rostrum::sandbox
