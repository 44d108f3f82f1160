#include "app/properties.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace rostrum::app {
namespace {

TEST(Properties, have_names_of_their_own_as_environments_have_them_and_a_description) {
    std::set<std::string> names;
    for (const auto& property : properties()) {
        EXPECT_TRUE(names.insert(property.name).second) << property.name;
        EXPECT_EQ(property.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"),
                  std::string::npos)
            << property.name;
        EXPECT_TRUE(property.description.ends_with('.')) << property.name;
        EXPECT_EQ(property.type == PropertyType::choice, !property.choices.empty())
            << property.name;
    }
}

TEST(Properties, are_good_by_default) {
    const auto config = Config::load(properties(), {}, std::nullopt);
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->text("ROSTRUM_ENV"), "development");
    EXPECT_EQ(config->integer("PORT"), 8080);
    EXPECT_TRUE(config->boolean("DATABASE_PREPARED"));
    EXPECT_EQ(config->text("LOG_LEVEL"), "info");
    EXPECT_FALSE(config->has("PUBLIC_URL"));
}

TEST(Properties, let_a_clock_be_moved_in_tests_only) {
    Environment environment{{"SANDBOX_CLOCK_FILE", "/tmp/clock"}};
    const auto allowed = [&] {
        return check_environment(*Config::load(properties(), environment, std::nullopt));
    };
    EXPECT_TRUE(allowed());
    environment["ROSTRUM_ENV"] = "production";
    const auto refused = allowed();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::validation_failed);
    EXPECT_EQ(refused.error().details.at(0).field, "SANDBOX_CLOCK_FILE");
    environment.erase("SANDBOX_CLOCK_FILE");
    EXPECT_TRUE(allowed());
}

TEST(Properties, that_sound_secret_are) {
    for (const auto& property : properties()) {
        const bool sounds = property.name.ends_with("_SECRET") ||
                            property.name.ends_with("_TOKEN") ||
                            property.name.ends_with("_SECRET_ACCESS_KEY") ||
                            property.name.contains("ENCRYPTION_KEY") ||
                            property.name == "DATABASE_URL" || property.name == "REDIS_URL";
        EXPECT_EQ(property.secret, sounds) << property.name;
        if (property.secret) {
            EXPECT_TRUE(property.default_value.empty()) << property.name;
        }
    }
}

TEST(Properties, name_the_settings_of_each_platform) {
    const auto table = properties();
    for (const std::string name : {"INSTAGRAM_CLIENT_ID", "INSTAGRAM_CLIENT_SECRET",
                                   "INSTAGRAM_REDIRECT_URI", "INSTAGRAM_BASE_URL"}) {
        EXPECT_EQ(std::ranges::count(table, name, &Property::name), 1) << name;
    }
}

TEST(Properties, show_where_redis_is_and_not_the_password) {
    const auto config = Config::load(
        properties(), {{"REDIS_URL", "redis://me:hunter2@cache:6380/1"}}, std::nullopt);
    ASSERT_TRUE(config);
    EXPECT_TRUE(describe(*config).contains("redis://me:***@cache:6380/1")) << describe(*config);
    EXPECT_FALSE(describe(*config).contains("hunter2"));
    const auto wrong =
        Config::load(properties(), {{"REDIS_URL", "redis://me:hunter2@cache/x"}}, std::nullopt);
    ASSERT_FALSE(wrong);
    EXPECT_FALSE(wrong.error().message.contains("hunter2")) << wrong.error().message;
}

TEST(Properties, are_bounded) {
    struct Row {
        std::string name;
        std::string value;
        bool good;
    };
    const Row rows[] = {
        {"PORT", "0", true},
        {"PORT", "65536", false},
        {"DATABASE_CONNECTIONS", "-1", false},
        {"DATABASE_CONNECTIONS", "1001", false},
        {"DATABASE_CONNECTIONS", "0", true},
        {"SESSION_SECRET", std::string(31, 's'), false},
        {"SESSION_SECRET", std::string(32, 's'), true},
        {"CRON_JOB_SECRET", "changeme", false},
        {"METRICS_TOKEN", "changeme", false},
        {"LOOPS", "257", false},
        {"JOBS_RUNNING", "0", false},
        {"ROSTRUM_ENV", "test", false},
        {"LOG_LEVEL", "loud", false},
        {"PUBLIC_URL", "localhost", false},
        {"REDIS_URL", "redis://cache:6379/1", true},
        {"REDIS_URL", "rediss://cache", false},
        {"REDIS_URL", "cache:6379", false},
        {"QUOTAS", "youtube.units=50000, x.users_me=off", true},
        {"QUOTAS", "youtub.unitz=5", false},
        {"QUOTAS", "youtube.unitz=5", false},
        {"QUOTAS", "youtube.units=-5", false},
        {"SYNC_TIMES", "instagram 01:00, linkedin 02:30", true},
        {"SYNC_TIMES", "instagrm 01:00", false},
        {"SYNC_TIMES", "instagram 25:00", false},
        {"SYNC_TIMEZONE", "Europe/Berlin", true},
        {"SYNC_TIMEZONE", "Berlin", false},
        {"SYNC_SPREAD", "0", true},
        {"SYNC_SPREAD", "24h", true},
        {"SYNC_SPREAD", "25h", false},
        {"SYNC_SPREAD", "two hours", false},
        {"SYNC_SKIP_YOUNGER", "30d", true},
        {"SYNC_SKIP_YOUNGER", "31d", false},
        {"SYNC_SPACING", "0.05s", true},
        {"SYNC_SPACING", "301s", false},
        {"INACTIVE_DISCONNECT_DAYS", "0", true},
        {"INACTIVE_DISCONNECT_DAYS", "-1", false},
        {"INACTIVE_DISCONNECT_DAYS", "3651", false},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(Config::load(properties(), {{row.name, row.value}}, std::nullopt).has_value(),
                  row.good)
            << row.name << "=" << row.value;
    }
}

}  // namespace
}  // namespace rostrum::app
