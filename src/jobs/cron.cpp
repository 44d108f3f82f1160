#include "jobs/cron.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"
#include "jobs/sql.hpp"

namespace rostrum::jobs {
namespace {

constexpr std::chrono::seconds look_interval{1};

/// Answers whether this process got the tick and its job was not waiting already.
Task<Result<bool>> tick_in(db::Transaction& tx, JobStore& store, const CronEntry& entry,
                           Time tick) {
    if ((co_await tx.execute(sql::insert_tick, {entry.name, tick})).affected() == 0) {
        co_return false;
    }
    co_return co_await store.enqueue(tx, entry.job);
}

Task<Result<>> enqueue_in(db::Transaction& tx, JobStore& store, const CronEntry& entry) {
    if (co_await store.enqueue(tx, entry.job)) co_return Result<>{};
    co_return fail(ErrorCode::conflict, entry.name + " waits or runs already");
}

}  // namespace

Time Schedule::latest(Time now) const {
    const auto since = (now - offset).time_since_epoch();
    const auto steps = std::chrono::floor<std::chrono::seconds>(since) / every;
    return Time{every * steps} + offset;
}

Time Schedule::next(Time now) const { return latest(now) + every; }

void Cron::start() { tasks_.spawn(loops_.at(0).get_executor(), look_for_ever()); }

void Cron::stop() {
    tasks_.cancel();
    tasks_.wait(std::chrono::seconds{5});
}

Task<int> Cron::look() {
    int enqueued = 0;
    const Time now = clock_.now();
    for (const auto& entry : entries_) {
        const Time tick = entry.schedule.latest(now);
        const auto mine = co_await database_.transaction(
            [&](db::Transaction& tx) { return tick_in(tx, store_, entry, tick); });
        if (mine && *mine) ++enqueued;
    }
    co_return enqueued;
}

Task<> Cron::look_for_ever() {
    // Most looks find nothing due: the database is asked only when a tick has come.
    Time next{};
    for (;;) {
        if (const Time now = clock_.now(); now >= next) {
            try {
                co_await look();
                next = Time::max();
                for (const auto& entry : entries_) {
                    next = std::min(next, entry.schedule.next(now));
                }
            } catch (const std::exception& error) {
                log::warn("cannot enqueue periodic jobs", {{"what", error.what()}});
            }
        }
        co_await sleep_for(look_interval);
    }
}

Task<Result<>> Cron::run_now(std::string_view name) {
    for (const auto& entry : entries_) {
        if (entry.name != name) continue;
        co_return co_await database_.transaction(
            [&](db::Transaction& tx) { return enqueue_in(tx, store_, entry); });
    }
    co_return fail(ErrorCode::not_found, "no periodic job of this name");
}

}  // namespace rostrum::jobs
