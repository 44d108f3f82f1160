#include "http/client/client.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

struct Row {
    std::string_view ip;
    std::string_view reason;
};

TEST(SpecialAddress, refuses_every_special_range_from_its_first_to_its_last_address) {
    for (const auto& [ip, reason] : {
             Row{"0.0.0.0", "unspecified"},
             Row{"0.255.255.255", "this network"},
             Row{"10.0.0.0", "private"},
             Row{"10.255.255.255", "private"},
             Row{"100.64.0.0", "shared"},
             Row{"100.127.255.255", "shared"},
             Row{"127.0.0.0", "loopback"},
             Row{"127.0.0.1", "loopback"},
             Row{"127.255.255.255", "loopback"},
             Row{"169.254.0.0", "link-local"},
             Row{"169.254.169.254", "metadata service"},
             Row{"169.254.255.255", "link-local"},
             Row{"172.16.0.0", "private"},
             Row{"172.31.255.255", "private"},
             Row{"192.0.0.0", "protocol assignments"},
             Row{"192.0.0.255", "protocol assignments"},
             Row{"192.0.2.0", "documentation"},
             Row{"192.0.2.255", "documentation"},
             Row{"192.88.99.1", "6to4 relay"},
             Row{"192.168.0.0", "private"},
             Row{"192.168.255.255", "private"},
             Row{"198.18.0.0", "benchmarks"},
             Row{"198.19.255.255", "benchmarks"},
             Row{"198.51.100.7", "documentation"},
             Row{"203.0.113.7", "documentation"},
             Row{"224.0.0.0", "multicast"},
             Row{"239.255.255.255", "multicast"},
             Row{"240.0.0.0", "reserved"},
             Row{"255.255.255.255", "broadcast"},
             Row{"::", "unspecified"},
             Row{"::1", "loopback"},
             Row{"::8.8.8.8", "IPv4-compatible, given up"},
             Row{"::ffff:127.0.0.1", "mapped loopback"},
             Row{"::ffff:10.1.2.3", "mapped private"},
             Row{"::ffff:a9fe:a9fe", "mapped metadata service"},
             Row{"64:ff9b::10.1.2.3", "NAT64 of a private address"},
             Row{"64:ff9b::7f00:1", "NAT64 of loopback"},
             Row{"64:ff9b:1::8.8.8.8", "local NAT64"},
             Row{"100::1", "discard"},
             Row{"2001::1", "Teredo"},
             Row{"2001:2::1", "benchmarks"},
             Row{"2001:1ff:ffff::1", "protocol assignments"},
             Row{"2001:db8::1", "documentation"},
             Row{"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
             Row{"2002:7f00:1::1", "6to4 of loopback"},
             Row{"2002:c0a8:101::1", "6to4 of a private address"},
             Row{"2002:a00::", "6to4 of a private address"},
             Row{"3fff::1", "documentation"},
             Row{"3fff:fff:ffff::1", "documentation"},
             Row{"4000::1", "unassigned"},
             Row{"5f00::1", "segment routing"},
             Row{"fc00::1", "unique local"},
             Row{"fdff:ffff::1", "unique local"},
             Row{"fe80::1", "link-local"},
             Row{"fe80::1%1", "link-local with a zone"},
             Row{"febf::1", "link-local"},
             Row{"fec0::1", "site-local"},
             Row{"ff02::1", "multicast"},
             Row{"ff0e::1", "global multicast"},
         }) {
        EXPECT_TRUE(is_special_address(ip)) << ip << ": " << reason;
    }
}

TEST(SpecialAddress, lets_public_addresses_pass_up_to_the_edges) {
    for (const auto& [ip, reason] : {
             Row{"1.0.0.0", "after this network"},
             Row{"8.8.8.8", "public"},
             Row{"9.255.255.255", "before private"},
             Row{"11.0.0.0", "after private"},
             Row{"100.63.255.255", "before shared"},
             Row{"100.128.0.0", "after shared"},
             Row{"126.255.255.255", "before loopback"},
             Row{"128.0.0.0", "after loopback"},
             Row{"169.253.255.255", "before link-local"},
             Row{"169.255.0.0", "after link-local"},
             Row{"172.15.255.255", "before private"},
             Row{"172.32.0.0", "after private"},
             Row{"192.0.1.0", "between"},
             Row{"192.0.3.0", "after documentation"},
             Row{"192.167.255.255", "before private"},
             Row{"192.169.0.0", "after private"},
             Row{"198.17.255.255", "before benchmarks"},
             Row{"198.20.0.0", "after benchmarks"},
             Row{"223.255.255.255", "before multicast"},
             Row{"2001:200::1", "after protocol assignments"},
             Row{"2001:4860:4860::8888", "public"},
             Row{"2606:4700::1111", "public"},
             Row{"2a00:1450:4001::1", "public"},
             Row{"3ffe:ffff::1", "before documentation"},
             Row{"::ffff:8.8.8.8", "mapped public"},
             Row{"64:ff9b::8.8.8.8", "NAT64 of a public address"},
             Row{"2002:808:808::1", "6to4 of a public address"},
         }) {
        EXPECT_FALSE(is_special_address(ip)) << ip << ": " << reason;
    }
}

TEST(SpecialAddress, refuses_what_is_no_address) {
    for (const auto& [ip, reason] : {
             Row{"", "empty"},
             Row{"localhost", "a name"},
             Row{"8.8.8", "three parts"},
             Row{"8.8.8.8 ", "white space"},
             Row{"8.8.8.8:80", "a port"},
             Row{"[2606:4700::1111]", "brackets"},
             Row{"0x8.8.8.8", "hex"},
         }) {
        EXPECT_TRUE(is_special_address(ip)) << reason;
    }
}

}  // namespace
}  // namespace rostrum::http
