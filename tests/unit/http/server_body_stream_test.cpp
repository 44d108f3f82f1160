#include "http/server/body_reader.hpp"
#include "test_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rostrum::http::testing {
namespace {

/// Answers how much came and what its last byte was.
Task<Response> count_body(Request& request) {
    std::uint64_t bytes = 0;
    std::size_t largest = 0;
    char last = '-';
    for (;;) {
        const auto piece = co_await request.body_reader->read();
        if (!piece) {
            auto response = render_error(piece.error(), request);
            response.status = request.body_reader->failure_status();
            co_return response;
        }
        if (piece->empty()) break;
        bytes += piece->size();
        largest = std::max(largest, piece->size());
        last = piece->back();
    }
    co_return Response::text(200, fmt::format("{} {} {}", bytes, last, largest <= 100'000));
}

/// Answers without a look at the body.
Task<Response> refuse_unread(Request&) { co_return Response::text(403, "no"); }

/// Takes one piece, and then no more.
Task<Response> take_one(Request& request) {
    (void)co_await request.body_reader->read();
    co_return Response::text(415, "not this");
}

std::string post(std::string_view path, std::size_t length, std::string_view more = "") {
    return fmt::format("POST {} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n{}\r\n", path, length,
                       more);
}

constexpr std::size_t body_max = 10'000'000;

class ServerBodyStream : public ::testing::Test {
protected:
    ServerBodyStream() {
        add("/count", count_body);
        add("/refuse", refuse_unread);
        add("/one", take_one);
        server_.route(Method::get, "/", [](Request&) { return answer_text("hello"); });
    }

    void add(std::string pattern, Task<Response> (*handler)(Request&)) {
        server_.parts.router.add(Method::post, {.pattern = std::move(pattern),
                                                .handler = handler,
                                                .body_max = body_max,
                                                .streams_body = true});
    }

    static constexpr std::string_view get_root = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    TestServer server_;
};

TEST_F(ServerBodyStream, gives_a_large_body_in_pieces_and_keeps_the_connection) {
    server_.start();
    auto client = server_.connect();
    const std::size_t size = 5'000'001;
    client.send(post("/count", size));
    client.send(std::string(size - 1, 'x') + "e");
    EXPECT_EQ(client.receive_answer()->body, "5000001 e true");
    EXPECT_EQ(client.exchange(get_root)->body, "hello");
}

TEST_F(ServerBodyStream, reads_chunks) {
    server_.start();
    auto client = server_.connect();
    client.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 50; ++i) client.send("2710\r\n" + std::string(10'000, 'c') + "\r\n");
    client.send("1\r\nz\r\n0\r\n\r\n");
    EXPECT_EQ(client.receive_answer()->body, "500001 z true");
    EXPECT_EQ(client.exchange(get_root)->body, "hello");
}

TEST_F(ServerBodyStream, is_empty_without_a_body) {
    server_.start();
    auto client = server_.connect();
    EXPECT_EQ(client.exchange(post("/count", 0))->body, "0 - true");
    EXPECT_EQ(client.exchange(get_root)->body, "hello");
}

TEST_F(ServerBodyStream, invites_a_waiting_client_only_when_the_body_is_wanted) {
    server_.start();
    auto client = server_.connect();
    client.send(post("/count", 3, "Expect: 100-continue\r\n"));
    ASSERT_TRUE(client.receive_until("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send("abc");
    EXPECT_EQ(client.receive_answer()->body, "3 c true");
    const auto refused = client.exchange(post("/refuse", 3, "Expect: 100-continue\r\n"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 403);
    EXPECT_EQ(refused->headers.get("Connection"), "close") << "whether the body comes is unknown";
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerBodyStream, that_is_refused_unread_keeps_the_connection_when_it_is_small) {
    server_.start();
    auto client = server_.connect();
    client.send(post("/refuse", 1000));
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 403);
    EXPECT_FALSE(answer->headers.contains("Connection"));
    client.send(std::string(1000, 'b'));
    EXPECT_EQ(client.exchange(get_root)->body, "hello");
}

TEST_F(ServerBodyStream, that_is_refused_unread_ends_the_connection_when_it_is_large) {
    server_.start();
    for (const auto path : {"/refuse", "/one"}) {
        auto client = server_.connect();
        client.send(post(path, 3'000'000));
        client.send(std::string(2'000'000, 'b'));
        const auto answer = client.receive_answer();
        ASSERT_TRUE(answer) << path;
        EXPECT_EQ(answer->headers.get("Connection"), "close") << path;
        client.finish_sending();
        EXPECT_TRUE(client.is_closed()) << path;
    }
}

TEST_F(ServerBodyStream, over_the_limit_of_its_endpoint_is_refused) {
    server_.start();
    auto announced = server_.connect();
    EXPECT_EQ(announced.exchange(post("/count", body_max + 1))->status, 413);
    auto chunked = server_.connect();
    chunked.send("POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string megabyte = "f4240\r\n" + std::string(1'000'000, 'c') + "\r\n";
    for (int i = 0; i < 10; ++i) chunked.send(megabyte);
    chunked.send("1\r\n");
    EXPECT_EQ(chunked.receive_answer()->status, 413);
}

TEST_F(ServerBodyStream, that_is_malformed_is_refused) {
    server_.start();
    auto client = server_.connect();
    client.send(
        "POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nxx\r\n");
    EXPECT_EQ(client.receive_answer()->status, 400);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerBodyStream, that_stops_coming_is_given_up) {
    server_.options.limits.streamed_body_timeout = milliseconds{40};
    server_.start();
    auto client = server_.connect();
    client.send(post("/count", 1000) + "some");
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408);
    EXPECT_TRUE(client.is_closed());
}

/// Reads to the end, and tells how that came.
Task<Response> tell_end(Request& request, std::promise<std::string>& ending) {
    std::size_t bytes = 0;
    try {
        for (;;) {
            const auto piece = co_await request.body_reader->read();
            if (!piece || piece->empty()) break;
            bytes += piece->size();
        }
        ending.set_value("complete");
    } catch (const boost::system::system_error&) {
        ending.set_value(fmt::format("gone after {}", bytes));
        throw;
    }
    co_return Response::text(200, "");
}

TEST_F(ServerBodyStream, of_a_client_that_goes_ends_with_what_came) {
    for (const bool with_reset : {false, true}) {
        TestServer server;
        std::promise<std::string> ending;
        server.parts.router.add(
            Method::post, {.pattern = "/",
                           .handler = [&](Request& request) { return tell_end(request, ending); },
                           .body_max = body_max,
                           .streams_body = true});
        server.start();
        auto client = server.connect();
        client.send(post("/", 1'000'000) + std::string(100'000, 'x'));
        if (with_reset) {
            client.reset();
        } else {
            client.close();
        }
        auto told = ending.get_future();
        ASSERT_EQ(told.wait_for(std::chrono::seconds{10}), std::future_status::ready);
        const auto text = told.get();
        EXPECT_TRUE(text.starts_with("gone after ")) << text;
        if (!with_reset) EXPECT_EQ(text, "gone after 100000");
    }
}

TEST_F(ServerBodyStream, that_trickles_is_given_up) {
    auto& limits = server_.options.limits;
    limits.streamed_body_timeout = milliseconds{100};
    limits.streamed_bytes_per_second_min = 1'000'000;
    server_.start();
    auto client = server_.connect();
    client.send(post("/count", 1'000'000));
    client.wait_at_most(5);
    // A byte every few milliseconds never lets the first limit pass.
    for (int i = 0; i < 5000 && client.is_silent(); ++i) client.send("t");
    client.wait_at_most(10'000);
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408);
}

TEST_F(ServerBodyStream, may_take_longer_than_a_handler_and_a_buffered_body_may) {
    auto& limits = server_.options.limits;
    limits.handler_timeout = milliseconds{200};
    limits.body_timeout = milliseconds{200};
    limits.streamed_bytes_per_second_min = 1;
    server_.start();
    auto client = server_.connect();
    client.send(post("/count", 60));
    client.wait_at_most(10);
    for (int i = 0; i < 60; ++i) {
        client.send("t");
        ASSERT_TRUE(client.is_silent() || i == 59);
    }
    client.wait_at_most(10'000);
    EXPECT_EQ(client.receive_answer()->body, "60 t true");
}

Task<> write_ten(BodyWriter& out) {
    co_await out.write("01234");
    co_await out.write("56789");
}

Task<Response> answer_of_length(std::uint64_t length) {
    Response response = Response::empty(200);
    response.stream = write_ten;
    response.stream_length = length;
    co_return response;
}

class ServerStreamLength : public ::testing::Test {
protected:
    ServerStreamLength() {
        for (const std::uint64_t length : {9, 10, 11}) {
            server_.route(Method::get, fmt::format("/{}", length),
                          [length](Request&) { return answer_of_length(length); });
        }
        server_.start();
    }

    TestServer server_;
};

TEST_F(ServerStreamLength, is_told_and_kept) {
    auto client = server_.connect();
    const auto answer = client.exchange("GET /10 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->headers.get("Content-Length"), "10");
    EXPECT_FALSE(answer->headers.contains("Transfer-Encoding"));
    EXPECT_EQ(answer->body, "0123456789");
    const auto head = client.exchange("HEAD /10 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.get("Content-Length"), "10");
    EXPECT_EQ(client.exchange("GET /9 HTTP/1.1\r\nHost: a\r\n\r\n")->body, "012345678")
        << "never more than was promised";
    EXPECT_EQ(client.exchange("GET /10 HTTP/1.1\r\nHost: a\r\n\r\n")->body, "0123456789");
}

TEST_F(ServerStreamLength, that_cannot_be_kept_ends_the_connection) {
    auto client = server_.connect();
    client.send("GET /11 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(client.receive_all().ends_with("\r\n\r\n0123456789"));
}

}  // namespace
}  // namespace rostrum::http::testing
