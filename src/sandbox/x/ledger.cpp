#include "sandbox/x/ledger.hpp"

#include <vector>

namespace rostrum::sandbox::x {
namespace {

std::chrono::year_month month_of(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return date.year() / date.month();
}

}  // namespace

void Ledger::begin_day(Time now) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    if (day_ == today) return;
    paid_today_.clear();
    if (!day_ || month_of(*day_) != month_of(today)) {
        credits_ = terms_.credits;
        posts_this_month_ = 0;
    }
    day_ = today;
}

std::optional<BillRefusal> Ledger::bill(Resource resource, std::span<const std::uint64_t> ids,
                                        Time now) {
    const std::scoped_lock lock(mutex_);
    begin_day(now);
    std::vector<std::pair<Resource, std::uint64_t>> unpaid;
    for (const auto id : ids) {
        if (!paid_today_.contains({resource, id})) unpaid.emplace_back(resource, id);
    }
    const auto count = static_cast<std::int64_t>(unpaid.size());
    const bool posts = resource == Resource::post;
    const auto price = count * (posts ? terms_.post_price : terms_.user_price);
    // Without credits nothing is answered, not even what is paid for already.
    if (credits_ <= 0 || price > credits_) return BillRefusal::no_credits;
    if (posts && posts_this_month_ + count > terms_.posts_per_month) {
        return BillRefusal::month_used_up;
    }
    credits_ -= price;
    if (posts) posts_this_month_ += count;
    paid_today_.insert(unpaid.begin(), unpaid.end());
    return std::nullopt;
}

bool Ledger::spend(std::int64_t price, Time now) {
    const std::scoped_lock lock(mutex_);
    begin_day(now);
    if (price > credits_) return false;
    credits_ -= price;
    return true;
}

std::int64_t Ledger::credits() const {
    const std::scoped_lock lock(mutex_);
    return credits_;
}

void Ledger::reset() {
    const std::scoped_lock lock(mutex_);
    credits_ = terms_.credits;
    posts_this_month_ = 0;
    day_.reset();
    paid_today_.clear();
}

}  // namespace rostrum::sandbox::x
