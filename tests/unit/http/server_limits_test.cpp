#include "core/log.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace rostrum::http::testing {
namespace {

std::string repeat(std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

std::unique_ptr<TestServer> make_server(void (*set)(ServerLimits&)) {
    auto server = std::make_unique<TestServer>();
    server->route(Method::get, "/", [](Request&) { return answer_text("hello"); });
    server->route(Method::post, "/echo", echo, 10);
    server->route(Method::get, "/never", never);
    set(server->options.limits);
    server->start();
    return server;
}

constexpr std::string_view get_root = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

void no_limits(ServerLimits&) {}

struct SizeRow {
    std::string reason;
    std::string request;
    int status;
};

TEST(ServerLimits, sizes_bite_at_their_value_and_not_before) {
    const auto server = make_server([](ServerLimits& limits) {
        limits.header_bytes_max = 1000;
        limits.header_fields_max = 5;
        limits.target_bytes_max = 100;
    });
    const std::string line = "GET / HTTP/1.1\r\n";
    const auto padded = [&](std::size_t size) {
        std::string head = line + "Host: a\r\nX: ";
        return head + std::string(size - head.size() - 4, 'x') + "\r\n\r\n";
    };
    const auto target = [](std::size_t size) {
        return "GET /?" + std::string(size - 2, 'q') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const auto body = [](std::size_t size) {
        return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) +
               "\r\n\r\n" + std::string(size, 'b');
    };
    const std::string chunked =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::vector<SizeRow> rows{
        {"a header of exactly the limit", padded(1000), 200},
        {"a header of one byte more", padded(1001), 431},
        {"a header far over the limit", padded(50'000), 431},
        {"a header without end", line + "Host: a\r\nX: " + std::string(2000, 'x'), 431},
        {"five fields", line + "Host: a\r\n" + repeat("X: y\r\n", 4) + "\r\n", 200},
        {"six fields", line + "Host: a\r\n" + repeat("X: y\r\n", 5) + "\r\n", 431},
        {"a target of exactly the limit", target(100), 200},
        {"a target of one byte more", target(101), 414},
        {"a target larger than any header", target(5000), 414},
        {"a target without end", "GET /" + std::string(5000, 'x'), 414},
        {"a method without end", std::string(5000, 'X'), 431},
        {"a body of exactly the limit", body(10), 200},
        {"a body of one byte more", body(11), 413},
        {"chunks up to the limit", chunked + "5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n", 200},
        {"chunks that cross the limit", chunked + "5\r\nabcde\r\n6\r\nabcdef\r\n0\r\n\r\n", 413},
        {"a chunk that is too large by itself", chunked + "fffffff\r\n", 413},
        {"a chunk extension without end", chunked + "1;" + std::string(5000, 'x'), 431},
        {"a trailer without end", chunked + "0\r\nX: " + std::string(5000, 'x'), 431},
        {"a body for an unknown path over the usual limit",
         "POST /unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 262145\r\n\r\n", 413},
    };
    for (const auto& row : rows) {
        auto client = server->connect();
        const auto answer = client.exchange(row.request);
        ASSERT_TRUE(answer) << row.reason;
        EXPECT_EQ(answer->status, row.status) << row.reason;
        EXPECT_TRUE(answer->headers.contains("X-Request-Id")) << row.reason;
        if (row.status == 200) continue;
        EXPECT_EQ(answer->headers.get("Connection"), "close") << row.reason;
        EXPECT_TRUE(answer->body.contains("payload_too_large")) << row.reason;
        EXPECT_TRUE(client.is_closed()) << row.reason;
    }
}

TEST(ServerLimits, a_too_large_body_is_refused_before_it_is_sent) {
    const auto server = make_server(no_limits);
    auto client = server->connect();
    const auto answer = client.exchange(
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
}

TEST(ServerLimits, the_answer_arrives_although_the_client_is_still_sending) {
    const auto server = make_server(no_limits);
    auto client = server->connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    client.send(std::string(1'000'000, 'b'));
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413);
}

TEST(ServerLimits, a_connection_too_many_is_turned_away) {
    const auto server = make_server([](ServerLimits& limits) { limits.connections_max = 2; });
    auto first = server->connect();
    auto second = server->connect();
    ASSERT_TRUE(first.exchange(get_root));
    ASSERT_TRUE(second.exchange(get_root));
    auto third = server->connect();
    const auto answer = third.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(first.exchange(get_root)->status, 200);
}

struct TimeRow {
    std::string reason;
    void (*set)(ServerLimits&);
    std::string request;
    int status;  ///< 0: closed without a word
};

TEST(ServerLimits, times_bite) {
    const std::vector<TimeRow> rows{
        {"a connection that says nothing", [](auto& l) { l.idle_timeout = milliseconds{40}; }, "",
         0},
        {"a header that stays unfinished", [](auto& l) { l.header_timeout = milliseconds{40}; },
         "GET / HTTP/1.1\r\nHo", 408},
        {"only line breaks", [](auto& l) { l.header_timeout = milliseconds{40}; }, "\r\n", 408},
        {"a body that stays unfinished", [](auto& l) { l.body_timeout = milliseconds{40}; },
         "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", 408},
        {"a chunk that stays unfinished", [](auto& l) { l.body_timeout = milliseconds{40}; },
         "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", 408},
        {"a handler that never answers", [](auto& l) { l.handler_timeout = milliseconds{40}; },
         "GET /never HTTP/1.1\r\nHost: a\r\n\r\n", 503},
    };
    for (const auto& row : rows) {
        const auto server = make_server(row.set);
        auto client = server->connect();
        const auto answer = client.exchange(row.request);
        ASSERT_EQ(answer.has_value(), row.status != 0) << row.reason;
        if (answer) {
            EXPECT_EQ(answer->status, row.status) << row.reason;
        }
        // A handler's time-out leaves the connection in order.
        if (row.status == 503) {
            const auto next = client.exchange(get_root);
            ASSERT_TRUE(next) << row.reason;
            EXPECT_EQ(next->status, 200) << row.reason;
        } else {
            EXPECT_TRUE(client.is_closed()) << row.reason;
        }
    }
}

TEST(ServerLimits, a_connection_is_closed_when_it_stays_idle_between_requests) {
    const auto server = make_server([](ServerLimits& l) { l.idle_timeout = milliseconds{40}; });
    auto client = server->connect();
    EXPECT_EQ(client.exchange(get_root)->status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerLimits, a_slow_header_is_limited_as_a_whole_and_not_per_byte) {
    const auto server = make_server([](ServerLimits& l) { l.header_timeout = milliseconds{100}; });
    auto client = server->connect();
    client.wait_at_most(5);
    client.send("GET / HTTP/1.1\r\nX: ");
    // Bytes keep coming, much faster than the limit.
    int sent = 0;
    while (client.is_silent() && client.send("x")) ++sent;
    EXPECT_GT(sent, 0);
    EXPECT_LT(sent, 1000);
    client.wait_at_most(10'000);
    EXPECT_EQ(client.receive_answer()->status, 408);
}

TEST(ServerLimits, a_flood_that_makes_no_header_is_limited_too) {
    const auto server = make_server([](ServerLimits& l) { l.header_timeout = milliseconds{50}; });
    auto client = server->connect();
    const std::string line_breaks(64 * 1024, '\n');
    while (client.send(line_breaks)) {}
    // The answer may be lost to the reset that ends the flood.
    server->server->drain(std::chrono::seconds{10});
    EXPECT_EQ(server->server->open_connections(), 0);
}

TEST(ServerLimits, a_client_that_takes_nothing_is_cut_off) {
    TestServer server;
    const auto large = std::make_shared<const std::string>(32 * 1024 * 1024, 'x');
    server.route(Method::get, "/large", [large](Request&) -> Task<Response> {
        return [](std::shared_ptr<const std::string> body) -> Task<Response> {
            Response response;
            response.shared_body = std::move(body);
            co_return response;
        }(large);
    });
    server.options.limits.write_timeout = milliseconds{40};
    server.start();
    auto client = RawClient::unconnected();
    client.shrink_receive_buffer();
    client.connect(server.server->port());
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(client.receive_until("HTTP/1.1 200 OK\r\n"));
    // Waits for the connection's end without cancelling it before its own limit.
    server.server->drain(std::chrono::seconds{10});
    EXPECT_EQ(server.server->open_connections(), 0);
    EXPECT_LT(client.receive_all().size(), large->size());
}

TEST(ServerLimits, a_connection_ends_after_its_number_of_requests) {
    const auto server = make_server([](ServerLimits& l) { l.requests_per_connection_max = 2; });
    auto client = server->connect();
    EXPECT_FALSE(client.exchange(get_root)->headers.contains("Connection"));
    EXPECT_EQ(client.exchange(get_root)->headers.get("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerLimits, a_lack_of_descriptors_only_delays_accepting) {
    const auto server = make_server(no_limits);
    auto client = RawClient::unconnected();
    client.wait_at_most(20);
    // The sanitizers need descriptors when they meet a type for the first time, and every loop's
    // thread has to have started.
    for (int i = 0; i < 16; ++i) ASSERT_TRUE(server->connect().exchange(get_root));
    log::warn(
        "a warm-up",
        {{"what", boost::system::errc::make_error_code(boost::system::errc::too_many_files_open)
                      .message()}});
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 3;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    client.connect(server->server->port());
    client.send(get_root);
    const bool silent = client.is_silent();
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_TRUE(silent);
    client.wait_at_most(10'000);
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
}

}  // namespace
}  // namespace rostrum::http::testing
