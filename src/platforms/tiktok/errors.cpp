#include "platforms/tiktok/errors.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

using enum Next;

/// Limits count in a sliding window of one minute.
constexpr std::chrono::minutes window{1};
constexpr std::chrono::hours day{24};

constexpr std::string_view ask_again =
    "{platform} was not given a permission that this needs. Connect the account again and leave it "
    "allowed.";

constexpr std::array rows{
    // OAuth.
    ErrorRow{"access_denied", rejected},
    ErrorRow{"invalid_client", misconfigured},
    ErrorRow{"invalid_grant", reauthorize},
    ErrorRow{"invalid_request", rejected},
    ErrorRow{"invalid_scope", misconfigured},
    ErrorRow{"unauthorized_client", misconfigured},
    ErrorRow{"unsupported_grant_type", misconfigured},
    ErrorRow{"unsupported_response_type", misconfigured},
    ErrorRow{"server_error", retry_later},
    ErrorRow{"temporarily_unavailable", retry_later},
    // The API.
    ErrorRow{"invalid_params", rejected},
    ErrorRow{"invalid_param", rejected},
    ErrorRow{"scope_permission_missed", reauthorize, ask_again},
    ErrorRow{"scope_not_authorized", reauthorize, ask_again},
    ErrorRow{"access_token_invalid", reauthorize},
    ErrorRow{"invalid_file_upload", rejected},
    ErrorRow{"app_version_check_failed", rejected,
             "The TikTok app on the phone is too old for this. Update it, then try again."},
    ErrorRow{"invalid_publish_id", not_found},
    ErrorRow{"token_not_authorized_for_specified_publish_id", not_found},
    ErrorRow{"spam_risk_too_many_posts", rate_limited,
             "TikTok takes no more posts of this account today.", day},
    ErrorRow{"spam_risk_too_many_pending_share", rate_limited,
             "There are too many unfinished drafts in the TikTok app. Finish some there.", day},
    ErrorRow{"spam_risk_user_banned_from_posting", rejected,
             "TikTok has banned this account from posting."},
    ErrorRow{"reached_active_user_cap", rate_limited,
             "TikTok allows this server's app no more posting accounts today.", day},
    ErrorRow{"unaudited_client_can_only_post_to_private_accounts", misconfigured,
             "TikTok has not audited this server's app yet: it may post to private accounts only."},
    ErrorRow{"url_ownership_unverified", misconfigured,
             "TikTok does not know this server's address. The operator has to verify it there."},
    ErrorRow{"privacy_level_option_mismatch", rejected,
             "TikTok does not offer this account that privacy level any more. Choose another one."},
    ErrorRow{"rate_limit_exceeded", rate_limited, {}, window},
    ErrorRow{"internal_error", retry_later},
};

PlatformError error_of(std::string code, std::string message) {
    const auto row = std::ranges::find(rows, code, &ErrorRow::code);
    PlatformError out{.code = std::move(code), .message = std::move(message)};
    if (row == rows.end()) return out;
    out.next = row->next;
    out.user_message = row->user_message;
    if (row->pause.count() > 0) out.retry_after = row->pause;
    return out;
}

}  // namespace

std::span<const ErrorRow> error_rows() { return rows; }

std::optional<PlatformError> read_error(const json::value& body, int) {
    const auto* error = find_field(body, "error");
    if (error == nullptr) return std::nullopt;
    if (error->is_object()) {
        auto code = text_of(*error, "code");
        if (code.empty() || code == "ok") return std::nullopt;
        return error_of(std::move(code), text_of(*error, "message"));
    }
    auto code = text_of(*error);
    if (code.empty()) return std::nullopt;
    return error_of(std::move(code), text_of(body, "error_description"));
}

}  // namespace rostrum::platforms::tiktok
