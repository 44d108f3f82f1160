#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

/// The errors of Meta's Graph hosts, which Instagram, Facebook and Threads have in common.
/// Where they are described: docs/platforms/instagram.md and docs/platforms/facebook.md.
namespace rostrum::platforms::meta {

inline constexpr int any_code = 0;  ///< no error has this code
inline constexpr int any_subcode = 0;

/// A row of the catalogue: what an error of these codes means to us.
struct ErrorRow {
    int code;
    int subcode;
    Next next;
    std::string_view user_message;  ///< "{platform}" stands for the platform's name
    int code_last = code;           ///< for a range of codes
    std::chrono::seconds pause{0};  ///< when the answer does not tell how long to wait; 0: unknown
};

/// The catalogue. A row with a subcode goes before one without.
std::span<const ErrorRow> error_rows();

/// The row for an error, or null when the catalogue does not know it.
const ErrorRow* find_error(std::int64_t code, std::int64_t subcode);

/// The row of a subcode, whatever the code: where a text tells no more than that. Null when there
/// is none.
const ErrorRow* find_subcode(std::int64_t subcode);

/// Reads an error in any of Meta's three shapes: Graph's {"error":{...}}, the token endpoints'
/// {"error_type","code","error_message"} and the upload host's {"debug_info":{...}}. Nothing when
/// the body is none of them. The message is what the platform said, not yet redacted. What is not
/// in the catalogue is `rejected`, unless the platform calls it transient. The error's code is
/// "code/subcode", or "oauth_400" and "upload" for the other two shapes.
std::optional<PlatformError> read_error(const json::value& body);

/// Whether a permission was not given, or was taken back.
bool is_permission_missing(const PlatformError& error);

/// Whether the error says no more than that there are no figures: a metric that does not fit, too
/// few viewers, or a missing permission to read insights, which nobody has to grant.
bool is_without_insights(const PlatformError& error);

}  // namespace rostrum::platforms::meta
