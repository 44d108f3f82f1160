#include "test_server.hpp"

#include <gtest/gtest.h>

namespace rostrum::http::testing {
namespace {

using namespace std::string_literals;

struct Row {
    std::string reason;
    std::string request;
    int status;
};

std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string with_fields(std::string_view fields) {
    return "POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

const std::vector<Row>& rows() {
    static const std::vector<Row> table{
        // The request line.
        {"no request line", "\x16\x03\x01\x02\x00\x01"s, 400},
        {"no target", "GET\r\nHost: a\r\n\r\n", 400},
        {"two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"a blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
        {"HTTP/2 without negotiation", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        {"a future version", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", 400},
        {"a lower-case protocol", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"only line feeds", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"a lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"a NUL in the method", "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
        // The target.
        {"a target that is no path", get("hello"), 400},
        {"an asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"another scheme", get("ftp://a/"), 400},
        {"a query without a path", get("http://a?b"), 400},
        {"a fragment", get("/#top"), 400},
        {"a NUL in the target", get("/a\0b"s), 400},
        {"an escaped NUL", get("/a%00b"), 400},
        {"half an escape at the end", get("/a%4"), 400},
        {"an escape that is no hex", get("/a%zz"), 400},
        {"a dot segment", get("/a/./b"), 400},
        {"a dot-dot segment", get("/a/../../etc/passwd"), 400},
        {"a dot-dot segment at the end", get("/a/.."), 400},
        {"an escaped dot-dot segment", get("/a/%2e%2E/b"), 400},
        {"a dot-dot segment behind an escaped slash", get("/a%2f..%2fb"), 400},
        {"an overlong slash", get("/%c0%af"), 400},
        {"escaped bytes that are no UTF-8", get("/%ff%fe"), 400},
        {"raw bytes that are no UTF-8", get("/\xff\xfe"), 400},
        {"half a sequence", get("/%e2%82"), 400},
        {"a surrogate", get("/%ed%a0%80"), 400},
        {"a broken escape in the query", get("/?a=%x"), 400},
        {"a query that is no UTF-8", get("/?a=%ff"), 400},
        {"an escaped NUL in the query", get("/?a=%00"), 400},
        // The fields.
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"the same Host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400},
        {"two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"a Host that is a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"a field without a colon", with_fields("Hello\r\n"), 400},
        {"a field without a name", with_fields(": hello\r\n"), 400},
        {"a blank before the colon", with_fields("X : y\r\n"), 400},
        {"a blank first line", "GET / HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n", 400},
        {"a folded field", with_fields("X: a\r\n b\r\n"), 400},
        {"a field folded with a tab", with_fields("X: a\r\n\tb\r\n"), 400},
        {"a field folded at once", with_fields("X:\r\n b\r\n"), 400},
        {"a field folded into nothing", with_fields("X: a\r\n \r\n"), 400},
        {"a folded Host", "GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n", 400},
        {"a NUL in a value", with_fields("X: a\0b\r\n"s), 400},
        {"a bare CR in a value", with_fields("X: a\rb\r\n"), 400},
        {"a bare LF in a value", with_fields("X: a\nY: b\r\n"), 400},
        {"a control character in a value", with_fields("X: a\x01\r\n"), 400},
        {"a byte above ASCII in a name", with_fields("X\xe4: y\r\n"), 400},
        {"an unknown expectation", with_fields("Expect: miracles\r\n"), 417},
        // The length of the body.
        {"a negative length", with_fields("Content-Length: -1\r\n"), 400},
        {"a length with a sign", with_fields("Content-Length: +1\r\n"), 400},
        {"a length in hex", with_fields("Content-Length: 0x10\r\n"), 400},
        {"an empty length", with_fields("Content-Length:\r\n"), 400},
        {"a length with more behind it", with_fields("Content-Length: 1 2\r\n"), 400},
        {"a length that is too large for a number",
         with_fields("Content-Length: 99999999999999999999\r\n"), 400},
        {"two different lengths", with_fields("Content-Length: 1\r\nContent-Length: 2\r\n"), 400},
        {"two different lengths in a list", with_fields("Content-Length: 1, 2\r\n"), 400},
        {"a length and chunks",
         with_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
        {"chunks and a length",
         with_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n", 400},
        {"chunks twice",
         with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"chunks in HTTP/1.0",
         "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"an unknown coding", with_fields("Transfer-Encoding: gzip\r\n"), 501},
        {"a coding before chunked", with_fields("Transfer-Encoding: gzip, chunked\r\n"), 501},
        {"a coding behind chunked", with_fields("Transfer-Encoding: chunked, identity\r\n"), 501},
        {"something like chunked", with_fields("Transfer-Encoding: xchunked\r\n"), 501},
        {"an empty coding", with_fields("Transfer-Encoding:\r\n"), 501},
        // Chunks.
        {"a chunk size that is no hex", with_fields("Transfer-Encoding: chunked\r\n") + "xyz\r\n",
         400},
        {"an empty chunk size", with_fields("Transfer-Encoding: chunked\r\n") + "\r\n\r\n", 400},
        {"a chunk size that is too large for a number",
         with_fields("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n", 400},
        {"a chunk that is longer than its size",
         with_fields("Transfer-Encoding: chunked\r\n") + "1\r\nabc\r\n0\r\n\r\n", 400},
        {"a trailer that is no field",
         with_fields("Transfer-Encoding: chunked\r\n") + "0\r\nhello\r\n\r\n", 400},
        {"a length in the trailer",
         with_fields("Transfer-Encoding: chunked\r\n") + "0\r\nContent-Length: 3\r\n\r\n", 400},
    };
    return table;
}

class ServerMalformed : public ::testing::Test {
protected:
    ServerMalformed() {
        server_.route(Method::get, "/", [](Request&) { return answer_text("hello"); });
        server_.route(Method::post, "/echo", echo);
        server_.parts.fallback = [](Request&) { return answer_text("fallback"); };
        server_.start();
    }

    TestServer server_;
};

TEST_F(ServerMalformed, requests_are_refused_and_the_connection_is_closed) {
    for (const auto& row : rows()) {
        auto client = server_.connect();
        client.send(row.request);
        client.finish_sending();
        const auto answer = client.receive_answer();
        ASSERT_TRUE(answer) << row.reason;
        EXPECT_EQ(answer->status, row.status) << row.reason << answer->body;
        EXPECT_EQ(answer->headers.get("Connection"), "close") << row.reason;
        EXPECT_TRUE(answer->body.contains("\"requestId\"")) << row.reason;
        EXPECT_FALSE(answer->headers.get("X-Request-Id").empty()) << row.reason;
        EXPECT_TRUE(client.is_closed()) << row.reason;
    }
}

TEST_F(ServerMalformed, requests_are_refused_the_same_when_they_come_byte_by_byte) {
    for (const auto& row : rows()) {
        auto client = server_.connect();
        for (const char byte : row.request) {
            if (!client.send({&byte, 1})) break;
        }
        client.finish_sending();
        const auto answer = client.receive_answer();
        ASSERT_TRUE(answer) << row.reason;
        EXPECT_EQ(answer->status, row.status) << row.reason << answer->body;
    }
}

TEST_F(ServerMalformed, an_end_in_the_middle_is_met_with_an_end) {
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
    for (std::size_t size = 0; size < request.size(); ++size) {
        auto client = server_.connect();
        client.send(std::string_view(request).substr(0, size));
        client.finish_sending();
        EXPECT_EQ(client.receive_all(), "") << size;
    }
}

TEST_F(ServerMalformed, what_is_odd_but_allowed_is_served) {
    const std::vector<Row> allowed{
        {"line breaks before the request", "\r\n\r\n" + get("/"), 200},
        {"a whole URL", get("http://a.example/"), 200},
        {"a whole URL without a path", get("http://a.example"), 200},
        {"an empty query", get("/?"), 200},
        {"raw UTF-8 in the path", get("/\xc3\xa4"), 200},
        {"an empty segment", get("//a//b/"), 200},
        {"dots that are no dot segment", get("/.../..a/.b/c.."), 200},
        {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 200},
        {"no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 200},
        {"an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200},
        {"bytes above ASCII in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xe4\r\n\r\n", 200},
        {"an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", 200},
        {"no blank after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", 200},
        {"the same length twice", with_fields("Content-Length: 2\r\nContent-Length: 2\r\n") + "ab",
         200},
        {"a body of length 0", with_fields("Content-Length: 0\r\n"), 200},
        {"Chunked in another case",
         with_fields("transfer-encoding: Chunked\r\n") + "1\r\na\r\n0\r\n\r\n", 200},
        {"a chunk extension",
         with_fields("Transfer-Encoding: chunked\r\n") + "1;a=b\r\na\r\n0\r\n\r\n", 200},
        {"a trailer", with_fields("Transfer-Encoding: chunked\r\n") + "0\r\nX: y\r\n\r\n", 200},
    };
    for (const auto& row : allowed) {
        auto client = server_.connect();
        const auto answer = client.exchange(row.request);
        ASSERT_TRUE(answer) << row.reason;
        EXPECT_EQ(answer->status, row.status) << row.reason << answer->body;
    }
}

}  // namespace
}  // namespace rostrum::http::testing
