#pragma once

#include "accounts/types.hpp"
#include "core/clock.hpp"
#include "core/random.hpp"
#include "db/database.hpp"
#include "db/migrator.hpp"
#include "support/eventually.hpp"
#include "support/run.hpp"
#include "support/test_database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum {

/// A statement of a test, for both engines. Connections know statements by name, so each text gets
/// one of its own, for good.
inline db::Statement statement(std::string_view sql) {
    static std::mutex mutex;
    static std::map<std::string, std::string, std::less<>> names;
    const std::scoped_lock lock(mutex);
    auto found = names.find(sql);
    if (found == names.end()) {
        found = names.emplace(std::string(sql), "test." + std::to_string(names.size())).first;
    }
    return {found->second, found->first, found->first};
}

/// Every test of the services runs once on each engine, over the real schema and with a clock of
/// its own. What a test class has as members is made before the loops start, so it may listen.
class ServiceTest : public ::testing::TestWithParam<db::Engine> {
protected:
    ServiceTest() : place(GetParam()) {
        db::migrate(place.options(), db::migrations());
        database = db::open(*loops, place.options());
        // Listened to last, as its name is the last: once it is heard, all the others are.
        database->listen(ready_channel, [this](std::string_view) { ready_ = true; });
    }

    void SetUp() override { loops.start(); }

    void TearDown() override {
        database->close();
        loops.stop();
    }

    template <typename T>
    T run(Task<T> task, std::size_t loop = 0) {
        return loops.run(std::move(task), loop);
    }
    template <typename T>
    std::future<T> start(Task<T> task, std::size_t loop = 0) {
        return loops.start(std::move(task), loop);
    }

    /// Runs `body(tx)`, a coroutine, in a transaction that commits.
    template <typename F>
    void commit(F body) {
        ASSERT_TRUE(run(database->transaction(
            [&](db::Transaction& tx) { return end_with(body(tx), Result<>{}); })));
    }
    /// The same in one that is rolled back.
    template <typename F>
    void roll_back(F body) {
        ASSERT_FALSE(run(database->transaction([&](db::Transaction& tx) {
            return end_with(body(tx), fail(ErrorCode::conflict, "as the test wants it"));
        })));
    }

    db::Rows execute(std::string_view sql, db::Params params = {}) {
        return run(database->execute(statement(sql), std::move(params)));
    }
    db::Rows query(std::string_view sql, db::Params params = {}) {
        return run(database->query(statement(sql), std::move(params)));
    }
    /// The number of rows of "table" or of "table WHERE ...".
    std::int64_t count(std::string_view table, db::Params params = {}) {
        const std::string sql = "SELECT count(*) AS number FROM " + std::string(table);
        return query(sql, std::move(params)).get<std::int64_t>(0, "number");
    }

    /// Waits until this process hears what is notified: PostgreSQL's listening takes a moment.
    void wait_until_listening() {
        ASSERT_TRUE(testing::eventually([this] {
            commit([](db::Transaction& tx) { return tx.notify(ready_channel); });
            return ready_.load();
        }));
    }

    /// A new workspace with a member of this role.
    accounts::Scope new_scope(accounts::Role role = accounts::Role::owner) {
        const accounts::Scope scope{WorkspaceId{ids.next()}, UserId{ids.next()}, role};
        const std::string email = to_string(scope.user) + "@example.com";
        execute("INSERT INTO users (id, email, name, password_hash, created_at, updated_at)"
                " VALUES ($1, $2, 'Somebody', '-', $3, $3)",
                {scope.user, email, clock.now()});
        execute(
            "INSERT INTO workspaces (id, name, timezone, created_at) VALUES ($1, 'W', 'UTC', $2)",
            {scope.workspace, clock.now()});
        execute("INSERT INTO memberships (id, workspace_id, user_id, email, role, created_at)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                {ids.next(), scope.workspace, scope.user, email, role, clock.now()});
        return scope;
    }

    bool on_postgres() const { return GetParam() == db::Engine::postgres; }

    testing::TestDatabase place;
    testing::TestLoops loops{2, testing::Start::later};
    ManualClock clock;
    SeededRandom seeded{1};
    SystemRandom random;
    /// Not seeded: tests that run beside each other share PostgreSQL's notifications, so no two of
    /// them may have a workspace of the same id.
    IdSource ids{clock, random};
    std::unique_ptr<db::Database> database;

private:
    static constexpr const char* ready_channel = "z_test_is_listening";

    template <typename T>
    static Task<Result<>> end_with(Task<T> body, Result<> answer) {
        co_await std::move(body);
        co_return answer;
    }

    std::atomic<bool> ready_ = false;
};

/// Runs the suite on every engine that there is.
#define ROSTRUM_ON_ALL_ENGINES(suite)                                                              \
    INSTANTIATE_TEST_SUITE_P(On, suite, ::testing::ValuesIn(testing::engines_to_test()),           \
                             testing::engine_name)

}  // namespace rostrum
