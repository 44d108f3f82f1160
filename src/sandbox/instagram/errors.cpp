#include "sandbox/instagram/errors.hpp"

#include "core/json_writer.hpp"
#include "crypto/encoding.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/instagram/wire.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <bit>

namespace rostrum::sandbox::instagram {
namespace {

/// A new one for each error, as support asks for it: an "A" and 21 characters.
std::string trace_id() {
    static std::atomic<std::uint64_t> count{0};
    const Dice dice = Dice(count.fetch_add(1)).of("fbtrace_id");
    const std::array<std::uint64_t, 2> numbers{dice.number(), dice.of("more").number()};
    return "A" + crypto::base64url_encode(std::as_bytes(std::span(numbers))).substr(0, 21);
}

std::string_view token_problem(int subcode) {
    switch (subcode) {
        case 458: return "Error validating access token: The user has not authorized application.";
        case 459:
            return "Error validating access token: You cannot access the app till you log in and "
                   "follow the instructions given.";
        case 460:
            return "Error validating access token: The session has been invalidated because the "
                   "user changed their password or the session has been changed for security "
                   "reasons.";
        case 463: return "Error validating access token: Session has expired.";
        case 464: return "Error validating access token: The user is not a confirmed user.";
        case 467:
            return "Error validating access token: This may be because the user logged out or may "
                   "be due to a system error.";
        case 492:
            return "Error validating access token: Session does not match current stored session. "
                   "This may be because the user has no role on the Page any more.";
        default: return "Invalid OAuth access token - Cannot parse access token";
    }
}

/// "Friday, 20-Nov-26 01:15:02 PST", with winter time all the year.
std::string pacific_time(Time time) {
    constexpr std::array<std::string_view, 7> days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto local = time - std::chrono::hours{8};
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(local - day)};
    return fmt::format(
        "{}, {:02}-{}-{:02} {:02}:{:02}:{:02} PST", days[std::chrono::weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()) % 100, clock.hours().count(), clock.minutes().count(),
        clock.seconds().count());
}

std::string_view rate_limit_message(int code) {
    switch (code) {
        case 4: return "(#4) Application request limit reached";
        case 17: return "(#17) User request limit reached";
        case 32: return "(#32) Page request limit reached";
        case 613: return "(#613) Calls to this api have exceeded the rate limit.";
        case 80'001:
            return "(#80001) There have been too many calls to this Page account. Wait a bit and "
                   "try again. For more info, please refer to "
                   "https://developers.facebook.com/docs/graph-api/overview/rate-limiting.";
        default:
            return "(#80002) There have been too many calls to this Instagram account. Wait a bit "
                   "and try again. For more info, please refer to "
                   "https://developers.facebook.com/docs/graph-api/overview/rate-limiting.";
    }
}

/// The code that usually comes with a status.
int usual_code(int status) {
    switch (status) {
        case 401: return 190;
        case 403: return 10;
        case 429: return 4;
        case 503: return 2;
        default: return status >= 500 ? 1 : 100;
    }
}

bool is_rate_limit(int code) {
    return code == 4 || code == 17 || code == 32 || code == 613 ||
           (code >= 80'000 && code < 80'010);
}

}  // namespace

http::Response to_response(const GraphError& error) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").begin_object();
    out.key("message").value(error.message);
    out.key("type").value(error.type);
    out.key("code").value(error.code);
    if (error.subcode != 0) out.key("error_subcode").value(error.subcode);
    if (error.transient || !error.user_title.empty()) {
        out.key("is_transient").value(error.transient);
    }
    if (!error.user_title.empty()) {
        out.key("error_user_title").value(error.user_title);
        out.key("error_user_msg").value(error.user_message);
    }
    out.key("fbtrace_id").value(trace_id());
    out.end_object().end_object();
    auto response = graph_json(error.status, body);
    if (error.code == 190) {
        response.headers.set(
            "WWW-Authenticate",
            "OAuth \"Facebook Platform\" \"invalid_token\" \"" + error.message + "\"");
    }
    return response;
}

http::Response token_endpoint_error(std::string_view message) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error_type").value("OAuthException");
    out.key("code").value(400).key("error_message").value(message).end_object();
    return graph_json(400, body);
}

GraphError invalid_token(int subcode) {
    return {.message = std::string(token_problem(subcode)),
            .code = 190,
            .subcode = subcode,
            .type = "OAuthException"};
}

GraphError expired_token(Time expired_at, Time now) {
    GraphError error = invalid_token(463);
    error.message = fmt::format(
        "Error validating access token: Session has expired on {}. The current time is {}.",
        pacific_time(expired_at), pacific_time(now));
    return error;
}

GraphError missing_token() {
    return {.message = "An access token is required to request this resource.",
            .code = 104,
            .type = "OAuthException"};
}

GraphError bad_parameter(std::string message) {
    return {.message = std::move(message), .code = 100};
}

GraphError unknown_field(std::string_view field, std::string_view node) {
    return bad_parameter(fmt::format(
        "(#100) Tried accessing nonexisting field ({}) on node type ({})", field, node));
}

GraphError missing_object(std::string_view id, std::string_view method) {
    return {.message = fmt::format(
                "Unsupported {} request. Object with ID '{}' does not exist, cannot be loaded due "
                "to missing permissions, or does not support this operation",
                method, id),
            .code = 100,
            .subcode = 33};
}

GraphError unknown_path(std::string_view path) {
    return {.message = fmt::format("Unknown path components: {}", path),
            .code = 2'500,
            .type = "OAuthException"};
}

GraphError missing_permission() {
    return {.message = "(#10) Application does not have permission for this action",
            .code = 10,
            .status = 403,
            .type = "OAuthException"};
}

GraphError rate_limited(int code) {
    return {.message = std::string(rate_limit_message(code)),
            .code = code,
            .status = code == 4 ? 403 : 400,
            .type = "OAuthException",
            .transient = true};
}

GraphError error_of_status(int status, std::optional<int> code) {
    const int actual = code.value_or(usual_code(status));
    if (is_rate_limit(actual)) {
        GraphError error = rate_limited(actual);
        error.status = status;
        return error;
    }
    GraphError error{.message = {}, .code = actual, .status = status, .type = "OAuthException"};
    switch (actual) {
        case 1: error.message = "An unknown error has occurred."; break;
        case 2:
            error.message = "Service temporarily unavailable";
            error.transient = true;
            break;
        case 10: error.message = missing_permission().message; break;
        case 190: error.message = invalid_token(0).message; break;
        case 200: error.message = "(#200) Requires instagram_business_basic permission"; break;
        default: error.message = fmt::format("(#{}) Invalid parameter", actual);
    }
    return error;
}

}  // namespace rostrum::sandbox::instagram
