#include "jobs/cron.hpp"

#include "conformance/services/fixture.hpp"

#include <string_view>

namespace rostrum::jobs {
namespace {

using namespace std::chrono_literals;

Time at(std::string_view text) { return *parse_time(text); }

TEST(ScheduleTest, is_due_at_multiples_from_midnight_utc) {
    struct Row {
        Schedule schedule;
        std::string_view now;
        std::string_view latest;
        std::string_view next;
        std::string_view reason;
    };
    const Row rows[] = {
        {{.every = 24h},
         "2026-01-01T00:00:00Z",
         "2026-01-01T00:00:00Z",
         "2026-01-02T00:00:00Z",
         "exactly due"},
        {{.every = 24h},
         "2026-01-01T23:59:59.999999Z",
         "2026-01-01T00:00:00Z",
         "2026-01-02T00:00:00Z",
         "just before"},
        {{.every = 24h, .offset = 3h},
         "2026-01-01T02:59:59Z",
         "2025-12-31T03:00:00Z",
         "2026-01-01T03:00:00Z",
         "before today's"},
        {{.every = 24h, .offset = 3h},
         "2026-01-01T03:00:00Z",
         "2026-01-01T03:00:00Z",
         "2026-01-02T03:00:00Z",
         "today's"},
        {{.every = 5min},
         "2026-01-01T00:07:30Z",
         "2026-01-01T00:05:00Z",
         "2026-01-01T00:10:00Z",
         "in between"},
        {{.every = 5min, .offset = 1min},
         "2026-01-01T00:00:30Z",
         "2025-12-31T23:56:00Z",
         "2026-01-01T00:01:00Z",
         "over midnight"},
        {{.every = 1s},
         "2026-01-01T00:00:00.9Z",
         "2026-01-01T00:00:00Z",
         "2026-01-01T00:00:01Z",
         "every second"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(row.schedule.latest(at(row.now)), at(row.latest)) << row.reason;
        EXPECT_EQ(row.schedule.next(at(row.now)), at(row.next)) << row.reason;
    }
}

TEST(ScheduleTest, of_whole_days_follows_the_clocks_of_a_zone) {
    const Schedule daily{.every = 24h, .offset = 150min, .zone = "Europe/Berlin"};
    const Schedule weekly{.every = 7 * 24h, .offset = 4 * 24h + 6h, .zone = "Europe/Berlin"};
    const Schedule utc{.every = 7 * 24h, .offset = 4 * 24h + 6h};
    struct Row {
        const Schedule* schedule;
        std::string_view now;
        std::string_view latest;
        std::string_view next;
        std::string_view reason;
    };
    const Row rows[] = {
        {&utc, "2026-01-07T12:00:00Z", "2026-01-05T06:00:00Z", "2026-01-12T06:00:00Z",
         "Monday at six"},
        {&utc, "2026-01-12T06:00:00Z", "2026-01-12T06:00:00Z", "2026-01-19T06:00:00Z",
         "exactly then"},
        {&weekly, "2026-01-12T04:59:59Z", "2026-01-05T05:00:00Z", "2026-01-12T05:00:00Z",
         "an hour ahead"},
        {&weekly, "2026-03-28T12:00:00Z", "2026-03-23T05:00:00Z", "2026-03-30T04:00:00Z",
         "summer time begins before the next"},
        {&weekly, "2026-10-24T12:00:00Z", "2026-10-19T04:00:00Z", "2026-10-26T05:00:00Z",
         "and ends"},
        {&daily, "2026-03-29T00:59:59Z", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z",
         "02:30 is left out"},
        {&daily, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z",
         "the clocks are put forward just now"},
        {&daily, "2026-10-25T00:29:59Z", "2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z",
         "02:30 comes twice"},
        {&daily, "2026-10-25T01:10:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z",
         "the clocks show 02:10 for the second time"},
        {&daily, "2026-10-25T01:40:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z",
         "and 02:40"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(to_rfc3339(row.schedule->latest(at(row.now))), row.latest) << row.reason;
        EXPECT_EQ(to_rfc3339(row.schedule->next(at(row.now))), row.next) << row.reason;
    }
}

class CronTest : public ServiceTest {
protected:
    CronTest() {
        for (auto* cron : {&one, &other}) {
            cron->add({"hourly", {.every = 1h}, {.kind = "hourly"}});
            cron->add({"daily", {.every = 24h}, {.kind = "daily", .unique_key = "daily"}});
        }
    }

    std::int64_t jobs_of(const std::string& kind) { return count("jobs WHERE kind = $1", {kind}); }

    JobStore store{*database, clock, ids};
    Cron one{*loops, *database, store, clock};
    Cron other{*loops, *database, store, clock};
};

TEST_P(CronTest, a_tick_is_enqueued_once_however_many_look) {
    for (int tick = 1; tick <= 20; ++tick) {
        std::vector<std::future<int>> looks;
        for (std::size_t i = 0; i < 4; ++i) {
            looks.push_back(start((i < 2 ? one : other).look(), i % 2));
        }
        int enqueued = 0;
        for (auto& look : looks) enqueued += look.get();
        EXPECT_EQ(enqueued, tick == 1 ? 2 : 1) << "tick " << tick;
        EXPECT_EQ(jobs_of("hourly"), tick);
        clock.advance(1h);
    }
    EXPECT_EQ(jobs_of("daily"), 1);
}

TEST_P(CronTest, nothing_is_enqueued_between_ticks) {
    EXPECT_EQ(run(one.look()), 2);
    clock.advance(1h - 1us);
    EXPECT_EQ(run(one.look()), 0);
    clock.advance(1us);
    EXPECT_EQ(run(one.look()), 1);
}

TEST_P(CronTest, missed_ticks_are_made_up_for_once) {
    EXPECT_EQ(run(one.look()), 2);
    clock.advance(7h + 30min);
    EXPECT_EQ(run(other.look()), 1);
    EXPECT_EQ(run(one.look()), 0);
    EXPECT_EQ(jobs_of("hourly"), 2);
}

TEST_P(CronTest, a_job_that_still_waits_is_not_enqueued_twice) {
    EXPECT_EQ(run(one.look()), 2);
    clock.advance(24h);
    EXPECT_EQ(run(one.look()), 1) << "the daily one waits";
    EXPECT_EQ(jobs_of("daily"), 1);
    execute("DELETE FROM jobs");
    EXPECT_EQ(run(one.look()), 0) << "the tick was used";
    clock.advance(24h);
    EXPECT_EQ(run(one.look()), 2);
}

TEST_P(CronTest, can_be_started_by_hand) {
    EXPECT_TRUE(run(one.run_now("daily")));
    EXPECT_EQ(jobs_of("daily"), 1);
    EXPECT_EQ(run(other.run_now("daily")).error().code, ErrorCode::conflict) << "it waits already";
    EXPECT_EQ(run(one.run_now("weekly")).error().code, ErrorCode::not_found);
    EXPECT_EQ(run(one.run_now("")).error().code, ErrorCode::not_found);
    EXPECT_EQ(jobs_of("daily"), 1);
    EXPECT_EQ(count("cron_ticks"), 0) << "by hand is no tick";
}

TEST_P(CronTest, can_be_started_by_hand_for_a_part_of_its_work) {
    EXPECT_TRUE(run(one.run_now("daily")));
    EXPECT_TRUE(run(one.run_now("daily", {{"platform", "a"}}))) << "beside the usual one";
    EXPECT_TRUE(run(one.run_now("daily", {{"platform", "b"}})));
    EXPECT_EQ(run(other.run_now("daily", {{"platform", "a"}})).error().code, ErrorCode::conflict);
    EXPECT_EQ(run(one.run_now("weekly", {{"platform", "a"}})).error().code, ErrorCode::not_found);
    EXPECT_EQ(jobs_of("daily"), 3);
    EXPECT_EQ(count("jobs WHERE unique_key = 'daily'"), 1);
}

TEST_P(CronTest, looks_by_itself_while_it_runs) {
    one.start();
    EXPECT_TRUE(testing::eventually([&] { return count("jobs") == 2; }));
    clock.advance(1h);
    EXPECT_TRUE(testing::eventually([&] { return jobs_of("hourly") == 2; }));
    one.stop();
}

TEST_P(CronTest, its_entries_can_be_shown) {
    ASSERT_EQ(one.entries().size(), 2U);
    EXPECT_EQ(one.entries()[0].name, "hourly");
    EXPECT_EQ(one.entries()[1].job.kind, "daily");
}

ROSTRUM_ON_ALL_ENGINES(CronTest);

}  // namespace
}  // namespace rostrum::jobs
