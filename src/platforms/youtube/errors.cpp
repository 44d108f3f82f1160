#include "platforms/youtube/errors.hpp"

#include "core/timezone.hpp"
#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::youtube {
namespace {

using enum Next;

/// How long a burst is punished is nowhere said; limits of a minute are what the console shows.
constexpr std::chrono::minutes burst{1};
constexpr std::chrono::hours day{24};

constexpr std::string_view ask_again =
    "{platform} was not given a permission that this needs. Connect the account again and leave it "
    "allowed.";
constexpr std::string_view day_is_over =
    "This server has used up what {platform} lets it read in a day. It goes on by itself after "
    "midnight in California.";
constexpr std::string_view no_channel_message =
    "This Google account has no YouTube channel. Create one, or connect an account that has one.";
constexpr std::string_view bad_text = "{platform} does not accept the text of this video.";

constexpr std::array rows{
    // OAuth.
    ErrorRow{"access_denied", rejected},
    ErrorRow{"invalid_grant", reauthorize},
    ErrorRow{"invalid_token", reauthorize},
    ErrorRow{"invalid_request", rejected},
    ErrorRow{"invalid_scope", misconfigured},
    ErrorRow{"invalid_client", misconfigured},
    ErrorRow{"unauthorized_client", misconfigured},
    ErrorRow{"deleted_client", misconfigured},
    ErrorRow{"redirect_uri_mismatch", misconfigured},
    ErrorRow{"admin_policy_enforced", misconfigured},
    ErrorRow{"org_internal", misconfigured},
    ErrorRow{"unsupported_grant_type", misconfigured},
    ErrorRow{"server_error", retry_later},
    ErrorRow{"temporarily_unavailable", retry_later},
    ErrorRow{
        no_refresh_token, reauthorize,
        "Google gave access for an hour only. Connect the account again; if that does not help, "
        "first remove this app at myaccount.google.com/connections."},
    // Who calls.
    ErrorRow{"authError", reauthorize},
    ErrorRow{"expired", reauthorize},
    ErrorRow{"authorizationRequired", reauthorize},
    ErrorRow{no_channel, reauthorize, no_channel_message},
    ErrorRow{"insufficientPermissions", reauthorize, ask_again},
    ErrorRow{"forbidden", rejected},
    ErrorRow{"accessNotConfigured", misconfigured},
    ErrorRow{"authenticatedUserAccountClosed", rejected, "This {platform} account is closed."},
    ErrorRow{"authenticatedUserAccountSuspended", rejected,
             "{platform} has suspended this account."},
    ErrorRow{"authenticatedUserNotChannel", rejected, no_channel_message},
    ErrorRow{"accountDelegationForbidden", rejected,
             "{platform} does not let this Google account act for that channel."},
    // Limits.
    ErrorRow{"quotaExceeded", rate_limited, day_is_over},
    ErrorRow{"dailyLimitExceeded", rate_limited, day_is_over},
    ErrorRow{"rateLimitExceeded", rate_limited, {}, burst},
    ErrorRow{"userRateLimitExceeded", rate_limited, {}, burst},
    ErrorRow{"uploadLimitExceeded", rate_limited,
             "{platform} takes no more videos of this channel today.", day},
    ErrorRow{"uploadRateLimitExceeded", rate_limited,
             "{platform} takes no more thumbnails of this channel today.", day},
    // What was asked for.
    ErrorRow{"missingRequiredParameter", rejected},
    ErrorRow{"unexpectedParameter", rejected},
    ErrorRow{"incompatibleParameters", rejected},
    ErrorRow{"invalidPageToken", rejected},
    ErrorRow{"invalidFilters", rejected},
    ErrorRow{"invalidCriteria", rejected},
    ErrorRow{"playlistItemsNotAccessible", rejected},
    ErrorRow{"videoNotFound", not_found},
    ErrorRow{"playlistNotFound", not_found},
    ErrorRow{"channelNotFound", not_found},
    // Publishing.
    ErrorRow{"forbiddenPrivacySetting", rejected},
    ErrorRow{"forbiddenLicenseSetting", rejected},
    ErrorRow{"invalidTitle", rejected, bad_text},
    ErrorRow{"invalidDescription", rejected, bad_text},
    ErrorRow{"invalidTags", rejected, bad_text},
    ErrorRow{"invalidCategoryId", rejected},
    ErrorRow{"invalidPublishAt", rejected},
    ErrorRow{"invalidFilename", rejected},
    ErrorRow{"invalidRecordingDetails", rejected},
    ErrorRow{"invalidVideoMetadata", rejected, bad_text},
    ErrorRow{"defaultLanguageNotSet", rejected},
    ErrorRow{"mediaBodyRequired", rejected},
    ErrorRow{"invalidImage", rejected},
    ErrorRow{"uploadTooLarge", rejected, "The file is larger than {platform} takes."},
    ErrorRow{no_video, rejected, "A post on YouTube needs a video."},
    ErrorRow{"upload_gone", retry_later},
    // The service.
    ErrorRow{"internalError", retry_later},
    ErrorRow{"backendError", retry_later},
    // The statuses that newer APIs of Google tell instead of a reason, or beside one.
    ErrorRow{"UNAUTHENTICATED", reauthorize},
    ErrorRow{"PERMISSION_DENIED", rejected},
    ErrorRow{"RESOURCE_EXHAUSTED", rate_limited, {}, burst},
    ErrorRow{"INVALID_ARGUMENT", rejected},
    ErrorRow{"NOT_FOUND", not_found},
    ErrorRow{"UNAVAILABLE", retry_later},
    ErrorRow{"INTERNAL", retry_later},
};

const ErrorRow* find_row(std::string_view code) {
    const auto* const row = std::ranges::find(rows, code, &ErrorRow::code);
    return row == rows.end() ? nullptr : row;
}

std::string first_reason(const json::value& error) {
    const auto* errors = find_list(error, "errors");
    return errors != nullptr && !errors->empty() ? text_of(errors->front(), "reason")
                                                 : std::string();
}

PlatformError api_error(const json::value& error, int status) {
    auto reason = first_reason(error);
    const auto told = text_of(error, "status");
    const bool status_is_better = find_row(reason) == nullptr && find_row(told) != nullptr;
    auto out = error_of(status_is_better ? told : reason, text_of(error, "message"));
    if (!reason.empty()) {
        out.code = std::move(reason);
    } else if (out.code.empty()) {
        out.code = "http_" + std::to_string(status);
    }
    if (find_row(out.code) == nullptr && !status_is_better) {
        if (status == 401) out.next = reauthorize;
        if (status == 404) out.next = not_found;
    }
    return out;
}

}  // namespace

std::span<const ErrorRow> error_rows() { return rows; }

PlatformError error_of(std::string_view code, std::string message) {
    PlatformError out{.next = rejected,
                      .code = std::string(code),
                      .message = std::move(message),
                      .user_message = {},
                      .retry_after = {}};
    const auto* row = find_row(code);
    if (row == nullptr) return out;
    out.next = row->next;
    out.user_message = row->user_message;
    if (row->pause.count() > 0) out.retry_after = row->pause;
    return out;
}

std::optional<PlatformError> read_error(const json::value& body, int status) {
    const auto* error = find_field(body, "error");
    if (error == nullptr) return std::nullopt;
    if (error->is_object()) return api_error(*error, status);
    const auto code = text_of(*error);
    if (code.empty()) return std::nullopt;
    return error_of(code, text_of(body, "error_description"));
}

std::optional<std::chrono::seconds> pause_after(const PlatformError& error, Time now) {
    if (error.code != "quotaExceeded" && error.code != "dailyLimitExceeded") return std::nullopt;
    const auto midnight = next_midnight(now, "America/Los_Angeles");
    if (!midnight) return day;
    return std::chrono::ceil<std::chrono::seconds>(*midnight - now);
}

}  // namespace rostrum::platforms::youtube
