#include "unit/http/client_fixture.hpp"

namespace rostrum::http {
namespace {

std::optional<std::string> redirect_thrice(const SeenRequest& seen) {
    if (seen.head.contains(" /0 ")) return redirect_to("/1");
    if (seen.head.contains(" /1 ")) return redirect_to("/2");
    if (seen.head.contains(" /2 ")) return redirect_to("/3");
    return ok("arrived");
}

TEST_F(ClientTest, follows_no_redirect_unless_asked_to) {
    const LoopbackServer server(*loops, redirect_thrice);
    const auto outcome = get(server.url("/0"));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->status, 302);
    EXPECT_EQ(outcome->headers.get("Location"), "/1");
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(ClientTest, follows_as_many_redirects_as_allowed) {
    const LoopbackServer server(*loops, redirect_thrice);
    auto request = to(server.url("/0"));
    request.redirects_max = 3;
    const auto outcome = send(std::move(request));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->body, "arrived");
    EXPECT_FALSE(outcome->headers.contains("Location"));
}

TEST_F(ClientTest, the_redirect_that_is_one_too_many_is_the_answer) {
    const LoopbackServer server(*loops, redirect_thrice);
    auto request = to(server.url("/0"));
    request.redirects_max = 2;
    const auto outcome = send(std::move(request));
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->status, 302);
    EXPECT_EQ(outcome->headers.get("Location"), "/3");
    EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(ClientTest, a_request_that_changes_something_follows_no_redirect) {
    for (const auto method : {Method::post, Method::put, Method::patch, Method::delete_}) {
        const LoopbackServer server(*loops, redirect_thrice);
        auto request = to(server.url("/0"));
        request.method = method;
        request.redirects_max = 3;
        const auto outcome = send(std::move(request));
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->status, 302);
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(ClientTest, a_redirect_to_another_scheme_is_not_followed) {
    for (const auto* location : {"ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/"}) {
        const LoopbackServer server(
            *loops, [location](const SeenRequest&) { return redirect_to(location); });
        auto request = to(server.url());
        request.redirects_max = 3;
        EXPECT_TRUE(failed_with(send(std::move(request)), TransportFailure::no_answer)) << location;
    }
}

TEST_F(ClientTest, a_redirect_to_another_server_carries_no_credentials) {
    const LoopbackServer other(*loops, [](const SeenRequest&) { return ok(""); });
    const LoopbackServer server(
        *loops, [&](const SeenRequest&) { return redirect_to(other.url("/elsewhere")); });
    auto request = to(server.url());
    request.redirects_max = 1;
    request.headers = {{"Authorization", "Bearer x"}, {"Cookie", "a=b"}, {"X-Kept", "1"}};
    ASSERT_TRUE(send(std::move(request)));
    const auto seen = other.requests().at(0);
    EXPECT_TRUE(seen.has_line("X-Kept: 1"));
    EXPECT_FALSE(seen.head.contains("Authorization")) << seen.head;
    EXPECT_FALSE(seen.head.contains("Cookie")) << seen.head;
}

}  // namespace
}  // namespace rostrum::http
