#include "platforms/json_fields.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace rostrum::platforms {
namespace {

json::value parse(std::string_view text) { return parse_json(text).value(); }

TEST(JsonFields, whole_numbers_come_in_several_ways) {
    struct Row {
        std::string_view json;
        std::optional<std::int64_t> expected;
        std::string_view reason;
    };
    for (const auto& [json, expected, reason] : {
             Row{"12", 12, "a whole number"},
             Row{"-3", -3, "a negative one"},
             Row{"\"17841400000000001\"", 17841400000000001, "digits as text"},
             Row{"12.0", 12, "a double without fraction"},
             Row{"12.5", std::nullopt, "a fraction"},
             Row{"1e300", std::nullopt, "larger than any integer"},
             Row{"9223372036854775807", std::numeric_limits<std::int64_t>::max(), "the largest"},
             Row{"9223372036854775808", std::nullopt, "one more than the largest"},
             Row{"9007199254740994.0", std::nullopt, "a double that is no longer exact"},
             Row{"\"\"", std::nullopt, "empty text"},
             Row{"\"12 \"", std::nullopt, "text with more than digits"},
             Row{"\"99999999999999999999\"", std::nullopt, "text that does not fit"},
             Row{"true", std::nullopt, "no number"},
             Row{"[1]", std::nullopt, "a list"},
             Row{"null", std::nullopt, "null"},
         }) {
        EXPECT_EQ(whole_number_of(parse(json)), expected) << reason;
    }
}

TEST(JsonFields, numbers_are_finite) {
    EXPECT_EQ(number_of(parse("1.5")), 1.5);
    EXPECT_EQ(number_of(parse("7")), 7.0);
    EXPECT_EQ(number_of(parse("\"1.5\"")), 1.5);
    EXPECT_EQ(number_of(parse("\"inf\"")), std::nullopt);
    EXPECT_EQ(number_of(parse("\"nan\"")), std::nullopt);
    EXPECT_EQ(number_of(parse("{}")), std::nullopt);
}

TEST(JsonFields, text_keeps_the_digits_of_ids) {
    EXPECT_EQ(text_of(parse("\"abc\"")), "abc");
    EXPECT_EQ(text_of(parse("17841400000000001")), "17841400000000001");
    EXPECT_EQ(text_of(parse("18446744073709551615")), "18446744073709551615");
    EXPECT_EQ(text_of(parse("1.5")), "");
    EXPECT_EQ(text_of(parse("false")), "");
    EXPECT_EQ(text_of(parse("[]")), "");
}

TEST(JsonFields, text_loses_nul_characters) { EXPECT_EQ(text_of(parse(R"("a\u0000b")")), "ab"); }

TEST(JsonFields, what_is_not_there_is_absent) {
    const auto in = parse(R"({"null":null,"list":[1],"yes":true,"word":"true"})");
    EXPECT_EQ(find_field(in, "missing"), nullptr);
    EXPECT_EQ(find_field(in, "null"), nullptr);
    const auto list = parse("[]");
    EXPECT_EQ(find_field(list, "list"), nullptr);
    EXPECT_NE(find_list(in, "list"), nullptr);
    EXPECT_EQ(find_list(in, "yes"), nullptr);
    EXPECT_TRUE(flag_of(in, "yes"));
    EXPECT_FALSE(flag_of(in, "word"));
    EXPECT_FALSE(flag_of(in, "missing"));
    EXPECT_EQ(text_of(in, "missing"), "");
    EXPECT_EQ(whole_number_of(in, "missing"), std::nullopt);
}

}  // namespace
}  // namespace rostrum::platforms
