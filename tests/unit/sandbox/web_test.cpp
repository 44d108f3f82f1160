#include "sandbox/web.hpp"

#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/wire.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rostrum::sandbox {
namespace {

http::Request form(std::string type, std::string body) {
    http::Request request;
    if (!type.empty()) request.headers.add("Content-Type", std::move(type));
    request.body = std::move(body);
    return request;
}

constexpr const char* multipart = "multipart/form-data; boundary=\"b\"";

TEST(Form, is_read_in_both_encodings) {
    const struct {
        const char* type;
        const char* body;
        const char* reason;
    } rows[] = {
        {"", "a=1&b=x+y", "no type"},
        {"Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=1&b=x%20y", "type in any case"},
        {multipart,
         "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
         "--b\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=b\r\n\r\nx y\r\n"
         "--b--\r\n",
         "parts with several headers"},
    };
    for (const auto& row : rows) {
        const auto read = parse_form(form(row.type, row.body));
        ASSERT_TRUE(read) << row.reason;
        EXPECT_EQ(read->get("a"), "1") << row.reason;
        EXPECT_EQ(read->get("b"), "x y") << row.reason;
    }
}

TEST(Form, is_refused_when_it_is_malformed) {
    std::string many;
    for (std::size_t i = 0; i <= form_parts_max; ++i) {
        many += "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
    }
    many += "--b--\r\n";
    const struct {
        std::string type;
        std::string body;
        const char* reason;
    } rows[] = {
        {"application/json", "{}", "another type"},
        {"", "a=%zz", "a broken escape"},
        {"multipart/form-data", "--b--", "no boundary is named"},
        {multipart, "", "nothing"},
        {multipart, "a=1", "no boundary"},
        {multipart, "--b", "the boundary alone"},
        {multipart, "--bX\r\n", "a longer boundary"},
        {multipart, "--b\r\nContent-Disposition: form-data; name=a\r\n", "no end of the header"},
        {multipart, "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--", "no name"},
        {multipart, "--b\r\nX: y\r\n\r\n1\r\n--b--", "no disposition"},
        {multipart, "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "no end"},
        {multipart, many, "too many parts"},
    };
    for (const auto& row : rows) EXPECT_FALSE(parse_form(form(row.type, row.body))) << row.reason;
}

TEST(Html, is_escaped_between_tags_and_in_attributes) {
    EXPECT_EQ(html_escape(R"(<a href="x">'&')"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
}

TEST(Split, drops_empty_parts) {
    EXPECT_EQ(split("/a//b/", '/'), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_TRUE(split("", ',').empty());
}

TEST(MetaJson, is_plain_ascii_with_escaped_slashes) {
    EXPECT_EQ(instagram::escape_as_meta("{\"a\":\"é/€ 🍳\\n\"}"),
              R"({"a":"\u00e9\/\u20ac \ud83c\udf73\n"})");
}

TEST(MetaTime, has_an_offset_without_colon) {
    EXPECT_EQ(instagram::graph_time(*parse_time("2026-11-19T18:00:00.5Z")),
              "2026-11-19T18:00:00+0000");
}

TEST(GraphFields, nest_and_skip_modifiers) {
    const auto fields = instagram::parse_fields("id,children.limit(3){id,media_url},owner");
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 3U);
    EXPECT_EQ(fields->at(1).name, "children");
    EXPECT_EQ(fields->at(1).of.at(1).name, "media_url");
}

TEST(GraphFields, are_limited_in_number_and_depth) {
    std::string many = "id";
    for (std::size_t i = 0; i < instagram::fields_max; ++i) many += ",id";
    EXPECT_FALSE(instagram::parse_fields(many));
    EXPECT_TRUE(instagram::parse_fields("a{b{c}}"));
    EXPECT_FALSE(instagram::parse_fields("a{b{c{d}}}"));
}

}  // namespace
}  // namespace rostrum::sandbox
