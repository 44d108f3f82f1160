#include "jobs/job_store.hpp"

#include "jobs/sql.hpp"

namespace rostrum::jobs {
namespace {

db::TextArray texts_of(const std::vector<JobId>& ids) {
    db::TextArray texts;
    texts.reserve(ids.size());
    for (const auto& id : ids) texts.push_back(to_string(id));
    return texts;
}

db::Params insert_params(const NewJob& job, const JobId& id, Time now) {
    return {id,
            job.queue,
            job.kind,
            job.unique_key,
            job.payload,
            job.run_at.value_or(now),
            job.attempts_max,
            now};
}

Task<Result<>> bury_in(db::Transaction& tx, Uuid owner, JobId id, std::string error, Time now) {
    co_await tx.execute(sql::bury, {owner, id, std::move(error), now});
    co_await tx.execute(sql::delete_owned, {owner, id});
    co_return Result<>{};
}

Task<Result<>> revive_in(db::Transaction& tx, JobId id, Time now) {
    if ((co_await tx.query(sql::find_dead, {id})).empty()) {
        co_return fail(ErrorCode::not_found, "no such dead job");
    }
    if ((co_await tx.execute(sql::revive, {id, now})).affected() == 0) {
        co_return fail(ErrorCode::conflict, "a job with the same key waits already");
    }
    co_await tx.execute(sql::delete_dead, {id});
    co_await tx.notify(wake_channel);
    co_return Result<>{};
}

}  // namespace

Task<bool> JobStore::enqueue(db::Transaction& tx, NewJob job) {
    const auto rows =
        co_await tx.execute(sql::insert, insert_params(job, JobId{ids_.next()}, clock_.now()));
    if (rows.affected() == 0) co_return false;
    co_await tx.notify(wake_channel, enum_name(job.queue));
    co_return true;
}

std::vector<db::Params> JobStore::rows_of(const std::vector<NewJob>& jobs) {
    std::vector<db::Params> rows;
    rows.reserve(jobs.size());
    for (const auto& job : jobs) {
        rows.push_back(insert_params(job, JobId{ids_.next()}, clock_.now()));
    }
    return rows;
}

Task<std::int64_t> JobStore::enqueue_all(std::vector<NewJob> jobs) {
    co_return co_await database_.batch(sql::insert, rows_of(jobs));
}

Task<std::int64_t> JobStore::enqueue_all(db::Transaction& tx, std::vector<NewJob> jobs) {
    const auto added = co_await tx.batch(sql::insert, rows_of(jobs));
    if (added > 0) co_await tx.notify(wake_channel);
    co_return added;
}

Task<> JobStore::withdraw(db::Transaction& tx, std::string_view kind, std::string_view unique_key) {
    co_await tx.execute(sql::withdraw, {kind, unique_key});
}

Task<std::vector<Job>> JobStore::claim(Queue queue, std::size_t limit, const Uuid& owner,
                                       std::chrono::milliseconds lease) {
    const Time now = clock_.now();
    db::Params params{queue, now, limit, owner, now + lease};
    const auto rows = co_await database_.execute(sql::claim, std::move(params));
    co_return rows.all<Job>();
}

Task<> JobStore::heartbeat(const Uuid& owner, const std::vector<JobId>& ids,
                           std::chrono::milliseconds lease) {
    co_await database_.execute(sql::heartbeat, {owner, clock_.now() + lease, texts_of(ids)});
}

Task<> JobStore::complete(const Uuid& owner, const std::vector<JobId>& ids) {
    co_await database_.execute(sql::complete, {owner, texts_of(ids)});
}

Task<> JobStore::retry(const Uuid& owner, const Failed& failed) {
    co_await database_.execute(sql::retry, {owner, failed.id, failed.run_at, failed.error});
}

Task<> JobStore::put_back(const Uuid& owner, JobId id, Time run_at) {
    co_await database_.execute(sql::put_back, {owner, id, run_at});
}

Task<> JobStore::bury(const Uuid& owner, JobId id, std::string error) {
    co_await database_.transaction([&](db::Transaction& tx) {
        return bury_in(tx, owner, id, std::move(error), clock_.now());
    });
}

Task<> JobStore::free_all() {
    co_await database_.execute(sql::free_all, {clock_.now() - std::chrono::microseconds{1}});
}

Task<> JobStore::clean(std::chrono::hours age) {
    const Time before = clock_.now() - age;
    co_await database_.execute(sql::delete_old_dead, {before});
    co_await database_.execute(sql::delete_old_ticks, {before});
}

Task<std::vector<JobRow>> JobStore::list(const std::optional<std::string>& state,
                                         const PageRequest& page) {
    const auto [before, id] = page_start(page);
    const std::string wanted = state.value_or("dead");
    db::Params params{before, id, page.limit};
    if (wanted == "dead") {
        co_return (co_await database_.query(sql::list_dead, std::move(params))).all<JobRow>();
    }
    params.insert(params.begin(), clock_.now());
    const auto& statement = wanted == "running" ? sql::list_running : sql::list_available;
    co_return (co_await database_.query(statement, std::move(params))).all<JobRow>();
}

Task<bool> JobStore::waits_or_runs(std::string_view kind, std::string_view unique_key) {
    co_return !(co_await database_.query(sql::find_by_key, {kind, unique_key})).empty();
}

Task<Result<>> JobStore::revive(JobId id) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return revive_in(tx, id, clock_.now()); });
}

}  // namespace rostrum::jobs
