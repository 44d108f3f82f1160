#pragma once

#include <boost/asio/ip/address.hpp>

namespace rostrum::http {

/// `is_special_address` for an address that is parsed already.
bool is_special_address(const boost::asio::ip::address& address) noexcept;

}  // namespace rostrum::http
