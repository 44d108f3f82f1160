#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "http/client/client.hpp"
#include "platforms/outcome.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::platforms {

/// What a call does at the platform, which decides whether it may be made again.
enum class Effect : std::uint8_t {
    none,     ///< a read: made again when it fails in passing
    renewal,  ///< asks for a new token beside one that stays valid: made once, later from the start
    change,   ///< publishes, deletes, uses up a code: made once; a lost answer is `ambiguous`
};

/// How a platform words its answers.
struct Dialect {
    std::string_view platform;  ///< its id, for logs and metrics
    std::string_view name;      ///< for people

    /// The error that a body tells, or nothing when it tells none. The message need not be
    /// redacted;
    /// "{platform}" in the user message stands for the name, and an empty one for the usual text.
    std::optional<PlatformError> (*read_error)(const json::value& body, int status);

    /// What the headers tell about limits, beside Retry-After, which is read for all platforms.
    LimitsSeen (*read_limits)(const http::Headers& headers, Time now);

    /// How long a quota that an error tells of is used up, where no header says so.
    std::optional<std::chrono::seconds> (*pause_after)(const PlatformError& error,
                                                       Time now) = nullptr;

    /// Whether a rate limit that an error tells of is that of the whole app.
    bool (*is_of_app)(const PlatformError& error) = nullptr;
};

/// The JSON object that was answered, or what is wrong.
using Answer = std::expected<json::value, PlatformError>;

/// How the body of an answer is read.
struct AnswerRules {
    Effect effect = Effect::none;
    bool may_be_empty = false;                ///< an empty body of a 2xx is an empty object
    bool may_be_other = false;                ///< and so is one that is no JSON object
    std::span<const int> also_accepted = {};  ///< statuses that mean the same as 2xx
};

/// Judges an answer. Without an error in the platform's own shape, a status of 5xx or 3xx and a 2xx
/// whose body is no JSON object ("malformed") are lost answers: `retry_later`, or `ambiguous` after
/// a change. Other 4xx are `rejected`, but 429 is `rate_limited`.
Answer read_answer(const Dialect& dialect, AnswerRules rules, const http::ClientResponse& response,
                   Time now);

/// Judges that there is no whole answer.
PlatformError read_failure(const Dialect& dialect, Effect effect,
                           const http::TransportError& failure);

/// The error for an answer that is JSON and no error, but lacks what was asked for.
PlatformError unusable_answer(const Dialect& dialect, Effect effect, std::string_view reason);

/// The limits that come along with an answer.
LimitsSeen read_limits(const Dialect& dialect, const http::Headers& headers, Time now);

}  // namespace rostrum::platforms
