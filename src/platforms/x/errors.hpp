#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rostrum::platforms::x {

/// A row of the catalogue: what an error code means to us. A code is a word of OAuth
/// ("invalid_client"), the last part of a problem's type ("credits"), a number of the old API
/// ("88"), or "http_404" for a problem that says no more than its status.
struct ErrorRow {
    std::string_view code;
    Next next;
    std::string_view user_message = {};  ///< empty: the usual one
    std::chrono::seconds pause{0};       ///< when no header tells how long to wait; 0: unknown
};

std::span<const ErrorRow> error_rows();

/// Reads an error in each of the four shapes: {"error","error_description"} of the token endpoints,
/// a problem of RFC 9457, {"code","message"}, and {"errors":[...]} of either kind. `errors` beside
/// `data` or `meta` of a success are notes about parts of it, and no error. A code that the
/// catalogue does not know means what the status means.
std::optional<PlatformError> read_error(const json::value& body, int status);

/// Our own code for a list whose posts lack the fields that were asked for.
inline constexpr std::string_view fields_missing = "fields_missing";

/// Whether the platform did not like the parameter that lists a post's fields, or ignored it.
bool is_about_field_names(const PlatformError& error);

}  // namespace rostrum::platforms::x
