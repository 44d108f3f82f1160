#include "publishing/engine.hpp"

#include "core/log.hpp"
#include "publishing/content.hpp"
#include "publishing/engine_pass.hpp"
#include "publishing/limits.hpp"
#include "publishing/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace rostrum::publishing {
namespace {

using platforms::Effect;

/// A pause that is shorter is waited out.
constexpr std::chrono::seconds short_pause{2};
/// Re-marks of a step that was not sent in time.
constexpr int marks_max = 5;

Result<PublishPayload> payload_of(const jobs::Job& job) {
    PublishPayload payload;
    JsonIssues issues;
    read_json(job.payload, payload, issues);
    if (issues.empty()) return payload;
    return fail(ErrorCode::processing_failed, "the payload of " + job.kind + " is malformed");
}

std::chrono::milliseconds since(Time start, const Clock& clock) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - start);
}

std::string in_seconds(std::chrono::seconds wait) {
    return fmt::format("goes on in {} s", wait.count());
}

}  // namespace

Engine::Engine(Parts parts)
    : parts_(std::move(parts)),
      start_delay_(parts_.metrics.duration("rostrum_post_start_delay_seconds",
                                           "From when a post was due to its start")) {}

Task<jobs::JobOutcome> Engine::run(jobs::Job job) {
    const Time called_at = parts_.clock.now();
    const auto payload = payload_of(job);
    if (!payload) co_return jobs::Discard{payload.error().message};
    auto taken = co_await parts_.works.take(*payload);
    if (!taken) co_return jobs::Retry{taken.error().message};
    if (const auto* later = std::get_if<DueLater>(&*taken)) co_return jobs::Snooze{later->at};
    if (std::holds_alternative<NothingToDo>(*taken)) co_return jobs::Done{};
    Pass pass{.work = std::move(std::get<Work>(*taken))};
    if (const auto& target = pass.target(); *target.started_at >= called_at) {
        start_delay_.Observe(
            std::chrono::duration<double>(*target.started_at - *target.due_at).count());
    }
    auto stop = co_await go_through(pass);
    if (const auto& target = pass.target(); is_final(target.status)) {
        parts_.metrics
            .counter(
                "rostrum_post_targets_total", "Posts on one account that came to an end",
                {{"platform", target.platform}, {"status", std::string(enum_name(target.status))}})
            .Increment();
    }
    co_return stop;
}

/// What is thrown is a fault of ours or of the disk: the connection's turn is given back before
/// anything else.
Task<jobs::JobOutcome> Engine::go_through(Pass& pass) {
    std::string failure;
    try {
        auto stop = co_await prepare(pass);
        while (!stop) stop = co_await work(pass);
        co_return std::move(*stop);
    } catch (const db::DatabaseError&) {
        throw;  // nothing can be written down either
    } catch (const std::exception& error) {
        failure = error.what();
    }
    log::error("a post could not be worked on",
               {{"target", to_string(pass.target().id)}, {"why", failure}});
    pass.lines.push_back({.step = pass.target().sent_step.value_or("prepare"),
                          .outcome = "failed",
                          .note = failure});
    auto stop = co_await try_again(pass, {.next = platforms::Next::retry_later,
                                          .code = "internal",
                                          .message = failure,
                                          .user_message = "Something went wrong on this server.",
                                          .retry_after = std::nullopt});
    co_return std::move(*stop);
}

/// Finds everything that the steps need.
Task<Engine::Stop> Engine::prepare(Pass& pass) {
    auto& target = pass.target();
    if (parts_.clock.now() - *target.started_at > publishing_max) {
        co_return co_await run_out(pass, "took_too_long",
                                   "The post could not be published within two weeks.");
    }
    auto* platform = parts_.platforms.find(target.platform);
    pass.publisher = platform != nullptr ? platform->publisher() : nullptr;
    if (pass.publisher == nullptr) {
        co_return co_await run_out(pass, "platform_cannot_publish",
                                   "Nothing can be published on this platform.");
    }
    auto granted = co_await parts_.refresher.access(target.connection_id);
    if (!granted) co_return co_await without_access(pass, granted.error());
    pass.access = std::move(granted->access);
    pass.access.purpose = limits::Purpose::publish;
    pass.stored = std::move(granted->stored);
    const accounts::Scope scope{target.workspace_id, {}, accounts::Role::viewer};
    const auto connection = co_await parts_.connections.find(scope, target.connection_id);
    if (!connection) co_return co_await without_access(pass, connection.error());

    const auto wanted = media_of(pass.work.post, target);
    auto files = co_await parts_.media.files(target.workspace_id, media_ids_of(wanted));
    if (files.size() != wanted.size()) {
        co_return co_await run_out(pass, "media_unknown", "A file of the post is gone.");
    }
    auto composed =
        compose(pass.work.post, target, std::move(files), platform->descriptor().post_rules);
    if (!composed.has_format) {
        co_return co_await run_out(pass, "format_not_supported",
                                   "The platform has no kind of post for these files.");
    }
    pass.plan = {.content = std::move(composed.content),
                 .handle = connection->handle,
                 .started_at = *target.started_at};
    co_return std::nullopt;
}

/// One step, or a look at what became of one.
Task<Engine::Stop> Engine::work(Pass& pass) {
    if (pass.target().sent_step && !pass.may_send) co_return co_await look_back(pass);
    const auto step = pass.publisher->next_step(pass.plan, pass.work.state);
    if (step.effect == Effect::change && !co_await mark_sent(pass, step)) co_return jobs::Done{};
    co_return co_await do_step(pass, step);
}

/// Writes down that a step is about to be sent; false when another worker has the target. A mark
/// that is old by the time of sending is made again: whoever reads it has to know when that was.
Task<bool> Engine::mark_sent(Pass& pass, platforms::PublishStep step) {
    auto& target = pass.target();
    for (int marks = 0; marks < marks_max; ++marks) {
        const Time now = parts_.clock.now();
        if (pass.may_send && now - *target.sent_at <= send_within) co_return true;
        target.sent_step = std::string(step.name);
        target.sent_at = now;
        target.look_at = now + change_time_max + change_margin;
        pass.lines.push_back({.step = std::string(step.name), .outcome = "sent"});
        if (!co_await parts_.works.save(pass.work, std::exchange(pass.lines, {}))) co_return false;
        pass.may_send = true;
    }
    throw std::runtime_error("the database is too slow to publish safely");
}

Task<platforms::Outcome<platforms::Advanced>> Engine::call(Pass& pass,
                                                           platforms::PublishStep step) {
    auto call = pass.publisher->advance(pass.access, pass.plan, pass.work.state);
    if (step.effect != Effect::change) co_return co_await std::move(call);
    auto answer = co_await with_deadline(std::move(call), change_time_max);
    if (answer) co_return std::move(*answer);
    co_return std::unexpected(
        platforms::PlatformError{.next = platforms::Next::ambiguous,
                                 .code = "no_answer",
                                 .message = "no answer in time",
                                 .user_message = "The platform did not answer.",
                                 .retry_after = std::nullopt});
}

Task<Engine::Stop> Engine::do_step(Pass& pass, platforms::PublishStep step) {
    pass.may_send = false;
    const Time start = parts_.clock.now();
    auto answer = co_await call(pass, step);
    const auto duration = since(start, parts_.clock);
    std::string name(step.name);
    if (answer) {
        pass.lines.push_back(
            {.step = name, .outcome = "done", .note = answer->data.note, .duration = duration});
        co_return co_await go_on(pass, std::move(name), step.effect, std::move(answer->data));
    }
    const auto& error = answer.error();
    pass.lines.push_back({.step = name,
                          .outcome = std::string(to_string(error.next)),
                          .code = error.code,
                          .message = error.message,
                          .note = error.user_message,
                          .duration = duration});
    // A call that changes nothing and whose answer is lost is a call that failed in passing.
    if (error.next == platforms::Next::ambiguous && !pass.target().sent_step) {
        co_return co_await try_again(pass, std::move(answer.error()));
    }
    co_return co_await fail_step(pass, std::move(name), std::move(answer.error()));
}

/// After a step that was done.
Task<Engine::Stop> Engine::go_on(Pass& pass, std::string step, Effect effect,
                                 platforms::Advanced advanced) {
    auto& target = pass.target();
    const Time now = parts_.clock.now();
    pass.work.state = std::move(advanced.state);
    pass.forget_sent();
    pass.forget_error();
    target.step = step;
    target.failures = 0;
    target.rescues = 0;
    if (advanced.nothing_live) target.effects = 0;
    if (effect == Effect::change && !advanced.leaves_nothing) {
        ++target.effects;
        // What leaves nothing, such as a container, may have to be done again and again.
        target.limited_at.reset();
    }
    if (advanced.published) {
        auto& live = *advanced.published;
        target.status = TargetStatus::published;
        target.published_at = now;
        target.due_at.reset();
        target.external_id = std::move(live.external_id);
        if (!live.permalink.empty()) target.permalink = std::move(live.permalink);
        if (!live.further_ids.empty()) target.further_ids = std::move(live.further_ids);
        pass.lines.push_back({.step = step, .outcome = "published"});
        co_return co_await put_down(pass);
    }
    target.status = advanced.is_processing ? TargetStatus::processing : TargetStatus::publishing;
    if (advanced.wait > short_pause) {
        pass.lines.push_back({.step = step, .outcome = "wait", .note = in_seconds(advanced.wait)});
        co_return co_await pause(pass, advanced.wait);
    }
    const auto next = pass.publisher->next_step(pass.plan, pass.work.state);
    if (next.effect == Effect::change && advanced.wait.count() == 0) {
        // In one commit with what was done before.
        if (!co_await mark_sent(pass, next)) co_return jobs::Done{};
        co_return std::nullopt;
    }
    if (!co_await parts_.works.save(pass.work, std::exchange(pass.lines, {}))) {
        co_return jobs::Done{};
    }
    if (advanced.wait.count() > 0) co_await parts_.sleep(advanced.wait);
    co_return std::nullopt;
}

/// What became of a step that was sent and not answered.
Task<Engine::Stop> Engine::look_back(Pass& pass) {
    auto& target = pass.target();
    const Time now = parts_.clock.now();
    // The request of a worker that has died may still be on its way.
    if (now < *target.look_at) {
        co_return co_await pause(
            pass, std::chrono::ceil<std::chrono::milliseconds>(*target.look_at - now));
    }
    auto answer = co_await pass.publisher->reconcile(pass.access, pass.plan, pass.work.state,
                                                     *target.sent_at);
    const auto duration = since(now, parts_.clock);
    std::string step = *target.sent_step;
    if (!answer) {
        pass.lines.push_back({.step = step,
                              .outcome = std::string(to_string(answer.error().next)),
                              .code = answer.error().code,
                              .message = answer.error().message,
                              .note = "looking for what became of it",
                              .duration = duration});
        co_return co_await fail_look(pass, std::move(answer.error()));
    }
    auto& found = answer->data;
    const bool is_done = found.finding == platforms::Finding::done && found.advanced.has_value();
    const bool is_not_done = found.finding == platforms::Finding::not_done;
    pass.lines.push_back({.step = step,
                          .outcome = is_done       ? "found_done"
                                     : is_not_done ? "found_not_done"
                                                   : "found_nothing",
                          .duration = duration});
    if (is_done && found.advanced->published &&
        co_await parts_.works.is_of_another(target, found.advanced->published->external_id)) {
        // Platforms that refuse a repeated text name the post that was there first.
        pass.forget_sent();
        co_return co_await give_up(pass, "duplicate_content",
                                   "The platform has a post like this already, which was published "
                                   "from here as another one. Change the text.");
    }
    if (is_done) {
        co_return co_await go_on(pass, std::move(step), Effect::change, std::move(*found.advanced));
    }
    if (!is_not_done) co_return co_await look_again(pass, found.look_again);
    pass.forget_sent();
    if (++target.failures >= failures_max) {
        co_return co_await run_out(pass, "no_answer",
                                   "The platform did not answer, several times in a row.");
    }
    ++target.attempts;
    co_return std::nullopt;
}

/// It cannot be told yet, or never.
Task<Engine::Stop> Engine::look_again(Pass& pass, std::optional<std::chrono::seconds> after) {
    auto& target = pass.target();
    const Time now = parts_.clock.now();
    const bool is_first = *target.look_at <= *target.sent_at + change_time_max + change_margin;
    if (after && (is_first || now + *after - *target.sent_at <= unknown_max)) {
        const auto wait =
            std::clamp<std::chrono::seconds>(*after, std::chrono::seconds{1}, unknown_max);
        target.look_at = now + wait;
        pass.set_error("unknown_outcome", "The platform did not answer; it is being asked.");
        co_return co_await pause(pass, wait);
    }
    co_return co_await ask_somebody(
        pass, "The platform did not answer, and whether the post is live cannot be told. "
              "Look there, and say whether it is published or has to be tried again.");
}

}  // namespace rostrum::publishing
