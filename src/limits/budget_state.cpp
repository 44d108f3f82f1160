#include "limits/budget_state.hpp"

#include "core/json.hpp"

#include <algorithm>

namespace rostrum::limits {
namespace {

Time time_of(std::int64_t microseconds) { return Time{std::chrono::microseconds{microseconds}}; }
std::int64_t number_of(Time time) { return time.time_since_epoch().count(); }

/// The pairs of numbers in a list of lists.
template <typename F>
void for_each_pair(const json::value& list, F take) {
    const auto* rows = list.if_array();
    if (rows == nullptr) return;
    for (const auto& row : *rows) {
        const auto* pair = row.if_array();
        if (pair == nullptr || pair->size() != 2) continue;
        const auto* first = (*pair)[0].if_int64();
        const auto* second = (*pair)[1].if_int64();
        if (first != nullptr && second != nullptr) take(*first, *second);
    }
}

}  // namespace

std::int64_t BudgetState::used(const Counting& counting) const {
    std::int64_t sum = 0;
    for (const auto& bucket : buckets_) {
        if (bucket.begins >= counting.counted_from) sum += bucket.units;
    }
    return sum;
}

std::optional<Time> BudgetState::next_return(const Counting& counting) const {
    for (const auto& bucket : buckets_) {
        if (bucket.begins >= counting.counted_from && bucket.units > 0) {
            return bucket.begins + counting.bucket_life;
        }
    }
    return std::nullopt;
}

void BudgetState::add(const Counting& counting, std::int64_t units) {
    std::erase_if(buckets_,
                  [&](const Bucket& bucket) { return bucket.begins < counting.counted_from; });
    const auto place = std::ranges::lower_bound(buckets_, counting.bucket, {}, &Bucket::begins);
    if (place != buckets_.end() && place->begins == counting.bucket) {
        place->units += units;
    } else {
        buckets_.insert(place, {counting.bucket, units});
    }
}

void BudgetState::close(Purpose purpose, Time until) {
    const auto found = std::ranges::find(closures_, purpose, &Closure::purpose);
    if (found == closures_.end()) {
        closures_.push_back({purpose, until});
    } else {
        found->until = std::max(found->until, until);
    }
}

std::optional<Time> BudgetState::closed_until(Purpose purpose, Time now) const {
    std::optional<Time> until;
    for (const auto& closure : closures_) {
        if (closure.purpose <= purpose && closure.until > now) {
            until = std::max(until.value_or(closure.until), closure.until);
        }
    }
    return until;
}

Time BudgetState::expires_at(const Counting& counting) const {
    Time last = counting.bucket + counting.bucket_life;
    for (const auto& bucket : buckets_) {
        last = std::max(last, bucket.begins + counting.bucket_life);
    }
    for (const auto& closure : closures_) last = std::max(last, closure.until);
    return last;
}

std::string BudgetState::to_text() const {
    json::array buckets;
    for (const auto& [begins, units] : buckets_) {
        buckets.push_back(json::array{number_of(begins), units});
    }
    json::array closures;
    for (const auto& [purpose, until] : closures_) {
        closures.push_back(json::array{static_cast<std::int64_t>(purpose), number_of(until)});
    }
    return json::serialize(
        json::object{{"used", std::move(buckets)}, {"closed", std::move(closures)}});
}

BudgetState BudgetState::from_text(std::string_view text) {
    BudgetState state;
    const auto parsed = parse_json(text);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    if (object == nullptr) return state;
    if (const auto* used = object->if_contains("used")) {
        for_each_pair(*used, [&](std::int64_t begins, std::int64_t units) {
            state.buckets_.push_back({time_of(begins), std::max<std::int64_t>(units, 0)});
        });
        std::ranges::sort(state.buckets_, {}, &Bucket::begins);
    }
    if (const auto* closed = object->if_contains("closed")) {
        for_each_pair(*closed, [&](std::int64_t purpose, std::int64_t until) {
            if (purpose < 0 || purpose > static_cast<std::int64_t>(Purpose::scheduled)) return;
            state.closures_.push_back({static_cast<Purpose>(purpose), time_of(until)});
        });
    }
    return state;
}

}  // namespace rostrum::limits
