#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The answers of Instagram's token endpoints. Unknown fields are ignored, absent fields
/// and such of a wrong type are empty; nothing throws. An empty optional means that the answer
/// lacks what makes it one.
namespace rostrum::platforms::instagram {

/// What a code was traded for: a token for one hour.
struct ShortGrant {
    Secret token;
    std::vector<std::string> scopes;  ///< granted; empty when the platform did not say
};

/// The answer may be flat or in `data[0]`, the permissions a list or text with commas.
std::optional<ShortGrant> parse_short_grant(const json::value& body);

/// A lasting token, asked for at `asked_at`. Without a life of its own it has the documented one.
std::optional<Tokens> parse_long_token(const json::value& body, Time asked_at);

/// The fields of /me that an account and a profile are made of.
inline constexpr std::string_view me_fields =
    "id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,"
    "media_count";

}  // namespace rostrum::platforms::instagram
