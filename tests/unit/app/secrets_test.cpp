#include "app/secrets.hpp"

#include "app/properties.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace rostrum::app {
namespace {

class SecretsTest : public ::testing::Test {
protected:
    ~SecretsTest() override { std::filesystem::remove_all(folder_); }

    Config config(Environment environment = {}) const {
        environment["DATA_DIR"] = folder_.string();
        return Config::load(properties(), environment, std::nullopt).value();
    }
    std::filesystem::path file() const { return folder_ / "secrets.toml"; }
    std::string text() const {
        std::stringstream text;
        text << std::ifstream(file()).rdbuf();
        return text.str();
    }

    SystemRandom random;
    std::filesystem::path folder_ =
        std::filesystem::path(::testing::TempDir()) /
        ("rostrum_secrets_" +
         std::string(::testing::UnitTest::GetInstance()->current_test_info()->name())) /
        "data";
};

TEST_F(SecretsTest, are_made_once_and_kept) {
    auto first = config();
    ASSERT_TRUE(complete_secrets(first, random));
    for (const std::string name : {"ENCRYPTION_KEY", "SESSION_SECRET", "CRON_JOB_SECRET"}) {
        EXPECT_EQ(first.text(name).size(), 64U) << name;
        EXPECT_EQ(first.origin(name), Origin::generated) << name;
    }
    EXPECT_NE(first.text("ENCRYPTION_KEY"), first.text("SESSION_SECRET"));
    auto second = config();
    ASSERT_TRUE(complete_secrets(second, random));
    for (const std::string name : {"ENCRYPTION_KEY", "SESSION_SECRET", "CRON_JOB_SECRET"}) {
        EXPECT_EQ(second.text(name), first.text(name)) << name;
    }
}

TEST_F(SecretsTest, are_readable_by_their_owner_only) {
    auto made = config();
    ASSERT_TRUE(complete_secrets(made, random));
    struct stat status{};
    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
        << "nothing else is left behind";
}

TEST_F(SecretsTest, stay_private_when_an_older_file_was_open_to_all) {
    std::filesystem::create_directories(folder_);
    std::ofstream(file().string() + ".new") << "left over by a crash";
    std::filesystem::permissions(file().string() + ".new", std::filesystem::perms::all);
    auto made = config();
    ASSERT_TRUE(complete_secrets(made, random));
    struct stat status{};
    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

const std::string given_secret = "given, with 32 characters or more";

TEST_F(SecretsTest, that_are_given_are_taken) {
    auto given = config(
        {{"SESSION_SECRET", given_secret}, {"ENCRYPTION_KEYS", "k:" + std::string(64, 'a')}});
    ASSERT_TRUE(complete_secrets(given, random));
    EXPECT_EQ(given.text("SESSION_SECRET"), given_secret);
    EXPECT_FALSE(given.has("ENCRYPTION_KEY")) << "the ring is enough";
    EXPECT_FALSE(text().contains(given_secret));
    EXPECT_FALSE(text().contains("ENCRYPTION_KEY"));
    EXPECT_TRUE(given.has("CRON_JOB_SECRET"));
}

TEST_F(SecretsTest, are_added_to_those_that_are_kept) {
    std::filesystem::create_directories(folder_);
    std::ofstream(file()) << "SESSION_SECRET = \"from before\"\n";
    auto completed = config();
    ASSERT_TRUE(complete_secrets(completed, random));
    EXPECT_EQ(completed.text("SESSION_SECRET"), "from before");
    EXPECT_TRUE(text().contains("from before"));
    EXPECT_TRUE(text().contains("ENCRYPTION_KEY"));
}

TEST_F(SecretsTest, have_to_be_given_in_production) {
    auto production = config({{"ROSTRUM_ENV", "production"}, {"SESSION_SECRET", given_secret}});
    const auto completed = complete_secrets(production, random);
    ASSERT_FALSE(completed);
    EXPECT_EQ(completed.error().code, ErrorCode::validation_failed);
    EXPECT_TRUE(completed.error().message.contains("ENCRYPTION_KEY"));
    EXPECT_TRUE(completed.error().message.contains("CRON_JOB_SECRET"));
    EXPECT_FALSE(completed.error().message.contains("SESSION_SECRET"));
    EXPECT_FALSE(std::filesystem::exists(folder_)) << "nothing is made";

    auto complete = config({{"ROSTRUM_ENV", "production"},
                            {"SESSION_SECRET", given_secret},
                            {"CRON_JOB_SECRET", std::string(32, 'b')},
                            {"ENCRYPTION_KEY", std::string(64, 'a')}});
    EXPECT_TRUE(complete_secrets(complete, random));
}

TEST_F(SecretsTest, that_are_no_settings_are_kept_beside_them) {
    auto made = config();
    ASSERT_TRUE(complete_secrets(made, random));
    const auto password = kept_secret(made, random, "DEMO_PASSWORD");
    ASSERT_TRUE(password);
    EXPECT_EQ(password->reveal().size(), 16U);
    EXPECT_EQ(kept_secret(made, random, "DEMO_PASSWORD")->reveal(), password->reveal());
    EXPECT_NE(kept_secret(made, random, "OTHER")->reveal(), password->reveal());
    auto again = config();
    ASSERT_TRUE(complete_secrets(again, random));
    EXPECT_EQ(again.text("SESSION_SECRET"), made.text("SESSION_SECRET"));
}

}  // namespace
}  // namespace rostrum::app
