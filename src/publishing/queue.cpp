#include "publishing/queue.hpp"

#include "core/timezone.hpp"
#include "publishing/limits.hpp"
#include "publishing/schedule.hpp"
#include "publishing/sql.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

namespace rostrum::publishing {
namespace {

using campaigns::PostingSlot;

/// How far ahead is looked at first.
constexpr std::chrono::weeks first_look{8};

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

/// As many days of one slot as may be needed, until `end`.
void add_free(const PostingSlot& slot, std::span<const Time> taken, Time now, Time end,
              std::size_t limit, std::vector<FreeSlot>& found) {
    const auto first = first_wall(slot, now);
    if (!first) return;
    std::size_t added = 0;
    for (auto wall = *first; added < limit; wall += std::chrono::weeks{1}) {
        const auto at = from_wall(wall, slot.timezone);
        if (!at || *at > end) return;
        if (*at <= now || std::ranges::binary_search(taken, *at)) continue;
        found.push_back({slot.id, *at, to_text(wall), slot.timezone});
        ++added;
    }
}

/// The times of slots until `end`, in seconds since 1970: clocks show full minutes.
std::vector<std::string> times_until(std::span<const PostingSlot> slots, Time now, Time end) {
    std::vector<FreeSlot> all;
    for (const auto& slot : slots) {
        add_free(slot, {}, now, end, std::numeric_limits<std::size_t>::max(), all);
    }
    std::vector<std::string> times;
    for (const auto& one : all) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(one.at.time_since_epoch());
        times.push_back(std::to_string(seconds.count()));
    }
    return times;
}

/// Those of a campaign, or the workspace's where it has none. Answers whether they are its own.
bool keep_those_of(std::optional<CampaignId> campaign, std::vector<PostingSlot>& slots) {
    const auto is_own = [&](const PostingSlot& slot) { return slot.campaign_id == campaign; };
    const bool has_own = campaign && std::ranges::any_of(slots, is_own);
    const auto wanted = has_own ? campaign : std::optional<CampaignId>{};
    std::erase_if(slots, [&](const PostingSlot& slot) { return slot.campaign_id != wanted; });
    return has_own;
}

/// Whose slots are asked for.
struct Asked {
    WorkspaceId workspace;
    std::optional<CampaignId> campaign;  ///< whose posts count; empty: all of the workspace
    PostId post;                         ///< does not count
};

/// Looks further and further ahead, so that the many posts beyond that are not read.
Task<std::vector<FreeSlot>> find_free(db::Executor& executor, std::vector<PostingSlot> slots,
                                      Asked asked, Time now, std::size_t limit) {
    if (slots.empty()) co_return std::vector<FreeSlot>{};
    for (auto ahead = first_look;; ahead *= 2) {
        const bool is_last = ahead >= schedule_ahead_max;
        const Time end = now + std::min<std::chrono::days>(ahead, schedule_ahead_max);
        const auto rows = co_await executor.query(
            sql::taken_times,
            {asked.workspace, times_until(slots, now, end), asked.post, asked.campaign});
        std::vector<Time> taken;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            taken.push_back(rows.get<Time>(i, "scheduled_at"));
        }
        auto found = free_slots(slots, std::move(taken), now, limit);
        if (is_last || (found.size() == limit && found.back().at <= end)) co_return found;
    }
}

}  // namespace

std::vector<FreeSlot> free_slots(std::span<const PostingSlot> slots, std::vector<Time> taken,
                                 Time now, std::size_t limit) {
    std::ranges::sort(taken);
    std::vector<FreeSlot> found;
    const Time end = now + schedule_ahead_max;
    for (const auto& slot : slots) add_free(slot, taken, now, end, limit, found);
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
    if (slots.empty()) {
        campaign.reset();
        slots = co_await slots_.list(scope, std::nullopt);
    }
    co_return co_await find_free(database_, std::move(slots), {scope.workspace, campaign, {}},
                                 clock_.now(), limit);
}

Task<std::optional<FreeSlot>> Queue::take(db::Transaction& tx, const PostRow& post) {
    auto slots = co_await slots_.lock_all(tx, post.workspace_id);
    auto campaign = post.campaign_id;
    if (!keep_those_of(campaign, slots)) campaign.reset();
    const auto found = co_await find_free(tx, std::move(slots),
                                          {post.workspace_id, campaign, post.id}, clock_.now(), 1);
    if (found.empty()) co_return std::nullopt;
    co_return found.front();
}

}  // namespace rostrum::publishing
