#include "core/config.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace rostrum {
namespace {

std::vector<Property> table() {
    return {
        {.name = "NAME", .default_value = "nobody", .description = "Who."},
        {.name = "ANYTHING", .description = "Unset unless given."},
        {.name = "PORT",
         .type = PropertyType::integer,
         .default_value = "8080",
         .minimum = 0,
         .maximum = 65'535},
        {.name = "FAST", .type = PropertyType::boolean, .default_value = "false"},
        {.name = "SITE", .type = PropertyType::url},
        {.name = "MODE",
         .type = PropertyType::choice,
         .default_value = "slow",
         .choices = {"slow", "quick"}},
        {.name = "KEY", .description = "A key.", .secret = true},
        {.name = "NUMBER_OF_KEY", .type = PropertyType::integer, .secret = true},
    };
}

class ConfigTest : public ::testing::Test {
protected:
    ~ConfigTest() override { std::filesystem::remove(path_); }

    /// A file with this text; gone with the test.
    std::filesystem::path file(std::string_view text) {
        std::ofstream(path_) << text;
        return path_;
    }

    /// What is wrong with a setting that the environment gives.
    static std::string fault(const std::string& name, const std::string& value) {
        const auto config = Config::load(table(), {{name, value}}, std::nullopt);
        if (config) return "";
        EXPECT_EQ(config.error().code, ErrorCode::validation_failed);
        EXPECT_EQ(config.error().details.size(), 1U);
        EXPECT_EQ(config.error().details[0].field, name);
        return config.error().details[0].issue;
    }

    std::vector<FieldIssue> faults_of_file(std::string_view text) {
        const auto config = Config::load(table(), {}, file(text));
        return config ? std::vector<FieldIssue>{} : config.error().details;
    }

    std::filesystem::path path_ =
        std::filesystem::path(::testing::TempDir()) /
        ("rostrum_config_" +
         std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".toml");
};

TEST_F(ConfigTest, takes_the_default_where_nothing_is_given) {
    const auto config = Config::load(table(), {}, std::nullopt);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->text("NAME"), "nobody");
    EXPECT_EQ(config->integer("PORT"), 8080);
    EXPECT_FALSE(config->boolean("FAST"));
    EXPECT_EQ(config->origin("PORT"), Origin::default_value);
    EXPECT_EQ(config->text("ANYTHING"), "");
    EXPECT_FALSE(config->has("ANYTHING"));
    EXPECT_EQ(config->origin("ANYTHING"), Origin::unset);
}

TEST_F(ConfigTest, the_environment_wins_over_the_file_and_the_file_over_the_default) {
    const Environment environment{{"NAME", "environment"}, {"UNRELATED", "x"}};
    const auto config = Config::load(
        table(), environment, file("NAME = 'file'\nPORT = 9\nFAST = true\nMODE = 'quick'\n"));
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->text("NAME"), "environment");
    EXPECT_EQ(config->origin("NAME"), Origin::environment);
    EXPECT_EQ(config->integer("PORT"), 9);
    EXPECT_EQ(config->origin("PORT"), Origin::file);
    EXPECT_TRUE(config->boolean("FAST"));
    EXPECT_EQ(config->text("MODE"), "quick");
}

TEST_F(ConfigTest, an_empty_variable_is_none) {
    const auto config = Config::load(table(), {{"NAME", ""}}, file("NAME = 'file'\n"));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->text("NAME"), "file");
}

TEST_F(ConfigTest, an_unknown_key_of_the_file_is_an_error) {
    const auto faults = faults_of_file("NAME = 'a'\nNAMES = 'b'\n");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0], (FieldIssue{"NAMES", "is not a known setting"}));
}

TEST_F(ConfigTest, names_are_written_as_in_the_table) {
    EXPECT_EQ(faults_of_file("name = 'a'\n"),
              (std::vector<FieldIssue>{{"name", "is not a known setting"}}));
}

TEST_F(ConfigTest, checks_each_value_against_its_type) {
    struct Row {
        std::string name;
        std::string value;
        bool good;
        std::string_view reason;
    };
    const Row rows[] = {
        {"PORT", "0", true, "the least"},
        {"PORT", "65535", true, "the most"},
        {"PORT", "65536", false, "above the most"},
        {"PORT", "-1", false, "below the least"},
        {"PORT", "80.0", false, "no whole number"},
        {"PORT", "80 ", false, "a space"},
        {"PORT", "0x50", false, "not decimal"},
        {"PORT", "+80", false, "a sign"},
        {"PORT", "9223372036854775808", false, "more than 64 bits"},
        {"FAST", "true", true, "a boolean"},
        {"FAST", "1", true, "as shells write it"},
        {"FAST", "off", true, "in words"},
        {"FAST", "TRUE", false, "lower case only"},
        {"FAST", "2", false, "a number"},
        {"SITE", "https://example.com", true, "a URL"},
        {"SITE", "sqlite:///x", true, "any scheme"},
        {"SITE", "example.com", false, "no scheme"},
        {"SITE", "://example.com", false, "an empty scheme"},
        {"SITE", "https://", false, "nothing behind the scheme"},
        {"MODE", "quick", true, "one of the choices"},
        {"MODE", "Quick", false, "not written so"},
        {"MODE", "slow,quick", false, "one, not several"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(fault(row.name, row.value).empty(), row.good) << row.value << ": " << row.reason;
    }
    EXPECT_EQ(fault("PORT", "65536"), "must be between 0 and 65535");
    EXPECT_EQ(fault("MODE", "fast"), "must be one of: slow, quick");
}

TEST_F(ConfigTest, the_file_holds_texts_numbers_and_booleans_only) {
    for (const std::string_view value :
         {"[1, 2]", "1.5", "2026-01-01", "{ a = 1 }", "12:00:00", "[]"}) {
        const auto faults = faults_of_file("NAME = " + std::string(value) + "\n");
        ASSERT_EQ(faults.size(), 1U) << value;
        EXPECT_EQ(faults[0], (FieldIssue{"NAME", "must be text, a whole number, true or false"}));
    }
    EXPECT_EQ(faults_of_file("[section]\nNAME = 'a'\n").size(), 1U) << "there are no sections";
}

TEST_F(ConfigTest, says_every_fault_at_once) {
    const auto config =
        Config::load(table(), {{"PORT", "x"}, {"MODE", "y"}}, file("FAST = 'perhaps'\nODD = 1\n"));
    ASSERT_FALSE(config);
    std::vector<std::string> names;
    for (const auto& fault : config.error().details) names.push_back(fault.field);
    EXPECT_EQ(names, (std::vector<std::string>{"PORT", "FAST", "MODE", "ODD"}));
    for (const auto& name : names) EXPECT_TRUE(config.error().message.contains(name)) << name;
}

TEST_F(ConfigTest, names_the_line_of_a_syntax_error) {
    const auto faults = faults_of_file("NAME = 'a'\nPORT = = 1\n");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].field, path_.string());
    EXPECT_TRUE(faults[0].issue.starts_with("line 2: ")) << faults[0].issue;
}

TEST_F(ConfigTest, a_file_that_is_not_there_is_an_error) {
    const auto config = Config::load(table(), {}, "/nowhere/rostrum.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().details[0].field, "/nowhere/rostrum.toml");
}

TEST_F(ConfigTest, shows_no_secret) {
    auto config = Config::load(table(), {{"KEY", "hush-hush"}}, file("NAME = 'shown'\n"));
    ASSERT_TRUE(config);
    config->generate("NUMBER_OF_KEY", "424242");
    const auto text = describe(*config);
    EXPECT_FALSE(text.contains("hush-hush")) << text;
    EXPECT_FALSE(text.contains("424242")) << text;
    EXPECT_TRUE(text.contains("(set)"));
    EXPECT_TRUE(text.contains("made at start"));
    EXPECT_TRUE(text.contains("shown"));
    EXPECT_EQ(config->secret("KEY").reveal(), "hush-hush");
    EXPECT_EQ(config->origin("NUMBER_OF_KEY"), Origin::generated);
}

TEST_F(ConfigTest, no_secret_is_quoted_in_an_error) {
    const auto wrong = Config::load(table(), {{"NUMBER_OF_KEY", "hush-hush"}}, std::nullopt);
    ASSERT_FALSE(wrong);
    EXPECT_FALSE(wrong.error().message.contains("hush")) << wrong.error().message;
    for (const std::string_view text : {"KEY = 'hush-hush\n", "KEY = hush-hush\n",
                                        "KEY = 'hush-hush' 'x'\n", "KEY 'hush-hush'\n"}) {
        const auto broken = Config::load(table(), {}, file(text));
        ASSERT_FALSE(broken) << text;
        EXPECT_FALSE(broken.error().message.contains("hush-hush")) << broken.error().message;
    }
}

TEST(ProcessEnvironment, is_read_whole) {
    ::setenv("ROSTRUM_TEST_VARIABLE", "a=b", 1);
    const auto environment = process_environment();
    ::unsetenv("ROSTRUM_TEST_VARIABLE");
    ASSERT_TRUE(environment.contains("ROSTRUM_TEST_VARIABLE"));
    EXPECT_EQ(environment.at("ROSTRUM_TEST_VARIABLE"), "a=b");
    EXPECT_TRUE(environment.contains("PATH"));
}

}  // namespace
}  // namespace rostrum
