#include "core/errors.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace rostrum {
namespace {

struct CatalogueRow {
    ErrorCode code;
    std::string_view name;
    bool retryable;
    std::string_view user_message;
};

constexpr std::array catalogue{
    CatalogueRow{ErrorCode::invalid_json, "invalid_json", false, "The request could not be read."},
    CatalogueRow{ErrorCode::validation_failed, "validation_failed", false,
                 "Some of what you entered cannot be accepted. Check the marked fields."},
    CatalogueRow{ErrorCode::unauthenticated, "unauthenticated", false, "Please sign in."},
    CatalogueRow{ErrorCode::forbidden, "forbidden", false, "Your role does not allow this."},
    CatalogueRow{ErrorCode::not_found, "not_found", false, "This does not exist, or not any more."},
    CatalogueRow{ErrorCode::method_not_allowed, "method_not_allowed", false,
                 "This cannot be done here."},
    CatalogueRow{ErrorCode::conflict, "conflict", false,
                 "This clashes with something that is there already."},
    CatalogueRow{ErrorCode::rate_limit_exceeded, "rate_limit_exceeded", true,
                 "Too many requests. Wait a moment and try again."},
    CatalogueRow{ErrorCode::payload_too_large, "payload_too_large", false, "This is too large."},
    CatalogueRow{ErrorCode::unsupported_media_type, "unsupported_media_type", false,
                 "This kind of content is not accepted here."},
    CatalogueRow{ErrorCode::invalid_state, "invalid_state", false,
                 "This sign-in attempt is no longer valid. Start the connection again."},
    CatalogueRow{ErrorCode::access_denied, "access_denied", false,
                 "The connection was declined at the platform."},
    CatalogueRow{ErrorCode::invalid_code, "invalid_code", false,
                 "The platform did not accept the sign-in. Start the connection again."},
    CatalogueRow{ErrorCode::invalid_scope, "invalid_scope", false,
                 "The platform does not know one of the requested permissions."},
    CatalogueRow{ErrorCode::access_token_invalid, "access_token_invalid", false,
                 "The platform no longer accepts this connection. Reconnect the account."},
    CatalogueRow{ErrorCode::scope_not_authorized, "scope_not_authorized", false,
                 "A permission is missing. Reconnect the account and allow everything asked for."},
    CatalogueRow{ErrorCode::needs_reauth, "needs_reauth", false,
                 "This account has to be connected again."},
    CatalogueRow{ErrorCode::platform_unavailable, "platform_unavailable", true,
                 "The platform does not answer at the moment. Try again later."},
    CatalogueRow{ErrorCode::platform_rejected, "platform_rejected", false,
                 "The platform refused this request."},
    CatalogueRow{ErrorCode::platform_rate_limited, "platform_rate_limited", true,
                 "The platform's limit is reached. It goes on by itself later."},
    CatalogueRow{ErrorCode::spam_risk_too_many_pending_share, "spam_risk_too_many_pending_share",
                 false, "Too many posts wait to be finished in the app."},
    CatalogueRow{ErrorCode::url_ownership_unverified, "url_ownership_unverified", false,
                 "The media address is not verified at the platform."},
    CatalogueRow{ErrorCode::invalid_signature, "invalid_signature", false,
                 "The signature is not valid."},
    CatalogueRow{ErrorCode::duplicate_event, "duplicate_event", false, "This was received before."},
    CatalogueRow{ErrorCode::processing_failed, "processing_failed", false,
                 "This could not be processed."},
    CatalogueRow{ErrorCode::idempotency_conflict, "idempotency_conflict", false,
                 "This key was used for another request."},
    CatalogueRow{ErrorCode::server_error, "server_error", true,
                 "Something went wrong on our side. Try again in a moment."},
    CatalogueRow{ErrorCode::insufficient_storage, "insufficient_storage", true,
                 "There is no room left on the server. Ask whoever looks after it."},
};

constexpr const CatalogueRow& row_of(ErrorCode code) noexcept {
    return catalogue[static_cast<std::size_t>(code)];
}

constexpr bool catalogue_is_in_order() {
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        if (static_cast<std::size_t>(catalogue[i].code) != i) return false;
    }
    return catalogue.size() == static_cast<std::size_t>(ErrorCode::insufficient_storage) + 1;
}
static_assert(catalogue_is_in_order(), "the rows stand in the order of the enumerators");

}  // namespace

std::string_view to_string(ErrorCode code) noexcept { return row_of(code).name; }

Error make_error(ErrorCode code, std::string message, std::source_location where) {
    return make_error(code, std::move(message), std::string(row_of(code).user_message), where);
}

Error make_error(ErrorCode code, std::string message, std::string user_message,
                 std::source_location where) {
    return Error{.code = code,
                 .message = std::move(message),
                 .user_message = std::move(user_message),
                 .details = {},
                 .retryable = row_of(code).retryable,
                 .retry_after = std::nullopt,
                 .where = where};
}

Error invalid_field(std::string field, std::string issue, std::source_location where) {
    Error error = make_error(ErrorCode::validation_failed, field + " " + issue, where);
    error.details.push_back({std::move(field), std::move(issue)});
    return error;
}

std::string describe(const Error& error) {
    return fmt::format("{}: {} ({}:{})", to_string(error.code), error.message,
                       error.where.file_name(), error.where.line());
}

}  // namespace rostrum
