#include "limits/redis/url.hpp"

#include <gtest/gtest.h>

namespace rostrum::limits::redis {
namespace {

TEST(RedisUrl, is_read) {
    struct Row {
        std::string text;
        std::string host;
        std::uint16_t port;
        std::string user;
        std::string password;
        std::uint16_t database;
        std::string shown;
    };
    const std::vector<Row> rows{
        {"redis://cache", "cache", 6379, "", "", 0, "redis://cache:6379/0"},
        {"redis://cache/", "cache", 6379, "", "", 0, "redis://cache:6379/0"},
        {"redis://cache:", "cache", 6379, "", "", 0, "redis://cache:6379/0"},
        {"redis://127.0.0.1:7000/15", "127.0.0.1", 7000, "", "", 15, "redis://127.0.0.1:7000/15"},
        {"redis://[::1]:7000", "::1", 7000, "", "", 0, "redis://[::1]:7000/0"},
        {"redis://:secret@cache", "cache", 6379, "", "secret", 0, "redis://:***@cache:6379/0"},
        {"redis://me:secret@cache/1", "cache", 6379, "me", "secret", 1,
         "redis://me:***@cache:6379/1"},
        {"redis://me:p%40%2Fs%3A%20w@cache", "cache", 6379, "me", "p@/s: w", 0,
         "redis://me:***@cache:6379/0"},
        {"redis://me:a:b@cache", "cache", 6379, "me", "a:b", 0, "redis://me:***@cache:6379/0"},
    };
    for (const auto& row : rows) {
        const auto url = parse_url(row.text);
        ASSERT_TRUE(url) << row.text << ": " << url.error().message;
        EXPECT_EQ(url->host, row.host) << row.text;
        EXPECT_EQ(url->port, row.port) << row.text;
        EXPECT_EQ(url->user, row.user) << row.text;
        EXPECT_EQ(url->password.reveal(), row.password) << row.text;
        EXPECT_EQ(url->database, row.database) << row.text;
        EXPECT_EQ(shown(*url), row.shown) << row.text;
    }
}

TEST(RedisUrl, is_refused_when_it_is_something_else) {
    struct Row {
        std::string text;
        std::string why;
    };
    const std::vector<Row> rows{
        {"", "starts with redis://"},
        {"cache:6379", "starts with redis://"},
        {"http://cache", "starts with redis://"},
        {"REDIS://cache", "starts with redis://"},
        {"unix:///run/redis.sock", "starts with redis://"},
        {"rediss://cache", "TLS"},
        {"redis://", "no host"},
        {"redis:///0", "no host"},
        {"redis://:6379", "no host"},
        {"redis://cache:0", "port"},
        {"redis://cache:65536", "port"},
        {"redis://cache:99999999999999999999", "port"},
        {"redis://cache:port", "port"},
        {"redis://cache:6379x3", "port"},
        {"redis://cache/zero", "number of a database"},
        {"redis://cache/-1", "number of a database"},
        {"redis://cache/1/2", "number of a database"},
        {"redis://cache/65536", "number of a database"},
        {"redis://cache/0?timeout=1", "takes no"},
        {"redis://cache#0", "takes no"},
        {"redis://me@cache", "without a password"},
        {"redis://me:@cache", "without a password"},
        {"redis://@cache", "without a password"},
        {"redis://me:50%@cache", "no URL"},
        {"redis://ca che", "no URL"},
        {"redis://" + std::string(3000, 'a'), "too long"},
    };
    for (const auto& row : rows) {
        const auto url = parse_url(row.text);
        ASSERT_FALSE(url) << row.text;
        EXPECT_EQ(url.error().code, ErrorCode::validation_failed);
        EXPECT_NE(url.error().message.find(row.why), std::string::npos)
            << row.text << ": " << url.error().message;
    }
}

TEST(RedisUrl, faults_do_not_repeat_the_password) {
    for (const std::string text : {"redis://me:hunter2@cache/x", "redis://me:hunter2@cache:0",
                                   "redis://me:hunter2@", "redis://me:hunter2%@cache"}) {
        const auto url = parse_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(describe(url.error()).find("hunter2"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace rostrum::limits::redis
