#include "http/server/request_reader.hpp"

#include "http/server/read_buffer.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace rostrum::http {
namespace {

Result<Request> parse(std::string_view text, std::size_t body_max = body_max_default) {
    return parse_request_bytes(std::as_bytes(std::span(text)), ServerLimits{}, body_max);
}

TEST(RequestReader, fills_the_request) {
    const auto request = parse(
        "PATCH /a%20b?x=1&y HTTP/1.1\r\nHost: a\r\nAccept:  text/html \r\nContent-Length: 4\r\n"
        "\r\nbody");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->method, Method::patch);
    EXPECT_EQ(request->target, "/a%20b?x=1&y");
    EXPECT_EQ(request->path, "/a b");
    EXPECT_EQ(request->query.get("x"), "1");
    EXPECT_EQ(request->query.get("y"), "");
    EXPECT_EQ(request->headers.size(), 3);
    EXPECT_EQ(request->headers.get("accept"), "text/html");
    EXPECT_EQ(request->body, "body");
}

TEST(RequestReader, drops_trailers) {
    const auto request = parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                               "3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->body, "abc");
    EXPECT_FALSE(request->headers.contains("Authorization"));
}

TEST(RequestReader, tells_what_is_wrong) {
    const auto unfinished = parse("GET / HTTP/1.1\r\n");
    ASSERT_FALSE(unfinished);
    EXPECT_EQ(unfinished.error().code, ErrorCode::validation_failed);
    const auto large = parse("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde", 4);
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::payload_too_large);
}

TEST(RequestReader, reads_one_request_after_the_other) {
    const ServerLimits limits;
    RequestReader reader(limits);
    std::string_view text = "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n";
    Request first;
    reader.begin(first);
    const auto used = reader.put(text);
    ASSERT_TRUE(used);
    EXPECT_EQ(reader.stage(), RequestReader::Stage::complete);
    EXPECT_TRUE(reader.keep_alive());
    EXPECT_TRUE(reader.is_http_1_1());
    text.remove_prefix(*used);
    Request second;
    reader.begin(second);
    ASSERT_TRUE(reader.put(text));
    EXPECT_EQ(second.path, "/b");
    EXPECT_FALSE(reader.keep_alive());
    EXPECT_FALSE(reader.is_http_1_1());
}

TEST(ReadBuffer, grows_up_to_its_limit_and_keeps_what_is_unused) {
    ReadBuffer buffer(10);
    EXPECT_TRUE(buffer.empty());
    auto space = buffer.space(4);
    ASSERT_EQ(space.size(), 4);
    std::memcpy(space.data(), "abcd", 4);
    buffer.commit(4);
    buffer.consume(1);
    EXPECT_EQ(buffer.data(), "bcd");
    space = buffer.space(4);
    ASSERT_GE(space.size(), 4);
    std::memcpy(space.data(), "efgh", 4);
    buffer.commit(4);
    EXPECT_EQ(buffer.data(), "bcdefgh");
    EXPECT_EQ(buffer.space(100).size(), 3);
    buffer.commit(3);
    EXPECT_TRUE(buffer.space(1).empty());
    buffer.consume(10);
    EXPECT_TRUE(buffer.empty());
    EXPECT_EQ(buffer.space(100).size(), 10);
}

TEST(ReadBuffer, gives_memory_back_only_when_it_is_empty) {
    ReadBuffer buffer(1000);
    buffer.space(1000)[0] = 'a';
    buffer.commit(1);
    buffer.shrink(10);
    EXPECT_EQ(buffer.data(), "a");
    buffer.consume(1);
    buffer.shrink(10);
    EXPECT_EQ(buffer.space(10).size(), 10);
}

}  // namespace
}  // namespace rostrum::http
