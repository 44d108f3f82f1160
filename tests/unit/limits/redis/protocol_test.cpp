#include "limits/redis/protocol.hpp"

#include <gtest/gtest.h>

namespace rostrum::limits::redis {
namespace {

using Kind = Reply::Kind;

Reply whole(const std::string& bytes) {
    ReplyReader reader;
    reader.feed(bytes);
    auto reply = reader.next();
    if (!reply || !*reply) throw std::runtime_error("no whole reply: " + bytes);
    return std::move(**reply);
}

TEST(RedisProtocol, commands_may_hold_any_bytes) {
    EXPECT_EQ(encode({"GET", "a b\r\n", ""}), "*3\r\n$3\r\nGET\r\n$5\r\na b\r\n\r\n$0\r\n\r\n");
    EXPECT_EQ(encode({std::string("\0x", 2)}), std::string("*1\r\n$2\r\n\0x\r\n", 12));
}

TEST(RedisProtocol, every_kind_of_reply_is_read) {
    EXPECT_EQ(whole("+OK\r\n").kind, Kind::status);
    EXPECT_EQ(whole("+OK\r\n").text, "OK");
    EXPECT_EQ(whole(":-42\r\n").integer, -42);
    EXPECT_EQ(whole(":9223372036854775807\r\n").integer, 9223372036854775807);
    EXPECT_EQ(whole("$-1\r\n").kind, Kind::nil);
    EXPECT_EQ(whole("*-1\r\n").kind, Kind::nil);
    EXPECT_EQ(whole("$0\r\n\r\n").kind, Kind::text);
    EXPECT_EQ(whole("$4\r\na\r\nb\r\n").text, "a\r\nb");
    EXPECT_EQ(whole("*0\r\n").kind, Kind::array);
    const auto error = whole("-NOSCRIPT No matching script.\r\n");
    EXPECT_TRUE(error.is_error());
    EXPECT_EQ(error.error_code(), "NOSCRIPT");
    EXPECT_EQ(whole("-ERR\r\n").error_code(), "ERR");
    EXPECT_EQ(whole("+NOSCRIPT x\r\n").error_code(), "");

    const auto nested = whole("*3\r\n:1\r\n*2\r\n+a\r\n$-1\r\n$1\r\nb\r\n");
    ASSERT_EQ(nested.elements.size(), 3U);
    EXPECT_EQ(nested.elements[0].integer, 1);
    ASSERT_EQ(nested.elements[1].elements.size(), 2U);
    EXPECT_EQ(nested.elements[1].elements[0].text, "a");
    EXPECT_EQ(nested.elements[1].elements[1].kind, Kind::nil);
    EXPECT_EQ(nested.elements[2].text, "b");
}

TEST(RedisProtocol, replies_may_come_byte_by_byte_and_several_at_once) {
    const std::string bytes = "*2\r\n:1\r\n$3\r\nabc\r\n+OK\r\n";
    ReplyReader reader;
    std::vector<Reply> replies;
    for (const char byte : bytes) {
        reader.feed({&byte, 1});
        auto reply = reader.next();
        ASSERT_TRUE(reply);
        if (*reply) replies.push_back(std::move(**reply));
    }
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies[0].elements[1].text, "abc");
    EXPECT_EQ(replies[1].text, "OK");

    reader.feed(bytes + bytes);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(reader.next().value().has_value());
    EXPECT_FALSE(reader.next().value().has_value());
}

TEST(RedisProtocol, what_is_not_the_protocol_fails_for_good) {
    for (const std::string bytes :
         {"hello\r\n", "HTTP/1.1 400 Bad Request\r\n", ":x\r\n", ":99999999999999999999\r\n",
          "$-2\r\n", "$x\r\n", "*-2\r\n", "*99999999999\r\n", "\r\n",
          "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
          "*2\r\n:1\r\nx\r\n"}) {
        ReplyReader reader;
        reader.feed(bytes);
        EXPECT_FALSE(reader.next()) << bytes;
        reader.feed("+OK\r\n");
        EXPECT_FALSE(reader.next()) << bytes;
    }
}

TEST(RedisProtocol, a_reply_has_no_more_bytes_than_it_may) {
    ReplyReader reader({.bytes_max = 100});
    const auto of = [](std::size_t size) {
        return "$" + std::to_string(size) + "\r\n" + std::string(size, 'x') + "\r\n";
    };
    for (int i = 0; i < 10; ++i) {
        reader.feed(of(90));
        EXPECT_TRUE(reader.next().value().has_value()) << "each by itself may be so large";
    }
    reader.feed("$1000000000\r\n" + std::string(80, 'x'));
    EXPECT_FALSE(reader.next().value().has_value());
    reader.feed("xxxxxxxxxx");
    EXPECT_FALSE(reader.next());

    ReplyReader line({.bytes_max = 100});
    line.feed("+" + std::string(100, 'x'));
    EXPECT_FALSE(line.next()) << "a line without an end";
}

TEST(RedisProtocol, a_reply_has_no_more_elements_than_it_may) {
    ReplyReader reader({.elements_max = 10});
    for (int i = 0; i < 5; ++i) {
        reader.feed("*2\r\n*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n");
        EXPECT_TRUE(reader.next().value().has_value());
    }
    reader.feed("*2\r\n*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n*5\r\n");
    EXPECT_FALSE(reader.next());

    ReplyReader huge;
    huge.feed("*2147483647\r\n");
    EXPECT_FALSE(huge.next()) << "no memory is taken for what is only announced";
}

}  // namespace
}  // namespace rostrum::limits::redis
