#include "sync/scheduler.hpp"

#include "core/log.hpp"

#include <algorithm>

namespace rostrum::sync {
namespace {

/// Of one platform at one look.
constexpr std::int64_t look_max = 2'000;
/// Enqueued in one transaction: a large one would hold up every writer of SQLite.
constexpr std::size_t batch_max = 500;
/// How long a connection is not due once its sync is enqueued, should the job be lost.
constexpr std::chrono::hours postponed_by{6};

/// As many as can begin until the next look.
std::size_t limit_of_look(std::chrono::milliseconds spacing) {
    if (spacing.count() <= 0) return look_max;
    const std::int64_t fitting = std::chrono::milliseconds{schedule_interval} / spacing;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(fitting, 1, look_max));
}

Task<Result<std::int64_t>> enqueue_in(db::Transaction& tx, jobs::JobStore& jobs,
                                      connections::ConnectionStore& connections,
                                      const std::vector<connections::DueConnection>& due,
                                      const std::vector<jobs::NewJob>& runs, Time until) {
    co_await connections.postpone_sync(tx, due, until);
    co_return co_await jobs.enqueue_all(tx, runs);
}

}  // namespace

Task<jobs::JobOutcome> Scheduler::run(jobs::Job job) {
    co_await runs_.sweep();
    const auto* payload = job.payload.if_object();
    const auto* platform = payload != nullptr ? payload->if_contains("platform") : nullptr;
    if (platform != nullptr && platform->is_string()) {
        co_await start_all(std::string(platform->get_string()));
        co_return jobs::Done{};
    }
    for (auto& due : co_await connections_.due_platforms()) co_await start_due(std::move(due));
    co_return jobs::Done{};
}

std::vector<jobs::NewJob> Scheduler::jobs_of(const Due& due, RunType type, Time from) {
    std::vector<jobs::NewJob> jobs;
    jobs.reserve(due.size());
    for (const auto& one : due) {
        const RunPayload run{1, SyncRunId{ids_.next()}, one.workspace_id, one.id, type};
        const auto place = static_cast<std::int64_t>(jobs.size());
        jobs.push_back(later_run(run, from + schedule_.settings().spacing * place));
    }
    return jobs;
}

Task<> Scheduler::start_due(std::string platform) {
    const Time now = clock_.now();
    const auto spacing = schedule_.settings().spacing;
    std::size_t left = limit_of_look(spacing);
    Time from = now;
    while (left > 0) {
        const std::size_t limit = std::min(left, batch_max);
        const auto due = co_await connections_.due_for_sync(platform, limit);
        if (due.empty()) co_return;
        const auto runs = jobs_of(due, RunType::scheduled, from);
        co_await database_.transaction([&](db::Transaction& tx) {
            return enqueue_in(tx, jobs_, connections_, due, runs, now + postponed_by);
        });
        if (due.size() < limit) co_return;
        left -= due.size();
        from += spacing * static_cast<std::int64_t>(due.size());
    }
}

/// Also those that are not due: somebody asks for it.
Task<> Scheduler::start_all(std::string platform) {
    Time from = clock_.now();
    ConnectionId last{};
    std::int64_t enqueued = 0;
    for (;;) {
        const auto page = co_await connections_.active_of(platform, last, batch_max);
        if (!page.empty()) {
            enqueued += co_await jobs_.enqueue_all(jobs_of(page, RunType::manual, from));
            from += schedule_.settings().spacing * static_cast<std::int64_t>(page.size());
            last = page.back().id;
        }
        if (page.size() < batch_max) break;
    }
    log::info("all accounts of a platform are synced",
              {{"platform", platform}, {"enqueued", enqueued}});
}

}  // namespace rostrum::sync
