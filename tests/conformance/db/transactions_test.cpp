#include "conformance/db/fixture.hpp"
#include "core/deadline.hpp"
#include "support/eventually.hpp"
#include "support/gate.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace rostrum::db {
namespace {

using Transactions = Conformance;

Task<Result<int>> insert_and_answer(Transaction& tx, unsigned number, Result<int> answer) {
    co_await tx.execute(insert_thing, {id_of(number), number, std::to_string(number)});
    co_return answer;
}

TEST_P(Transactions, commit_when_the_body_answers_a_value) {
    const auto answer =
        run(database().transaction([](Transaction& tx) { return insert_and_answer(tx, 1, 99); }));
    EXPECT_EQ(answer, 99);
    EXPECT_EQ(count(), 1);
}

TEST_P(Transactions, roll_back_when_the_body_answers_an_error) {
    const auto answer = run(database().transaction(
        [](Transaction& tx) { return insert_and_answer(tx, 1, fail(ErrorCode::conflict, "no")); }));
    EXPECT_EQ(answer.error().code, ErrorCode::conflict);
    EXPECT_EQ(count(), 0);
}

Task<Result<>> insert_and_throw(Transaction& tx) {
    co_await tx.execute(insert_thing, {id_of(1), 1, "one"});
    throw std::runtime_error("stop");
}

TEST_P(Transactions, roll_back_and_pass_on_what_the_body_throws) {
    EXPECT_THROW(run(database().transaction(insert_and_throw)), std::runtime_error);
    EXPECT_EQ(count(), 0);
}

Task<Result<>> insert_twice(Transaction& tx) {
    co_await tx.execute(insert_thing, {id_of(1), 1, "same"});
    co_await tx.execute(insert_thing, {id_of(2), 2, "same"});
    co_return Result<>{};
}

TEST_P(Transactions, a_broken_constraint_undoes_all_of_it) {
    EXPECT_EQ(failure_of([&] { run(database().transaction(insert_twice)); }),
              Failure::unique_violation);
    EXPECT_EQ(count(), 0);
    execute(insert_thing, {id_of(3), 3, "after"});
    EXPECT_EQ(count(), 1);
}

Task<Result<>> swallow_then_insert(Transaction& tx) {
    try {
        co_await tx.execute(both("test.wrong", "SELECT nothing FROM nowhere"));
    } catch (const DatabaseError&) {
        co_return fail(ErrorCode::server_error, "as expected");
    }
    co_return Result<>{};
}

TEST_P(Transactions, a_wrong_statement_leaves_the_database_usable) {
    EXPECT_FALSE(run(database().transaction(swallow_then_insert)));
    EXPECT_EQ(failure_of([&] { query(both("test.wrong", "SELECT nothing FROM nowhere")); }),
              Failure::statement);
    EXPECT_EQ(count(), 0);
}

TEST_P(Transactions, constraints_are_told_apart_by_code) {
    execute(insert_thing, {id_of(1), 1, "one"});
    EXPECT_EQ(failure_of([&] { execute(insert_thing, {id_of(1), 1, "other"}); }),
              Failure::unique_violation);
    EXPECT_EQ(failure_of([&] { execute(insert_thing, {id_of(2), 1'000'000, "big"}); }),
              Failure::check_violation);
}

TEST_P(Transactions, a_batch_is_all_or_nothing) {
    std::vector<Params> rows;
    for (unsigned i = 0; i < 100; ++i) rows.push_back({id_of(i), i, "n" + std::to_string(i % 99)});
    EXPECT_EQ(failure_of([&] { run(database().batch(insert_thing, rows)); }),
              Failure::unique_violation);
    EXPECT_EQ(count(), 0);
    rows.resize(99);
    EXPECT_EQ(run(database().batch(insert_thing, rows)), 99);
    EXPECT_EQ(run(database().batch(insert_thing, {})), 0);
    EXPECT_EQ(count(), 99);
}

TEST_P(Transactions, an_update_tells_how_many_rows_it_touched) {
    execute(insert_thing, {id_of(1), 1, "one"});
    execute(insert_thing, {id_of(2), 2, "two"});
    constexpr auto update = both("test.update", "UPDATE things SET number = $1 WHERE number < $2");
    EXPECT_EQ(execute(update, {9, 5}).affected(), 2);
    EXPECT_EQ(execute(update, {9, 5}).affected(), 0);
    constexpr auto returning = both("test.returning", "DELETE FROM things RETURNING name");
    EXPECT_EQ(execute(returning).size(), 2U);
}

Task<Result<>> read_then_write(Transaction& tx) {
    constexpr auto read = both("test.read_one", "SELECT number FROM things WHERE name = 'counter'");
    constexpr auto add =
        both("test.add", "UPDATE things SET number = number + 1 WHERE name = 'counter'");
    co_await tx.execute(add);
    const auto rows = co_await tx.query(read);
    if (rows.get<std::int64_t>(0, "number") < 1) co_return fail(ErrorCode::conflict, "lost");
    co_return Result<>{};
}

TEST_P(Transactions, many_at_once_from_two_loops_lose_nothing) {
    execute(insert_thing, {id_of(1), 0, "counter"});
    std::vector<std::future<Result<>>> all;
    for (std::size_t i = 0; i < 200; ++i) {
        all.push_back(loops_.start(database().transaction(read_then_write), i % 2));
    }
    for (auto& one : all) EXPECT_TRUE(one.get());
    constexpr auto read = both("test.read_one", "SELECT number FROM things WHERE name = 'counter'");
    EXPECT_EQ(query(read).get<int>(0, "number"), 200);
}

TEST_P(Transactions, many_single_statements_at_once_are_all_answered) {
    std::vector<std::future<Rows>> all;
    for (unsigned i = 0; i < 300; ++i) {
        all.push_back(loops_.start(
            database().execute(insert_thing, {id_of(i), i, std::to_string(i)}), i % 2));
    }
    for (auto& one : all) EXPECT_EQ(one.get().affected(), 1);
    EXPECT_EQ(count(), 300);
}

TEST_P(Transactions, a_failing_neighbour_does_not_harm_the_others) {
    execute(insert_thing, {id_of(9999), 1, "taken"});
    std::vector<std::future<Rows>> all;
    for (unsigned i = 0; i < 100; ++i) {
        all.push_back(loops_.start(database().execute(
            insert_thing, {id_of(i), i, i % 10 == 0 ? "taken" : std::to_string(i)})));
    }
    int failed = 0;
    for (auto& one : all) {
        try {
            one.get();
        } catch (const DatabaseError& error) {
            EXPECT_EQ(error.failure(), Failure::unique_violation);
            ++failed;
        }
    }
    EXPECT_EQ(failed, 10);
    EXPECT_EQ(count(), 91);
}

Task<Result<>> notify_and(Transaction& tx, bool commit) {
    co_await tx.notify("tests", commit ? "kept" : "undone");
    if (!commit) co_return fail(ErrorCode::conflict, "undo");
    co_return Result<>{};
}

Task<Result<int>> insert_behind(testing::Gate& gate, Transaction& tx, unsigned number) {
    co_await gate.pass();
    co_return co_await insert_and_answer(tx, number, 1);
}

TEST_P(Transactions, who_gives_up_waiting_for_a_connection_takes_nobody_s_turn) {
    if (GetParam() == Engine::sqlite) GTEST_SKIP() << "there is one writer, and no pool";
    testing::TestLoops loops{1};
    auto options = place_.options();
    options.connections_max = 2;  // one for transactions, and one that is left to statements
    auto database = open(*loops, options);
    const auto insert = [&](unsigned number) {
        return loops.start(database->transaction(
            [number](Transaction& tx) { return insert_and_answer(tx, number, 1); }));
    };
    testing::Gate gate;
    auto first = loops.start(
        database->transaction([&](Transaction& tx) { return insert_behind(gate, tx, 1); }));
    ASSERT_TRUE(gate.wait_for(1));
    auto gives_up = loops.start(with_deadline(
        database->transaction([](Transaction& tx) { return insert_and_answer(tx, 2, 1); }),
        std::chrono::milliseconds{20}));
    auto next = insert(3);
    EXPECT_FALSE(gives_up.get());
    gate.open();
    EXPECT_TRUE(first.get());
    EXPECT_EQ(next.wait_for(std::chrono::seconds{5}), std::future_status::ready)
        << "it waits until its time is up, though a connection is free";
    EXPECT_TRUE(next.get());
    EXPECT_EQ(count(), 2);
    database->close();
    loops.stop();
}

TEST_P(Transactions, notifications_are_heard_only_after_a_commit) {
    std::promise<std::string> heard;
    auto future = heard.get_future();
    std::atomic<int> calls{0};
    database().listen("tests", [&](std::string_view payload) {
        if (calls++ == 0) heard.set_value(std::string(payload));
    });
    EXPECT_FALSE(
        run(database().transaction([](Transaction& tx) { return notify_and(tx, false); })));
    // The listener's connection may come up after the first commit: notify until it is heard.
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(
            run(database().transaction([](Transaction& tx) { return notify_and(tx, true); })));
        if (future.wait_for(std::chrono::milliseconds{50}) == std::future_status::ready) break;
    }
    ASSERT_EQ(future.wait_for(std::chrono::seconds{0}), std::future_status::ready);
    EXPECT_EQ(future.get(), "kept");
}

Task<Result<>> notify_with(Transaction& tx, std::string payload) {
    co_await tx.notify("tests", payload);
    co_return Result<>{};
}

TEST_P(Transactions, all_that_is_different_is_heard_in_its_order) {
    std::mutex mutex;
    std::vector<std::string> heard;
    database().listen("tests", [&](std::string_view payload) {
        const std::scoped_lock lock(mutex);
        heard.emplace_back(payload);
    });
    const auto notify = [&](std::string payload) {
        run(database().transaction(
            [payload](Transaction& tx) { return notify_with(tx, payload); }));
    };
    const auto has_heard = [&](const std::string& payload) {
        const std::scoped_lock lock(mutex);
        return std::ranges::find(heard, payload) != heard.end();
    };
    // The listener's connection may come up after the first commit.
    ASSERT_TRUE(testing::eventually([&] {
        notify("begin");
        return has_heard("begin");
    }));
    std::vector<std::string> expected;
    for (int i = 0; i < 200; ++i) {
        notify(expected.emplace_back("number " + std::to_string(i)));
    }
    ASSERT_TRUE(testing::eventually([&] { return has_heard(expected.back()); }));
    const std::scoped_lock lock(mutex);
    std::erase(heard, "begin");
    EXPECT_EQ(heard, expected);
}

TEST_P(Transactions, what_is_too_long_to_be_told_does_not_fail) {
    EXPECT_NO_THROW(run(database().transaction(
        [](Transaction& tx) { return notify_with(tx, std::string(9'000, 'x')); })));
}

TEST_P(Transactions, the_database_is_healthy) { EXPECT_TRUE(run(database().healthy())); }

INSTANTIATE_TEST_SUITE_P(On, Transactions, ::testing::ValuesIn(testing::engines_to_test()),
                         testing::engine_name);

}  // namespace
}  // namespace rostrum::db
