#include "core/json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rostrum {

enum class Colour : std::uint8_t { red, deep_blue };
BOOST_DESCRIBE_ENUM(Colour, red, deep_blue)

struct Inner {
    std::string name_of_it;
    std::optional<int> weight;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name_of_it, weight))

struct Outer {
    std::string text;
    bool flag = false;
    std::int64_t number = 0;
    std::uint8_t small = 0;
    double real = 0;
    Time at;
    UserId user;
    Colour colour = Colour::red;
    Inner inner;
    std::vector<Inner> list;
    std::optional<std::string> maybe;
    std::optional<json::value> anything;
};
BOOST_DESCRIBE_STRUCT(Outer, (),
                      (text, flag, number, small, real, at, user, colour, inner, list, maybe,
                       anything))

struct Ruled {
    std::string name;
    std::optional<std::string> email;
    int count = 5;
    std::vector<std::string> tags;

    static constexpr std::array rules{
        FieldRule{.field = "name", .min_length = 2, .max_length = 5},
        FieldRule{.field = "email", .min_length = 1, .max_length = 30, .format = "email"},
        FieldRule{.field = "count", .minimum = 1, .maximum = 10},
        FieldRule{.field = "tags", .minimum = 1, .maximum = 3},
    };
};
BOOST_DESCRIBE_STRUCT(Ruled, (), (name, email, count, tags))

struct Real {
    double value = 0;
};
BOOST_DESCRIBE_STRUCT(Real, (), (value))

struct Base {
    int first = 0;
};
BOOST_DESCRIBE_STRUCT(Base, (), (first))
struct Derived : Base {
    int second = 0;
};
BOOST_DESCRIBE_STRUCT(Derived, (Base), (second))

namespace {

using Issues = std::vector<FieldIssue>;

const json::object whole = json::parse(R"({
    "text": "t", "flag": true, "number": -5, "small": 255, "real": 1.5,
    "at": "2026-01-01T00:00:00Z", "user": "0190a7c4-12ef-7abc-8def-0123456789ab",
    "colour": "deep_blue", "inner": {"nameOfIt": "i"}, "list": [{"nameOfIt": "l", "weight": 3}],
    "maybe": "m", "anything": {"free": [1]}})")
                               .as_object();

/// The whole object with one field replaced.
std::string with(std::string_view field, std::string_view value) {
    auto object = whole;
    object[field] = json::parse({value.data(), value.size()});
    return json::serialize(object);
}

std::string without(std::string_view field) {
    auto object = whole;
    object.erase(field);
    return json::serialize(object);
}

template <typename T>
Issues issues_of(std::string_view text) {
    const auto read = from_json<T>(text);
    if (read) return {};
    EXPECT_EQ(read.error().code, ErrorCode::validation_failed) << read.error().message;
    return read.error().details;
}

TEST(ReadJson, fills_every_member) {
    const auto read = from_json<Outer>(json::serialize(whole));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->text, "t");
    EXPECT_TRUE(read->flag);
    EXPECT_EQ(read->number, -5);
    EXPECT_EQ(read->small, 255);
    EXPECT_EQ(read->real, 1.5);
    EXPECT_EQ(read->at, ManualClock().now());
    EXPECT_EQ(to_string(read->user), "0190a7c4-12ef-7abc-8def-0123456789ab");
    EXPECT_EQ(read->colour, Colour::deep_blue);
    EXPECT_EQ(read->inner.name_of_it, "i");
    EXPECT_FALSE(read->inner.weight);
    ASSERT_EQ(read->list.size(), 1U);
    EXPECT_EQ(read->list[0].weight, 3);
    EXPECT_EQ(read->maybe, "m");
    EXPECT_EQ(json::serialize(*read->anything), R"({"free":[1]})");
}

TEST(ReadJson, takes_null_and_absence_for_an_empty_optional) {
    EXPECT_EQ(from_json<Outer>(with("maybe", "null"))->maybe, std::nullopt);
    EXPECT_EQ(from_json<Outer>(without("maybe"))->maybe, std::nullopt);
}

TEST(ReadJson, names_the_field_and_the_fault) {
    struct Row {
        std::string body;
        FieldIssue issue;
    };
    const std::string time_issue = "must be a time such as 2026-11-20T09:15:02Z";
    const Row rows[] = {
        {"[]", {"", "must be an object"}},
        {"null", {"", "must be an object"}},
        {without("text"), {"text", "is required"}},
        {without("inner"), {"inner", "is required"}},
        {with("text", "null"), {"text", "must be text"}},
        {with("text", "1"), {"text", "must be text"}},
        {with("text", R"("a\u0000b")"), {"text", "must not hold a NUL character"}},
        {with("maybe", R"("\u0000")"), {"maybe", "must not hold a NUL character"}},
        {with("flag", "1"), {"flag", "must be true or false"}},
        {with("flag", R"("true")"), {"flag", "must be true or false"}},
        {with("number", R"("1")"), {"number", "must be a whole number"}},
        {with("number", "1.5"), {"number", "is out of range or no whole number"}},
        {with("number", "1.0"), {"number", "is out of range or no whole number"}},
        {with("number", "9223372036854775808"), {"number", "is out of range or no whole number"}},
        {with("small", "256"), {"small", "is out of range or no whole number"}},
        {with("small", "-1"), {"small", "is out of range or no whole number"}},
        {with("real", R"("1")"), {"real", "must be a number"}},
        {with("at", "1767225600"), {"at", time_issue}},
        {with("at", R"("tomorrow")"), {"at", time_issue}},
        {with("user", R"("me")"), {"user", "must be an id"}},
        {with("user", "1"), {"user", "must be an id"}},
        {with("colour", R"("green")"), {"colour", "must be one of: red, deep_blue"}},
        {with("colour", R"("deepBlue")"), {"colour", "must be one of: red, deep_blue"}},
        {with("colour", "0"), {"colour", "must be one of: red, deep_blue"}},
        {with("inner", R"({"nameOfIt":1})"), {"inner.nameOfIt", "must be text"}},
        {with("inner", R"({"nameOfIt":"a","weight":"b"})"),
         {"inner.weight", "must be a whole number"}},
        {with("inner", R"({"name_of_it":"a"})"), {"inner.nameOfIt", "is required"}},
        {with("list", "{}"), {"list", "must be a list"}},
        {with("list", R"([{"nameOfIt":"a"},{"nameOfIt":"b","weight":1.5}])"),
         {"list[1].weight", "is out of range or no whole number"}},
        {with("list", "[null]"), {"list[0]", "must be an object"}},
        {with("surprise", "1"), {"surprise", "is not a known field"}},
        {with("inner", R"({"nameOfIt":"a","x":1})"), {"inner.x", "is not a known field"}},
    };
    for (const auto& row : rows) {
        const auto issues = issues_of<Outer>(row.body);
        ASSERT_FALSE(issues.empty()) << row.body;
        EXPECT_EQ(issues.front(), row.issue)
            << row.body << " said: " << issues.front().field << " " << issues.front().issue;
    }
}

TEST(ReadJson, says_everything_at_once) {
    const auto issues = issues_of<Inner>(R"({"weight":"heavy","a":1,"b":2})");
    const Issues expected{{"nameOfIt", "is required"},
                          {"weight", "must be a whole number"},
                          {"a", "is not a known field"},
                          {"b", "is not a known field"}};
    EXPECT_EQ(issues, expected);
}

TEST(ReadJson, takes_whole_numbers_up_to_their_bounds) {
    EXPECT_EQ(from_json<Outer>(with("number", "-9223372036854775808"))->number,
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(from_json<Outer>(with("number", "9223372036854775807"))->number,
              std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(from_json<Outer>(with("real", "3"))->real, 3.0);
}

TEST(ReadJson, takes_no_number_that_is_infinite) {
    EXPECT_FALSE(from_json<Real>(R"({"value":1e999})"));
}

TEST(ReadJson, keeps_to_the_rules) {
    struct Row {
        std::string body;
        Issues issues;
        std::string_view reason;
    };
    const auto ruled = [](std::string_view name, std::string_view more) {
        return R"({"name":")" + std::string(name) + R"(","count":5,"tags":["a"])" +
               std::string(more) + "}";
    };
    const Row rows[] = {
        {ruled("ab", ""), {}, "the shortest"},
        {ruled("abcde", ""), {}, "the longest"},
        {ruled("😀é€öü", ""), {}, "lengths count code points"},
        {ruled("a", ""), {{"name", "must have at least 2 characters"}}, "too short"},
        {ruled("é", ""), {{"name", "must have at least 2 characters"}}, "two bytes, one character"},
        {ruled("abcdef", ""), {{"name", "must have at most 5 characters"}}, "too long"},
        {ruled("ab", R"(,"email":null)"), {}, "an optional that is empty has no rule to keep"},
        {ruled("ab", R"(,"email":"")"), {{"email", "must not be empty"}}, "empty"},
        {ruled("ab", R"(,"email":"a@b.c")"), {}, "an address"},
        {R"({"name":"ab","count":0,"tags":["a"]})", {{"count", "must be at least 1"}}, "too few"},
        {R"({"name":"ab","count":11,"tags":["a"]})", {{"count", "must be at most 10"}}, "too many"},
        {R"({"name":"ab","count":5,"tags":[]})", {{"tags", "must be at least 1"}}, "an empty list"},
        {R"({"name":"ab","count":5,"tags":["a","b","c","d"]})",
         {{"tags", "must be at most 3"}},
         "a long list"},
        {R"({"name":1,"count":5,"tags":["a"]})",
         {{"name", "must be text"}},
         "a wrong type is said once, without its rule"},
    };
    for (const auto& row : rows) EXPECT_EQ(issues_of<Ruled>(row.body), row.issues) << row.reason;
}

TEST(ReadJson, knows_an_email_address_when_it_sees_one) {
    struct Row {
        std::string_view address;
        bool good;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"a@b", true, "the shortest"},
        {"first.last+tag@sub.example.com", true, "a usual one"},
        {"jürgen@bücher.example", true, "international"},
        {"example.com", false, "no at"},
        {"@example.com", false, "nobody"},
        {"a@", false, "nowhere"},
        {"a@@b", false, "two at"},
        {"a@b@c", false, "two at, apart"},
        {"a b@c", false, "a space"},
        {"a@b,c@d", false, "a list"},
        {"a@b;c", false, "a list"},
        {"<a@b>", false, "brackets"},
        {"a\\n@b", false, "a line break would add a header to a mail"},
        {"a\\u0001@b", false, "a control character"},
        {"a\\u007f@b", false, "DEL"},
    };
    for (const auto& row : rows) {
        const auto issues = issues_of<Ruled>(R"({"name":"ab","count":5,"tags":["a"],"email":")" +
                                             std::string(row.address) + "\"}");
        EXPECT_EQ(issues.empty(), row.good) << row.address << ": " << row.reason;
    }
}

TEST(ParseJson, refuses_what_is_no_single_value) {
    struct Row {
        std::string_view text;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {"", "nothing"},
        {" ", "only space"},
        {"{", "cut off"},
        {"{}{}", "two values"},
        {"{} x", "text behind"},
        {"{\"a\":1,}", "a comma too many"},
        {"{a:1}", "a name without quotes"},
        {"{'a':1}", "single quotes"},
        {"[01]", "a leading zero"},
        {"[+1]", "a plus"},
        {"[.5]", "no digit before the point"},
        {"[NaN]", "no number"},
        {"[1] // why", "a comment"},
        {"\"a\nb\"", "a line break inside text"},
        {"\"\\x\"", "an unknown escape"},
        {"\"\xFF\"", "no UTF-8"},
        {"\"\xC0\xAF\"", "overlong UTF-8"},
        {"\"\\ud800\"", "half of a surrogate pair"},
        {"\xEF\xBB\xBF{}", "a byte order mark"},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_json(row.text);
        ASSERT_FALSE(parsed) << row.text << ": " << row.reason;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_json);
    }
}

TEST(ParseJson, goes_32_levels_deep) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parse_json(nested(32)));
    EXPECT_FALSE(parse_json(nested(33)));
    EXPECT_FALSE(parse_json(nested(1'000'000)));
    std::string objects;
    for (int i = 0; i < 33; ++i) objects += R"({"a":)";
    EXPECT_FALSE(parse_json(objects + "1" + std::string(33, '}')));
}

TEST(ParseJson, takes_the_last_of_two_fields_with_one_name) {
    const auto read = from_json<Inner>(R"({"nameOfIt":"first","nameOfIt":"last"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name_of_it, "last");
}

TEST(ToJson, writes_members_in_camel_case_and_in_order) {
    Outer out;
    out.text = "t";
    out.at = ManualClock().now();
    out.list = {{"l", 3}};
    EXPECT_EQ(to_json(out),
              R"({"text":"t","flag":false,"number":0,"small":0,"real":0,)"
              R"("at":"2026-01-01T00:00:00Z","user":"00000000-0000-0000-0000-000000000000",)"
              R"("colour":"red","inner":{"nameOfIt":"","weight":null},)"
              R"("list":[{"nameOfIt":"l","weight":3}],"maybe":null,"anything":null})");
}

TEST(ToJson, writes_inherited_members_first) {
    Derived both;
    both.first = 1;
    both.second = 2;
    EXPECT_EQ(to_json(both), R"({"first":1,"second":2})");
}

TEST(ToJson, writes_maps_as_objects) {
    const std::map<std::string, int> counts{{"a", 1}, {"b\"", 2}};
    EXPECT_EQ(to_json(counts), R"({"a":1,"b\"":2})");
}

TEST(ToJson, is_read_back_as_the_same) {
    const auto read = from_json<Outer>(json::serialize(whole));
    ASSERT_TRUE(read);
    const auto again = from_json<Outer>(to_json(*read));
    ASSERT_TRUE(again);
    EXPECT_EQ(to_json(*again), to_json(*read));
}

static_assert(CamelCase("last_synced_at").view() == "lastSyncedAt");
static_assert(CamelCase("delete_").view() == "delete");
static_assert(CamelCase("id").view() == "id");
static_assert(CamelCase("sha_256").view() == "sha256");
static_assert(parse_enum<Colour>("deep_blue") == Colour::deep_blue);
static_assert(!parse_enum<Colour>("Deep_Blue"));
static_assert(enum_name(static_cast<Colour>(9)).empty());

}  // namespace
}  // namespace rostrum
