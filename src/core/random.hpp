#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <random>
#include <span>

namespace rostrum {

/// The source of randomness; passed to whatever needs it. Safe to call from any thread.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> out) = 0;

    /// A uniform number of 64 bits.
    std::uint64_t next();
    /// A uniform number in [0, 1).
    double uniform();
    /// A uniform number in [0, bound); `bound` must not be 0.
    std::uint64_t below(std::uint64_t bound);
};

/// The kernel's random numbers, fit for keys, nonces and tokens.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
};

/// Repeatable numbers for tests and for the sandbox's world. Never for secrets.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::byte> out) override;

private:
    std::mutex mutex_;
    std::mt19937_64 engine_;
};

}  // namespace rostrum
