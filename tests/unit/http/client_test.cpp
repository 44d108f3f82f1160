#include "crypto/encoding.hpp"
#include "unit/http/client_fixture.hpp"

#include <vector>

namespace rostrum::http {
namespace {

std::string from_hex(std::string_view hex) {
    return std::string(crypto::as_text(crypto::hex_decode(hex).value()));
}

TEST_F(ClientTest, answers_status_header_and_body) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-One:  a b "
               "\r\nX-Empty:\r\n\r\nbody";
    });
    const auto outcome = get(server.url());
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->status, 404);
    EXPECT_EQ(outcome->headers.get("x-one"), "a b");
    EXPECT_TRUE(outcome->headers.contains("X-Empty"));
    EXPECT_EQ(outcome->body, "body");
}

TEST_F(ClientTest, sends_each_method_with_target_header_and_body) {
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    struct Row {
        Method method;
        std::string body;
        std::string_view length;
    };
    const std::vector<Row> rows{
        {Method::get, "", ""},
        {Method::post, "a=1", "Content-Length: 3"},
        {Method::post, "", "Content-Length: 0"},
        {Method::put, "a=1", "Content-Length: 3"},
        {Method::patch, std::string("a\0b", 3), "Content-Length: 3"},
        {Method::delete_, "", ""},
        {Method::delete_, "a=1", "Content-Length: 3"},
        {Method::options, "", ""},
    };
    for (const auto& row : rows) {
        auto request = to(server.url("/path?q=1"));
        request.method = row.method;
        request.body = row.body;
        request.headers = {{"Authorization", "Bearer x"}, {"X-Empty", ""}, {"X-Blank", " "}};
        ASSERT_TRUE(send(std::move(request)));
        const auto seen = server.requests().back();
        const auto method = std::string(to_string(row.method));
        EXPECT_TRUE(seen.has_line(method + " /path?q=1 HTTP/1.1")) << seen.head;
        EXPECT_TRUE(seen.has_line("Authorization: Bearer x"));
        EXPECT_TRUE(seen.has_line("X-Empty:")) << seen.head;
        EXPECT_TRUE(seen.has_line("X-Blank:")) << seen.head;
        EXPECT_TRUE(seen.has_line("User-Agent: Rostrum"));
        EXPECT_FALSE(seen.head.contains("Expect:"));
        EXPECT_FALSE(seen.head.contains("Content-Type:"));
        EXPECT_TRUE(row.length.empty() ? !seen.head.contains("Content-Length")
                                       : seen.has_line(row.length))
            << seen.head;
        EXPECT_EQ(seen.body, row.body);
    }
}

TEST_F(ClientTest, head_answers_no_body) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n";
    });
    auto request = to(server.url());
    request.method = Method::head;
    const auto outcome = send(std::move(request));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->headers.get("Content-Length"), "100000000");
    EXPECT_EQ(outcome->body, "");
}

TEST_F(ClientTest, decodes_compressed_bodies) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        return ok(from_hex("1f8b0800000000000203cb48cdc9c9d75148cecf2d284a2d2e4e4d5128cf2fca490100"
                           "089e343517000000"),
                  "Content-Encoding: gzip\r\n");
    });
    const auto outcome = get(server.url());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->body, "hello, compressed world");
    EXPECT_TRUE(server.requests()[0].head.contains("Accept-Encoding: deflate, gzip"));
}

TEST_F(ClientTest, leaves_out_interim_responses_and_trailers) {
    const LoopbackServer server(*loops, [](const SeenRequest&) {
        return "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "4\r\nbody\r\n0\r\nX-Trailer: 1\r\n\r\n";
    });
    const auto outcome = get(server.url());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->body, "body");
    EXPECT_FALSE(outcome->headers.contains("Link"));
    EXPECT_FALSE(outcome->headers.contains("X-Trailer"));
}

TEST_F(ClientTest, keeps_connections_and_uses_them_again) {
    const LoopbackServer server(*loops, [](const SeenRequest& seen) { return ok(seen.body); });
    for (int i = 0; i < 5; ++i) {
        auto request = to(server.url());
        request.method = Method::post;
        request.body = std::to_string(i);
        const auto outcome = send(std::move(request));
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->body, std::to_string(i));
    }
    EXPECT_EQ(server.connections(), 1u);
}

TEST_F(ClientTest, a_hundred_requests_share_the_connections_of_a_host) {
    const LoopbackServer server(*loops, [](const SeenRequest& seen) { return ok(seen.body); });
    std::vector<std::future<Outcome>> outcomes;
    for (int i = 0; i < 100; ++i) {
        auto request = to(server.url());
        request.method = Method::put;
        request.body = std::string(1000, 'x') + std::to_string(i);
        outcomes.push_back(loops.start(client->send(std::move(request))));
    }
    for (int i = 0; i < 100; ++i) {
        const auto outcome = outcomes[static_cast<std::size_t>(i)].get();
        ASSERT_TRUE(outcome) << outcome.error().message;
        EXPECT_EQ(outcome->body, std::string(1000, 'x') + std::to_string(i));
    }
    EXPECT_LE(server.connections_open_most(), 32u);
}

TEST_F(ClientTest, the_connections_of_a_host_are_limited) {
    client = create_client(*loops, ClientOptions{.connections_per_host_max = 2});
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    std::vector<std::future<Outcome>> outcomes;
    outcomes.reserve(20);
    for (int i = 0; i < 20; ++i) outcomes.push_back(loops.start(client->send(to(server.url()))));
    for (auto& outcome : outcomes) EXPECT_TRUE(outcome.get());
    EXPECT_LE(server.connections_open_most(), 2u);
}

TEST(ClientOnSeveralLoops, each_loop_has_its_own_connections) {
    testing::TestLoops loops(2);
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    const auto client = create_client(*loops);
    const ClientRequest request{.url = server.url(),
                                .addresses = AddressPolicy::dangerously_allow_any_address};
    for (int i = 0; i < 3; ++i) {
        auto first = loops.start(client->send(request), 0);
        auto second = loops.start(client->send(request), 1);
        EXPECT_TRUE(first.get());
        EXPECT_TRUE(second.get());
    }
    EXPECT_EQ(server.connections(), 2u);
}

TEST(ClientOnSeveralLoops, serves_a_coroutine_that_runs_on_none_of_them) {
    testing::TestLoops elsewhere(2);
    testing::TestLoops loops;
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok("body"); });
    const auto client = create_client(*loops);
    const auto outcome =
        elsewhere.run(client->send({.url = server.url(),
                                    .addresses = AddressPolicy::dangerously_allow_any_address}),
                      1);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->body, "body");
}

}  // namespace
}  // namespace rostrum::http
