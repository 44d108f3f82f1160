#include "http/server/client_address.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rostrum::http {
namespace {

struct Row {
    std::string reason;
    std::string trusted;
    std::string peer;
    std::vector<std::string> forwarded_for;
    std::string client;
};

TEST(ClientAddress, is_the_last_one_that_no_trusted_proxy_has) {
    const std::vector<Row> rows{
        {"nobody is trusted", "", "10.0.0.1", {"1.2.3.4"}, "10.0.0.1"},
        {"the peer is not trusted", "10.0.0.2", "10.0.0.1", {"1.2.3.4"}, "10.0.0.1"},
        {"one proxy", "10.0.0.1", "10.0.0.1", {"1.2.3.4"}, "1.2.3.4"},
        {"no header", "10.0.0.1", "10.0.0.1", {}, "10.0.0.1"},
        {"what the client made up stands before",
         "10.0.0.1",
         "10.0.0.1",
         {"6.6.6.6, 1.2.3.4"},
         "1.2.3.4"},
        {"two proxies", "10.0.0.0/8", "10.0.0.1", {"1.2.3.4, 10.9.9.9"}, "1.2.3.4"},
        {"two fields are one list",
         "10.0.0.0/8",
         "10.0.0.1",
         {"6.6.6.6, 1.2.3.4", "10.9.9.9"},
         "1.2.3.4"},
        {"all are trusted", "10.0.0.0/8", "10.0.0.1", {"10.1.1.1, 10.2.2.2"}, "10.1.1.1"},
        {"nonsense ends the list", "10.0.0.1", "10.0.0.1", {"unknown"}, "10.0.0.1"},
        {"nonsense behind a proxy", "10.0.0.0/8", "10.0.0.1", {"evil, 10.2.2.2"}, "10.2.2.2"},
        {"an empty entry", "10.0.0.1", "10.0.0.1", {"1.2.3.4,"}, "10.0.0.1"},
        {"a mapped peer", "127.0.0.1", "::ffff:127.0.0.1", {"1.2.3.4"}, "1.2.3.4"},
        {"a port", "10.0.0.1", "10.0.0.1", {"1.2.3.4:5678"}, "1.2.3.4"},
        {"IPv6 with a port", "10.0.0.1", "10.0.0.1", {"[2001:db8::1]:443"}, "2001:db8::1"},
        {"IPv6 in brackets", "10.0.0.1", "10.0.0.1", {"[2001:db8::1]"}, "2001:db8::1"},
        {"a bracket that is not closed", "10.0.0.1", "10.0.0.1", {"["}, "10.0.0.1"},
        {"IPv6", "fd00::/8", "fd12::1", {"2001:db8::1"}, "2001:db8::1"},
    };
    for (const auto& row : rows) {
        Request request;
        request.remote_address = row.peer;
        for (const auto& field : row.forwarded_for) request.headers.add("X-Forwarded-For", field);
        const auto proxies = TrustedProxies::parse(row.trusted);
        ASSERT_TRUE(proxies) << row.reason;
        EXPECT_EQ(client_address(request, *proxies), row.client) << row.reason;
    }
}

TEST(TrustedProxies, are_addresses_and_networks) {
    const auto proxies = TrustedProxies::parse(" 127.0.0.1 ,192.168.7.9/16,, fd00::/8 ,::1");
    ASSERT_TRUE(proxies);
    for (const auto* inside : {"127.0.0.1", "192.168.255.1", "fdff::1", "::1"}) {
        EXPECT_TRUE(proxies->contains(inside)) << inside;
    }
    for (const auto* outside : {"127.0.0.2", "192.169.0.1", "fe80::1", "::2", "", "localhost"}) {
        EXPECT_FALSE(proxies->contains(outside)) << outside;
    }
    for (const auto* wrong :
         {"localhost", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "1.2.3.4 5.6.7.8"}) {
        EXPECT_FALSE(TrustedProxies::parse(wrong)) << wrong;
    }
}

TEST(AddressGroup, is_the_address_or_the_network_of_a_subscriber) {
    EXPECT_EQ(address_group("1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(address_group("::ffff:1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), address_group("2001:db8:1:2::1"));
    EXPECT_NE(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
    EXPECT_EQ(address_group(""), "");
}

}  // namespace
}  // namespace rostrum::http
