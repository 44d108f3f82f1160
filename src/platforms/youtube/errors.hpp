#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::platforms::youtube {

/// A row of the catalogue: what an error code means to us.
struct ErrorRow {
    std::string_view code;
    Next next;
    std::string_view user_message = {};  ///< empty: the usual one
    std::chrono::seconds pause{0};       ///< the platform never tells how long to wait; 0: unknown
};

/// The errors of the OAuth endpoints, the reasons of the APIs and Google's general statuses; no
/// code means different things in two of them.
std::span<const ErrorRow> error_rows();

/// The error of a code; one that the catalogue does not know is `rejected`.
PlatformError error_of(std::string_view code, std::string message);

/// Reads an error in either shape: {"error":"...","error_description"} of the OAuth endpoints, and
/// {"error":{"code","message","errors":[{"reason"}],"status"}} of the APIs, where the first reason
/// decides, then the status in words, then the one in digits.
std::optional<PlatformError> read_error(const json::value& body, int status);

/// The code of an account at Google that has no channel.
inline constexpr std::string_view no_channel = "youtubeSignupRequired";

/// The code of a connection that Google gave no refresh token for: ours, the platform has none.
inline constexpr std::string_view no_refresh_token = "no_refresh_token";

/// The code of a post that has no video, or none whose bytes can be had: ours.
inline constexpr std::string_view no_video = "no_video";

/// Where the units of the day are used up: until they come back, at midnight in California. No
/// header tells it.
std::optional<std::chrono::seconds> pause_after(const PlatformError& error, Time now);

}  // namespace rostrum::platforms::youtube
