#include "core/deadline.hpp"

#include "support/run.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

Task<std::string> answer() { co_return "answer"; }

Task<std::string> answer_late(bool& cancelled) {
    try {
        co_await sleep_for(24h);
    } catch (const boost::system::system_error&) {
        cancelled = true;
        throw;
    }
    co_return "late";
}

Task<std::string> answer_wrong() {
    throw std::runtime_error("wrong");
    co_return "";
}

class DeadlineTest : public ::testing::Test {
protected:
    testing::TestLoops loops;
};

TEST_F(DeadlineTest, passes_on_what_comes_in_time) {
    EXPECT_EQ(loops.run(with_deadline(answer(), 24h)), "answer");
}

TEST_F(DeadlineTest, answers_nothing_and_cancels_what_is_late) {
    bool cancelled = false;
    EXPECT_EQ(loops.run(with_deadline(answer_late(cancelled), 1ms)), std::nullopt);
    EXPECT_TRUE(cancelled);
}

TEST_F(DeadlineTest, passes_on_an_exception_at_once) {
    EXPECT_THROW(loops.run(with_deadline(answer_wrong(), 100ms)), std::runtime_error);
}

TEST_F(DeadlineTest, sleeping_takes_its_time) {
    const auto start = std::chrono::steady_clock::now();
    loops.run(sleep_for(20ms));
    EXPECT_GE(std::chrono::steady_clock::now() - start, 20ms);
}

}  // namespace
}  // namespace rostrum
