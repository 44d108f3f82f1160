#pragma once

#include "conformance/services/connections/fixture.hpp"
#include "sync/engine.hpp"
#include "sync/scheduler.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace rostrum::sync {

/// Syncs over the fake platform, whose account has as many posts as a test wants.
class SyncTest : public connections::ConnectionsTest {
protected:
    SyncTest() {
        platform->on_profile = [this] { return testing::answered(profile); };
        platform->on_posts = [this](const std::string& cursor, std::size_t limit) {
            return testing::answered(page_of(cursor, limit));
        };
    }

    void SetUp() override {
        ConnectionsTest::SetUp();
        connection = connected();
        execute("DELETE FROM jobs");
        execute("DELETE FROM events");
    }

    /// The page of `posts` that begins where the cursor says.
    platforms::PostPage page_of(const std::string& cursor, std::size_t limit) const {
        const std::size_t first = cursor.empty() ? 0 : std::stoul(cursor);
        const std::size_t last = std::min(first + std::min(limit, page_size), posts.size());
        platforms::PostPage page;
        for (std::size_t i = first; i < last; ++i) page.posts.push_back(posts[i]);
        if (last < posts.size()) page.next_cursor = std::to_string(last);
        return page;
    }

    /// Gives the account so many posts, an hour apart, the newest first.
    void make_posts(int number) {
        posts.clear();
        for (int i = 0; i < number; ++i) {
            posts.push_back({.external_id = "p" + std::to_string(i),
                             .caption = "caption " + std::to_string(i),
                             .media_type = platforms::MediaType::image,
                             .media_url = "https://m/" + std::to_string(i),
                             .thumbnail_url = {},
                             .permalink = "https://p/" + std::to_string(i),
                             .posted_at = clock.now() - std::chrono::hours{i},
                             .metrics = {.likes = 10, .comments = 2}});
        }
    }

    Result<SyncRun> begin(RunType type = RunType::manual) {
        return run(runs.start(scope.workspace, connection, type, jobs::Queue::user_sync));
    }
    /// The job of the run that was begun.
    jobs::Job job() {
        auto claimed = run(jobs.claim(jobs::Queue::user_sync, 1, owner, std::chrono::seconds{30}));
        if (claimed.empty()) throw std::runtime_error("no job is there");
        return std::move(claimed[0]);
    }
    /// Begins a run, later than those before, and does its job.
    jobs::JobOutcome perform(RunType type = RunType::manual) {
        clock.advance(std::chrono::milliseconds{1});
        EXPECT_TRUE(begin(type));
        const auto claimed = job();
        const auto outcome = run(engine.run(claimed));
        run(jobs.complete(owner, {claimed.id}));
        return outcome;
    }
    std::vector<SyncRun> list() {
        return run(runs.list(scope, connection, {.limit = 100, .after = std::nullopt})).value();
    }
    SyncRun last() { return list().at(0); }

    /// One value of the only row of a post.
    template <typename T>
    T of_post(const std::string& external_id, const std::string& column) {
        return query("SELECT " + column + " FROM platform_posts WHERE external_id = $1",
                     {external_id})
            .get<T>(0, std::size_t{0});
    }
    std::optional<double> snapshot(const std::string& type, const std::string& date) {
        const auto rows = query("SELECT value FROM metric_snapshots"
                                " WHERE metric_type = $1 AND snapshot_date = " +
                                    std::string(on_postgres() ? "$2::date" : "$2"),
                                {type, date});
        if (rows.empty()) return std::nullopt;
        return rows.get<double>(0, "value");
    }

    platforms::Profile profile{.external_id = "4711",
                               .handle = "ada",
                               .display_name = "Ada",
                               .bio = "Counts.",
                               .profile_image_url = "https://a/2",
                               .account_type = "BUSINESS",
                               .follower_count = 1000,
                               .following_count = 10,
                               .post_count = 7,
                               .is_verified = true};
    std::vector<platforms::PlatformPost> posts;
    std::size_t page_size = 1000;  ///< the platform's own

    const Uuid owner = ids.next();
    ConnectionId connection;
    Schedule schedule{{}};
    RunStore runs{*database, store, outbox, jobs, schedule, clock, ids};
    PostStore post_store{clock, ids};
    Engine engine{*database, store, refresher, registry, runs, post_store, schedule, clock};
    Scheduler scheduler{*database, store, jobs, runs, schedule, clock, ids};
};

template <typename T>
bool is(const jobs::JobOutcome& outcome) {
    return std::holds_alternative<T>(outcome);
}

}  // namespace rostrum::sync
