#include "platforms/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace rostrum::platforms {
namespace {

/// A longer wait is somebody's mistake.
constexpr std::chrono::seconds retry_after_max = std::chrono::days{7};

std::string_view usual_user_message(Next next) {
    constexpr std::array<std::string_view, 7> messages{
        "{platform} did not answer as it should. It is tried again later.",
        "{platform} asks for a pause. It goes on by itself when the limit has moved.",
        "{platform} no longer accepts this connection. Connect the account again.",
        "{platform} refused this.",
        "{platform} does not have this any more, or does not show it to this account.",
        "The answer of {platform} was lost, so nobody knows whether it worked. Look there before "
        "trying again.",
        "{platform} does not accept this server's app. The operator has to check its settings.",
    };
    return messages[static_cast<std::size_t>(next)];
}

/// Fills in what is the same for every error.
PlatformError finished(const Dialect& dialect, PlatformError error, const LimitsSeen& limits = {}) {
    constexpr std::string_view placeholder = "{platform}";
    if (error.user_message.empty()) error.user_message = usual_user_message(error.next);
    auto& message = error.user_message;
    for (std::size_t at = 0; (at = message.find(placeholder, at)) != std::string::npos;) {
        message.replace(at, placeholder.size(), dialect.name);
        at += dialect.name.size();
    }
    const bool waits = error.next == Next::retry_later || error.next == Next::rate_limited;
    if (waits && limits.regain_after) error.retry_after = limits.regain_after;
    return error;
}

/// What to do when the platform may or may not have done what it was asked to.
Next after_lost_answer(Effect effect) {
    return effect == Effect::change ? Next::ambiguous : Next::retry_later;
}

/// What a status means when the body does not say it better.
Next next_of_status(Effect effect, int status) {
    if (status == 429) return Next::rate_limited;
    return status >= 400 && status < 500 ? Next::rejected : after_lost_answer(effect);
}

bool is_success(const AnswerRules& rules, int status) {
    return (status >= 200 && status < 300) ||
           std::ranges::find(rules.also_accepted, status) != rules.also_accepted.end();
}

}  // namespace

Answer read_answer(const Dialect& dialect, AnswerRules rules, const http::ClientResponse& response,
                   Time now) {
    const bool success = is_success(rules, response.status);
    if (rules.may_be_empty && response.body.empty() && success) return json::object();
    const auto effect = rules.effect;
    auto body = parse_json(response.body);
    const bool is_object = body && body->is_object();
    const auto limits = read_limits(dialect, response.headers, now);
    if (is_object) {
        if (auto error = dialect.read_error(*body, response.status)) {
            // `rejected` is the default for what the catalogue does not know; the status may know.
            const bool unknown = error->next == Next::rejected && !success;
            // A server that is broken cannot say that a sign-in is wrong.
            const bool broken = error->next == Next::reauthorize && response.status >= 500;
            if (unknown || broken) error->next = next_of_status(effect, response.status);
            if (broken) error->user_message.clear();
            return std::unexpected(finished(dialect, *std::move(error), limits));
        }
        if (success) return *std::move(body);
    }
    if (rules.may_be_other && success) return json::object();
    const auto message =
        fmt::format("status {}, {} bytes of type '{}' that are {}", response.status,
                    response.body.size(), response.headers.get("Content-Type"),
                    is_object ? "no error the platform would send" : "no JSON object");
    if (success) return std::unexpected(unusable_answer(dialect, effect, message));
    return std::unexpected(finished(dialect,
                                    {.next = next_of_status(effect, response.status),
                                     .code = fmt::format("http_{}", response.status),
                                     .message = message,
                                     .user_message = {},
                                     .retry_after = {}},
                                    limits));
}

PlatformError read_failure(const Dialect& dialect, Effect effect,
                           const http::TransportError& failure) {
    struct Row {
        std::string_view code;
        Next next;
    };
    constexpr std::array<Row, 6> rows{
        Row{"bad_url", Next::misconfigured},          Row{"address_refused", Next::misconfigured},
        Row{"unreachable", Next::retry_later},        Row{"no_answer", Next::retry_later},
        Row{"response_too_large", Next::retry_later}, Row{"cancelled", Next::retry_later},
    };
    const auto& row = rows[static_cast<std::size_t>(failure.failure)];
    const bool maybe_sent =
        failure.maybe_sent() || failure.failure == http::TransportFailure::cancelled;
    return finished(dialect, {.next = maybe_sent ? after_lost_answer(effect) : row.next,
                              .code = std::string(row.code),
                              .message = failure.message,
                              .user_message = {},
                              .retry_after = {}});
}

PlatformError unusable_answer(const Dialect& dialect, Effect effect, std::string_view reason) {
    return finished(dialect, {.next = after_lost_answer(effect),
                              .code = "malformed",
                              .message = std::string(reason),
                              .user_message = {},
                              .retry_after = {}});
}

LimitsSeen read_limits(const Dialect& dialect, const http::Headers& headers, Time now) {
    auto limits = dialect.read_limits(headers, now);
    const auto told = headers.get("Retry-After");
    std::int64_t seconds = 0;
    const auto [stop, error] = std::from_chars(told.data(), told.data() + told.size(), seconds);
    if (error == std::errc{} && stop == told.data() + told.size() && seconds > 0) {
        limits.merge({.used_percent = {},
                      .regain_after = std::min(std::chrono::seconds{seconds}, retry_after_max)});
    }
    return limits;
}

}  // namespace rostrum::platforms
