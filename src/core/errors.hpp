#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum {

/// The catalogue of codes that a client may see. The enumerator's name is the code on the wire.
enum class ErrorCode : std::uint8_t {
    invalid_json,
    validation_failed,
    unauthenticated,
    forbidden,
    not_found,
    method_not_allowed,
    conflict,
    rate_limit_exceeded,
    payload_too_large,
    unsupported_media_type,
    invalid_state,
    access_denied,
    invalid_code,
    invalid_scope,
    access_token_invalid,
    scope_not_authorized,
    needs_reauth,
    platform_unavailable,
    platform_rejected,
    platform_rate_limited,
    spam_risk_too_many_pending_share,
    url_ownership_unverified,
    invalid_signature,
    duplicate_event,
    processing_failed,
    idempotency_conflict,
    server_error,
    insufficient_storage,
};

/// The code as it stands on the wire, such as "not_found".
std::string_view to_string(ErrorCode code) noexcept;

/// One field of a request that cannot be accepted, and why ("must have at least 10 characters").
struct FieldIssue {
    std::string field;
    std::string issue;
    // Where a rule says so: for programs.
    std::string code = {};                             ///< "text_too_long": stable
    std::optional<std::int64_t> limit = std::nullopt;  ///< what is allowed
    std::optional<std::int64_t> actual = std::nullopt;

    bool operator==(const FieldIssue&) const = default;
};

/// An expected failure. It carries two texts: `message` is for developers and logs, `user_message`
/// is shown to people. Neither may hold a secret. `where` is the place that made the error.
struct Error {
    ErrorCode code = ErrorCode::server_error;
    std::string message;
    std::string user_message;
    std::vector<FieldIssue> details;
    bool retryable = false;
    std::optional<std::chrono::seconds> retry_after;
    std::source_location where;
};

/// Makes an error with the code's usual user message; `retryable` follows the code.
Error make_error(ErrorCode code, std::string message,
                 std::source_location where = std::source_location::current());

/// Makes an error with a user message of its own.
Error make_error(ErrorCode code, std::string message, std::string user_message,
                 std::source_location where = std::source_location::current());

/// Makes a `validation_failed` with one issue.
Error invalid_field(std::string field, std::string issue,
                    std::source_location where = std::source_location::current());

/// "code: message (file:line)" for the log.
std::string describe(const Error& error);

/// What an exception implements that may tell of a failure in passing, such as a database that is
/// away.
class PassingFailure {
public:
    virtual ~PassingFailure() = default;
    virtual bool is_passing() const noexcept = 0;
};

}  // namespace rostrum
