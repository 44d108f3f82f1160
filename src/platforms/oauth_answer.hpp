#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the token endpoints of most platforms have in common: the answer of RFC 6749, section 5.1.
namespace rostrum::platforms {

/// The names in a text, with commas or spaces between them.
std::vector<std::string> split_scopes(std::string_view text);

bool has_scope(const std::vector<std::string>& scopes, std::string_view scope);

std::string join_scopes(const std::vector<std::string>& scopes, char separator);

/// A life in seconds; `usual` when it is not told or not positive, and at most ten years.
std::chrono::seconds life_of(const json::value& in, std::string_view name,
                             std::chrono::seconds usual);

/// The tokens of an answer to a request of `asked_at`, so that no life is thought longer than it
/// is. None without an access token. The refresh token's life is read from "refresh_expires_in" or
/// "refresh_token_expires_in".
std::optional<Tokens> parse_tokens(const json::value& body, Time asked_at,
                                   std::chrono::seconds usual_life);

}  // namespace rostrum::platforms
