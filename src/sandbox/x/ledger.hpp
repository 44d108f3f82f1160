#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace rostrum::sandbox::x {

/// In the order of their prices.
enum class Resource : std::uint8_t { post, user };

enum class BillRefusal : std::uint8_t { no_credits, month_used_up };

/// What the app pays for, in tenths of a cent.
struct LedgerTerms {
    /// Bought at the beginning of each month: more than daily syncs of all accounts cost, and less
    /// than reading everything every day.
    std::int64_t credits = 150'000;
    std::int64_t post_price = 5;
    std::int64_t user_price = 10;
    std::int64_t posts_per_month = 3'000'000;
};

/// The app's prepaid credits and its monthly cap. A resource is paid for once in a UTC day, however
/// often it is read. Safe to use from any thread.
class Ledger {
public:
    explicit Ledger(LedgerTerms terms = {}) : terms_(terms), credits_(terms.credits) {}

    /// Bills all of these, or none of them.
    std::optional<BillRefusal> bill(Resource resource, std::span<const std::uint64_t> ids,
                                    Time now);
    /// Takes tenths of a cent for something that is done; false when they are not there.
    bool spend(std::int64_t price, Time now);
    std::int64_t credits() const;
    void reset();

private:
    void begin_day(Time now);

    const LedgerTerms terms_;
    mutable std::mutex mutex_;
    std::int64_t credits_;
    std::int64_t posts_this_month_ = 0;
    std::optional<std::chrono::sys_days> day_;
    std::set<std::pair<Resource, std::uint64_t>> paid_today_;
};

}  // namespace rostrum::sandbox::x
