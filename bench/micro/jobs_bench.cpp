// Empty jobs per second on PostgreSQL: enqueued in bulk, then timed from the start of the worker
// until the last row is gone. The counterpart of bench/peers/jobs: as there, the table is analyzed
// before and not looked at until the handler has seen all jobs.
#include "core/log.hpp"
#include "db/migrator.hpp"
#include "jobs/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <thread>

using namespace rostrum;

namespace {

std::string environment(const char* name, std::string fallback) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : std::move(fallback);
}

constexpr db::Statement count_jobs{"bench.count", "SELECT count(*) FROM jobs",
                                   "SELECT count(*) FROM jobs"};

constexpr db::Statement analyze_jobs{"bench.analyze", "ANALYZE jobs", "ANALYZE jobs"};

Task<jobs::JobOutcome> nothing() { co_return jobs::Done{}; }

}  // namespace

int main() {
    log::configure(log::Level::warn);
    const auto url = environment("ROSTRUM_TEST_POSTGRES_URL", "");
    const auto total = std::stoul(environment("JOBS", "200000"));
    const auto running_max = std::stoul(environment("CONCURRENCY", "4000"));
    const auto claim_max = std::stoul(environment("BATCH", "2000"));
    if (url.empty()) {
        fmt::print(stderr, "ROSTRUM_TEST_POSTGRES_URL names no server\n");
        return 2;
    }
    const db::Options options{.url = url};
    db::migrate(options, db::migrations());
    SystemClock clock;
    SystemRandom random;
    IdSource ids(clock, random);
    Metrics metrics;
    Loops loops(std::thread::hardware_concurrency());
    const auto database = db::open(loops, options);
    jobs::JobStore store(*database, clock, ids);
    loops.start();

    const auto run = [&](auto task) {
        return asio::co_spawn(loops.at(0), std::move(task), asio::use_future).get();
    };
    constexpr std::size_t batch = 5000;
    for (std::size_t made = 0; made < total; made += batch) {
        std::vector<jobs::NewJob> some(std::min(batch, total - made), {.kind = "nothing"});
        run(store.enqueue_all(std::move(some)));
    }

    run(database->execute(analyze_jobs));
    double seconds = 0;
    {
        jobs::Worker worker(
            loops, *database, store, clock, random, ids, metrics,
            {.running_max = running_max, .queue_running_max = {}, .claim_max = claim_max});
        std::atomic<std::size_t> seen = 0;
        worker.handle("nothing", [&](const jobs::Job&) {
            if (++seen == total) seen.notify_all();
            return nothing();
        });
        const auto began = monotonic_us();
        worker.start();
        for (auto now = seen.load(); now < total; now = seen.load()) seen.wait(now);
        while (run(database->query(count_jobs)).get<std::int64_t>(0, std::size_t{0}) > 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        seconds = static_cast<double>(monotonic_us() - began) / 1e6;
        worker.stop(std::chrono::seconds{5});
    }
    database->close();
    loops.stop();
    fmt::print("{{\"jobs\":{},\"seconds\":{:.3f},\"jobsPerSecond\":{:.0f}}}\n", total, seconds,
               static_cast<double>(total) / seconds);
}
