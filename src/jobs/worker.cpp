#include "jobs/worker.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace rostrum::jobs {
namespace {

constexpr std::array order{Queue::publish, Queue::refresh,        Queue::user_sync,
                           Queue::webhook, Queue::scheduled_sync, Queue::clean_up};

std::size_t index_of(Queue queue) { return static_cast<std::size_t>(queue); }

/// Waits for the timer's time or for its cancellation.
Task<> wait_for(asio::steady_timer& timer, std::chrono::milliseconds limit) {
    timer.expires_after(limit);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

Worker::Worker(Loops& loops, db::Database& database, JobStore& store, const Clock& clock,
               Random& random, IdSource& ids, Metrics& metrics, WorkerOptions options)
    : loops_(loops),
      store_(store),
      clock_(clock),
      random_(random),
      done_(metrics.counter("jobs_total", "Tries of jobs by outcome.", {{"outcome", "done"}})),
      retried_(
          metrics.counter("jobs_total", "Tries of jobs by outcome.", {{"outcome", "retried"}})),
      dead_(metrics.counter("jobs_total", "Tries of jobs by outcome.", {{"outcome", "dead"}})),
      options_(std::move(options)),
      owner_(ids.next()),
      wake_timer_(loops.at(0)),
      flush_timer_(loops.at(loops.size() - 1)),
      fetching_("job fetcher"),
      flushing_("job flusher"),
      housekeeping_("job worker"),
      tasks_("jobs") {
    static_assert(order.size() == queues);
    database.listen(std::string(wake_channel), [this](std::string_view) { wake(); });
}

Worker::~Worker() { stop(std::chrono::seconds{1}); }

void Worker::handle(std::string kind, Handler handler) {
    handlers_.emplace(std::move(kind), std::move(handler));
}

void Worker::start() {
    fetching_.spawn(loops_.at(0).get_executor(), fetch());
    housekeeping_.spawn(loops_.at(0).get_executor(), keep_leases());
    flushing_.spawn(flush_timer_.get_executor(), flush_completed());
}

void Worker::stop(std::chrono::milliseconds limit) {
    if (stopping_.exchange(true)) return;
    wake();
    // What was claimed last is started, or else nobody would put it back.
    fetching_.wait(std::chrono::seconds{5});
    if (!tasks_.wait(limit)) {
        tasks_.cancel();
        tasks_.wait(std::chrono::seconds{5});
    }
    asio::post(flush_timer_.get_executor(), [this] { flush_timer_.cancel(); });
    flushing_.wait(std::chrono::seconds{2});
    flushing_.cancel();
    flushing_.wait(std::chrono::seconds{5});
    housekeeping_.cancel();
    housekeeping_.wait(std::chrono::seconds{5});
}

/// From any thread.
void Worker::wake() {
    if (woken_.exchange(true)) return;
    asio::post(loops_.at(0), [this] { wake_timer_.cancel(); });
}

std::size_t Worker::room_in(Queue queue) const {
    const auto limit = options_.queue_running_max.find(queue);
    const std::size_t queue_max =
        limit != options_.queue_running_max.end() ? limit->second : options_.running_max;
    const std::size_t in_queue = running_[index_of(queue)];
    const std::size_t in_all = running_total_;
    const std::size_t room =
        std::min(queue_max - std::min(queue_max, in_queue),
                 options_.running_max - std::min(options_.running_max, in_all));
    return std::min(room, options_.claim_max);
}

Task<> Worker::fetch() {
    while (!stopping_) {
        woken_ = false;
        std::size_t started = 0;
        try {
            started = co_await claim_round();
        } catch (const std::exception& error) {
            log::warn("cannot claim jobs", {{"what", error.what()}});
        }
        if (started == 0 && !woken_ && !stopping_) {
            co_await wait_for(wake_timer_, options_.poll_interval);
        }
    }
}

Task<std::size_t> Worker::claim_round() {
    std::size_t started = 0;
    for (const Queue queue : order) {
        const std::size_t room = room_in(queue);
        if (room == 0 || stopping_) continue;
        auto jobs = co_await store_.claim(queue, room, owner_, options_.lease);
        started += jobs.size();
        for (auto& job : jobs) {
            // Its lease ran out while the database was away, but it still runs here.
            if (!hold(job.id)) continue;
            ++running_[index_of(queue)];
            ++running_total_;
            auto& loop = loops_.at(next_loop_++ % loops_.size());
            tasks_.spawn(loop.get_executor(), run_job(std::move(job)));
        }
    }
    co_return started;
}

Task<> Worker::run_job(Job job) {
    const auto queue = index_of(job.queue);
    std::exception_ptr failure;
    try {
        JobOutcome outcome = co_await try_job(job);
        // From here on a cancelled worker still writes down what became of the job.
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await settle(job, std::move(outcome));
    } catch (...) {
        failure = std::current_exception();
    }
    --running_[queue];
    --running_total_;
    wake();
    if (failure) std::rethrow_exception(failure);
}

Task<JobOutcome> Worker::try_job(const Job& job) {
    const auto handler = handlers_.find(job.kind);
    if (handler == handlers_.end()) {
        co_return Discard{"this program has no handler for " + job.kind};
    }
    if (job.attempt > job.attempts_max) {
        co_return Discard{"the worker stopped in the middle of the last try"};
    }
    try {
        co_return co_await handler->second(job);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted && stopping_) {
            co_return Snooze{clock_.now()};
        }
        co_return Retry{error.what()};
    } catch (const std::exception& error) {
        co_return Retry{error.what()};
    }
}

Task<> Worker::settle(const Job& job, JobOutcome outcome) {
    if (std::holds_alternative<Done>(outcome)) {
        const std::scoped_lock lock(mutex_);
        done_.Increment();
        completed_.push_back(job.id);
        if (completed_.size() == 1)
            asio::post(flush_timer_.get_executor(), [this] { flush_timer_.cancel(); });
        co_return;
    }
    // Whatever becomes of the writing, the lease is not extended any more.
    let_go(job.id);
    if (const auto* snooze = std::get_if<Snooze>(&outcome)) {
        co_await store_.put_back(owner_, job.id, snooze->until);
        co_return;
    }
    const auto* retry = std::get_if<Retry>(&outcome);
    const std::string& error = retry != nullptr ? retry->error : std::get<Discard>(outcome).error;
    if (retry != nullptr && job.attempt < job.attempts_max) {
        const auto wait = retry->after.value_or(options_.backoff.delay(job.attempt, random_));
        log::warn("a job failed and is tried again", {{"job", to_string(job.id)},
                                                      {"kind", job.kind},
                                                      {"error", error},
                                                      {"attempt", job.attempt},
                                                      {"wait_ms", wait.count()}});
        retried_.Increment();
        co_await store_.retry(owner_, {job.id, error, clock_.now() + wait});
    } else {
        log::error("a job failed for good",
                   {{"job", to_string(job.id)}, {"kind", job.kind}, {"error", error}});
        dead_.Increment();
        co_await store_.bury(owner_, job.id, error);
    }
}

Task<> Worker::keep_leases() {
    while (!stopping_) {
        co_await sleep_for(options_.lease / 3);
        try {
            if (const auto ids = held(); !ids.empty()) {
                co_await store_.heartbeat(owner_, ids, options_.lease);
            }
        } catch (const std::exception& error) {
            log::warn("cannot extend the leases of jobs", {{"what", error.what()}});
        }
    }
}

/// Deletes what is done, as many at a time as have come together.
Task<> Worker::flush_completed() {
    for (;;) {
        const bool last = stopping_ && running_total_ == 0;
        try {
            co_await write_completed();
        } catch (const std::exception& error) {
            log::warn("cannot delete jobs that are done", {{"what", error.what()}});
        }
        if (last) co_return;
        co_await wait_for(flush_timer_, options_.poll_interval);
    }
}

Task<> Worker::write_completed() {
    for (;;) {
        std::vector<JobId> ids;
        {
            const std::scoped_lock lock(mutex_);
            ids.swap(completed_);
        }
        if (ids.empty()) co_return;
        std::exception_ptr failure;
        try {
            co_await store_.complete(owner_, ids);
        } catch (...) {
            failure = std::current_exception();
        }
        const std::scoped_lock lock(mutex_);
        if (failure) {
            completed_.insert(completed_.end(), ids.begin(), ids.end());
            std::rethrow_exception(failure);
        }
        for (const auto& id : ids) held_.erase(id);
    }
}

/// Answers false when this worker has the job already.
bool Worker::hold(JobId id) {
    const std::scoped_lock lock(mutex_);
    return held_.insert(id).second;
}

std::vector<JobId> Worker::held() const {
    const std::scoped_lock lock(mutex_);
    return {held_.begin(), held_.end()};
}

void Worker::let_go(JobId id) {
    const std::scoped_lock lock(mutex_);
    held_.erase(id);
}

}  // namespace rostrum::jobs
