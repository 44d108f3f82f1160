#include "platforms/linkedin/errors.hpp"

#include "platforms/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

using enum Next;

/// Clocks differ, and everybody comes at midnight.
constexpr std::chrono::minutes after_midnight{5};
constexpr std::chrono::seconds media_pause{30};

constexpr std::string_view start_again = "The sign-in at {platform} took too long. Start again.";
constexpr std::string_view no_role =
    "{platform} does not show this to the account. Its role at the page may have ended, or this "
    "server's app may not have the permission.";
constexpr std::string_view old_version =
    "{platform} has switched off the version of its API that this server uses. The operator has to "
    "update the server.";

constexpr std::array rows{
    // OAuth. Whatever is wrong with a code is called invalid_request.
    ErrorRow{"access_denied", rejected},
    ErrorRow{"user_cancelled_login", rejected},
    ErrorRow{"user_cancelled_authorize", rejected},
    ErrorRow{
        "unauthorized_scope_error", misconfigured, 0,
        "{platform} does not allow this server's app one of the permissions. Ask for fewer, or "
        "add the product to the app."},
    ErrorRow{"invalid_request", rejected, 0, start_again},
    ErrorRow{"invalid_grant", reauthorize},
    ErrorRow{"invalid_redirect_uri", misconfigured},
    ErrorRow{"invalid_client", misconfigured},
    ErrorRow{"invalid_client_id", misconfigured},
    ErrorRow{"unauthorized_client", misconfigured},
    ErrorRow{"unsupported_grant_type", misconfigured},
    ErrorRow{"server_error", retry_later},
    ErrorRow{"temporarily_unavailable", retry_later},
    // The API: who calls, and with what.
    ErrorRow{"INVALID_ACCESS_TOKEN", reauthorize, 65600},
    ErrorRow{"REVOKED_ACCESS_TOKEN", reauthorize, 65601},
    ErrorRow{"EXPIRED_ACCESS_TOKEN", reauthorize, 65602},
    ErrorRow{"EMPTY_ACCESS_TOKEN", reauthorize, 401},
    ErrorRow{"UNAUTHORIZED", reauthorize},
    ErrorRow{"ACCESS_DENIED", rejected, 100, no_role},
    ErrorRow{"VERSION_MISSING", misconfigured, 0, old_version},
    ErrorRow{"INVALID_VERSION", misconfigured, 0, old_version},
    ErrorRow{"NONEXISTENT_VERSION", misconfigured, 0, old_version},
    ErrorRow{"TOO_MANY_REQUESTS", rate_limited, 101},
    ErrorRow{"NOT_FOUND", not_found},
    ErrorRow{"RESOURCE_NOT_FOUND", not_found},
    ErrorRow{"CONFLICT", retry_later, 0, {}, media_pause},
    ErrorRow{"INTERNAL_SERVER_ERROR", retry_later},
    // What a post may be refused for.
    ErrorRow{"MISSING_FIELD", rejected},
    ErrorRow{"INVALID_URN_TYPE", rejected},
    ErrorRow{"INVALID_URN_ID", rejected},
    ErrorRow{"INVALID_VALUE_FOR_FIELD", rejected},
    ErrorRow{"FIELD_LENGTH_TOO_LONG", rejected, 0, "The text is too long for {platform}."},
    ErrorRow{"INVALID_VIDEO_ID", rejected},
    ErrorRow{"MEDIA_ASSET_WAITING_UPLOAD", retry_later, 0, {}, media_pause},
    ErrorRow{"MEDIA_ASSET_PROCESSING_FAILED", rejected, 0,
             "{platform} could not process the file. Upload it again, or use another one."},
    ErrorRow{"EXPIRED_UPLOAD_URL", rejected},
    ErrorRow{"DUPLICATE_POST", rejected, 0, "{platform} has this very post already."},
    ErrorRow{"UNPROCESSABLE_ENTITY", rejected},
};

/// What a status says when neither code is known.
struct StatusRow {
    int status;
    Next next;
    std::string_view user_message = {};
};
constexpr std::array status_rows{
    StatusRow{401, reauthorize},
    StatusRow{403, rejected, no_role},
    StatusRow{404, not_found},
    StatusRow{409, retry_later},
    StatusRow{426, misconfigured, old_version},
    StatusRow{429, rate_limited},
};

void apply(PlatformError& error, const ErrorRow& row) {
    error.next = row.next;
    error.user_message = row.user_message;
    if (row.pause.count() > 0) error.retry_after = row.pause;
}

PlatformError error_of(std::string code, std::int64_t service_code, std::string message,
                       int status) {
    PlatformError out{.code = std::move(code), .message = std::move(message)};
    if (out.code.empty()) {
        out.code =
            service_code != 0 ? std::to_string(service_code) : fmt::format("http_{}", status);
    }
    auto row = std::ranges::find(rows, out.code, &ErrorRow::code);
    if (row == rows.end() && service_code != 0) {
        row = std::ranges::find(rows, service_code, &ErrorRow::service_code);
    }
    if (row != rows.end()) {
        apply(out, *row);
        return out;
    }
    const auto by_status = std::ranges::find(status_rows, status, &StatusRow::status);
    if (by_status == status_rows.end()) return out;
    out.next = by_status->next;
    out.user_message = by_status->user_message;
    return out;
}

}  // namespace

std::span<const ErrorRow> error_rows() { return rows; }

std::optional<PlatformError> read_error(const json::value& body, int status) {
    if (auto code = text_of(body, "error"); !code.empty()) {
        return error_of(std::move(code), 0, text_of(body, "error_description"), status);
    }
    // A good answer may have fields of these names.
    if (status < 400) return std::nullopt;
    auto code = text_of(body, "code");
    const auto service_code = whole_number_of(body, "serviceErrorCode").value_or(0);
    auto message = text_of(body, "message");
    if (code.empty() && service_code == 0 && message.empty()) return std::nullopt;
    return error_of(std::move(code), service_code, std::move(message), status);
}

std::chrono::seconds until_quotas_reset(Time now) {
    const Time midnight = start_of_day(now) + std::chrono::days{1};
    return std::chrono::ceil<std::chrono::seconds>(midnight - now) + after_midnight;
}

}  // namespace rostrum::platforms::linkedin
