#include "crypto/encoding.hpp"
#include "unit/http/client_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

namespace rostrum::http {
namespace {

using namespace std::chrono_literals;

std::optional<std::string> silence(const SeenRequest&) { return std::nullopt; }
std::optional<std::string> hang_up(const SeenRequest&) { return ""; }

TEST_F(ClientTest, refuses_urls_and_fields_it_cannot_send) {
    struct Row {
        std::string url;
        Headers headers;
        std::string_view reason;
    };
    const std::string good = "http://127.0.0.1:1/";
    for (const auto& [url, headers, reason] : {
             Row{"", {}, "empty"},
             Row{"/path", {}, "relative"},
             Row{"127.0.0.1:1", {}, "no scheme"},
             Row{"ftp://127.0.0.1/", {}, "another scheme"},
             Row{"file:///etc/passwd", {}, "a file"},
             Row{"http://", {}, "no host"},
             Row{"http://user:secret@127.0.0.1:1/", {}, "a user name"},
             Row{"http://127.0.0.1:99999/", {}, "no such port"},
             Row{"http://127.0.0.1:1/a b", {}, "a space"},
             Row{"http://127.0.0.1:1/\r\nX: y", {}, "a line break"},
             Row{good + std::string(1, '\0'), {}, "a NUL"},
             Row{good + std::string(16'384, 'a'), {}, "too long"},
             Row{good, {{"X-A", "b\r\nX-C: d"}}, "a line break in a value"},
             Row{good, {{"X-A", std::string(1, '\0')}}, "a NUL in a value"},
             Row{good, {{"X A", "b"}}, "a space in a name"},
             Row{good, {{"X-A: b\r\nX-C", "d"}}, "a line break in a name"},
             Row{good, {{"", "b"}}, "no name"},
         }) {
        auto request = to(url);
        request.headers = headers;
        const auto outcome = send(std::move(request));
        EXPECT_TRUE(failed_with(outcome, TransportFailure::bad_url)) << reason;
        EXPECT_FALSE(outcome.error().message.contains("secret")) << reason;
    }
}

TEST_F(ClientTest, a_refused_connection_is_unreachable) {
    std::uint16_t free_port = 0;
    {
        const asio::ip::tcp::acceptor acceptor((*loops).at(0),
                                               {asio::ip::make_address("127.0.0.1"), 0});
        free_port = acceptor.local_endpoint().port();
    }
    const auto outcome =
        get("http://127.0.0.1:" + std::to_string(free_port) + "/path?access_token=secret");
    ASSERT_TRUE(failed_with(outcome, TransportFailure::unreachable));
    EXPECT_FALSE(outcome.error().maybe_sent());
    EXPECT_TRUE(outcome.error().message.starts_with("GET http://127.0.0.1: "));
    EXPECT_FALSE(outcome.error().message.contains("secret")) << outcome.error().message;
}

TEST_F(ClientTest, a_server_that_speaks_no_tls_is_unreachable) {
    const LoopbackServer server(*loops, hang_up);
    auto request = to("https" + server.url().substr(4));
    request.connect_timeout = 200ms;
    EXPECT_TRUE(failed_with(send(std::move(request)), TransportFailure::unreachable));
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(ClientTest, gives_up_when_no_answer_comes_in_time) {
    const LoopbackServer server(*loops, silence);
    auto request = to(server.url("/path?access_token=secret"));
    request.timeout = 50ms;
    const auto outcome = send(std::move(request));
    ASSERT_TRUE(failed_with(outcome, TransportFailure::no_answer));
    EXPECT_TRUE(outcome.error().maybe_sent());
    EXPECT_FALSE(outcome.error().message.contains("secret")) << outcome.error().message;
    EXPECT_TRUE(server.wait_for_ended(1));
}

TEST_F(ClientTest, gives_up_when_an_answer_does_not_end_in_time) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    });
    auto request = to(server.url());
    request.timeout = 50ms;
    EXPECT_TRUE(failed_with(send(std::move(request)), TransportFailure::no_answer));
}

TEST_F(ClientTest, an_answer_that_is_not_whole_is_none) {
    struct Row {
        std::string answer;
        std::string_view reason;
    };
    for (const auto& [answer, reason] : {
             Row{"", "nothing at all"},
             Row{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf",
                 "shorter than announced"},
             Row{"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "4\r\nbody\r\n",
                 "no last chunk"},
             Row{"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "zz\r\nbody\r\n0\r\n\r\n",
                 "a chunk without a size"},
             Row{"SSH-2.0-OpenSSH, and Connection: close\r\n\r\n", "not HTTP"},
             Row{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
                 "Content-Length: 4\r\n\r\nbody",
                 "not compressed as it says"},
         }) {
        const LoopbackServer server(*loops, [answer](const SeenRequest&) { return answer; });
        EXPECT_TRUE(failed_with(get(server.url()), TransportFailure::no_answer)) << reason;
    }
}

TEST_F(ClientTest, a_body_may_be_as_large_as_the_limit_and_not_larger) {
    const LoopbackServer server(*loops,
                                [](const SeenRequest&) { return ok(std::string(100'000, 'x')); });
    auto request = to(server.url());
    request.response_bytes_max = 100'000;
    const auto whole = send(request);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->body.size(), 100'000u);

    request.response_bytes_max = 99'999;
    const auto outcome = send(request);
    EXPECT_TRUE(failed_with(outcome, TransportFailure::response_too_large));
    EXPECT_TRUE(outcome.error().maybe_sent());
}

TEST_F(ClientTest, the_limit_holds_for_the_decoded_body) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        // 100,000 times 'a', compressed.
        const auto bomb =
            crypto::hex_decode("1f8b0800000000000203edc13101000000c2a0aceb5fc21a1e4001" +
                               std::string(192, '0') + "af0687fae21ba0860100");
        return ok(crypto::as_text(bomb.value()), "Content-Encoding: gzip\r\n");
    });
    auto request = to(server.url());
    request.response_bytes_max = 100'000;
    const auto whole = send(request);
    ASSERT_TRUE(whole) << whole.error().message;
    EXPECT_EQ(whole->body, std::string(100'000, 'a'));
    request.response_bytes_max = 99'999;
    EXPECT_TRUE(failed_with(send(request), TransportFailure::response_too_large));
}

TEST_F(ClientTest, a_header_over_the_limit_is_too_large) {
    struct Row {
        std::string line;
        int count;
        std::string_view reason;
    };
    const std::string kib(1022, 'h');
    for (const auto& [line, count, reason] : {
             Row{"X: " + kib + "\r\n", 64, "many lines"},
             Row{"X: " + std::string(70'000, 'h') + "\r\n", 1, "one long line"},
             Row{"\r\nHTTP/1.1 103 Hint\r\nX: " + kib + "\r\n", 64, "interim responses"},
         }) {
        const LoopbackServer server(*loops, [line, count](const SeenRequest&) {
            std::string lines;
            for (int i = 0; i < count; ++i) lines += line;
            return "HTTP/1.1 103 Hint\r\n" + lines + "\r\n" + ok("", "Connection: close\r\n");
        });
        EXPECT_TRUE(failed_with(get(server.url()), TransportFailure::response_too_large)) << reason;
    }
}

TEST_F(ClientTest, only_what_changes_nothing_is_sent_again_by_itself) {
    struct Row {
        Method method;
        std::size_t seen;
    };
    for (const auto& [method, seen] : {
             Row{Method::get, 3},
             Row{Method::options, 3},
             Row{Method::post, 2},
             Row{Method::put, 2},
             Row{Method::patch, 2},
             Row{Method::delete_, 2},
         }) {
        // The first request leaves a connection; the server takes the next one from it and hangs
        // up.
        const LoopbackServer server(
            *loops, [count = 0](const SeenRequest&) mutable { return ++count == 2 ? "" : ok(""); });
        ASSERT_TRUE(get(server.url()));
        auto request = to(server.url());
        request.method = method;
        const auto outcome = send(std::move(request));
        EXPECT_EQ(server.requests().size(), seen) << to_string(method);
        if (seen == 3) {
            EXPECT_TRUE(outcome) << to_string(method);
        } else {
            EXPECT_TRUE(failed_with(outcome, TransportFailure::no_answer)) << to_string(method);
        }
    }
}

TEST_F(ClientTest, a_connection_that_was_closed_while_idle_is_not_used_again) {
    const LoopbackServer server(
        *loops, [](const SeenRequest&) { return ok("", "X-Not: Connection: close\r\n"); });
    ASSERT_TRUE(get(server.url()));
    ASSERT_TRUE(server.wait_for_ended(1));
    auto request = to(server.url());
    request.method = Method::post;
    const auto outcome = send(std::move(request));
    EXPECT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(server.requests().size(), 2u);
}

/// Sends, and cancels once the server has seen the request.
TEST_F(ClientTest, cancelling_the_awaiting_coroutine_breaks_the_exchange_off) {
    const LoopbackServer server(*loops, silence);
    asio::cancellation_signal signal;
    std::promise<Outcome> ended;
    auto& loop = (*loops).at(0);
    asio::post(loop, [&] {
        asio::co_spawn(loop, client->send(to(server.url())),
                       asio::bind_cancellation_slot(signal.slot(),
                                                    [&](std::exception_ptr error, Outcome outcome) {
                                                        if (error)
                                                            return ended.set_exception(error);
                                                        ended.set_value(std::move(outcome));
                                                    }));
    });
    ASSERT_TRUE(server.wait_for_requests(1));
    asio::post(loop, [&] { signal.emit(asio::cancellation_type::terminal); });
    const auto outcome = ended.get_future().get();
    EXPECT_TRUE(failed_with(outcome, TransportFailure::cancelled));
    EXPECT_TRUE(outcome.error().maybe_sent());
    EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(ClientLifetime, a_client_may_go_while_it_keeps_connections) {
    testing::TestLoops loops;
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    auto client = create_client(*loops);
    EXPECT_TRUE(loops.run(client->send(
        {.url = server.url(), .addresses = AddressPolicy::dangerously_allow_any_address})));
    client.reset();
    EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(ClientLifetime, a_client_may_go_after_its_loops_have_stopped) {
    Loops loops(1);
    loops.start();
    const LoopbackServer server(loops, [](const SeenRequest&) { return ok(""); });
    const auto client = create_client(loops);
    const ClientRequest request{.url = server.url(),
                                .addresses = AddressPolicy::dangerously_allow_any_address};
    EXPECT_TRUE(asio::co_spawn(loops.at(0), client->send(request), asio::use_future).get());
    auto unanswered = asio::co_spawn(loops.at(0), client->send(request), asio::use_future);
    loops.stop();
}

}  // namespace
}  // namespace rostrum::http
