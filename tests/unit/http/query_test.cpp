#include "http/query.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

using namespace std::string_literals;

TEST(Query, decodes_pairs_in_order) {
    const auto query = parse_query("a=1&b=x+y&a=2&c=%C3%A4%26");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->get("a"), "1");
    EXPECT_EQ(query->get("b"), "x y");
    EXPECT_EQ(query->get("c"), "ä&");
    EXPECT_EQ(std::distance(query->begin(), query->end()), 4);
}

TEST(Query, tells_an_empty_value_from_a_missing_name) {
    const auto query = parse_query("empty=&bare&=nameless&x=a=b");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->get("empty"), "");
    EXPECT_EQ(query->get("bare"), "");
    EXPECT_EQ(query->get(""), "nameless");
    EXPECT_EQ(query->get("x"), "a=b");
    EXPECT_EQ(query->get("missing"), std::nullopt);
}

TEST(Query, nothing_between_ampersands_is_no_pair) {
    for (const std::string_view text : {"", "&", "&&&"}) {
        const auto query = parse_query(text);
        ASSERT_TRUE(query);
        EXPECT_TRUE(query->empty());
    }
}

TEST(Query, refuses_broken_input) {
    struct Row {
        std::string text;
        std::string field;
        std::string_view reason;
    };
    for (const auto& [text, field, reason] : {
             Row{"a=%", "a", "escape without digits"},
             Row{"a=%4", "a", "escape with one digit"},
             Row{"a=%zz", "a", "escape of no hex digits"},
             Row{"a=%+1", "a", "a sign is no hex digit"},
             Row{"%4=a", "query", "broken escape in the name"},
             Row{"a=%ff", "a", "not UTF-8"},
             Row{"a=%C0%80", "a", "overlong NUL"},
             Row{"a=%ED%A0%80", "a", "surrogate"},
             Row{"a=\xC3", "a", "truncated sequence, not escaped"},
             Row{"%fe=a", "query", "name is not UTF-8"},
             Row{"a=%00", "a", "NUL"},
             Row{"a=b\0c"s, "a", "NUL, not escaped"},
             Row{"b%00=a", "query", "NUL in the name"},
         }) {
        const auto query = parse_query(text);
        ASSERT_FALSE(query) << reason;
        EXPECT_EQ(query.error().code, ErrorCode::validation_failed) << reason;
        ASSERT_EQ(query.error().details.size(), 1u) << reason;
        EXPECT_EQ(query.error().details[0].field, field) << reason;
    }
}

TEST(Query, accepts_the_most_pairs_and_not_one_more) {
    std::string text;
    for (std::size_t i = 0; i < query_pairs_max; ++i) text += "&a=1";
    EXPECT_TRUE(parse_query(text));
    text += "&a";
    const auto query = parse_query(text);
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().code, ErrorCode::validation_failed);
}

TEST(Query, encodes_so_that_parsing_gives_it_back) {
    const Query query{{"redirect uri", "https://a.example/b?c=d&e"}, {"plus", "1+1"}, {"ä", ""}};
    const auto text = query.encode();
    EXPECT_EQ(text, "redirect%20uri=https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%26e&plus=1%2B1&%C3%A4=");
    const auto back = parse_query(text);
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::ranges::equal(*back, query));
}

TEST(Percent, a_plus_is_a_space_in_forms_only) {
    EXPECT_EQ(percent_decode("a+b%2B"), "a+b+");
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
}

TEST(Percent, encodes_everything_but_unreserved_characters) {
    EXPECT_EQ(percent_encode("azAZ09-._~"), "azAZ09-._~");
    EXPECT_EQ(percent_encode(" /?#[]@!$&'()*+,;=%\""),
              "%20%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%22");
    EXPECT_EQ(percent_encode("\xff\x00"s), "%FF%00");
}

TEST(Percent, decoding_keeps_every_byte) {
    std::string bytes;
    for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
    EXPECT_EQ(percent_decode(percent_encode(bytes)), bytes);
}

}  // namespace
}  // namespace rostrum::http
