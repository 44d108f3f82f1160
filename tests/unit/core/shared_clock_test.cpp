#include "core/shared_clock.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace rostrum {
namespace {

namespace chrono = std::chrono;
using namespace std::chrono_literals;

class SharedClockTest : public ::testing::Test {
protected:
    ~SharedClockTest() override { std::filesystem::remove(path); }

    void write(std::string_view bytes) const {
        // In place, as a test moves the clock: the mapping stays with the file.
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        if (!file) file.open(path, std::ios::binary | std::ios::out);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    void shift(chrono::microseconds by) const {
        const auto bytes = std::bit_cast<std::array<char, 8>>(std::int64_t{by.count()});
        write({bytes.data(), bytes.size()});
    }

    std::filesystem::path path =
        std::filesystem::temp_directory_path() /
        ("rostrum-clock-" +
         std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
};

/// Whether the clock is off by this, while some time passes between two looks.
void expect_ahead(const Clock& clock, chrono::microseconds by) {
    const SystemClock machine;
    const auto before = machine.now();
    const auto told = clock.now();
    const auto after = machine.now();
    EXPECT_GE(told - by, before);
    EXPECT_LE(told - by, after);
}

TEST_F(SharedClockTest, is_the_machines_without_a_file) { expect_ahead(SharedClock(""), 0us); }

TEST_F(SharedClockTest, moves_with_the_number_in_the_file_and_all_of_its_readers_at_once) {
    shift(0us);
    const SharedClock one(path);
    const SharedClock other(path);
    expect_ahead(one, 0us);
    shift(25h);
    expect_ahead(one, 25h);
    expect_ahead(other, 25h);
    shift(-90s);
    expect_ahead(one, -90s);
    expect_ahead(other, -90s);
}

TEST_F(SharedClockTest, reads_the_number_with_its_lowest_byte_first) {
    write(std::string_view("\x40\x42\x0f\0\0\0\0\0", 8));
    expect_ahead(SharedClock(path), 1s);
}

TEST_F(SharedClockTest, refuses_a_file_that_is_missing_or_too_short) {
    EXPECT_THROW(SharedClock{path}, std::runtime_error);
    write("1234567");
    try {
        const SharedClock clock(path);
        FAIL() << "seven bytes are no number";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string_view(error.what()).find("shorter"), std::string_view::npos);
        EXPECT_NE(std::string_view(error.what()).find(path.string()), std::string_view::npos);
    }
}

}  // namespace
}  // namespace rostrum
