#include "sandbox/youtube/errors.hpp"

#include "core/json_writer.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox::youtube {
namespace {

/// Only some answers have a status in words.
std::string_view status_in_words(const ApiError& error) {
    if (error.status == 401) return "UNAUTHENTICATED";
    if (error.reason == "insufficientPermissions") return "PERMISSION_DENIED";
    if (error.reason == "badRequest") return "INVALID_ARGUMENT";
    return {};
}

}  // namespace

http::Response oauth_error(int status, std::string_view error, std::string_view description) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").value(error);
    out.key("error_description").value(description).end_object();
    return http::Response::json(status, body);
}

http::Response api_error(const ApiError& error) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").begin_object();
    out.key("code").value(error.status).key("message").value(error.message);
    out.key("errors").begin_array().begin_object();
    out.key("message").value(error.message).key("domain").value(error.domain);
    out.key("reason").value(error.reason).end_object().end_array();
    if (const auto words = status_in_words(error); !words.empty()) out.key("status").value(words);
    out.end_object().end_object();
    return http::Response::json(error.status, body);
}

ApiError bad_credentials() {
    return {401, "authError",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
            "cookie or other valid authentication credential.",
            "global"};
}

ApiError missing_scope() {
    return {403, "insufficientPermissions", "Request had insufficient authentication scopes.",
            "global"};
}

ApiError missing_parameter(std::string_view name) {
    return {400, "missingRequiredParameter",
            fmt::format("The request is missing the required parameter {}.", name)};
}

ApiError quota_exceeded() {
    return {403, "quotaExceeded",
            "The request cannot be completed because you have exceeded your "
            "<a href=\"/youtube/v3/getting-started#quota\">quota</a>.",
            "youtube.quota"};
}

ApiError rate_exceeded(bool of_user) {
    return {403, of_user ? "userRateLimitExceeded" : "rateLimitExceeded",
            of_user ? "User Rate Limit Exceeded" : "Rate Limit Exceeded", "usageLimits"};
}

ApiError broken(int status) {
    switch (status) {
        case 401: return bad_credentials();
        case 400: return {400, "badRequest", "Bad Request", "global"};
        case 403: return {403, "forbidden", "Forbidden", "global"};
        case 404: return {404, "notFound", "Not Found", "global"};
        case 429: return {429, "rateLimitExceeded", "Too Many Requests", "usageLimits"};
        default: return {status, "backendError", "Backend Error", "global"};
    }
}

}  // namespace rostrum::sandbox::youtube
