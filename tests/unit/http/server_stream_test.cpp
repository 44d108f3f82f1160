#include "http/server/sse.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>

namespace rostrum::http::testing {
namespace {

Task<Response> answer_stream(BodyStream stream) {
    Response response = Response::empty(200);
    response.headers.add("Content-Type", "text/csv");
    response.stream = std::move(stream);
    co_return response;
}

Task<Response> answer_events(BodyStream stream) { co_return sse_response(std::move(stream)); }

Task<> write_lines(BodyWriter& out) {
    co_await out.write("a\n");
    co_await out.write("");
    co_await out.write(std::string(20, 'b'));
}

Task<> write_then_throw(BodyWriter& out) {
    co_await out.write("a\n");
    throw "the database is gone";
}

/// What a stream that waits for ever saw at its end.
struct Ending {
    std::promise<void> promise;
    std::future<void> future = promise.get_future();

    bool wait() { return future.wait_for(std::chrono::seconds{10}) == std::future_status::ready; }
};

Task<> write_then_wait(BodyWriter& out, Ending& ending) {
    co_await out.write(sse_event("1", "post", "hello"));
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    boost::system::error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    ending.promise.set_value();
    if (error) throw boost::system::system_error(error);
}

Task<> write_for_ever(BodyWriter& out, Ending& ending) {
    const std::string piece(64 * 1024, 'x');
    try {
        for (;;) co_await out.write(piece);
    } catch (const boost::system::system_error&) {
        ending.promise.set_value();
        throw;
    }
}

std::string get(std::string_view path, std::string_view version = "1.1") {
    return "GET " + std::string(path) + " HTTP/" + std::string(version) + "\r\nHost: a\r\n\r\n";
}

class ServerStream : public ::testing::Test {
protected:
    ServerStream() {
        server_.route(Method::get, "/", [](Request&) { return answer_text("hello"); });
        server_.route(Method::get, "/lines", [](Request&) { return answer_stream(write_lines); });
        server_.route(Method::get, "/throws",
                      [](Request&) { return answer_stream(write_then_throw); });
        server_.route(Method::get, "/events", [this](Request&) {
            return answer_events([this](BodyWriter& out) { return write_then_wait(out, ending_); });
        });
        server_.route(Method::get, "/export", [this](Request&) {
            return answer_stream([this](BodyWriter& out) { return write_then_wait(out, ending_); });
        });
        server_.route(Method::get, "/endless", [this](Request&) {
            return answer_stream([this](BodyWriter& out) { return write_for_ever(out, ending_); });
        });
        server_.options.limits.handler_timeout = milliseconds{50};
        server_.options.limits.write_timeout = milliseconds{50};
    }

    Ending ending_;
    TestServer server_;
};

TEST_F(ServerStream, is_sent_in_chunks_and_leaves_the_connection_in_order) {
    server_.start();
    auto client = server_.connect();
    const auto answer = client.exchange(get("/lines"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->headers.get("Transfer-Encoding"), "chunked");
    EXPECT_FALSE(answer->headers.contains("Content-Length"));
    EXPECT_EQ(answer->body, "a\n" + std::string(20, 'b'));
    EXPECT_EQ(client.exchange(get("/"))->body, "hello");
}

TEST_F(ServerStream, is_ended_by_the_close_for_http_1_0) {
    server_.start();
    auto client = server_.connect();
    client.send("GET /lines HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->headers.contains("Transfer-Encoding"));
    EXPECT_EQ(answer->headers.get("Connection"), "close");
    EXPECT_EQ(answer->body, "a\n" + std::string(20, 'b'));
}

TEST_F(ServerStream, sends_only_its_head_to_head) {
    server_.start();
    auto client = server_.connect();
    const auto answer = client.exchange("HEAD /lines HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(client.exchange(get("/"))->body, "hello");
}

TEST_F(ServerStream, that_fails_is_cut_off_so_that_it_does_not_look_complete) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/throws"));
    const auto all = client.receive_all();
    EXPECT_TRUE(all.ends_with("2\r\na\n\r\n")) << all;
}

TEST_F(ServerStream, has_no_time_limit_while_it_waits) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/events"));
    ASSERT_TRUE(client.receive_until("data: hello\n\n\r\n"));
    client.wait_at_most(200);
    EXPECT_TRUE(client.is_silent());
}

TEST_F(ServerStream, ends_when_the_client_goes) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/events"));
    ASSERT_TRUE(client.receive_until("data: hello\n\n\r\n"));
    client.close();
    EXPECT_TRUE(ending_.wait());
}

TEST_F(ServerStream, ends_when_the_connection_is_reset) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/events"));
    ASSERT_TRUE(client.receive_until("data: hello\n\n\r\n"));
    client.reset();
    EXPECT_TRUE(ending_.wait());
}

TEST_F(ServerStream, ends_when_the_client_takes_nothing) {
    server_.start();
    auto client = RawClient::unconnected();
    client.shrink_receive_buffer();
    client.connect(server_.server->port());
    client.send(get("/endless"));
    EXPECT_TRUE(ending_.wait());
}

TEST_F(ServerStream, goes_on_when_the_client_sends_its_next_request_early) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/lines") + get("/") + get("/lines"));
    EXPECT_TRUE(client.receive_answer()->body.starts_with("a\n"));
    EXPECT_EQ(client.receive_answer()->body, "hello");
    EXPECT_TRUE(client.receive_answer()->body.starts_with("a\n"));
}

TEST_F(ServerStream, of_events_is_ended_orderly_by_a_drain) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/events"));
    ASSERT_TRUE(client.receive_until("data: hello\n\n\r\n"));
    auto drained =
        std::async(std::launch::async, [this] { server_.server->drain(std::chrono::seconds{10}); });
    EXPECT_EQ(client.receive_all(), "0\r\n\r\n");
    client.close();
    drained.get();
    EXPECT_TRUE(ending_.wait());
}

TEST_F(ServerStream, of_anything_else_is_cut_off_when_the_drain_takes_too_long) {
    server_.start();
    auto client = server_.connect();
    client.send(get("/export"));
    ASSERT_TRUE(client.receive_until("data: hello\n\n\r\n"));
    server_.server->drain(milliseconds{20});
    EXPECT_EQ(client.receive_all(), "");
    EXPECT_EQ(server_.server->open_connections(), 0);
}

}  // namespace
}  // namespace rostrum::http::testing
