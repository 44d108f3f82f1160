#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rostrum::platforms::tiktok {

/// A row of the catalogue: what an error code means to us.
struct ErrorRow {
    std::string_view code;
    Next next;
    std::string_view user_message = {};  ///< empty: the usual one
    std::chrono::seconds pause{0};       ///< the platform never tells how long to wait; 0: unknown
};

/// The errors of the OAuth endpoints and those of the API; no code means different things in both.
std::span<const ErrorRow> error_rows();

/// Reads an error in either shape: {"error":"...","error_description"} of the OAuth endpoints,
/// which may come with status 200, and {"error":{"code","message"}} of the API, where "ok" is none.
/// A code that the catalogue does not know is `rejected`.
std::optional<PlatformError> read_error(const json::value& body, int status);

}  // namespace rostrum::platforms::tiktok
