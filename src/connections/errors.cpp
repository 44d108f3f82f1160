#include "connections/errors.hpp"

namespace rostrum::connections {
namespace {

ErrorCode code_of(platforms::Next next) {
    switch (next) {
        case platforms::Next::retry_later:
        case platforms::Next::ambiguous: return ErrorCode::platform_unavailable;
        case platforms::Next::rate_limited: return ErrorCode::platform_rate_limited;
        case platforms::Next::reauthorize: return ErrorCode::needs_reauth;
        case platforms::Next::not_found: return ErrorCode::not_found;
        case platforms::Next::rejected:
        case platforms::Next::misconfigured: return ErrorCode::platform_rejected;
    }
    return ErrorCode::platform_rejected;
}

}  // namespace

Error to_error(const platforms::PlatformError& error) {
    Error out = make_error(code_of(error.next), error.code + ": " + error.message);
    if (!error.user_message.empty()) out.user_message = error.user_message;
    out.retry_after = error.retry_after;
    return out;
}

}  // namespace rostrum::connections
