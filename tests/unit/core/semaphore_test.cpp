#include "core/semaphore.hpp"

#include "core/task_group.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

struct Seen {
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::atomic<int> done = 0;
};

Task<> pass_through(Semaphore& semaphore, Seen& seen) {
    const auto permit = co_await semaphore.acquire();
    const int inside = ++seen.inside;
    for (int most = seen.most; most < inside && !seen.most.compare_exchange_weak(most, inside);) {}
    co_await asio::post(asio::use_awaitable);
    --seen.inside;
    ++seen.done;
}

Task<> pass_and_throw(Semaphore& semaphore) {
    const auto permit = co_await semaphore.acquire();
    throw std::runtime_error("went wrong");
}

TEST(Semaphore, lets_so_many_through_at_a_time_and_all_of_them_in_the_end) {
    Semaphore semaphore(2);
    Seen seen;
    testing::TestLoops loops{2};
    TaskGroup group("test");
    for (std::size_t i = 0; i < 200; ++i) {
        group.spawn((*loops).at(i % 2).get_executor(), pass_through(semaphore, seen));
    }
    EXPECT_TRUE(group.wait(10s));
    EXPECT_EQ(seen.done, 200);
    EXPECT_LE(seen.most, 2);
}

TEST(Semaphore, a_permit_comes_back_when_its_holder_fails) {
    Semaphore semaphore(1);
    testing::TestLoops loops;
    EXPECT_THROW(loops.run(pass_and_throw(semaphore)), std::runtime_error);
    Seen seen;
    loops.run(pass_through(semaphore, seen));
    EXPECT_EQ(seen.done, 1);
}

}  // namespace
}  // namespace rostrum
