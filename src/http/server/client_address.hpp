#pragma once

#include "core/result.hpp"
#include "http/server/request.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::http {

/// The proxies in front of this server whose X-Forwarded-For is believed.
class TrustedProxies {
public:
    TrustedProxies() = default;

    /// Reads addresses and networks in CIDR notation: "127.0.0.1, 10.0.0.0/8, fd00::/8". Errors:
    /// `validation_failed`, with the part that is neither.
    static Result<TrustedProxies> parse(std::string_view list);

    /// An IPv4 address mapped to IPv6 counts as the IPv4 address.
    bool contains(std::string_view address) const;

private:
    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

/// Who sent the request: the peer or, behind trusted proxies, the last address of X-Forwarded-For
/// that is not one of them. What a client writes into that header itself stands before it and does
/// not count.
std::string client_address(const Request& request, const TrustedProxies& proxies);

/// What an address is counted under: IPv4 as it is, IPv6 by its /64 network, of which every
/// subscriber has at least one whole.
std::string address_group(std::string_view address);

}  // namespace rostrum::http
