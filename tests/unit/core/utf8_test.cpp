#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace rostrum::utf8 {
namespace {

struct Row {
    std::string_view text;
    std::size_t length;
    std::string_view reason;
};

TEST(Utf8, knows_the_length_of_the_first_sequence) {
    constexpr Row rows[] = {
        {"", 0, "nothing"},
        {"a", 1, "ASCII"},
        {std::string_view("\0", 1), 1, "NUL"},
        {"\x7F", 1, "the last of one byte"},
        {"\xC2\x80", 2, "the first of two bytes"},
        {"\xDF\xBF", 2, "the last of two bytes"},
        {"\xE0\xA0\x80", 3, "the first of three bytes"},
        {"\xED\x9F\xBF", 3, "just below the surrogates"},
        {"\xEE\x80\x80", 3, "just above the surrogates"},
        {"\xEF\xBF\xBF", 3, "the last of three bytes"},
        {"\xF0\x90\x80\x80", 4, "the first of four bytes"},
        {"\xF4\x8F\xBF\xBF", 4, "U+10FFFF"},
        {"\x80", 0, "a continuation first"},
        {"\xBF", 0, "a continuation first"},
        {"\xC0\x80", 0, "NUL in two bytes"},
        {"\xC1\xBF", 0, "overlong"},
        {"\xE0\x9F\xBF", 0, "overlong in three bytes"},
        {"\xF0\x8F\xBF\xBF", 0, "overlong in four bytes"},
        {"\xED\xA0\x80", 0, "the first surrogate"},
        {"\xED\xBF\xBF", 0, "the last surrogate"},
        {"\xF4\x90\x80\x80", 0, "above U+10FFFF"},
        {"\xF5\x80\x80\x80", 0, "a byte that is never used"},
        {"\xFF", 0, "a byte that is never used"},
        {"\xC2", 0, "cut off after one"},
        {"\xE2\x82", 0, "cut off after two"},
        {"\xF0\x9F\x98", 0, "cut off after three"},
        {"\xC2\x41", 0, "no continuation"},
        {"\xE2\x41\x82", 0, "no continuation in the middle"},
        {"\xF0\x9F\x98\x41", 0, "no continuation at the end"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(sequence_length(row.text), row.length) << row.reason;
        EXPECT_EQ(valid(row.text), row.length == row.text.size()) << row.reason;
    }
}

TEST(Utf8, counts_code_points) {
    EXPECT_EQ(count(""), 0U);
    EXPECT_EQ(count("abc"), 3U);
    EXPECT_EQ(count("é€😀"), 3U);
    EXPECT_EQ(count("👩‍👧"), 3U) << "a joined emoji is several code points";
}

TEST(Utf8, finds_the_one_wrong_byte_in_a_long_text) {
    std::string text(10'000, 'x');
    text += "é€😀";
    EXPECT_TRUE(valid(text));
    text[5'000] = '\xFF';
    EXPECT_FALSE(valid(text));
}

static_assert(valid("é€😀") && count("é€😀") == 3, "at compile time as well");

}  // namespace
}  // namespace rostrum::utf8
