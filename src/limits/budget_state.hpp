#pragma once

#include "core/clock.hpp"
#include "limits/quota.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::limits {

/// How a draw on a budget is counted.
struct Counting {
    Time bucket;                            ///< where the units are put
    Time counted_from;                      ///< what was put before no longer counts
    std::chrono::microseconds bucket_life;  ///< how long units count after their bucket began
};

/// What has been used of one budget, in buckets of time, and until when it is closed. A value: who
/// stores it sees to it that nobody changes it meanwhile.
class BudgetState {
public:
    /// The units that count.
    std::int64_t used(const Counting& counting) const;

    /// When units come back next: the oldest bucket stops to count then. Nothing when none counts.
    std::optional<Time> next_return(const Counting& counting) const;

    /// Puts units into the bucket and forgets what no longer counts.
    void add(const Counting& counting, std::int64_t units);

    /// Nobody of this purpose, or of a less urgent one, draws before `until`. A closure is only
    /// ever made longer.
    void close(Purpose purpose, Time until);

    /// When the budget opens for a purpose; nothing while it is open.
    std::optional<Time> closed_until(Purpose purpose, Time now) const;

    /// When all of it is forgotten.
    Time expires_at(const Counting& counting) const;

    std::string to_text() const;
    /// An unreadable text is an empty state.
    static BudgetState from_text(std::string_view text);

private:
    struct Bucket {
        Time begins;
        std::int64_t units = 0;
    };
    struct Closure {
        Purpose purpose;
        Time until;
    };

    std::vector<Bucket> buckets_;  ///< the oldest first
    std::vector<Closure> closures_;
};

}  // namespace rostrum::limits
