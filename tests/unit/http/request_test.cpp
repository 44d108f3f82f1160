#include "http/server/request.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

TEST(Cookie, is_found_by_its_whole_name) {
    struct Row {
        std::string reason;
        std::string field;
        std::string value;
    };
    const std::vector<Row> rows{
        {"alone", "session=abc", "abc"},
        {"among others", "a=1; session=abc; b=2", "abc"},
        {"without blanks", "a=1;session=abc;b=2", "abc"},
        {"the first of two", "session=abc; session=def", "abc"},
        {"with an equals sign", "session=a=b=", "a=b="},
        {"quoted", "session=\"abc\"", "abc"},
        {"with a longer name", "my_session=abc", ""},
        {"with a shorter name", "sess=abc", ""},
        {"in another case", "Session=abc", ""},
        {"without a value", "session=", ""},
        {"without an equals sign", "session", ""},
        {"an empty field", "", ""},
        {"only separators", ";;= ;", ""},
    };
    for (const auto& row : rows) {
        Request request;
        request.headers.add("cookie", row.field);
        EXPECT_EQ(cookie(request, "session"), row.value) << row.reason;
    }
}

TEST(Cookie, is_looked_for_in_every_field) {
    Request request;
    EXPECT_EQ(cookie(request, "b"), "");
    request.headers.add("Cookie", "a=1");
    request.headers.add("Cookie", "b=2");
    EXPECT_EQ(cookie(request, "b"), "2");
}

}  // namespace
}  // namespace rostrum::http
