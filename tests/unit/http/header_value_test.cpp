#include "http/header_value.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

TEST(HeaderValue, reads_parameters) {
    const auto value = parse_header_value("Form-Data ; NAME=\"a;b\" ;x = y;");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->value, "form-data");
    EXPECT_EQ(value->get("name"), "a;b");
    EXPECT_EQ(value->get("x"), "y");
    EXPECT_FALSE(value->get("z"));
    EXPECT_TRUE(parse_header_value("inline"));
    for (const auto* text :
         {"", " ; a=b", "a; b", "a; =b", "a; b=\"c", "a; b=\"c\" d", "a; b c=d"}) {
        EXPECT_FALSE(parse_header_value(text)) << text;
    }
}

TEST(HeaderValue, tells_the_name_of_a_file) {
    const auto name = [](std::string_view text) { return file_name_of(*parse_header_value(text)); };
    EXPECT_EQ(name("a; filename=\"x.png\""), "x.png");
    EXPECT_EQ(name("a; filename=\"x.png\"; filename*=utf-8''%E2%82%AC.png"), "\xe2\x82\xac.png");
    EXPECT_EQ(name("a; filename=\"x.png\"; filename*=latin1''y.png"), "x.png");
    EXPECT_EQ(name("a; filename=\"../../etc/passwd\""), "passwd");
    EXPECT_FALSE(name("a; filename=\"\""));
    EXPECT_FALSE(name("a; filename=\"x/\""));
    EXPECT_FALSE(name("a; filename=\"a\x01b\""));
    EXPECT_FALSE(name("a; filename=\"\xff\""));
    EXPECT_FALSE(name("a"));
}

TEST(HeaderValue, writes_a_disposition_that_no_name_breaks) {
    EXPECT_EQ(inline_disposition("a b.png"), "inline; filename=\"a b.png\"");
    EXPECT_EQ(inline_disposition("a\"\r\nX: y"),
              "inline; filename=\"a___X: y\"; filename*=UTF-8''a%22%0D%0AX%3A%20y");
    EXPECT_EQ(inline_disposition("\xc3\xa4"), "inline; filename=\"__\"; filename*=UTF-8''%C3%A4");
}

}  // namespace
}  // namespace rostrum::http
