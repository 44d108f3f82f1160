#include "core/errors.hpp"

#include "core/result.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace rostrum {
namespace {

constexpr int code_count = static_cast<int>(ErrorCode::insufficient_storage) + 1;

ErrorCode code_at(int i) { return static_cast<ErrorCode>(i); }

TEST(ErrorCodes, have_names_of_their_own_and_words_for_people) {
    std::set<std::string_view> names;
    for (int i = 0; i < code_count; ++i) {
        const auto name = to_string(code_at(i));
        EXPECT_FALSE(name.empty());
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos);
        const auto words = make_error(code_at(i), "").user_message;
        EXPECT_TRUE(words.ends_with('.')) << name << ": " << words;
    }
}

TEST(ErrorCodes, say_whether_another_try_makes_sense) {
    std::set<std::string_view> retryable;
    for (int i = 0; i < code_count; ++i) {
        if (make_error(code_at(i), "").retryable) retryable.insert(to_string(code_at(i)));
    }
    const std::set<std::string_view> expected{"rate_limit_exceeded", "platform_unavailable",
                                              "platform_rate_limited", "server_error",
                                              "insufficient_storage"};
    EXPECT_EQ(retryable, expected);
}

TEST(Errors, keep_two_texts_apart) {
    const Error usual = make_error(ErrorCode::not_found, "no row in connections");
    EXPECT_EQ(usual.message, "no row in connections");
    EXPECT_EQ(usual.user_message, "This does not exist, or not any more.");
    const Error own = make_error(ErrorCode::conflict, "for the log", "For people.");
    EXPECT_EQ(own.user_message, "For people.");
    EXPECT_FALSE(own.retry_after);
}

TEST(Errors, of_a_field_name_it) {
    const Error error = invalid_field("timezone", "must be a zone");
    EXPECT_EQ(error.code, ErrorCode::validation_failed);
    ASSERT_EQ(error.details.size(), 1U);
    EXPECT_EQ(error.details[0], (FieldIssue{"timezone", "must be a zone"}));
    EXPECT_EQ(error.message, "timezone must be a zone");
}

TEST(Errors, tell_where_they_were_made) {
    const Result<int> failed = fail(ErrorCode::forbidden, "no");
    const int line = __LINE__ - 1;
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().where.line(), static_cast<unsigned>(line));
    const auto text = describe(failed.error());
    EXPECT_TRUE(text.starts_with("forbidden: no (")) << text;
    EXPECT_TRUE(text.ends_with("errors_test.cpp:" + std::to_string(line) + ")")) << text;
}

}  // namespace
}  // namespace rostrum
