#include "http/client/address.hpp"

#include "http/client/client.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace rostrum::http {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

/// Whether the first `bits` bits of both are the same.
constexpr bool same_prefix(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b,
                           unsigned bits) noexcept {
    const std::size_t whole = bits / 8;
    if (!std::ranges::equal(a.first(whole), b.first(whole))) return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

struct Range4 {
    std::array<std::uint8_t, 4> prefix;
    unsigned bits;
};

/// What IANA's registry of special-purpose IPv4 addresses holds, and multicast.
constexpr std::array special_ranges4{
    Range4{{0, 0, 0, 0}, 8},        // this network
    Range4{{10, 0, 0, 0}, 8},       // private
    Range4{{100, 64, 0, 0}, 10},    // shared by carriers' customers
    Range4{{127, 0, 0, 0}, 8},      // loopback
    Range4{{169, 254, 0, 0}, 16},   // link-local: also the clouds' metadata services
    Range4{{172, 16, 0, 0}, 12},    // private
    Range4{{192, 0, 0, 0}, 24},     // protocol assignments
    Range4{{192, 0, 2, 0}, 24},     // documentation
    Range4{{192, 88, 99, 0}, 24},   // 6to4 relays, given up
    Range4{{192, 168, 0, 0}, 16},   // private
    Range4{{198, 18, 0, 0}, 15},    // benchmarks
    Range4{{198, 51, 100, 0}, 24},  // documentation
    Range4{{203, 0, 113, 0}, 24},   // documentation
    Range4{{224, 0, 0, 0}, 4},      // multicast
    Range4{{240, 0, 0, 0}, 4},      // reserved, and broadcast
};

struct Range6 {
    address_v6::bytes_type prefix;
    unsigned bits;
};

/// Global unicast, the only part of IPv6 that is in use on the Internet. All else is special: the
/// unspecified address, loopback, unique local, link-local, site-local, multicast, discard.
constexpr Range6 global_unicast{{0x20}, 3};

/// The parts of global unicast that are special.
constexpr std::array special_ranges6{
    Range6{{0x20, 0x01}, 23},              // protocol assignments: Teredo, benchmarks, ORCHID
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    Range6{{0x3f, 0xff}, 20},              // documentation
};

/// Forms of IPv6 that stand for an IPv4 address, and where they hold it.
struct Embedding {
    Range6 range;
    std::size_t offset;
};

constexpr std::array embeddings{
    Embedding{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // IPv4-mapped
    Embedding{{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    Embedding{{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

bool is_special4(std::span<const std::uint8_t, 4> bytes) noexcept {
    return std::ranges::any_of(special_ranges4, [&](const Range4& range) {
        return same_prefix(bytes, range.prefix, range.bits);
    });
}

bool is_special6(const address_v6::bytes_type& bytes) noexcept {
    const auto within = [&](const Range6& range) {
        return same_prefix(bytes, range.prefix, range.bits);
    };
    for (const auto& embedding : embeddings) {
        if (!within(embedding.range)) continue;
        return is_special4(std::span(bytes).subspan(embedding.offset).first<4>());
    }
    return !within(global_unicast) || std::ranges::any_of(special_ranges6, within);
}

}  // namespace

bool is_special_address(const address& address) noexcept {
    return address.is_v4() ? is_special4(address.to_v4().to_bytes())
                           : is_special6(address.to_v6().to_bytes());
}

bool is_special_address(std::string_view ip) {
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address(ip, error);
    return error || is_special_address(parsed);
}

}  // namespace rostrum::http
