#include "core/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace rostrum {
namespace {

TEST(SeededRandomTest, repeats_itself_for_the_same_seed) {
    SeededRandom one(42);
    SeededRandom same(42);
    SeededRandom other(43);
    std::vector<std::uint64_t> a;
    std::vector<std::uint64_t> b;
    std::vector<std::uint64_t> c;
    for (int i = 0; i < 100; ++i) {
        a.push_back(one.next());
        b.push_back(same.next());
        c.push_back(other.next());
    }
    EXPECT_EQ(a, b);
    EXPECT_NE(a, c);
}

TEST(SeededRandomTest, fills_every_length) {
    SeededRandom random(7);
    for (const std::size_t length : {0U, 1U, 7U, 8U, 9U, 16U, 33U}) {
        std::vector<std::byte> bytes(length);
        random.fill(bytes);
        int zeros = 0;
        for (const auto byte : bytes) zeros += byte == std::byte{0};
        EXPECT_LE(zeros, 2) << "of " << length;
    }
}

TEST(RandomTest, below_stays_below_and_reaches_everything) {
    SeededRandom random(1);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(random.below(1), 0U);
    std::array<int, 7> counts{};
    for (int i = 0; i < 7000; ++i) {
        const auto value = random.below(7);
        ASSERT_LT(value, 7U);
        ++counts[value];
    }
    for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(RandomTest, below_a_bound_of_more_than_half_of_all_numbers_is_not_skewed) {
    // A plain modulo would answer the lower half twice as often as the upper one.
    SeededRandom random(1);
    constexpr std::uint64_t bound = (std::uint64_t{1} << 63) + (std::uint64_t{1} << 62);
    int lower = 0;
    for (int i = 0; i < 6000; ++i) {
        const auto value = random.below(bound);
        ASSERT_LT(value, bound);
        lower += value < bound / 3;
    }
    EXPECT_NEAR(lower, 2000, 200);
}

TEST(RandomTest, uniform_lies_between_0_and_1) {
    SeededRandom random(1);
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        const double value = random.uniform();
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        sum += value;
    }
    EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

/// Answers the greatest number there is.
class AllOnes final : public Random {
public:
    void fill(std::span<std::byte> out) override { std::ranges::fill(out, std::byte{0xFF}); }
};

TEST(RandomTest, uniform_never_reaches_1) {
    AllOnes random;
    EXPECT_LT(random.uniform(), 1.0);
}

TEST(SystemRandomTest, answers_something_else_each_time) {
    SystemRandom random;
    std::array<std::byte, 32> a{};
    std::array<std::byte, 32> b{};
    random.fill(a);
    random.fill(b);
    EXPECT_NE(a, b);
    EXPECT_NE(a, (std::array<std::byte, 32>{}));
}

TEST(SystemRandomTest, fills_more_than_the_kernel_gives_at_once) {
    SystemRandom random;
    std::vector<std::byte> much(1'000'000);
    random.fill(much);
    std::array<int, 256> counts{};
    for (const auto byte : much) ++counts[std::to_integer<std::size_t>(byte)];
    for (const int count : counts) EXPECT_NEAR(count, 3906, 500);
}

}  // namespace
}  // namespace rostrum
