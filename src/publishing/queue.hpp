#pragma once

#include "accounts/types.hpp"
#include "campaigns/slots.hpp"
#include "db/database.hpp"
#include "publishing/rows.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// A slot on a day, at which no post goes out yet.
struct FreeSlot {
    campaigns::PostingSlotId slot_id;
    Time at;
    std::string local;  ///< "2026-11-20T09:15:00"
    std::string timezone;
};
BOOST_DESCRIBE_STRUCT(FreeSlot, (), (slot_id, at, local, timezone))

/// The next free ones after `now`, in their order, within the reach of schedules; `taken` are times
/// at which posts go out. A wall clock that a zone skips or shows twice counts as in schedules.
std::vector<FreeSlot> free_slots(std::span<const campaigns::PostingSlot> slots,
                                 std::vector<Time> taken, Time now, std::size_t limit);

/// Finds times for posts that are given none. Safe to use from every loop.
class Queue {
public:
    /// All of them outlive it.
    Queue(db::Database& database, campaigns::Slots& slots, const Clock& clock)
        : database_(database), slots_(slots), clock_(clock) {}

    /// The next free slots of a campaign, at which none of its posts goes out; those of the
    /// workspace where it has none of its own.
    Task<std::vector<FreeSlot>> next(accounts::Scope scope, std::optional<CampaignId> campaign,
                                     std::size_t limit);
    /// The next one for a post of these. Until the transaction ends, nobody else is given one in
    /// the workspace.
    Task<std::optional<FreeSlot>> take(db::Transaction& tx, const PostRow& post);

private:
    db::Database& database_;
    campaigns::Slots& slots_;
    const Clock& clock_;
};

}  // namespace rostrum::publishing
