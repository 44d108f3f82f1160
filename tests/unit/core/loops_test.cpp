#include "core/loops.hpp"

#include "support/log_file.hpp"

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace rostrum {
namespace {

namespace asio = boost::asio;

/// Runs `call` on a loop and answers what it answers.
template <typename F>
auto on_loop(Loops& loops, std::size_t index, F call) {
    std::packaged_task<decltype(call())()> task(std::move(call));
    auto future = task.get_future();
    asio::post(loops.at(index), std::move(task));
    return future.get();
}

TEST(LoopsTest, each_runs_on_a_thread_of_its_own_and_knows_its_number) {
    Loops loops(3);
    loops.start();
    EXPECT_EQ(loops.size(), 3U);
    std::vector<std::thread::id> threads;
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(on_loop(loops, i, [] { return Loops::current(); }), i);
        threads.push_back(on_loop(loops, i, [] { return std::this_thread::get_id(); }));
        EXPECT_EQ(on_loop(loops, i, [] { return std::this_thread::get_id(); }), threads.back());
    }
    EXPECT_NE(threads[0], threads[1]);
    EXPECT_NE(threads[1], threads[2]);
    EXPECT_EQ(Loops::current(), 0U) << "a thread that is no loop counts as the first";
}

TEST(LoopsTest, there_is_always_one) {
    Loops loops(0);
    loops.start();
    EXPECT_EQ(loops.size(), 1U);
    EXPECT_EQ(on_loop(loops, 0, [] { return 5; }), 5);
}

TEST(LoopsTest, an_exception_is_logged_and_ends_nothing) {
    testing::LogFile log(log::Level::error);
    Loops loops(1);
    loops.start();
    asio::post(loops.at(0), [] { throw std::runtime_error("stray"); });
    EXPECT_EQ(on_loop(loops, 0, [] { return 5; }), 5);
    EXPECT_TRUE(log.holds("\"what\":\"stray\""));
}

TEST(LoopsTest, stop_ends_them_with_work_left_and_may_be_called_again) {
    Loops loops(2);
    loops.start();
    asio::steady_timer timer(loops.at(0), std::chrono::hours{24});
    timer.async_wait([](auto) {});
    loops.stop();
    loops.stop();
}

TEST(LoopsTest, that_never_started_can_go) { const Loops loops(2); }

}  // namespace
}  // namespace rostrum
