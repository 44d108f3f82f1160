#include "http/server/client_address.hpp"

#include <algorithm>
#include <optional>

namespace rostrum::http {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned short subscriber_prefix = 64;

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Some proxies append the port: "1.2.3.4:5678", "[2001:db8::1]:5678".
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
    const auto colon = text.find(':');
    const bool only_one = colon != std::string_view::npos && text.find(':', colon + 1) == text.npos;
    return only_one ? text.substr(0, colon) : text;
}

/// Nothing when the text is no address. A mapped IPv4 address is answered as IPv4.
std::optional<ip::address> parse_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = ip::make_address(std::string(text), error);
    if (error) return std::nullopt;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

/// The values of all fields of this name are one list.
std::string forwarded_for(const Request& request) {
    std::string all;
    for (const auto& [name, value] : request.headers) {
        if (!equals_ignoring_case(name, "X-Forwarded-For")) continue;
        if (!all.empty()) all += ',';
        all += value;
    }
    return all;
}

bool holds(const ip::network_v4& network, const ip::address_v4& address) {
    return ip::network_v4(address, network.prefix_length()).canonical() == network;
}
bool holds(const ip::network_v6& network, const ip::address_v6& address) {
    return ip::network_v6(address, network.prefix_length()).canonical() == network;
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(std::string_view list) {
    TrustedProxies proxies;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        const std::string part(trim(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (part.empty()) continue;
        boost::system::error_code error;
        if (const auto address = parse_address(part)) {
            if (address->is_v4()) {
                proxies.v4_.emplace_back(address->to_v4(), 32);
            } else {
                proxies.v6_.emplace_back(address->to_v6(), 128);
            }
        } else if (const auto v4 = ip::make_network_v4(part, error); !error) {
            proxies.v4_.push_back(v4.canonical());
        } else if (const auto v6 = ip::make_network_v6(part, error); !error) {
            proxies.v6_.push_back(v6.canonical());
        } else {
            return fail(ErrorCode::validation_failed, "'" + part + "' is no address or network");
        }
    }
    return proxies;
}

bool TrustedProxies::contains(std::string_view text) const {
    const auto address = parse_address(text);
    if (!address) return false;
    if (address->is_v4()) {
        return std::ranges::any_of(
            v4_, [&](const auto& network) { return holds(network, address->to_v4()); });
    }
    return std::ranges::any_of(
        v6_, [&](const auto& network) { return holds(network, address->to_v6()); });
}

std::string client_address(const Request& request, const TrustedProxies& proxies) {
    std::string address = request.remote_address;
    const std::string all = forwarded_for(request);
    std::string_view chain = all;
    while (!chain.empty() && proxies.contains(address)) {
        const auto comma = chain.rfind(',');
        const auto last = comma == std::string_view::npos ? chain : chain.substr(comma + 1);
        const auto parsed = parse_address(without_port(trim(last)));
        if (!parsed) break;
        address = parsed->to_string();
        chain = comma == std::string_view::npos ? std::string_view() : chain.substr(0, comma);
    }
    return address;
}

std::string address_group(std::string_view text) {
    const auto address = parse_address(text);
    if (!address) return std::string(text);
    if (address->is_v4()) return address->to_string();
    return ip::network_v6(address->to_v6(), subscriber_prefix).canonical().to_string();
}

}  // namespace rostrum::http
