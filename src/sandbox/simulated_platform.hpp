#pragma once

#include "core/json_writer.hpp"
#include "core/result.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "http/server/router.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/published.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rostrum::sandbox {

/// How many calls an hour a platform allows; what is not set stays as it is.
struct CallLimits {
    std::optional<std::int64_t> calls_per_hour;      ///< of one app for one account
    std::optional<std::int64_t> app_calls_per_hour;  ///< of one app over all accounts
};

/// What a platform turned down by its own count since the start or the last reset, apart from
/// faults that were set.
struct PlatformRefusals {
    std::int64_t units = 0;                ///< asked for beyond a quota
    std::int64_t used_refresh_tokens = 0;  ///< presented though a newer one had been given out
};

/// One simulated platform: its routes, and what the control API may do to it. Everything here is
/// safe to use from any thread.
class SimulatedPlatform {
public:
    virtual ~SimulatedPlatform() = default;

    /// The platform's id, such as "instagram".
    virtual std::string_view id() const = 0;
    /// The hosts it answers for: the first segments of its paths.
    virtual std::span<const std::string_view> hosts() const = 0;
    /// The logical names of its endpoints, for faults.
    virtual std::span<const std::string_view> endpoints() const = 0;
    virtual void add_routes(http::Router& router) = 0;

    /// The logical name of the endpoint that a request is for, or empty.
    virtual std::string_view endpoint_of(const http::Request& request) const = 0;
    /// The username of the account whose token a request carries, or empty.
    virtual std::string_view account_of(const http::Request& request) const = 0;
    /// What it answers, in its own shape, to a call that meets a `status`, `rate_limit` or
    /// `revoke`.
    virtual http::Response refuse(const http::Request& request, const Fault& fault) = 0;

    /// Lets the user of `account` (empty: every user) take the access back: the tokens given out so
    /// far are dead, a new login works. Errors: `not_found` for an unknown account,
    /// `validation_failed` for a code that does not say so at this platform.
    virtual Result<> revoke(std::string_view account, std::optional<int> code) = 0;
    virtual void set_limits(const CallLimits& limits) = 0;
    virtual PlatformRefusals refusals() const = 0;
    /// Forgets tokens, codes, limits and what was counted against them.
    virtual void reset() = 0;

    /// Elements of a JSON array: the accounts of the world.
    virtual void write_accounts(JsonWriter& out, const std::string& origin) const = 0;
    /// Elements of a JSON array: every token given out since the start or the last reset.
    virtual void write_tokens(JsonWriter& out) const = 0;

    /// What was published here; `Simulation::reset` clears it.
    Published& published() { return published_; }
    const Published& published() const { return published_; }

private:
    Published published_;
};

}  // namespace rostrum::sandbox
