#include "core/task_group.hpp"

#include "core/deadline.hpp"
#include "support/log_file.hpp"
#include "support/run.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

class TaskGroupTest : public ::testing::Test {
protected:
    asio::any_io_executor loop(std::size_t index = 0) { return (*loops).at(index).get_executor(); }

    /// Waits until the loop has done what was posted to it so far.
    void drain(std::size_t index = 0) {
        std::promise<void> done;
        asio::post(loop(index), [&] { done.set_value(); });
        done.get_future().wait();
    }

    testing::TestLoops loops{2};
    std::atomic<int> ended = 0;
};

Task<> count(std::atomic<int>& ended) {
    ++ended;
    co_return;
}

Task<> sleep_long(std::atomic<int>& ended) {
    try {
        co_await sleep_for(24h);
    } catch (...) {
        ++ended;
        throw;
    }
}

Task<> throw_it() {
    throw std::runtime_error("went wrong");
    co_return;
}

/// Does not end when it is asked to.
Task<> sleep_stubbornly(std::promise<void>& started, std::shared_future<void> end,
                        std::atomic<int>& ended) {
    started.set_value();
    end.wait();
    ++ended;
    co_return;
}

TEST_F(TaskGroupTest, waits_for_all_its_tasks) {
    TaskGroup group("tests");
    for (std::size_t i = 0; i < 100; ++i) group.spawn(loop(i % 2), count(ended));
    EXPECT_TRUE(group.wait(10s));
    EXPECT_EQ(ended, 100);
    EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroupTest, cancel_ends_what_sleeps_on_every_loop) {
    TaskGroup group("tests");
    for (std::size_t i = 0; i < 10; ++i) group.spawn(loop(i % 2), sleep_long(ended));
    EXPECT_EQ(group.size(), 10U);
    EXPECT_FALSE(group.wait(0ms)) << "they sleep";
    group.cancel();
    EXPECT_TRUE(group.wait(10s));
    EXPECT_EQ(ended, 10);
}

TEST_F(TaskGroupTest, starts_nothing_after_cancel) {
    TaskGroup group("tests");
    group.cancel();
    group.spawn(loop(), count(ended));
    drain();
    EXPECT_EQ(group.size(), 0U);
    EXPECT_EQ(ended, 0);
    EXPECT_TRUE(group.wait(0ms));
}

TEST_F(TaskGroupTest, an_exception_is_logged_with_the_groups_name) {
    testing::LogFile log(log::Level::error);
    TaskGroup group("tests");
    group.spawn(loop(), throw_it());
    EXPECT_TRUE(group.wait(10s));
    EXPECT_TRUE(log.holds("\"group\":\"tests\""));
    EXPECT_TRUE(log.holds("\"what\":\"went wrong\""));
}

TEST_F(TaskGroupTest, being_cancelled_is_no_error_worth_a_line) {
    testing::LogFile log(log::Level::debug);
    TaskGroup group("tests");
    group.spawn(loop(), sleep_long(ended));
    group.cancel();
    EXPECT_TRUE(group.wait(10s));
    EXPECT_TRUE(log.lines().empty());
}

TEST_F(TaskGroupTest, wait_gives_up_when_its_time_has_passed) {
    TaskGroup group("tests");
    std::promise<void> started;
    std::promise<void> end;
    group.spawn(loop(), sleep_stubbornly(started, end.get_future().share(), ended));
    started.get_future().wait();
    group.cancel();
    EXPECT_FALSE(group.wait(1ms));
    EXPECT_EQ(group.size(), 1U);
    end.set_value();
    EXPECT_TRUE(group.wait(10s));
    EXPECT_EQ(ended, 1);
}

TEST_F(TaskGroupTest, ends_its_tasks_before_it_goes) {
    {
        TaskGroup group("tests");
        group.spawn(loop(), sleep_long(ended));
    }
    EXPECT_EQ(ended, 1);
}

TEST_F(TaskGroupTest, spawning_from_many_threads_while_cancelling_leaves_nobody_behind) {
    for (int round = 0; round < 200; ++round) {
        TaskGroup group("tests");
        std::thread spawner([&] {
            for (std::size_t i = 0; i < 20; ++i) group.spawn(loop(i % 2), sleep_long(ended));
        });
        group.cancel();
        spawner.join();
        ASSERT_TRUE(group.wait(5s)) << "a task was started after the cancelling had passed by";
    }
}

}  // namespace
}  // namespace rostrum
