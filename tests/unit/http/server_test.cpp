#include "http/server/middleware.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace rostrum::http::testing {
namespace {

using namespace std::string_literals;

constexpr std::string_view get_root = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

Task<Response> describe_request(Request& request) {
    std::string out = request.path + "|" + std::string(request.route) + "|" +
                      std::string(request.params.get("id")) + "|" + request.remote_address;
    for (const auto& [name, value] : request.query) out += "|" + name + "=" + value;
    co_return Response::text(200, std::move(out));
}

Task<Response> fail_with_exception(Request&) {
    throw std::runtime_error("the disk is gone");
    co_return Response{};
}

Task<Response> fail_with_number(Request&) {
    throw 7;
    co_return Response{};
}

Task<Response> answer_with(Response response) { co_return response; }

class ServerTest : public ::testing::Test {
protected:
    ServerTest() {
        server_.route(Method::get, "/", [](Request&) { return answer_text("hello"); });
        server_.route(Method::post, "/echo", echo);
        server_.route(Method::get, "/things/{id}", describe_request);
        server_.route(Method::delete_, "/things/{id}", describe_request);
        server_.route(Method::get, "/throws", fail_with_exception);
        server_.route(Method::get, "/throws/number", fail_with_number);
        server_.route(Method::get, "/gate", [this](Request&) { return pass_gate(gate_); });
        server_.route(Method::get, "/never", never);
    }

    static Task<Response> pass_gate(Gate& gate) {
        co_await gate.pass();
        co_return Response::text(200, "passed");
    }

    RawClient start_and_connect() {
        server_.start();
        return server_.connect();
    }

    TestServer server_;
    Gate gate_{server_.loops};
};

TEST_F(ServerTest, answers_with_what_the_handler_says) {
    auto client = start_and_connect();
    const auto answer = client.exchange(get_root);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(answer->headers.get("Content-Length"), "5");
    EXPECT_EQ(answer->headers.get("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_TRUE(answer->headers.get("Date").ends_with(" GMT"));
}

TEST_F(ServerTest, hands_over_the_decoded_request) {
    auto client = start_and_connect();
    const auto answer =
        client.exchange("GET /things/a%2Fb?x=1&y=%C3%A4 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "/things/a/b|/things/{id}|a/b|127.0.0.1|x=1|y=\xc3\xa4");
}

TEST_F(ServerTest, keeps_the_connection_for_more_requests) {
    auto client = start_and_connect();
    for (int i = 0; i < 100; ++i) ASSERT_EQ(client.exchange(get_root)->body, "hello");
    EXPECT_EQ(server_.server->open_connections(), 1);
}

TEST_F(ServerTest, closes_when_the_client_asks_for_it) {
    auto client = start_and_connect();
    const auto answer = client.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n");
    EXPECT_EQ(answer->headers.get("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, closes_after_http_1_0_unless_asked_to_keep_the_connection) {
    auto client = start_and_connect();
    const auto kept = client.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept->headers.get("Connection"), "keep-alive");
    const auto closed = client.exchange("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(closed->headers.get("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, answers_pipelined_requests_in_order) {
    auto client = start_and_connect();
    std::string requests;
    for (int i = 0; i < 500; ++i) {
        requests += "GET /things/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        requests += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    }
    client.send(requests);
    for (int i = 0; i < 500; ++i) {
        const auto thing = client.receive_answer();
        ASSERT_TRUE(thing);
        EXPECT_TRUE(thing->body.starts_with("/things/" + std::to_string(i) + "|"));
        EXPECT_EQ(client.receive_answer()->body, "abc");
    }
}

TEST_F(ServerTest, takes_a_request_in_any_pieces) {
    auto client = start_and_connect();
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: z\r\n\r\n";
    for (std::size_t at = 1; at < request.size(); ++at) {
        client.send(request.substr(0, at));
        client.send(request.substr(at));
        const auto answer = client.receive_answer();
        ASSERT_TRUE(answer) << at;
        EXPECT_EQ(answer->body, "abcde") << at;
    }
}

TEST_F(ServerTest, tells_a_client_that_waits_to_send_its_body) {
    auto client = start_and_connect();
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(client.exchange("abc")->body, "abc");
    // A body that is there already needs no invitation.
    const auto answer = client.exchange("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                                        "Content-Length: 3\r\n\r\nabc");
    EXPECT_EQ(answer->status, 200);
}

TEST_F(ServerTest, carries_large_bodies_both_ways) {
    server_.route(Method::put, "/large", echo, 8 * 1024 * 1024);
    auto client = start_and_connect();
    std::string body(8 * 1024 * 1024, 'x');
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i * i % 26);
    client.send("PUT /large HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n");
    client.send(body);
    const auto answer = client.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->body == body);
}

TEST_F(ServerTest, answers_head_like_get_without_a_body) {
    auto client = start_and_connect();
    const auto head = client.exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->headers.get("Content-Length"), "5");
    EXPECT_EQ(client.exchange(get_root)->body, "hello");
}

TEST_F(ServerTest, sends_no_body_with_a_status_that_has_none) {
    for (const int status : {204, 304}) {
        server_.route(Method::get, "/status/" + std::to_string(status), [status](Request&) {
            auto response = Response::text(status, "surprise");
            return answer_with(std::move(response));
        });
    }
    auto client = start_and_connect();
    for (const auto* status : {"204", "304"}) {
        const auto answer =
            client.exchange("GET /status/"s + status + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(answer->status, std::stoi(status));
        EXPECT_FALSE(answer->headers.contains("Content-Length"));
        EXPECT_EQ(client.exchange(get_root)->body, "hello");
    }
}

TEST_F(ServerTest, renders_unknown_paths_and_wrong_methods) {
    auto client = start_and_connect();
    const auto unknown = client.exchange("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(unknown->status, 404);
    EXPECT_TRUE(unknown->body.contains("not_found"));
    const auto wrong = client.exchange("PUT /things/1 HTTP/1.1\r\nHost: a\r\n"
                                       "Content-Length: 1\r\n\r\nx");
    EXPECT_EQ(wrong->status, 405);
    EXPECT_EQ(wrong->headers.get("Allow"), "GET, HEAD, DELETE");
    EXPECT_TRUE(wrong->body.contains("method_not_allowed"));
    // The connection is in order.
    EXPECT_EQ(client.exchange(get_root)->status, 200);
}

TEST_F(ServerTest, gives_unknown_paths_to_the_fallback) {
    server_.parts.fallback = [](Request&) { return answer_text("fallback"); };
    auto client = start_and_connect();
    EXPECT_EQ(client.exchange("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")->body, "fallback");
    EXPECT_EQ(client.exchange("PUT / HTTP/1.1\r\nHost: a\r\n\r\n")->status, 405);
}

TEST_F(ServerTest, takes_or_makes_a_request_id) {
    auto client = start_and_connect();
    const auto request = [](const std::string& id) {
        return "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + id + "\r\n\r\n";
    };
    for (const auto& id : {"a"s, "A-b_c.9"s, std::string(64, 'x')}) {
        EXPECT_EQ(client.exchange(request(id))->headers.get("X-Request-Id"), id);
    }
    for (const auto& id : {""s, "a b"s, "a\"b"s, "\xc3\xa4"s, std::string(65, 'x')}) {
        const auto answer = client.exchange(request(id));
        const auto made = parse_uuid(answer->headers.get("X-Request-Id"));
        ASSERT_TRUE(made) << id;
        EXPECT_EQ(made->bytes[6] >> 4, 7) << id;
    }
    const auto failed =
        client.exchange("GET /nowhere HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\n\r\n");
    EXPECT_EQ(failed->headers.get("X-Request-Id"), "mine");
    EXPECT_TRUE(failed->body.contains("\"requestId\":\"mine\""));
}

TEST_F(ServerTest, survives_a_handler_that_throws) {
    auto client = start_and_connect();
    for (const auto* path : {"/throws", "/throws/number"}) {
        const auto answer = client.exchange("GET "s + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(answer->status, 500) << path;
        EXPECT_TRUE(answer->body.contains("server_error")) << path;
    }
    EXPECT_EQ(client.exchange(get_root)->status, 200);
}

TEST_F(ServerTest, survives_a_renderer_that_throws) {
    server_.parts.render_error = [](const Error&, const Request&) -> Response {
        throw "no template";
    };
    auto client = start_and_connect();
    for (const auto* path : {"/nowhere", "/throws"}) {
        EXPECT_EQ(client.exchange("GET "s + path + " HTTP/1.1\r\nHost: a\r\n\r\n")->status, 500);
    }
    EXPECT_EQ(client.exchange("BREW / HTTP/1.1\r\nHost: a\r\n\r\n")->status, 501);
}

TEST_F(ServerTest, lets_no_value_add_fields_or_frame_the_answer) {
    server_.route(Method::get, "/split", [](Request&) {
        auto response = Response::redirect(303, "/a\r\nSet-Cookie: evil=1\r\n\r\n<html>");
        response.headers.add("Content-Length", "1000");
        response.headers.add("transfer-encoding", "chunked");
        response.headers.add("Connection", "upgrade");
        return answer_with(std::move(response));
    });
    server_.route(Method::get, "/odd", [](Request&) { return answer_with(Response::empty(101)); });
    auto client = start_and_connect();
    const auto answer = client.exchange("GET /split HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer->headers.get("Location"), "/a  Set-Cookie: evil=1    <html>");
    EXPECT_FALSE(answer->headers.contains("Set-Cookie"));
    EXPECT_EQ(answer->headers.get("Content-Length"), "0");
    EXPECT_FALSE(answer->headers.contains("Connection"));
    EXPECT_EQ(client.exchange("GET /odd HTTP/1.1\r\nHost: a\r\n\r\n")->status, 500);
    EXPECT_EQ(client.exchange(get_root)->status, 200);
}

TEST_F(ServerTest, wraps_the_middleware_around_everything_that_is_routed) {
    server_.parts.middleware = {security_headers()};
    auto client = start_and_connect();
    for (const auto* line : {"GET /", "GET /nowhere", "PUT /"}) {
        const auto answer = client.exchange(line + " HTTP/1.1\r\nHost: a\r\n\r\n"s);
        EXPECT_EQ(answer->headers.get("X-Content-Type-Options"), "nosniff") << line;
    }
}

TEST_F(ServerTest, serves_many_connections_on_many_loops) {
    TestServer server(3);
    server.route(Method::post, "/echo", echo);
    server.start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 60; ++i) clients.push_back(server.connect());
    for (int round = 0; round < 5; ++round) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            const auto body = std::to_string(i);
            clients[i].send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                            std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        for (std::size_t i = 0; i < clients.size(); ++i) {
            ASSERT_EQ(clients[i].receive_answer()->body, std::to_string(i));
        }
    }
    EXPECT_EQ(server.server->open_connections(), clients.size());
}

TEST_F(ServerTest, throws_when_the_port_is_taken) {
    server_.start();
    for (const std::size_t loop_count : {1, 2}) {
        TestServer second(loop_count);
        second.options.port = server_.server->port();
        EXPECT_THROW(second.start(), boost::system::system_error);
    }
}

TEST_F(ServerTest, survives_clients_that_go_at_any_moment) {
    server_.start();
    const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    for (std::size_t size = 0; size <= request.size(); ++size) {
        auto resets = server_.connect();
        resets.send(request.substr(0, size));
        resets.reset();
        auto closes = server_.connect();
        closes.send(request + request + request.substr(0, size));
    }
    auto client = server_.connect();
    EXPECT_EQ(client.exchange(get_root)->status, 200);
}

TEST_F(ServerTest, drains_by_finishing_what_is_under_way) {
    server_.start();
    auto idle = server_.connect();
    EXPECT_EQ(idle.exchange(get_root)->status, 200);
    auto fresh = server_.connect();
    auto busy = server_.connect();
    busy.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(gate_.wait_for_handler());

    const auto port = server_.server->port();
    auto drained =
        std::async(std::launch::async, [this] { server_.server->drain(std::chrono::seconds{10}); });
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(fresh.is_closed());
    EXPECT_THROW(RawClient{port}, std::runtime_error);
    EXPECT_EQ(drained.wait_for(std::chrono::seconds{0}), std::future_status::timeout);

    gate_.open();
    const auto answer = busy.receive_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "passed");
    EXPECT_EQ(answer->headers.get("Connection"), "close");
    busy.close();
    drained.get();
    EXPECT_EQ(server_.server->open_connections(), 0);
}

TEST_F(ServerTest, drains_by_cancelling_what_does_not_end_in_time) {
    server_.start();
    auto busy = server_.connect();
    busy.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(gate_.wait_for_handler());
    auto half = server_.connect();
    half.send("GET / HT");
    server_.server->drain(milliseconds{20});
    EXPECT_EQ(server_.server->open_connections(), 0);
    EXPECT_TRUE(busy.is_closed());
    EXPECT_TRUE(half.is_closed());
}

TEST_F(ServerTest, can_go_without_a_drain) {
    auto client = start_and_connect();
    client.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    server_.server.reset();
    EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, can_go_while_clients_come) {
    for (int round = 0; round < 10; ++round) {
        TestServer server(2);
        server.route(Method::get, "/", [](Request&) { return answer_text("hello"); });
        server.start();
        auto clients = std::async(std::launch::async, [port = server.server->port()] {
            try {
                for (;;) RawClient(port).exchange(get_root);
            } catch (const std::runtime_error&) {
                // The server does not listen any more.
            }
        });
        auto first = server.connect();
        EXPECT_EQ(first.exchange(get_root)->status, 200);
        server.server->drain(milliseconds{round});
        EXPECT_EQ(server.server->open_connections(), 0);
        clients.get();
    }
}

TEST_F(ServerTest, can_go_after_its_loops_have_stopped) {
    auto client = start_and_connect();
    EXPECT_EQ(client.exchange(get_root)->status, 200);
    client.send("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    server_.loops.stop();
    server_.server.reset();
}

}  // namespace
}  // namespace rostrum::http::testing
