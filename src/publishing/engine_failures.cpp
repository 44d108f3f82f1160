#include "core/log.hpp"
#include "publishing/engine.hpp"
#include "publishing/engine_pass.hpp"
#include "publishing/limits.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::publishing {
namespace {

using platforms::Next;

constexpr Backoff between_tries{std::chrono::seconds{30}, std::chrono::minutes{15}};
constexpr std::chrono::seconds pause_min{2};
/// A refresh is under way somewhere else.
constexpr std::chrono::seconds refresh_pause{5};
constexpr std::chrono::minutes pause_without_reset{15};
/// Before the first look at what became of a step, when its request has come to an end.
constexpr std::chrono::seconds first_look_after{5};
constexpr std::chrono::seconds look_pause{60};

std::string user_text(const platforms::PlatformError& error) {
    return error.user_message.empty() ? error.message : error.user_message;
}

}  // namespace

/// A step failed, and left the state as it was.
Task<Engine::Stop> Engine::fail_step(Pass& pass, std::string step, platforms::PlatformError error) {
    auto& target = pass.target();
    if (error.next == Next::ambiguous) {
        target.look_at = parts_.clock.now() + first_look_after;
        pass.set_error("unknown_outcome", "The platform did not answer; it is being asked.");
        co_return co_await pause(pass, first_look_after);
    }
    pass.forget_sent();
    switch (error.next) {
        case Next::retry_later: co_return co_await try_again(pass, std::move(error));
        case Next::rate_limited: co_return co_await wait_for_limit(pass, std::move(error));
        case Next::reauthorize: co_return co_await reauthorize(pass, std::move(error));
        default: break;
    }
    log::info("a post was refused", {{"target", to_string(target.id)},
                                     {"platform", target.platform},
                                     {"step", step},
                                     {"code", error.code}});
    if (error.nothing_live) target.effects = 0;
    co_return co_await give_up(pass, error.code, user_text(error));
}

/// What became of a step could not be found out.
Task<Engine::Stop> Engine::fail_look(Pass& pass, platforms::PlatformError error) {
    switch (error.next) {
        case Next::retry_later:
            co_return co_await look_again(
                pass, std::clamp<std::chrono::seconds>(error.retry_after.value_or(look_pause),
                                                       pause_min, unknown_max));
        case Next::rate_limited: co_return co_await wait_for_limit(pass, std::move(error));
        case Next::reauthorize: co_return co_await reauthorize(pass, std::move(error));
        case Next::ambiguous:
        case Next::rejected:
        case Next::not_found:
        case Next::misconfigured: break;
    }
    co_return co_await ask_somebody(pass,
                                    "Whether the post is live cannot be told: " + user_text(error));
}

/// Without tokens nothing can be published.
Task<Engine::Stop> Engine::without_access(Pass& pass, Error error) {
    pass.lines.push_back({.step = "access",
                          .outcome = std::string(to_string(error.code)),
                          .code = std::string(to_string(error.code)),
                          .message = error.message,
                          .note = error.user_message});
    if (error.code == ErrorCode::needs_reauth) co_return co_await park(pass, error.user_message);
    if (error.code == ErrorCode::conflict) co_return co_await pause(pass, refresh_pause);
    if (error.retryable) {
        co_return co_await try_again(pass, {.next = Next::retry_later,
                                            .code = std::string(to_string(error.code)),
                                            .message = error.message,
                                            .user_message = error.user_message,
                                            .retry_after = error.retry_after});
    }
    co_return co_await run_out(pass, std::string(to_string(error.code)), error.user_message);
}

/// The platform refused the tokens: refreshed once, before anybody is asked to connect again.
Task<Engine::Stop> Engine::reauthorize(Pass& pass, platforms::PlatformError error) {
    if (pass.stored.refresh_token && !std::exchange(pass.has_replaced, true)) {
        auto granted = co_await parts_.refresher.replace(pass.stored);
        if (!granted) co_return co_await without_access(pass, granted.error());
        pass.access = std::move(granted->access);
        pass.access.purpose = limits::Purpose::publish;
        pass.stored = std::move(granted->stored);
        co_return std::nullopt;
    }
    const bool marked =
        co_await parts_.connections.mark_needs_reauth(pass.stored, error.code, error.user_message);
    if (!marked) {
        const accounts::Scope scope{pass.target().workspace_id, {}, accounts::Role::viewer};
        const auto now = co_await parts_.connections.find(scope, pass.target().connection_id);
        // Connected again or refreshed meanwhile: the new tokens get their try.
        if (now && now->status == connections::Status::active) {
            co_return co_await try_again(pass, std::move(error));
        }
    }
    co_return co_await park(pass, user_text(error));
}

/// In passing: after a while, a few times.
Task<Engine::Stop> Engine::try_again(Pass& pass, platforms::PlatformError error) {
    auto& target = pass.target();
    // Ours is done: how the platform gets on can be asked for longer.
    const bool only_asks = target.status == TargetStatus::processing;
    if (++target.failures >= (only_asks ? polls_max : failures_max)) {
        co_return co_await run_out(pass, error.code, user_text(error));
    }
    ++target.attempts;
    pass.set_error(error.code, user_text(error));
    std::chrono::milliseconds wait = between_tries.delay(target.failures, parts_.random);
    if (error.retry_after) wait = std::max<std::chrono::milliseconds>(wait, *error.retry_after);
    co_return co_await pause(
        pass, std::clamp<std::chrono::milliseconds>(wait, pause_min, rate_limited_max));
}

/// A quota is used up: the try does not count.
Task<Engine::Stop> Engine::wait_for_limit(Pass& pass, platforms::PlatformError error) {
    auto& target = pass.target();
    const Time now = parts_.clock.now();
    if (!target.limited_at) target.limited_at = now;
    const Time end = *target.limited_at + rate_limited_max;
    if (now >= end) co_return co_await run_out(pass, error.code, user_text(error));
    pass.set_error(error.code, user_text(error));
    const Time until =
        std::min<Time>(end, now + std::max<std::chrono::seconds>(
                                      pause_min, error.retry_after.value_or(pause_without_reset)));
    co_return co_await pause(pass, std::chrono::ceil<std::chrono::milliseconds>(until - now));
}

/// Until the account is connected again.
Task<Engine::Stop> Engine::park(Pass& pass, std::string message) {
    auto& target = pass.target();
    // What the platform is at work on may go live meanwhile.
    const bool is_handed_over = target.status == TargetStatus::processing && target.effects > 0;
    if (!is_handed_over) target.status = TargetStatus::pending;
    target.parked_at = parts_.clock.now();
    target.due_at.reset();
    pass.set_error("needs_reauth", std::move(message));
    pass.lines.push_back({.step = "access",
                          .outcome = "wait",
                          .note = "goes on when the account is connected again"});
    co_return co_await put_down(pass);
}

/// Nobody refused it: the tries are used up, or something that it needs is gone. A part of it, or
/// all, may be live by then.
Task<Engine::Stop> Engine::run_out(Pass& pass, std::string code, std::string message) {
    if (pass.target().effects == 0) {
        co_return co_await give_up(pass, std::move(code), std::move(message));
    }
    co_return co_await ask_somebody(
        pass, "The post, or a part of it, is on the platform and may be live: " + message);
}

/// For good. What may be live already is not said to have failed.
Task<Engine::Stop> Engine::give_up(Pass& pass, std::string code, std::string message) {
    auto& target = pass.target();
    if (target.sent_step) {
        co_return co_await ask_somebody(
            pass, "Whether the post is live cannot be told any more: " + message);
    }
    // What the platform has and is still at work on may go live yet.
    if (target.status == TargetStatus::processing && target.effects > 0) {
        co_return co_await ask_somebody(
            pass, "The platform has the post, and whether it is live cannot be told: " + message);
    }
    target.status = TargetStatus::failed;
    target.due_at.reset();
    pass.set_error(std::move(code), std::move(message));
    co_return co_await put_down(pass);
}

Task<Engine::Stop> Engine::ask_somebody(Pass& pass, std::string message) {
    auto& target = pass.target();
    target.status = TargetStatus::needs_attention;
    target.due_at.reset();
    pass.set_error("unknown_outcome", std::move(message));
    pass.lines.push_back({.step = target.sent_step.value_or(""),
                          .outcome = "needs_attention",
                          .note = *target.error_message});
    co_return co_await put_down(pass);
}

/// The job comes again, and other targets of the connection have their turn meanwhile.
Task<Engine::Stop> Engine::pause(Pass& pass, std::chrono::milliseconds wait) {
    const Time until = parts_.clock.now() + wait;
    pass.target().due_at = until;
    if (!co_await parts_.works.put_down(pass.work, std::exchange(pass.lines, {}))) {
        co_return jobs::Done{};
    }
    co_return jobs::Snooze{until};
}

Task<Engine::Stop> Engine::put_down(Pass& pass) {
    co_await parts_.works.put_down(pass.work, std::exchange(pass.lines, {}));
    co_return jobs::Done{};
}

}  // namespace rostrum::publishing
