#pragma once

#include "accounts/types.hpp"
#include "campaigns/types.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::campaigns {

using PostingSlotId = Id<struct PostingSlotTag>;

/// Of a campaign, or of a workspace for all other posts.
inline constexpr std::int64_t slots_max = 200;

enum class Weekday : std::uint8_t {
    monday,
    tuesday,
    wednesday,
    thursday,
    friday,
    saturday,
    sunday
};
BOOST_DESCRIBE_ENUM(Weekday, monday, tuesday, wednesday, thursday, friday, saturday, sunday)

/// A weekly time at which a post may go out.
struct PostingSlot {
    PostingSlotId id;
    std::optional<CampaignId> campaign_id;
    Weekday weekday = Weekday::monday;
    std::string time;  ///< "09:15", on the clocks of `timezone`
    std::string timezone;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(PostingSlot, (), (id, campaign_id, weekday, time, timezone, created_at))

/// What a member says of a slot.
struct SlotFields {
    Weekday weekday = Weekday::monday;
    std::string time;
    std::string timezone;
    std::optional<CampaignId> campaign_id = std::nullopt;
};

/// "09:15" in minutes of the day; nothing for what is no such time.
std::optional<int> minute_of_day(std::string_view time);

/// The slots of the workspaces and their campaigns. Safe to use from every loop.
class Slots {
public:
    /// All of them outlive it.
    Slots(db::Database& database, events::Outbox& outbox, const Clock& clock, IdSource& ids)
        : database_(database), outbox_(outbox), clock_(clock), ids_(ids) {}

    /// Those of a campaign, or the workspace's own; by day of the week and time.
    Task<std::vector<PostingSlot>> list(accounts::Scope scope, std::optional<CampaignId> campaign);
    /// All of a workspace, its own and those of campaigns. Nobody else finds a time among them
    /// until the transaction ends.
    Task<std::vector<PostingSlot>> lock_all(db::Transaction& tx, WorkspaceId workspace);
    /// Errors: `validation_failed`; `conflict` when there is the same one, or too many.
    Task<Result<PostingSlot>> create(accounts::Scope scope, SlotFields fields);
    /// Posts that were given it keep their time. Errors: `not_found`.
    Task<Result<>> remove(accounts::Scope scope, PostingSlotId id);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::campaigns
