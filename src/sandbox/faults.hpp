#pragma once

#include "core/clock.hpp"
#include "sandbox/dice.hpp"

#include <boost/describe.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// What goes wrong on purpose.
enum class FaultKind : std::uint8_t {
    latency,              ///< the answer comes `value` milliseconds later
    status,               ///< the platform's own error with HTTP status `value`, without the effect
    rate_limit,           ///< the platform's rate limit, for `value` seconds
    revoke,               ///< the platform says that the user took the access back
    html,                 ///< an HTML page with HTTP status `value` where JSON belongs
    huge,                 ///< a body of `value` bytes
    drop_after_effect,    ///< the call has its effect, then the connection breaks without an answer
    status_after_effect,  ///< the same, then the answer is that of `status`
    truncate,             ///< the answer's body ends after `value` bytes, or half-way
    duplicate_webhook,
};
BOOST_DESCRIBE_ENUM(FaultKind, latency, status, rate_limit, revoke, html, huge, drop_after_effect,
                    status_after_effect, truncate, duplicate_webhook)

/// Which calls go wrong, how, and how often.
struct Fault {
    std::uint64_t id = 0;
    std::string platform;
    std::string endpoint;           ///< empty: all
    bool endpoint_is_name = false;  ///< else `endpoint` is a part of the path
    std::string account;            ///< a username; empty: all, also calls without an account
    FaultKind kind = FaultKind::status;
    std::optional<std::int64_t> value;
    std::optional<int> code;                 ///< the platform's error code instead of the usual one
    std::optional<std::int64_t> times_left;  ///< empty: until it is cleared
    std::optional<Time> ends_at;
    std::optional<double> chance;  ///< that it meets a call, from 0 to 1; empty: it always does
};
BOOST_DESCRIBE_STRUCT(Fault, (),
                      (id, platform, endpoint, account, kind, value, code, times_left, ends_at,
                       chance))

/// A call, as far as faults look at it.
struct FaultTarget {
    std::string_view platform;
    std::string_view endpoint;  ///< the logical name
    std::string_view path;
    std::string_view account;
};

/// What goes wrong with one call.
struct FaultPlan {
    std::chrono::milliseconds latency{0};
    std::optional<Fault> before;  ///< answered instead of making the call
    std::optional<Fault> after;   ///< spoils the answer of a call that was made
};

inline constexpr std::size_t faults_max = 1'000;

/// The faults that are set. Safe to use from any thread.
class Faults {
public:
    /// Which calls a fault of chance meets follows from the seed and the order of the calls.
    explicit Faults(std::uint64_t seed) : dice_(seed) {}

    /// Answers the fault's number, or nothing when `faults_max` are set already.
    std::optional<std::uint64_t> add(Fault fault);
    void clear();

    /// In the order in which they were added.
    std::vector<Fault> all(Time now);

    /// Plans a call and counts it against the faults that it meets: every latency, and the oldest
    /// of the others that applies before the call, else the oldest that applies after it.
    FaultPlan plan(const FaultTarget& target, Time now);

private:
    void drop_spent(Time now);
    bool meets(const Fault& fault, const FaultTarget& target) const;

    std::mutex mutex_;
    Dice dice_;
    std::uint64_t calls_ = 0;
    std::uint64_t last_id_ = 0;
    std::vector<Fault> faults_;
};

}  // namespace rostrum::sandbox
