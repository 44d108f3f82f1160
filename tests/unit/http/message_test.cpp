#include "http/message.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

TEST(Method, every_method_survives_its_name) {
    for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                              Method::delete_, Method::options}) {
        EXPECT_EQ(parse_method(to_string(method)), method);
    }
    EXPECT_EQ(to_string(Method::delete_), "DELETE");
}

TEST(Method, refuses_what_is_no_method_of_ours) {
    struct Row {
        std::string_view text;
        std::string_view reason;
    };
    for (const auto& [text, reason] : {
             Row{"", "empty"},
             Row{"get", "methods are case-sensitive"},
             Row{"GET ", "trailing space"},
             Row{"DELETE_", "the enumerator's spelling"},
             Row{"CONNECT", "not served"},
         }) {
        EXPECT_EQ(parse_method(text), std::nullopt) << reason;
    }
}

TEST(Headers, names_compare_without_regard_to_case) {
    const Headers headers{{"Content-Type", "text/plain"}};
    EXPECT_EQ(headers.get("content-type"), "text/plain");
    EXPECT_TRUE(headers.contains("CONTENT-TYPE"));
    EXPECT_FALSE(headers.contains("Content-Typ"));
    EXPECT_EQ(headers.get("Accept"), "");
}

TEST(Headers, get_answers_the_first_value_and_the_order_is_kept) {
    Headers headers;
    headers.add("Set-Cookie", "a=1");
    headers.add("Vary", "Origin");
    headers.add("set-cookie", "b=2");
    EXPECT_EQ(headers.get("SET-COOKIE"), "a=1");
    EXPECT_EQ(headers.size(), 3u);
    EXPECT_EQ(headers.begin()->second, "a=1");
}

TEST(Headers, set_replaces_every_field_of_the_name) {
    Headers headers{{"X-Id", "1"}, {"x-id", "2"}, {"Other", "3"}};
    headers.set("X-ID", "4");
    EXPECT_EQ(headers.size(), 2u);
    EXPECT_EQ(headers.get("x-id"), "4");
}

TEST(Headers, remove_takes_every_field_of_the_name) {
    Headers headers{{"X-Id", "1"}, {"x-id", "2"}, {"Other", "3"}};
    headers.remove("x-ID");
    EXPECT_EQ(headers.size(), 1u);
    EXPECT_FALSE(headers.contains("X-Id"));
}

TEST(EqualsIgnoringCase, folds_ascii_letters_only) {
    EXPECT_TRUE(equals_ignoring_case("", ""));
    EXPECT_TRUE(equals_ignoring_case("Https", "hTTPS"));
    EXPECT_FALSE(equals_ignoring_case("http", "https"));
    EXPECT_FALSE(equals_ignoring_case("[", "{"));
    EXPECT_FALSE(equals_ignoring_case("\xC3\x84", "\xC3\xA4"));
}

}  // namespace
}  // namespace rostrum::http
