#include "core/json_writer.hpp"

#include "core/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace rostrum {
namespace {

using namespace std::string_literals;

std::string written(const auto& value) {
    std::string out;
    JsonWriter(out).value(value);
    return out;
}

TEST(JsonWriterTest, puts_commas_and_colons_where_they_belong) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("empty").begin_object().end_object();
    json.key("list").begin_array().value(1).value("two").begin_array().end_array().null();
    json.begin_object().key("a").value(true).end_object().end_array();
    json.key("last").raw("{\"raw\":1}");
    json.end_object();
    EXPECT_EQ(out, R"({"empty":{},"list":[1,"two",[],null,{"a":true}],"last":{"raw":1}})");
}

TEST(JsonWriterTest, appends_to_what_is_there) {
    std::string out = "data: ";
    JsonWriter(out).value(1);
    EXPECT_EQ(out, "data: 1");
}

struct TextRow {
    std::string text;
    std::string_view written;
    std::string_view reason;
};

TEST(JsonWriterTest, escapes_what_json_does_not_allow_as_it_is) {
    const TextRow rows[] = {
        {"plain", R"("plain")", "nothing to do"},
        {"", R"("")", "nothing at all"},
        {"\"\\/", R"("\"\\/")", "quote and backslash; a slash needs nothing"},
        {"\n\r\t", R"("\n\r\t")", "the short forms"},
        {"\b\f\x1f"s, R"("\u0008\u000c\u001f")", "other controls"},
        {"a\0b"s, R"("a\u0000b")", "NUL"},
        {"\x7f", "\"\x7f\"", "DEL is allowed"},
        {"</script>", R"("</script>")", "markup is no business of JSON"},
        {"é€😀", R"("é€😀")", "valid UTF-8 stays"},
        {"\xE2\x80\xA8", "\"\xE2\x80\xA8\"", "a line separator is allowed in JSON"},
    };
    for (const auto& row : rows) EXPECT_EQ(written(row.text), row.written) << row.reason;
}

TEST(JsonWriterTest, repairs_what_is_no_utf8) {
    const TextRow rows[] = {
        {"a\x80z", "\"a\uFFFDz\"", "a lone continuation byte"},
        {"\xFF\xFE", "\"\uFFFD\uFFFD\"", "bytes that are never used"},
        {"caf\xE9", "\"caf\uFFFD\"", "Latin-1"},
        {"\xC0\xAF", "\"\uFFFD\uFFFD\"", "an overlong slash"},
        {"\xE2\x82", "\"\uFFFD\uFFFD\"", "cut off at the end"},
        {"\xE2\x82\"", "\"\uFFFD\uFFFD\\\"\"", "cut off before a quote, which is still escaped"},
        {"\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\"", "a surrogate"},
        {"\xF4\x90\x80\x80", "\"\uFFFD\uFFFD\uFFFD\uFFFD\"", "above U+10FFFF"},
        {"ok€\x80€ok", "\"ok€\uFFFD€ok\"", "only what is wrong"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(written(row.text), row.written) << row.reason;
        EXPECT_TRUE(parse_json(written(row.text))) << row.reason;
    }
}

TEST(JsonWriterTest, repairs_keys_as_well) {
    std::string out;
    JsonWriter(out).begin_object().key("a\"\xFF").value(1).end_object();
    EXPECT_EQ(out, "{\"a\\\"\uFFFD\":1}");
}

TEST(JsonWriterTest, writes_numbers_that_read_back_the_same) {
    EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
    EXPECT_EQ(written(std::int8_t{-5}), "-5");
    EXPECT_EQ(written(0.1), "0.1");
    EXPECT_EQ(written(4.0), "4");
    EXPECT_EQ(written(2.5F), "2.5");
    for (const double number : {0.1 + 0.2, 1e-300, -1.7976931348623157e308, 5e-324, 1e21}) {
        EXPECT_EQ(json::parse(written(number)).to_number<double>(), number);
    }
}

TEST(JsonWriterTest, writes_null_for_what_json_has_no_number_for) {
    EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(written(-std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(written(std::numeric_limits<double>::quiet_NaN()), "null");
    std::string out;
    JsonWriter(out).begin_array().value(NAN).value(1.5).value(NAN).end_array();
    EXPECT_EQ(out, "[null,1.5,null]");
}

TEST(JsonWriterTest, writes_times_and_ids_as_text) {
    EXPECT_EQ(written(ManualClock().now()), R"("2026-01-01T00:00:00Z")");
    EXPECT_EQ(written(Uuid{}), R"("00000000-0000-0000-0000-000000000000")");
}

}  // namespace
}  // namespace rostrum
