#pragma once

#include "core/result.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::limits::redis {

/// Where a Redis server is, and as whom to sign in there.
struct Url {
    std::string host;
    std::uint16_t port = 6379;
    std::string user;  ///< empty: Redis' default user
    Secret password;   ///< empty: no sign-in
    std::uint16_t database = 0;
};

/// Reads `redis://[[user]:password@]host[:port][/database]`; user and password may have percent
/// escapes, an IPv6 address stands in brackets. Errors: `validation_failed`, without the password.
Result<Url> parse_url(std::string_view text);

/// The URL as people may see it: `***` for the password.
std::string shown(const Url& url);

}  // namespace rostrum::limits::redis
