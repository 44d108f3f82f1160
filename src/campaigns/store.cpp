#include "campaigns/store.hpp"

#include "campaigns/sql.hpp"

namespace rostrum::campaigns {
namespace {

std::unexpected<Error> no_campaign() { return fail(ErrorCode::not_found, "no such campaign"); }

Result<> check(const CampaignFields& fields) {
    if (fields.starts_at && fields.ends_at && *fields.ends_at < *fields.starts_at) {
        return fail(invalid_field("endsAt", "must not be before startsAt"));
    }
    return {};
}

Task<> tell(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace, std::string type,
            CampaignId id) {
    co_await outbox.append(
        tx, {.workspace = workspace, .type = std::move(type), .subject = to_string(id)});
}

Task<Result<>> insert_in(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace,
                         const Campaign& made) {
    co_await tx.execute(sql::insert, {made.id, workspace, made.name, made.description, made.status,
                                      made.starts_at, made.ends_at, made.created_at});
    co_await tell(tx, outbox, workspace, "campaign.created", made.id);
    co_return Result<>{};
}

Task<Result<Campaign>> update_in(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace,
                                 CampaignId id, const std::function<void(CampaignFields&)>& change,
                                 Time now) {
    auto campaign = (co_await tx.query(sql::lock, {workspace, id})).one<Campaign>();
    if (!campaign) co_return no_campaign();
    CampaignFields fields{campaign->name, campaign->description, campaign->status,
                          campaign->starts_at, campaign->ends_at};
    change(fields);
    if (auto checked = check(fields); !checked) co_return std::unexpected(checked.error());
    co_await tx.execute(sql::update, {workspace, id, fields.name, fields.description, fields.status,
                                      fields.starts_at, fields.ends_at, now});
    co_await tell(tx, outbox, workspace, "campaign.updated", id);
    co_return Campaign{id,
                       std::move(fields.name),
                       std::move(fields.description),
                       fields.status,
                       fields.starts_at,
                       fields.ends_at,
                       campaign->created_at,
                       now};
}

Task<Result<>> remove_in(db::Transaction& tx, events::Outbox& outbox, WorkspaceId workspace,
                         CampaignId id) {
    const auto removed = co_await tx.execute(sql::remove, {workspace, id});
    if (removed.affected() == 0) co_return no_campaign();
    co_await tell(tx, outbox, workspace, "campaign.deleted", id);
    co_return Result<>{};
}

Task<Result<CampaignMessage>> say_in(db::Transaction& tx, accounts::Scope scope, CampaignId id,
                                     CampaignMessage message) {
    const auto rows = co_await tx.execute(
        sql::insert_message, {message.id, scope.workspace, id, scope.user, message.role,
                              message.content, message.created_at});
    if (rows.empty()) co_return no_campaign();
    message.author = rows.get<std::string>(0, "author");
    co_return message;
}

}  // namespace

Task<std::vector<Campaign>> Store::list(accounts::Scope scope, PageRequest page) {
    const auto from = page_start(page);
    const auto rows =
        co_await database_.query(sql::list, {scope.workspace, from.before, from.id, page.limit});
    co_return rows.all<Campaign>();
}

Task<Result<Campaign>> Store::find(accounts::Scope scope, CampaignId id) {
    auto found = (co_await database_.query(sql::find, {scope.workspace, id})).one<Campaign>();
    if (!found) co_return no_campaign();
    co_return std::move(*found);
}

Task<Result<Campaign>> Store::create(accounts::Scope scope, CampaignFields fields) {
    if (auto checked = check(fields); !checked) co_return std::unexpected(checked.error());
    const Time now = clock_.now();
    const Campaign made{CampaignId{ids_.next()},
                        std::move(fields.name),
                        std::move(fields.description),
                        fields.status,
                        fields.starts_at,
                        fields.ends_at,
                        now,
                        now};
    const auto done = co_await database_.transaction(
        [&](db::Transaction& tx) { return insert_in(tx, outbox_, scope.workspace, made); });
    if (!done) co_return std::unexpected(done.error());
    co_return made;
}

Task<Result<Campaign>> Store::update(accounts::Scope scope, CampaignId id,
                                     std::function<void(CampaignFields&)> change) {
    co_return co_await database_.transaction([&](db::Transaction& tx) {
        return update_in(tx, outbox_, scope.workspace, id, change, clock_.now());
    });
}

Task<Result<>> Store::remove(accounts::Scope scope, CampaignId id) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return remove_in(tx, outbox_, scope.workspace, id); });
}

Task<Result<std::vector<CampaignMessage>>> Store::messages(accounts::Scope scope, CampaignId id,
                                                           PageRequest page) {
    const auto known = co_await find(scope, id);
    if (!known) co_return std::unexpected(known.error());
    const auto from = page_start(page);
    const auto rows = co_await database_.query(
        sql::list_messages, {scope.workspace, id, from.before, from.id, page.limit});
    co_return rows.all<CampaignMessage>();
}

Task<Result<CampaignMessage>> Store::say(accounts::Scope scope, CampaignId id, MessageRole role,
                                         std::string content) {
    CampaignMessage message{
        CampaignMessageId{ids_.next()}, {}, role, std::move(content), clock_.now()};
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return say_in(tx, scope, id, message); });
}

}  // namespace rostrum::campaigns
