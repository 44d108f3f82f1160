#include "campaigns/slots.hpp"

#include "campaigns/sql.hpp"
#include "core/timezone.hpp"

#include <algorithm>
#include <tuple>

namespace rostrum::campaigns {
namespace {

Result<> check(const SlotFields& fields) {
    if (!minute_of_day(fields.time)) {
        return fail(invalid_field("time", "must be a time of the day such as 09:15"));
    }
    if (!is_timezone(fields.timezone)) {
        return fail(invalid_field("timezone", "is no IANA time zone"));
    }
    return {};
}

std::unexpected<Error> too_many() {
    return fail(ErrorCode::conflict, "too many slots",
                "There are as many slots as there may be. Remove one first.");
}

Task<Result<>> insert_in(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace,
                         const PostingSlot& made) {
    if (made.campaign_id) {
        const auto known = co_await tx.query(sql::find, {workspace, *made.campaign_id});
        if (known.empty()) co_return fail(invalid_field("campaignId", "there is no such campaign"));
    }
    const auto counted = co_await tx.query(sql::count_slots, {workspace, made.campaign_id});
    if (counted.get<std::int64_t>(0, "slots") >= slots_max) co_return too_many();
    const auto written =
        co_await tx.execute(sql::insert_slot, {made.id, workspace, made.campaign_id, made.weekday,
                                               made.time, made.timezone, made.created_at});
    if (written.affected() == 0) {
        co_return fail(ErrorCode::conflict, "there is such a slot",
                       "There is such a slot already.");
    }
    co_await outbox.append(
        tx, {.workspace = workspace, .type = "slot.created", .subject = to_string(made.id)});
    co_return Result<>{};
}

Task<Result<>> remove_in(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace,
                         PostingSlotId id) {
    const auto removed = co_await tx.execute(sql::remove_slot, {workspace, id});
    if (removed.affected() == 0) co_return fail(ErrorCode::not_found, "no such slot");
    co_await outbox.append(
        tx, {.workspace = workspace, .type = "slot.deleted", .subject = to_string(id)});
    co_return Result<>{};
}

}  // namespace

std::optional<int> minute_of_day(std::string_view time) {
    const auto digit = [&](std::size_t at) {
        return time[at] >= '0' && time[at] <= '9' ? time[at] - '0' : -100;
    };
    if (time.size() != 5 || time[2] != ':') return std::nullopt;
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

Task<std::vector<PostingSlot>> Slots::list(accounts::Scope scope,
                                           std::optional<CampaignId> campaign) {
    const auto rows = co_await database_.query(sql::list_slots, {scope.workspace, campaign});
    auto slots = rows.all<PostingSlot>();
    std::ranges::sort(slots, {}, [](const PostingSlot& slot) {
        return std::tie(slot.weekday, slot.time, slot.timezone);
    });
    co_return slots;
}

Task<std::vector<PostingSlot>> Slots::lock_all(db::Transaction& tx, WorkspaceId workspace) {
    co_return (co_await tx.query(sql::lock_slots, {workspace})).all<PostingSlot>();
}

Task<Result<PostingSlot>> Slots::create(accounts::Scope scope, SlotFields fields) {
    if (auto checked = check(fields); !checked) co_return std::unexpected(checked.error());
    const PostingSlot made{PostingSlotId{ids_.next()}, fields.campaign_id,         fields.weekday,
                           std::move(fields.time),     std::move(fields.timezone), clock_.now()};
    const auto done = co_await database_.transaction(
        [&](db::Transaction& tx) { return insert_in(tx, outbox_, scope.workspace, made); });
    if (!done) co_return std::unexpected(done.error());
    co_return made;
}

Task<Result<>> Slots::remove(accounts::Scope scope, PostingSlotId id) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return remove_in(tx, outbox_, scope.workspace, id); });
}

}  // namespace rostrum::campaigns
