#include "jobs/cron.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"
#include "core/timezone.hpp"
#include "jobs/sql.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

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

Task<Result<>> enqueue_in(db::Transaction& tx, JobStore& store, const NewJob& job) {
    if (co_await store.enqueue(tx, job)) co_return Result<>{};
    co_return fail(ErrorCode::conflict, job.kind + " waits or runs already");
}

/// What the clocks of the schedule show.
WallTime wall_of(const Schedule& schedule, Time time) {
    const auto wall = schedule.zone.empty() ? std::nullopt : to_wall(time, schedule.zone);
    return wall.value_or(WallTime{time.time_since_epoch()});
}

Time instant_of(const Schedule& schedule, WallTime wall) {
    const auto time = schedule.zone.empty() ? std::nullopt : from_wall(wall, schedule.zone);
    return time.value_or(Time{wall.time_since_epoch()});
}

/// The latest due time by the clocks alone. Where they were put back, one that they have yet to
/// show again may be past.
WallTime latest_by_clocks(const Schedule& schedule, Time now) {
    const auto since = wall_of(schedule, now).time_since_epoch() - schedule.offset;
    const auto steps = std::chrono::floor<std::chrono::seconds>(since) / schedule.every;
    return WallTime{schedule.every * steps + schedule.offset};
}

}  // namespace

Time Schedule::latest(Time now) const {
    auto wall = latest_by_clocks(*this, now) + every;
    while (instant_of(*this, wall) > now) wall -= every;
    return instant_of(*this, wall);
}

Time Schedule::next(Time now) const {
    auto wall = latest_by_clocks(*this, now);
    while (instant_of(*this, wall) <= now) wall += every;
    return instant_of(*this, wall);
}

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

const CronEntry* Cron::find(std::string_view name) const {
    const auto found = std::ranges::find(entries_, name, &CronEntry::name);
    return found == entries_.end() ? nullptr : &*found;
}

Task<Result<>> Cron::enqueue(NewJob job) {
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return enqueue_in(tx, store_, job); });
}

Task<Result<>> Cron::run_now(std::string_view name) {
    const auto* entry = find(name);
    if (entry == nullptr) co_return fail(ErrorCode::not_found, "no periodic job of this name");
    co_return co_await enqueue(entry->job);
}

Task<Result<>> Cron::run_now(std::string_view name, boost::json::object payload) {
    const auto* entry = find(name);
    if (entry == nullptr) co_return fail(ErrorCode::not_found, "no periodic job of this name");
    NewJob job = entry->job;
    if (job.unique_key) *job.unique_key += ' ' + boost::json::serialize(payload);
    job.payload = std::move(payload);
    co_return co_await enqueue(std::move(job));
}

}  // namespace rostrum::jobs
