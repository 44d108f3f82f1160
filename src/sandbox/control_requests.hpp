#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/simulated_platform.hpp"

#include <boost/describe.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::sandbox {

/// `POST /_control/faults`. `value` is a number; for `revoke` it names the account ("all": every
/// one).
struct FaultRequest {
    std::string platform;
    std::optional<std::string> endpoint;
    std::optional<std::string> account;
    FaultKind kind = FaultKind::status;
    std::optional<json::value> value;
    std::optional<int> code;
    std::optional<std::int64_t> times;
    std::optional<double> chance;

    static constexpr std::array<FieldRule, 1> rules{
        FieldRule{.field = "times", .minimum = 1, .maximum = 1'000'000}};
};
BOOST_DESCRIBE_STRUCT(FaultRequest, (),
                      (platform, endpoint, account, kind, value, code, times, chance))

/// `POST /_control/clock`. The clock goes forward only, up to ten years at once.
struct ClockRequest {
    std::int64_t advance_seconds = 0;

    static constexpr std::array<FieldRule, 1> rules{
        FieldRule{.field = "advance_seconds", .minimum = 0, .maximum = 315'360'000}};
};
BOOST_DESCRIBE_STRUCT(ClockRequest, (), (advance_seconds))

/// `POST /_control/limits`.
struct LimitsRequest {
    std::string platform;
    std::optional<std::int64_t> calls_per_hour;
    std::optional<std::int64_t> app_calls_per_hour;

    static constexpr std::array<FieldRule, 2> rules{
        FieldRule{.field = "calls_per_hour", .minimum = 1, .maximum = 1'000'000'000},
        FieldRule{.field = "app_calls_per_hour", .minimum = 1, .maximum = 1'000'000'000}};
};
BOOST_DESCRIBE_STRUCT(LimitsRequest, (), (platform, calls_per_hour, app_calls_per_hour))

/// The fault that a request asks for. Errors: `validation_failed` for a value that the kind cannot
/// have.
Result<Fault> to_fault(const FaultRequest& request, const SimulatedPlatform& platform, Time now);

}  // namespace rostrum::sandbox
