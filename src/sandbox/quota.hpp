#pragma once

#include "core/clock.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace rostrum::sandbox {

/// How many units may be used in a stretch of time.
struct Quota {
    std::int64_t limit = 0;
    std::chrono::seconds window{0};
    /// Windows begin at whole multiples of their length, shifted by this; without, with a first
    /// use.
    std::optional<std::chrono::seconds> begins_at = {};
};

/// The state of a quota after a call.
struct QuotaUse {
    bool allowed = true;
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    Time resets_at{};
};

/// Counts what is used of quotas, by key. Safe to use from any thread.
class QuotaMeter {
public:
    /// Takes units if they are there; otherwise nothing is taken.
    QuotaUse take(const std::string& key, const Quota& quota, std::int64_t units, Time now);
    /// The units that were asked for and not there, of all keys: 0 when nobody ever overdrew one.
    std::int64_t refused() const;
    void reset();

private:
    struct Window {
        Time ends_at{};
        std::int64_t used = 0;
    };

    mutable std::mutex mutex_;
    std::map<std::string, Window> windows_;
    std::int64_t refused_ = 0;
};

}  // namespace rostrum::sandbox
