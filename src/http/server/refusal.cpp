#include "http/server/refusal.hpp"

#include <chrono>
#include <utility>

namespace rostrum::http {
namespace {

ErrorCode code_of(int status) {
    switch (status) {
        case 408: return ErrorCode::processing_failed;
        case 413:
        case 414:
        case 431: return ErrorCode::payload_too_large;
        case 501: return ErrorCode::method_not_allowed;
        case 500:
        case 503: return ErrorCode::server_error;
        default: return ErrorCode::validation_failed;
    }
}

}  // namespace

Refusal refuse(int status, std::string message, std::source_location where) {
    Refusal refusal{status, make_error(code_of(status), std::move(message), where)};
    refusal.error.retryable = status == 408 || status == 503;
    if (status == 503) refusal.error.retry_after = std::chrono::seconds{1};
    return refusal;
}

}  // namespace rostrum::http
