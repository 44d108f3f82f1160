#include "core/suspend.hpp"

#include "support/run.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace rostrum {
namespace {

class SuspendTest : public ::testing::Test {
protected:
    testing::TestLoops loops{2};
};

/// Answers what it was woken with, and the loop that it goes on on.
template <typename Start>
Task<std::pair<std::string, std::size_t>> woken(Start start) {
    auto text = co_await suspend<std::string>(std::move(start));
    co_return std::pair(std::move(text), Loops::current());
}

TEST_F(SuspendTest, answers_what_it_is_woken_with) {
    const auto [text, loop] = loops.run(woken([](Resume<std::string> resume) { resume("up"); }));
    EXPECT_EQ(text, "up");
    EXPECT_EQ(loop, 0U);
}

TEST_F(SuspendTest, goes_on_where_it_runs_whoever_wakes_it) {
    std::thread waker;
    const auto [text, loop] = loops.run(woken([&waker](Resume<std::string> resume) {
                                            waker =
                                                std::thread([resume = std::move(resume)]() mutable {
                                                    resume(std::string(1000, 'x'));
                                                });
                                        }),
                                        1);
    waker.join();
    EXPECT_EQ(text.size(), 1000U);
    EXPECT_EQ(loop, 1U);
}

TEST_F(SuspendTest, throws_what_it_is_failed_with) {
    EXPECT_THROW(loops.run(woken([](Resume<std::string> resume) {
        resume.fail(std::make_exception_ptr(std::runtime_error("no")));
    })),
                 std::runtime_error);
}

TEST_F(SuspendTest, takes_values_that_only_move) {
    auto value = loops.run(suspend<std::unique_ptr<int>>(
        [](Resume<std::unique_ptr<int>> resume) { resume(std::make_unique<int>(5)); }));
    EXPECT_EQ(*value, 5);
}

TEST_F(SuspendTest, many_at_once_are_each_woken_with_their_own) {
    std::vector<std::jthread> wakers;
    std::vector<std::future<std::pair<std::string, std::size_t>>> all;
    std::mutex mutex;
    for (std::size_t i = 0; i < 100; ++i) {
        all.push_back(loops.start(woken([&, i](Resume<std::string> resume) {
                                      const std::scoped_lock lock(mutex);
                                      wakers.emplace_back(
                                          [resume = std::move(resume), i]() mutable {
                                              resume(std::to_string(i));
                                          });
                                  }),
                                  i % 2));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].get(), std::pair(std::to_string(i), i % 2));
    }
}

}  // namespace
}  // namespace rostrum
