#include "http/client/curl_client.hpp"
#include "unit/http/client_fixture.hpp"

#include <boost/asio/ip/address.hpp>

namespace rostrum::http {
namespace {

ClientRequest to_public(std::string url) {
    return ClientRequest{.url = std::move(url), .timeout = std::chrono::seconds{10}};
}

/// Takes 127.0.0.1 for a public address and the rest of the loopback range for private ones.
bool is_other_loopback(const asio::ip::address& address) noexcept {
    return address.to_string() != "127.0.0.1";
}

TEST_F(ClientTest, public_only_reaches_no_loopback_address) {
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    const auto port = std::to_string(server.port());
    for (const std::string host : {"127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433",
                                   "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]"}) {
        const auto outcome = send(to_public("http://" + host + ":" + port + "/"));
        EXPECT_TRUE(failed_with(outcome, TransportFailure::address_refused)) << host;
        EXPECT_FALSE(outcome.error().maybe_sent());
    }
    EXPECT_EQ(server.connections(), 0u);
}

TEST_F(ClientTest, public_only_does_not_reuse_a_connection_opened_to_any_address) {
    const LoopbackServer server(*loops, [](const SeenRequest&) { return ok(""); });
    ASSERT_TRUE(get(server.url()));
    EXPECT_TRUE(failed_with(send(to_public(server.url())), TransportFailure::address_refused));
    ASSERT_TRUE(get(server.url()));
    EXPECT_EQ(server.requests().size(), 2u);
    EXPECT_EQ(server.connections(), 1u);
}

TEST_F(ClientTest, public_only_follows_no_redirect_to_a_private_address) {
    client = create_client(*loops, {}, is_other_loopback);
    const LoopbackServer inside(
        *loops, [](const SeenRequest&) { return ok("secret"); }, "127.0.0.2");
    const LoopbackServer outside(*loops,
                                 [&](const SeenRequest&) { return redirect_to(inside.url()); });
    auto request = to_public(outside.url());
    request.redirects_max = 3;
    EXPECT_TRUE(failed_with(send(std::move(request)), TransportFailure::address_refused));
    EXPECT_EQ(outside.requests().size(), 1u);
    EXPECT_EQ(inside.connections(), 0u);
}

TEST_F(ClientTest, public_only_follows_a_redirect_to_a_public_address) {
    client = create_client(*loops, {}, is_other_loopback);
    const LoopbackServer second(*loops, [](const SeenRequest&) { return ok("arrived"); });
    const LoopbackServer first(*loops,
                               [&](const SeenRequest&) { return redirect_to(second.url()); });
    auto request = to_public(first.url());
    request.redirects_max = 1;
    const auto outcome = send(std::move(request));
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->body, "arrived");
}

}  // namespace
}  // namespace rostrum::http
