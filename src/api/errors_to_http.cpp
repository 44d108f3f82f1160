#include "api/errors_to_http.hpp"

#include "core/json_writer.hpp"
#include "core/log.hpp"

namespace rostrum::api {

int http_status(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_json: return 400;
        case ErrorCode::validation_failed: return 422;
        case ErrorCode::unauthenticated: return 401;
        case ErrorCode::forbidden: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::method_not_allowed: return 405;
        case ErrorCode::conflict: return 409;
        case ErrorCode::rate_limit_exceeded: return 429;
        case ErrorCode::payload_too_large: return 413;
        case ErrorCode::unsupported_media_type: return 415;
        case ErrorCode::invalid_state: return 400;
        case ErrorCode::access_denied: return 403;
        case ErrorCode::invalid_code: return 400;
        case ErrorCode::invalid_scope: return 400;
        case ErrorCode::access_token_invalid: return 409;
        case ErrorCode::scope_not_authorized: return 403;
        case ErrorCode::needs_reauth: return 409;
        case ErrorCode::platform_unavailable: return 503;
        case ErrorCode::platform_rejected: return 422;
        case ErrorCode::platform_rate_limited: return 429;
        case ErrorCode::spam_risk_too_many_pending_share: return 422;
        case ErrorCode::url_ownership_unverified: return 422;
        case ErrorCode::invalid_signature: return 401;
        case ErrorCode::duplicate_event: return 200;
        case ErrorCode::processing_failed: return 500;
        case ErrorCode::idempotency_conflict: return 409;
        case ErrorCode::server_error: return 500;
        case ErrorCode::insufficient_storage: return 507;
    }
    return 500;
}

http::Response error_response(const Error& error, const http::Request& request) {
    const int status = http_status(error.code);
    if (status >= 500) {
        log::error("a request failed", {{"request_id", request.request_id},
                                        {"path", request.path},
                                        {"error", describe(error)}});
    }
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("error").begin_object();
    json.key("code").value(to_string(error.code));
    // What failed inside is for the log.
    json.key("message").value(status == 500 ? "internal error" : error.message);
    json.key("details").begin_array();
    for (const auto& detail : error.details) {
        json.begin_object();
        json.key("field").value(detail.field);
        json.key("issue").value(detail.issue);
        if (!detail.code.empty()) json.key("code").value(detail.code);
        if (detail.limit) json.key("limit").value(*detail.limit);
        if (detail.actual) json.key("actual").value(*detail.actual);
        json.end_object();
    }
    json.end_array();
    json.key("retryable").value(error.retryable);
    json.key("userMessage").value(error.user_message);
    json.key("requestId").value(request.request_id);
    json.end_object().end_object();

    auto response = http::Response::json(status, std::move(body));
    if (error.retry_after) {
        response.headers.set("Retry-After", std::to_string(error.retry_after->count()));
    }
    if (status == 401) response.headers.set("WWW-Authenticate", "Bearer realm=\"rostrum\"");
    return response;
}

}  // namespace rostrum::api
