#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::platforms::linkedin {

/// A row of the catalogue: what an error means to us.
struct ErrorRow {
    std::string_view code;
    Next next;
    std::int64_t service_code = 0;       ///< `serviceErrorCode` that says the same; 0: none known
    std::string_view user_message = {};  ///< empty: the usual one
    std::chrono::seconds pause{0};       ///< the platform never tells how long to wait; 0: unknown
};

/// The errors of the OAuth endpoints and those of the API; no code means different things in both.
std::span<const ErrorRow> error_rows();

/// Reads an error in either shape: {"error","error_description"} of the OAuth endpoints, and
/// {"status","serviceErrorCode","code","message"} of the API, in which all but the message may be
/// missing. The code decides, then the service code, then the status.
std::optional<PlatformError> read_error(const json::value& body, int status);

/// The first pause after a 429, which may be about a burst.
inline constexpr std::chrono::minutes burst_pause{1};

/// How long a used-up quota lasts: the platform tells nothing, and its days end at midnight UTC.
std::chrono::seconds until_quotas_reset(Time now);

}  // namespace rostrum::platforms::linkedin
