#include "publishing/post_store.hpp"

#include "publishing/sql.hpp"
#include "publishing/status.hpp"

namespace rostrum::publishing {
namespace {

constexpr Time earliest{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};
constexpr Time latest{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};

}  // namespace

std::unexpected<Error> no_post() { return fail(ErrorCode::not_found, "no such post"); }

/// Each way of asking has an index that answers it.
Task<std::vector<PostRow>> PostStore::list(accounts::Scope scope, PostFilter filter,
                                           PageRequest page) {
    const auto from = page_start(page);
    db::Params params{scope.workspace, from.before, from.id, page.limit};
    const auto* statement = &sql::list_posts;
    if (filter.status) {
        statement = &sql::list_posts_by_status;
        params.insert(params.end(), {std::string(enum_name(*filter.status)), filter.campaign,
                                     filter.from, filter.to});
    } else if (filter.from || filter.to) {
        statement = &sql::list_posts_of_time;
        params.insert(params.end(), {filter.campaign, filter.from.value_or(earliest),
                                     filter.to.value_or(latest)});
    } else if (filter.campaign) {
        statement = &sql::list_posts_of_campaign;
        params.insert(params.end(), {*filter.campaign});
    }
    const auto rows = co_await database_.query(*statement, std::move(params));
    co_return rows.all<PostRow>();
}

Task<Result<PostRow>> PostStore::find(accounts::Scope scope, PostId id) {
    auto row = (co_await database_.query(sql::find_post, {scope.workspace, id})).one<PostRow>();
    if (!row) co_return no_post();
    co_return std::move(*row);
}

Task<Summary> PostStore::summary(accounts::Scope scope, std::optional<CampaignId> campaign) {
    if (campaign) {
        const auto rows =
            co_await database_.query(sql::summary_of_campaign, {scope.workspace, *campaign});
        co_return rows.one<Summary>().value_or(Summary{});
    }
    const auto rows = co_await database_.query(sql::summary, {scope.workspace});
    co_return rows.one<Summary>().value_or(Summary{});
}

Task<std::optional<PostRow>> PostStore::lock(db::Transaction& tx, WorkspaceId workspace,
                                             PostId id) {
    co_return (co_await tx.query(sql::lock_post, {workspace, id})).one<PostRow>();
}

Task<Result<>> PostStore::check_campaign(db::Executor& executor, const PostRow& post) {
    if (!post.campaign_id) co_return Result<>{};
    const auto found =
        co_await executor.query(sql::find_campaign, {post.workspace_id, *post.campaign_id});
    if (found.empty()) co_return fail(invalid_field("campaignId", "there is no such campaign"));
    co_return Result<>{};
}

Task<Result<>> PostStore::insert(db::Transaction& tx, const PostRow& post, UserId author) {
    if (auto known = co_await check_campaign(tx, post); !known) co_return known;
    co_await tx.execute(
        sql::insert_post,
        {post.id, post.workspace_id, post.campaign_id, author, post.content, post.title, post.link,
         to_array(post.thread), to_array(post.hashtags), to_array(post.media_ids), post.status,
         post.scheduled_at, post.scheduled_local, post.timezone, post.slot_id, post.variant_group,
         post.variant, post.created_at});
    co_return Result<>{};
}

Task<Result<>> PostStore::update(db::Transaction& tx, const PostRow& post) {
    if (auto known = co_await check_campaign(tx, post); !known) co_return known;
    co_await tx.execute(
        sql::update_post,
        {post.workspace_id, post.id, post.campaign_id, post.content, post.title, post.link,
         to_array(post.thread), to_array(post.hashtags), to_array(post.media_ids),
         post.scheduled_at, post.scheduled_local, post.timezone, post.slot_id, post.variant_group,
         post.variant, clock_.now()});
    co_return Result<>{};
}

Task<> PostStore::leave_slot(db::Transaction& tx, WorkspaceId workspace, PostId id) {
    co_await tx.execute(sql::leave_slot, {workspace, id});
}

Task<> PostStore::unschedule(db::Transaction& tx, WorkspaceId workspace, PostId id) {
    co_await tx.execute(sql::unschedule, {workspace, id, clock_.now()});
}

Task<> PostStore::remove(db::Transaction& tx, const PostRow& post) {
    co_await tx.execute(sql::delete_post, {post.workspace_id, post.id});
}

Task<PostStatus> PostStore::settle(db::Transaction& tx, WorkspaceId workspace, PostId id) {
    std::vector<db::Query> queries{{sql::target_states, {workspace, id}},
                                   {sql::find_post, {workspace, id}}};
    const auto read = co_await tx.query_all(std::move(queries));
    const auto states = read[0].all<TargetState>();
    const auto& post = read[1];
    if (post.empty()) co_return PostStatus::cancelled;
    const bool has_schedule = post.get<std::optional<Time>>(0, "scheduled_at").has_value();
    const auto status = status_of(states, has_schedule);
    const bool live = status == PostStatus::published || status == PostStatus::partial;
    const Time now = clock_.now();
    co_await tx.execute(sql::set_post_status, {workspace, id, status, live, now});
    co_await outbox_.hint(tx, {.workspace = workspace,
                               .type = "post.updated",
                               .subject = to_string(id),
                               .data = {{"status", enum_name(status)}}});
    co_return status;
}

}  // namespace rostrum::publishing
