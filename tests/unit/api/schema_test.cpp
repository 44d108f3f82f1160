#include "api/schema.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::api {

enum class Size : std::uint8_t { small, very_large };
BOOST_DESCRIBE_ENUM(Size, small, very_large)

struct Leaf {
    std::int64_t how_many = 0;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (how_many))

struct Everything {
    std::string text;
    bool flag = false;
    double real = 0;
    Time at;
    UserId user;
    Size size = Size::small;
    Leaf leaf;
    std::vector<Leaf> leaves;
    std::optional<std::string> maybe_text;
    std::optional<Leaf> maybe_leaf;
    std::optional<Size> maybe_size;
    std::optional<std::vector<std::string>> maybe_list;
    boost::json::value anything;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (text, flag, real, at, user, size, leaf, leaves, maybe_text, maybe_leaf,
                       maybe_size, maybe_list, anything))

struct Bounded {
    std::string name;
    std::optional<std::string> email;
    int count = 0;
    std::vector<std::string> tags;
    std::optional<std::vector<std::string>> maybe_tags;

    static constexpr std::array rules{
        FieldRule{.field = "name", .min_length = 1, .max_length = 100},
        FieldRule{.field = "email", .max_length = 254, .format = "email"},
        FieldRule{.field = "count", .minimum = 1, .maximum = 10},
        FieldRule{.field = "tags", .minimum = 1, .maximum = 50},
        FieldRule{.field = "maybe_tags", .maximum = 5},
    };
};
BOOST_DESCRIBE_STRUCT(Bounded, (), (name, email, count, tags, maybe_tags))

struct Tree {
    std::string name;
    std::vector<Tree> children;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (name, children))

namespace {

using Use = Schemas::Use;

json::value parsed(std::string_view text) { return json::parse({text.data(), text.size()}); }

/// The schema of one member.
template <typename T>
json::value property(std::string_view name, Use use = Use::answer) {
    Schemas schemas;
    schemas.of<T>(use);
    return schemas.components().at(type_name<T>()).at("properties").at(name);
}

TEST(SchemaTest, scalars_are_written_out) {
    struct Row {
        std::string_view member;
        std::string_view schema;
    };
    constexpr Row rows[] = {
        {"text", R"({"type":"string"})"},
        {"flag", R"({"type":"boolean"})"},
        {"real", R"({"type":"number"})"},
        {"at", R"({"type":"string","format":"date-time"})"},
        {"user", R"({"type":"string"})"},
        {"size", R"({"$ref":"#/components/schemas/Size"})"},
        {"leaf", R"({"$ref":"#/components/schemas/Leaf"})"},
        {"leaves", R"({"type":"array","items":{"$ref":"#/components/schemas/Leaf"}})"},
        {"maybeText", R"({"type":["string","null"]})"},
        {"maybeLeaf", R"({"anyOf":[{"$ref":"#/components/schemas/Leaf"},{"type":"null"}]})"},
        {"maybeSize", R"({"anyOf":[{"$ref":"#/components/schemas/Size"},{"type":"null"}]})"},
        {"maybeList", R"({"type":["array","null"],"items":{"type":"string"}})"},
        {"anything", R"({"type":"object","additionalProperties":true})"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(property<Everything>(row.member), parsed(row.schema)) << row.member;
    }
    EXPECT_EQ(property<Leaf>("howMany"), parsed(R"({"type":"integer"})"));
}

TEST(SchemaTest, enums_list_their_names) {
    Schemas schemas;
    EXPECT_EQ(json::value(schemas.of<Size>(Use::answer)),
              parsed(R"({"$ref":"#/components/schemas/Size"})"));
    EXPECT_EQ(schemas.components().at("Size"),
              parsed(R"({"type":"string","enum":["small","very_large"]})"));
}

TEST(SchemaTest, a_request_may_leave_optional_members_out_and_holds_no_others) {
    Schemas schemas;
    schemas.of<Bounded>(Use::request);
    const auto& schema = schemas.components().at("Bounded");
    EXPECT_EQ(schema.at("required"), parsed(R"(["name","count","tags"])"));
    EXPECT_EQ(schema.at("additionalProperties"), false);
}

TEST(SchemaTest, an_answer_has_every_member) {
    Schemas schemas;
    schemas.of<Bounded>(Use::answer);
    const auto& schema = schemas.components().at("Bounded").as_object();
    EXPECT_EQ(schema.at("required"), parsed(R"(["name","email","count","tags","maybeTags"])"));
    EXPECT_FALSE(schema.contains("additionalProperties")) << "a later version may add some";
}

TEST(SchemaTest, rules_are_shown_as_they_are_enforced) {
    EXPECT_EQ(property<Bounded>("name"),
              parsed(R"({"type":"string","minLength":1,"maxLength":100})"));
    EXPECT_EQ(property<Bounded>("email"),
              parsed(R"({"type":["string","null"],"maxLength":254,"format":"email"})"));
    EXPECT_EQ(property<Bounded>("count"), parsed(R"({"type":"integer","minimum":1,"maximum":10})"));
    EXPECT_EQ(property<Bounded>("tags"),
              parsed(R"({"type":"array","items":{"type":"string"},"minItems":1,"maxItems":50})"));
    EXPECT_EQ(property<Bounded>("maybeTags"),
              parsed(R"({"type":["array","null"],"items":{"type":"string"},"maxItems":5})"));
}

TEST(SchemaTest, a_type_may_hold_itself) {
    EXPECT_EQ(property<Tree>("children"),
              parsed(R"({"type":"array","items":{"$ref":"#/components/schemas/Tree"}})"));
}

TEST(SchemaTest, everything_that_is_held_is_a_component) {
    Schemas schemas;
    schemas.of<std::vector<Everything>>(Use::answer);
    EXPECT_EQ(schemas.components().size(), 3U);
    EXPECT_TRUE(schemas.components().contains("Everything"));
    EXPECT_TRUE(schemas.components().contains("Size"));
    EXPECT_TRUE(schemas.components().contains("Leaf"));
}

}  // namespace
}  // namespace rostrum::api
