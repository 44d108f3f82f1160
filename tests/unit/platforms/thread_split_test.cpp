#include "platforms/thread_split.hpp"

#include "core/utf8.hpp"
#include "platforms/x/text_length.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rostrum::platforms {
namespace {

constexpr auto characters = by_code_points;

std::vector<std::string> split(std::string_view text, std::size_t max) {
    return split_thread(text, max, characters);
}

using Parts = std::vector<std::string>;

TEST(ThreadSplit, leaves_what_fits_alone) {
    EXPECT_EQ(split("short", 10), Parts{"short"});
    EXPECT_EQ(split("0123456789", 10), Parts{"0123456789"});
    EXPECT_EQ(split("  around \n", 10), Parts{"around"});
    EXPECT_TRUE(split("", 10).empty());
    EXPECT_TRUE(split(" \n\t ", 10).empty());
}

TEST(ThreadSplit, cuts_between_words) {
    EXPECT_EQ(split("one two three four", 9), (Parts{"one two", "three", "four"}));
    EXPECT_EQ(split("aaaa bbbbb", 9), (Parts{"aaaa", "bbbbb"}));
}

TEST(ThreadSplit, cuts_rather_behind_a_sentence_and_rather_still_at_a_paragraph) {
    EXPECT_EQ(split("One two. Three four five", 16), (Parts{"One two.", "Three four five"}));
    EXPECT_EQ(split("He said \"yes!\" and then he left", 22),
              (Parts{"He said \"yes!\"", "and then he left"}));
    EXPECT_EQ(split("One two three.\n\nFour. Five six seven", 26),
              (Parts{"One two three.", "Four. Five six seven"}));
    EXPECT_EQ(split("A. Bbbbb ccccc ddddd eeeee", 20), (Parts{"A. Bbbbb ccccc ddddd", "eeeee"}))
        << "a post that is nearly empty is worse than a sentence that is cut";
}

TEST(ThreadSplit, cuts_a_word_that_alone_is_too_long_between_characters) {
    EXPECT_EQ(split("abcdefghij", 4), (Parts{"abcd", "efgh", "ij"}));
    const auto families =
        split("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 10);
    EXPECT_EQ(families, (Parts{"👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦",
                               "👨‍👩‍👧‍👦"}));
    EXPECT_EQ(split("e\u0301e\u0301e\u0301", 3), (Parts{"e\u0301", "e\u0301", "e\u0301"}));
    EXPECT_EQ(split("👨‍👩‍👧‍👦", 2), Parts{"👨‍👩‍👧‍👦"})
        << "a character is never cut";
}

TEST(ThreadSplit, keeps_an_address_whole_among_scripts_without_spaces) {
    const auto parts = split("これは日本語ですhttp://a.org/xです", 20);
    for (const auto& part : parts) {
        EXPECT_EQ(part.contains("http"), part.contains("http://a.org/x")) << part;
    }
}

TEST(ThreadSplit, loses_no_word_and_keeps_each_part_within_the_limit) {
    std::string text;
    for (int i = 0; i < 400; ++i) {
        text += i % 7 == 0 ? "https://example.org/a/very/long/path/that/counts/23/" : "wörd";
        text += std::to_string(i);
        text += i % 11 == 0 ? ".\n\n" : i % 5 == 0 ? ". " : " ";
    }
    const auto parts = split_thread(text, x::text_max, x::by_weight);
    std::string words;
    for (const auto& part : parts) {
        EXPECT_LE(x::text_length(part), x::text_max);
        EXPECT_FALSE(part.empty());
        words += part + ' ';
    }
    const auto squeezed = [](std::string_view in) {
        std::string out;
        for (const char c : in) {
            if (c != ' ' && c != '\n') out += c;
        }
        return out;
    };
    EXPECT_EQ(squeezed(words), squeezed(text));
    EXPECT_EQ(parts, split_thread(text, x::text_max, x::by_weight));
}

std::size_t measured_bytes = 0;
std::size_t count_what_is_measured(std::string_view text) {
    measured_bytes += text.size();
    return code_points(text);
}

TEST(ThreadSplit, looks_at_each_place_of_a_long_text_a_few_times) {
    constexpr std::size_t bytes = 100'000;
    constexpr std::size_t looks_max = 40;
    for (const std::string_view word : {"lorem ipsum. ", "lorem ", "lorem", "漢字", "a\n\n"}) {
        std::string text;
        while (text.size() < bytes) text += word;
        measured_bytes = 0;
        split_thread(text, x::text_max, {TextUnit::code_points, count_what_is_measured});
        EXPECT_LE(measured_bytes, looks_max * text.size()) << word;
    }
}

}  // namespace
}  // namespace rostrum::platforms
