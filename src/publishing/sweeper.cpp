#include "publishing/sweeper.hpp"

#include "core/log.hpp"
#include "publishing/limits.hpp"

namespace rostrum::publishing {
namespace {

constexpr std::size_t page = 200;
/// Turns that one pass gives; the next pass goes on.
constexpr std::size_t turns_max = 1'000;
/// A job that is due for so long and is not there will not come any more.
constexpr std::chrono::minutes lost_after{2};

void wake(WorkedRow& target) {
    target.error_code.reset();
    target.error_message.reset();
}

/// What was sent and never answered, or is live in part, is not said to have failed.
void end(WorkedRow& target, std::string code, std::string message) {
    const bool may_be_live = target.sent_step || target.effects > 0;
    target.status = may_be_live ? TargetStatus::needs_attention : TargetStatus::failed;
    target.error_code = std::move(code);
    target.error_message = std::move(message);
}

void give_up_parked(WorkedRow& target) {
    end(target, "needs_reauth", "The account was not connected again within a week.");
}

void rescue(WorkedRow& target) { ++target.rescues; }

void give_up_lost(WorkedRow& target) {
    end(target, "interrupted", "The publishing was interrupted too often.");
}

}  // namespace

Task<jobs::JobOutcome> Sweeper::run(jobs::Job) {
    const int moved = co_await sweep();
    if (moved > 0) log::info("sent targets on", {{"targets", moved}});
    co_return jobs::Done{};
}

Task<int> Sweeper::sweep() {
    const int parked = co_await sweep_parked();
    const int lost = co_await sweep_lost();
    co_return parked + lost + co_await sweep_turns();
}

/// What waits for its turn is not lost: somebody only has to give it.
Task<int> Sweeper::sweep_turns() {
    const auto idle = co_await targets_.idle_turns(clock_.now() - lost_after, turns_max);
    for (const auto& connection : idle) co_await works_.wake_turn(connection);
    co_return static_cast<int>(idle.size());
}

Task<jobs::JobOutcome> Sweeper::give_turn(jobs::Job job) {
    TurnPayload payload;
    JsonIssues issues;
    read_json(job.payload, payload, issues);
    if (!issues.empty()) co_return jobs::Discard{"the payload of " + job.kind + " is malformed"};
    co_await works_.wake_turn(payload.connection_id);
    co_return jobs::Done{};
}

Task<int> Sweeper::sweep_parked() {
    int moved = 0;
    const Time before = clock_.now() - parked_max;
    for (;;) {
        const auto found = co_await targets_.parked_ready(before, page);
        const int moved_before = moved;
        for (const auto& target : found) {
            const bool late = *target.parked_at < before;
            moved += co_await works_.settle_idle(
                target, late ? give_up_parked : wake,
                {.step = "access",
                 .outcome = late ? "failed" : "done",
                 .note = late ? "not connected again in time" : "the account is connected"});
        }
        // What others changed meanwhile is left for the next pass.
        if (found.size() < page || moved == moved_before) co_return moved;
    }
}

Task<int> Sweeper::sweep_lost() {
    int moved = 0;
    TargetsAfter after;
    for (;;) {
        const auto found = co_await targets_.overdue(clock_.now() - lost_after, after, page);
        for (const auto& target : found) {
            after = {*target.due_at, target.id};
            const bool last = target.rescues >= rescues_max;
            log::warn("a target has lost its job", {{"target", to_string(target.id)}});
            moved += co_await works_.settle_idle(target, last ? give_up_lost : rescue,
                                                 {.step = "rescue",
                                                  .outcome = last ? "failed" : "done",
                                                  .note = "nothing was working on it any more"});
        }
        if (found.size() < page) co_return moved;
    }
}

}  // namespace rostrum::publishing
