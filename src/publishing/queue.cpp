#include "publishing/queue.hpp"

#include "core/timezone.hpp"
#include "publishing/limits.hpp"
#include "publishing/schedule.hpp"
#include "publishing/sql.hpp"

#include <algorithm>
#include <chrono>

namespace rostrum::publishing {
namespace {

using campaigns::PostingSlot;

/// The first time on or after the day of `now` at which the clocks show the slot.
std::optional<WallTime> first_wall(const PostingSlot& slot, Time now) {
    const auto minute = campaigns::minute_of_day(slot.time);
    const auto wall = to_wall(now, slot.timezone);
    if (!minute || !wall) return std::nullopt;
    const auto today = std::chrono::floor<std::chrono::days>(*wall);
    const std::chrono::weekday wanted(static_cast<unsigned>(slot.weekday) + 1);
    const auto days = wanted - std::chrono::weekday(today);
    return WallTime(today) + days + std::chrono::minutes{*minute};
}

/// As many free days of one slot as may be needed.
void add_free(const PostingSlot& slot, std::span<const Time> taken, Time now, std::size_t limit,
              std::vector<FreeSlot>& found) {
    const auto first = first_wall(slot, now);
    if (!first) return;
    std::size_t added = 0;
    for (auto wall = *first; added < limit; wall += std::chrono::weeks{1}) {
        const auto at = from_wall(wall, slot.timezone);
        if (!at || *at > now + schedule_ahead_max) return;
        if (*at <= now || std::ranges::binary_search(taken, *at)) continue;
        found.push_back({slot.id, *at, to_text(wall), slot.timezone});
        ++added;
    }
}

}  // namespace

std::vector<FreeSlot> free_slots(std::span<const PostingSlot> slots, std::vector<Time> taken,
                                 Time now, std::size_t limit) {
    std::ranges::sort(taken);
    std::vector<FreeSlot> found;
    for (const auto& slot : slots) add_free(slot, taken, now, limit, found);
    std::ranges::sort(found, {},
                      [](const FreeSlot& slot) { return std::tie(slot.at, slot.slot_id); });
    // Two slots may mean the same moment, in different zones: one post goes out then.
    const auto same = std::ranges::unique(found, {}, &FreeSlot::at);
    found.erase(same.begin(), same.end());
    if (found.size() > limit) found.resize(limit);
    return found;
}

Task<std::vector<FreeSlot>> Queue::next(accounts::Scope scope, std::optional<CampaignId> campaign,
                                        std::size_t limit) {
    std::vector<PostingSlot> slots;
    if (campaign) slots = co_await slots_.list(scope, campaign);
    const bool has_own = !slots.empty();
    if (!has_own) slots = co_await slots_.list(scope, std::nullopt);
    if (slots.empty()) co_return std::vector<FreeSlot>{};
    const Time now = clock_.now();
    db::Params params{scope.workspace, now};
    if (has_own) params.emplace_back(*campaign);
    const auto rows = co_await database_.query(
        has_own ? sql::taken_times_of_campaign : sql::taken_times, std::move(params));
    std::vector<Time> taken;
    for (std::size_t i = 0; i < rows.size(); ++i)
        taken.push_back(rows.get<Time>(i, "scheduled_at"));
    co_return free_slots(slots, std::move(taken), now, limit);
}

}  // namespace rostrum::publishing
