#pragma once

#include "core/clock.hpp"
#include "limits/limit_told.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::platforms {

/// What a caller does next after a call to a platform did not answer what was asked for.
/// Callers switch on this and never on an HTTP status.
enum class Next : std::uint8_t {
    retry_later,    ///< temporary; not before `retry_after` when that is known
    rate_limited,   ///< a quota is used up; go on at `retry_after`
    reauthorize,    ///< the member has to connect the account again
    rejected,       ///< refused for good: change the request
    not_found,      ///< the thing asked for is not there (any more)
    ambiguous,      ///< sent, answer unknown: read back before a second try
    misconfigured,  ///< the operator has to act: credentials, app review, redirect URI
};

/// "retry_later", "rate_limited", ...: for logs and metrics.
std::string_view to_string(Next next) noexcept;

/// A failed call. An error that the platform's catalogue does not know is `rejected`: the safe
/// default.
struct PlatformError {
    Next next = Next::rejected;
    std::string code;     ///< the platform's own, such as "190/463"; or "http_503", "no_answer"
    std::string message;  ///< for the log: what the platform said, redacted
    std::string user_message;  ///< plain words and what to do
    std::optional<std::chrono::seconds> retry_after;
    /// Of publishing: the platform has ended what was sent to it, and nothing of that is or will be
    /// live. It may be begun anew.
    bool nothing_live = false;
};

/// What the code of a call begins with that was not made; the quota's name follows.
inline constexpr std::string_view budget_code = "budget/";

/// Whether the call was not made because our own count leaves nothing of a quota.
bool is_own_budget(const PlatformError& error) noexcept;

/// What the platform said about its limits along with an answer.
struct LimitsSeen {
    std::optional<int> used_percent;  ///< the highest of the percentages told, 0 to 100 and above
    std::optional<std::chrono::seconds> regain_after;
    /// The figures, where the platform tells them instead of percentages.
    std::optional<limits::LimitTold> told;

    /// Keeps the more pressing of both.
    void merge(const LimitsSeen& other);
};

/// The data asked for, and what it cost.
template <typename T>
struct Answered {
    T data;
    int calls = 1;  ///< requests made, retries included
    LimitsSeen limits;
};

template <typename T>
using Outcome = std::expected<Answered<T>, PlatformError>;

}  // namespace rostrum::platforms
