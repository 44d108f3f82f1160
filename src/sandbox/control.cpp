#include "sandbox/control.hpp"

#include "core/json.hpp"
#include "sandbox/control_requests.hpp"
#include "sandbox/simulation.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace rostrum::sandbox {
namespace {

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_json: return 400;
        case ErrorCode::not_found: return 404;
        case ErrorCode::method_not_allowed: return 405;
        case ErrorCode::conflict: return 409;
        case ErrorCode::payload_too_large: return 413;
        case ErrorCode::unsupported_media_type: return 415;
        case ErrorCode::validation_failed: return 422;
        case ErrorCode::rate_limit_exceeded: return 429;
        case ErrorCode::server_error: return 500;
        default: return 400;
    }
}

http::Response not_simulated_yet(std::string_view what, const http::Request& request) {
    Error error = make_error(ErrorCode::server_error, fmt::format("{} are not simulated", what));
    error.retryable = false;
    auto response = render_error(error, request);
    response.status = 501;
    return response;
}

std::string_view platform_param(const http::Request& request) {
    return request.query.get("platform").value_or("");
}

/// `{"data":[...]}` with the elements that `write` adds for each platform that was asked for.
template <typename Write>
http::Response list_of_platforms(const Simulation& simulation, const http::Request& request,
                                 Write write) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto& platform : simulation.platforms()) {
        const auto wanted = platform_param(request);
        if (wanted.empty() || wanted == platform->id()) write(out, *platform);
    }
    out.end_array().end_object();
    return http::Response::json(200, std::move(body));
}

void write_refusals(JsonWriter& out, const SimulatedPlatform& platform) {
    const auto refusals = platform.refusals();
    out.begin_object().key("platform").value(platform.id());
    out.key("refused").value(refusals.units);
    out.key("refreshesRefused").value(refusals.used_refresh_tokens).end_object();
}

template <typename T>
http::Response list_of(const std::vector<T>& rows) {
    return http::Response::json(200, "{\"data\":" + to_json(rows) + "}");
}

http::Response clock_answer(Simulation& simulation) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("now").value(simulation.clock().now());
    out.key("underWay").value(simulation.under_way().load()).end_object();
    return http::Response::json(200, std::move(body));
}

/// A user takes the access back once; only with a count or an endpoint is it pretended, as a fault.
bool is_event(const Fault& fault) {
    return fault.kind == FaultKind::revoke && !fault.times_left && fault.endpoint.empty();
}

/// Lets the fault happen or sets it. Errors: those of `revoke`; `conflict` when too many are set.
Result<Fault> arrange(Simulation& simulation, SimulatedPlatform& platform, Fault fault) {
    if (is_event(fault)) {
        const auto revoked = platform.revoke(fault.account, fault.code);
        if (!revoked) return fail(revoked.error());
        return fault;
    }
    const auto id = simulation.faults().add(fault);
    if (!id) return fail(ErrorCode::conflict, "too many faults are set");
    fault.id = *id;
    return fault;
}

http::Response add_fault(Simulation& simulation, const http::Request& request) {
    const auto read = from_json<FaultRequest>(request.body);
    if (!read) return render_error(read.error(), request);
    auto* platform = simulation.find(read->platform);
    if (platform == nullptr) {
        return render_error(invalid_field("platform", "is not simulated"), request);
    }
    const auto fault = to_fault(*read, *platform, simulation.clock().now());
    if (!fault) return render_error(fault.error(), request);
    if (fault->kind == FaultKind::duplicate_webhook) return not_simulated_yet("webhooks", request);
    const auto arranged = arrange(simulation, *platform, *fault);
    if (!arranged) return render_error(arranged.error(), request);
    return http::Response::json(201, to_json(*arranged));
}

http::Response advance_clock(Simulation& simulation, const http::Request& request) {
    const auto read = from_json<ClockRequest>(request.body);
    if (!read) return render_error(read.error(), request);
    simulation.clock().advance(std::chrono::seconds{read->advance_seconds});
    return clock_answer(simulation);
}

http::Response set_limits(Simulation& simulation, const http::Request& request) {
    const auto read = from_json<LimitsRequest>(request.body);
    if (!read) return render_error(read.error(), request);
    auto* platform = simulation.find(read->platform);
    if (platform == nullptr) {
        return render_error(invalid_field("platform", "is not simulated"), request);
    }
    platform->set_limits({read->calls_per_hour, read->app_calls_per_hour});
    return http::Response::empty(204);
}

http::Response list_calls(Simulation& simulation, const http::Request& request) {
    const auto platform = platform_param(request);
    return request.query.get("detail") == "1" ? list_of(simulation.calls().recent(platform))
                                              : list_of(simulation.calls().counts(platform));
}

}  // namespace

void add_control_routes(http::Router& router, Simulation& simulation) {
    const auto add = [&](http::Method method, std::string pattern, auto answer) {
        router.add(method,
                   {.pattern = "/_control/" + pattern, .handler = at_once(std::move(answer))});
    };
    using enum http::Method;
    add(get, "faults", [&simulation](http::Request&) {
        return list_of(simulation.faults().all(simulation.clock().now()));
    });
    add(post, "faults",
        [&simulation](http::Request& request) { return add_fault(simulation, request); });
    add(delete_, "faults", [&simulation](http::Request&) {
        simulation.faults().clear();
        return http::Response::empty(204);
    });
    add(get, "clock", [&simulation](http::Request&) { return clock_answer(simulation); });
    add(post, "clock",
        [&simulation](http::Request& request) { return advance_clock(simulation, request); });
    add(post, "limits",
        [&simulation](http::Request& request) { return set_limits(simulation, request); });
    add(get, "published", [&simulation](http::Request& request) {
        return list_of_platforms(simulation, request,
                                 [](JsonWriter& out, const SimulatedPlatform& platform) {
                                     platform.published().write(out, platform.id());
                                 });
    });
    add(post, "webhooks",
        [](http::Request& request) { return not_simulated_yet("webhooks", request); });
    add(get, "calls",
        [&simulation](http::Request& request) { return list_calls(simulation, request); });
    add(get, "tokens", [&simulation](http::Request& request) {
        return list_of_platforms(
            simulation, request,
            [](JsonWriter& out, const SimulatedPlatform& platform) { platform.write_tokens(out); });
    });
    add(get, "accounts", [&simulation](http::Request& request) {
        return list_of_platforms(simulation, request,
                                 [&](JsonWriter& out, const SimulatedPlatform& platform) {
                                     platform.write_accounts(out, origin_of(request));
                                 });
    });
    add(get, "quotas", [&simulation](http::Request& request) {
        return list_of_platforms(simulation, request, write_refusals);
    });
    add(post, "reset", [&simulation](http::Request&) {
        simulation.reset();
        return http::Response::empty(204);
    });
}

http::Response render_error(const Error& error, const http::Request& request) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").begin_object();
    out.key("code").value(to_string(error.code));
    out.key("message").value(error.message);
    out.key("details").begin_array();
    for (const auto& detail : error.details) {
        out.begin_object().key("field").value(detail.field);
        out.key("issue").value(detail.issue).end_object();
    }
    out.end_array();
    out.key("retryable").value(error.retryable);
    out.key("userMessage").value(error.user_message);
    out.key("requestId").value(request.request_id);
    out.end_object().end_object();
    return http::Response::json(status_of(error.code), std::move(body));
}

}  // namespace rostrum::sandbox
