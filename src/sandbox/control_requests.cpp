#include "sandbox/control_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace rostrum::sandbox {
namespace {

struct Bounds {
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
};

/// What `value` may be, by kind.
Bounds bounds_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::latency: return {0, 55'000};  // ms; the server gives a handler a minute
        case FaultKind::status:
        case FaultKind::status_after_effect:
        case FaultKind::html: return {200, 599};
        case FaultKind::rate_limit: return {1, 86'400};  // s
        case FaultKind::huge: return {16, 1'073'741'824};
        default: return {0, std::numeric_limits<std::int64_t>::max()};
    }
}

/// Reads `value` as a number, or as an account for `revoke`.
Result<> read_value(const json::value& value, Fault& fault) {
    if (const auto* text = value.if_string(); text != nullptr && fault.kind == FaultKind::revoke) {
        if (*text != "all") fault.account = *text;
        return {};
    }
    const auto bounds = bounds_of(fault.kind);
    const auto* number = value.if_int64();
    if (number == nullptr || *number < bounds.minimum || *number > bounds.maximum) {
        return fail(invalid_field("value", fmt::format("must be a whole number from {} to {}",
                                                       bounds.minimum, bounds.maximum)));
    }
    fault.value = *number;
    return {};
}

}  // namespace

Result<Fault> to_fault(const FaultRequest& request, const SimulatedPlatform& platform, Time now) {
    Fault fault;
    fault.platform = request.platform;
    fault.endpoint = request.endpoint.value_or("");
    fault.endpoint_is_name =
        std::ranges::find(platform.endpoints(), fault.endpoint) != platform.endpoints().end();
    fault.account = request.account.value_or("");
    if (fault.account == "all") fault.account.clear();
    fault.kind = request.kind;
    fault.code = request.code;
    fault.times_left = request.times;
    if (request.value) {
        if (const auto read = read_value(*request.value, fault); !read) return fail(read.error());
    }
    if (request.chance && !(*request.chance > 0 && *request.chance <= 1)) {
        return fail(invalid_field("chance", "must be more than 0, and at most 1"));
    }
    fault.chance = request.chance;
    // A rate limit ends by itself; one that comes by chance is over with its answer.
    if (fault.kind == FaultKind::rate_limit && fault.value && !fault.chance) {
        fault.ends_at = now + std::chrono::seconds{*fault.value};
    }
    return fault;
}

}  // namespace rostrum::sandbox
