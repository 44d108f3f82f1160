#include "sync/engine.hpp"

#include "connections/errors.hpp"
#include "core/json.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <unordered_set>

namespace rostrum::sync {
namespace {

/// Tries of a run against a platform that has a temporary problem.
constexpr int tries_max = 3;
constexpr std::chrono::minutes pause_after_refusal{7};
constexpr std::chrono::minutes pause_without_reset{60};
/// One page of most platforms: a call that is not made costs no quota.
constexpr std::size_t page_size = 50;
constexpr std::size_t full_page_size = 100;
/// How far back the account's daily values are read: at first, and later to fill the last days
/// again.
constexpr std::chrono::days history_at_first{90};
constexpr std::chrono::days history_later{7};
/// Pages without a post in a row: Instagram may answer some.
constexpr int empty_pages_max = 10;

using Step = std::expected<void, platforms::PlatformError>;

/// Who waits for a run may use more of the budgets than the schedule.
limits::Purpose purpose_of(RunType type) {
    return type == RunType::scheduled ? limits::Purpose::scheduled : limits::Purpose::user;
}

bool reads_everything(RunType type) { return type == RunType::full; }

bool is_asked_for(RunType type) { return type == RunType::manual || type == RunType::full; }

bool is_refused(const platforms::PlatformError& error) {
    return error.next == platforms::Next::rejected || error.next == platforms::Next::not_found;
}

template <typename T>
Result<T> payload_of(const jobs::Job& job) {
    T payload{};
    JsonIssues issues;
    read_json(job.payload, payload, issues);
    if (issues.empty()) return payload;
    return fail(ErrorCode::processing_failed, "the payload of " + job.kind + " is malformed");
}

}  // namespace

/// One run under way.
struct Engine::Pass {
    RunPayload run;
    Owner owner;
    platforms::Reader* reader = nullptr;
    const platforms::Descriptor* descriptor = nullptr;
    platforms::Access access;
    connections::StoredTokens stored;  // whose access it is
    std::optional<std::int64_t> followers;
    std::optional<std::int64_t> post_count;
    std::int64_t items = 0;
    std::string cursor;           // where the next page begins
    std::int64_t posts_done = 0;  // before that page
    bool is_waited_for = false;   // by somebody who asked for it
    bool is_begun = false;        // written down
    bool is_overtaken = false;    // another run has begun, or there is nothing to sync any more
};

namespace {

Task<Result<>> save_profile_in(db::Transaction& tx, connections::ConnectionStore& connections,
                               PostStore& posts, RunStore& runs, const RunPayload& run,
                               const Owner& owner, const platforms::Profile& profile,
                               RunProgress progress, bool is_begun) {
    if (!is_begun) {
        const auto begun = co_await runs.begin(tx, run);
        if (!begun) co_return std::unexpected(begun.error());
    }
    co_await posts.save_profile(tx, owner, profile);
    co_await connections.record_profile(
        tx, owner.connection,
        {.handle = profile.handle,
         .display_name = profile.display_name.empty() ? profile.handle : profile.display_name,
         .avatar_url = profile.profile_image_url,
         .follower_count = profile.follower_count,
         .post_count = profile.post_count,
         .engagement_rate = std::nullopt});
    co_await runs.progress(tx, run, std::move(progress));
    co_return Result<>{};
}

Task<Result<>> save_daily_in(db::Transaction& tx, PostStore& posts, const Owner& owner,
                             const std::vector<platforms::DailyMetric>& metrics,
                             std::optional<std::int64_t> followers) {
    co_await posts.save_daily(tx, owner, metrics);
    co_await posts.save_estimated_followers(tx, owner, followers, metrics);
    co_return Result<>{};
}

/// A page, and how far the run has come with it.
struct PageDone {
    const platforms::PostPage* page;
    RunProgress progress;
};

Task<Result<>> save_page_in(db::Transaction& tx, PostStore& posts, RunStore& runs,
                            const RunPayload& run, const Owner& owner, const PageDone& done,
                            std::optional<std::int64_t> followers) {
    co_await posts.save_posts(tx, owner, done.page->posts, followers);
    co_await runs.progress(tx, run, done.progress);
    co_return Result<>{};
}

/// The end of a run that came through.
Task<Result<>> succeed_in(db::Transaction& tx, PostStore& posts, RunStore& runs,
                          const RunPayload& run, const Owner& owner,
                          std::optional<std::int64_t> followers) {
    co_await posts.save_engagement(tx, owner, followers);
    co_await runs.finish(tx, run, {.status = RunStatus::success});
    co_return Result<>{};
}

}  // namespace

Task<jobs::JobOutcome> Engine::first(jobs::Job job) {
    const auto payload = payload_of<connections::FirstSync>(job);
    if (!payload) co_return jobs::Discard{payload.error().message};
    const auto started = co_await runs_.start(payload->workspace_id, payload->connection_id,
                                              RunType::initial, jobs::Queue::user_sync);
    if (started) co_return jobs::Done{};
    // Somebody was faster, or the account is gone again: there is nothing left to start.
    log::info("no first sync", {{"connection", to_string(payload->connection_id)},
                                {"why", started.error().message}});
    co_return jobs::Done{};
}

Task<bool> Engine::is_done_already(const RunPayload& run) {
    const auto state = co_await runs_.state(run.connection_id);
    if (!state || !schedule_.is_young(*state, clock_.now())) co_return false;
    log::info("a scheduled sync is skipped",
              {{"connection", to_string(run.connection_id)},
               {"platform", state->platform},
               {"why", "it was synced a short time ago"},
               {"last_success_at", to_rfc3339(*state->last_success_at)}});
    co_await connections_.plan_sync(
        run.connection_id, schedule_.next_regular(run.connection_id, *state, clock_.now()));
    co_return true;
}

/// Where the run goes on: where it was cut off itself, or the full one before it by a limit.
Task<> Engine::find_place(Pass& pass, std::optional<RunPlace> written) {
    pass.is_begun = written.has_value();
    if (!written && pass.run.type == RunType::scheduled) {
        written = co_await runs_.newest_ended(pass.run.connection_id);
        const bool goes_on = written && reads_everything(written->type) &&
                             written->status != RunStatus::success && written->rate_limit_hit;
        if (!goes_on) co_return;
    }
    if (!written) co_return;
    pass.run.type = written->type;
    if (written->cursor) {
        pass.cursor = std::move(*written->cursor);
        pass.posts_done = written->done;
    }
}

/// Ends the run; one that was not written down yet is, so that its failure is seen.
Task<> Engine::finish(const Pass& pass, RunEnd end) {
    if (!pass.is_begun) {
        const auto begun = co_await runs_.begin(pass.run);
        if (!begun) co_return;
    }
    co_await runs_.finish(pass.run, std::move(end));
}

Task<jobs::JobOutcome> Engine::run(jobs::Job job) {
    auto payload = payload_of<RunPayload>(job);
    if (!payload) co_return jobs::Discard{payload.error().message};
    auto written = co_await runs_.find(payload->run_id);
    if (written && written->status != RunStatus::running) co_return jobs::Done{};
    if (!written && payload->type == RunType::scheduled && co_await is_done_already(*payload)) {
        co_return jobs::Done{};
    }

    Pass pass{.run = *payload, .owner = {}, .access = {}, .stored = {}, .cursor = {}};
    pass.is_waited_for = is_asked_for(payload->type);
    co_await find_place(pass, std::move(written));
    const auto stored = co_await connections_.tokens(payload->connection_id);
    if (!stored) co_return jobs::Done{};  // purged with all its runs
    pass.owner = {stored->workspace_id, stored->id, stored->platform};
    auto* platform = platforms_.find(stored->platform);
    if (platform == nullptr || platform->reader() == nullptr) {
        co_await finish(pass, {.status = RunStatus::failed,
                               .error_code = "platform_rejected",
                               .error_message = "This platform is not set up."});
        co_return jobs::Done{};
    }
    pass.reader = platform->reader();
    pass.descriptor = &platform->descriptor();
    auto access = co_await refresher_.access(stored->id);
    if (!access) co_return co_await end_without_access(pass, access.error(), job.attempt);
    pass.access = std::move(access->access);
    pass.stored = std::move(access->stored);

    // One that goes on with a full run is still nobody's in a hurry.
    pass.access.purpose = purpose_of(payload->type);
    auto done = co_await sync(pass);
    // A token may die before its time. Where it can be refreshed, that is tried once before
    // anybody is asked to connect again.
    if (!done && done.error().next == platforms::Next::reauthorize && pass.stored.refresh_token) {
        access = co_await refresher_.replace(pass.stored);
        if (!access) co_return co_await end_without_access(pass, access.error(), job.attempt);
        pass.access = std::move(access->access);
        pass.access.purpose = purpose_of(payload->type);
        pass.stored = std::move(access->stored);
        done = co_await sync(pass);
        // A platform that refuses a token which it gave just now may be ill: X did so for two hours
        // once. It gets some minutes before anybody is bothered.
        const bool again = !done && done.error().next == platforms::Next::reauthorize;
        if (again && job.attempt < tries_max) {
            co_return jobs::Retry{done.error().code + ": " + done.error().message,
                                  pause_after_refusal};
        }
    }
    if (!done) co_return co_await give_up(pass, done.error(), job.attempt);
    co_return jobs::Done{};
}

RunStatus Engine::status_of_failed(const Pass& pass) {
    return pass.items > 0 ? RunStatus::partial : RunStatus::failed;
}

/// Without tokens there is nothing to read with: another try, or the end of the run.
Task<jobs::JobOutcome> Engine::end_without_access(const Pass& pass, const Error& error,
                                                  int attempt) {
    // A refresh under way somewhere else is soon done.
    const bool passing = error.retryable || error.code == ErrorCode::conflict;
    if (passing && attempt < tries_max) co_return jobs::Retry{error.message};
    co_await finish(pass, {.status = status_of_failed(pass),
                           .error_code = std::string(to_string(error.code)),
                           .error_message = error.user_message});
    co_return jobs::Done{};
}

/// What the platform's failure means for the run: another try, or an end that says why.
Task<jobs::JobOutcome> Engine::give_up(const Pass& pass, const platforms::PlatformError& error,
                                       int attempt) {
    if (error.next == platforms::Next::retry_later && attempt < tries_max) {
        std::optional<std::chrono::milliseconds> after;
        if (error.retry_after) after = *error.retry_after;
        co_return jobs::Retry{error.code + ": " + error.message, after};
    }
    if (error.next == platforms::Next::reauthorize) {
        const bool marked =
            co_await connections_.mark_needs_reauth(pass.stored, error.code, error.user_message);
        // The account was connected again or refreshed meanwhile: the new tokens get their try.
        if (!marked && attempt < tries_max)
            co_return jobs::Retry{error.code + ": " + error.message};
    }
    if (platforms::is_own_budget(error) && pass.items == 0 && !pass.is_waited_for) {
        co_return co_await put_off(pass, error);
    }
    const auto told = connections::to_error(error);
    RunEnd end{.status = status_of_failed(pass),
               .error_code = std::string(to_string(told.code)),
               .error_message = told.user_message};
    if (error.next == platforms::Next::rate_limited) {
        end.rate_limit_hit = true;
        end.rate_limit_reset =
            clock_.now() + error.retry_after.value_or(std::chrono::seconds{pause_without_reset});
    }
    log::warn("a sync ended early", {{"connection", to_string(pass.owner.connection)},
                                     {"platform", pass.owner.platform},
                                     {"code", error.code},
                                     {"what", error.message}});
    co_await finish(pass, std::move(end));
    co_return jobs::Done{};
}

/// Nothing could be read within the budget: the run comes back when there is one again.
Task<jobs::JobOutcome> Engine::put_off(const Pass& pass, const platforms::PlatformError& error) {
    const auto state = co_await runs_.state(pass.run.connection_id);
    if (!state) co_return jobs::Done{};
    const Time now = clock_.now();
    const RunEnd end{.status = RunStatus::failed,
                     .rate_limit_hit = true,
                     .rate_limit_reset = now + error.retry_after.value_or(
                                                   std::chrono::seconds{pause_without_reset})};
    const Time until = schedule_.after_run(pass.run.connection_id, *state, end, now);
    co_await runs_.withdraw(pass.run, until);
    co_return jobs::Snooze{until};
}

Task<Step> Engine::sync(Pass& pass) {
    if (auto step = co_await sync_profile(pass); !step || pass.is_overtaken) co_return step;
    if (auto step = co_await sync_posts(pass); !step) co_return step;
    co_await database_.transaction([&](db::Transaction& tx) {
        return succeed_in(tx, posts_, runs_, pass.run, pass.owner, pass.followers);
    });
    co_return Step{};
}

Task<Step> Engine::sync_profile(Pass& pass) {
    auto profile = co_await pass.reader->profile(pass.access);
    if (!profile) co_return std::unexpected(std::move(profile.error()));
    pass.followers = profile->data.follower_count;
    pass.post_count = profile->data.post_count;
    const RunProgress progress{.shown = {Stage::profile, 1, profile->data.post_count},
                               .items_synced = 1 + pass.posts_done,
                               .cursor = pass.cursor};
    const auto saved = co_await database_.transaction([&](db::Transaction& tx) {
        return save_profile_in(tx, connections_, posts_, runs_, pass.run, pass.owner, profile->data,
                               progress, pass.is_begun);
    });
    if (!saved) {
        log::info("a scheduled sync is skipped", {{"connection", to_string(pass.run.connection_id)},
                                                  {"why", saved.error().message}});
        pass.is_overtaken = true;
        co_return Step{};
    }
    pass.is_begun = true;
    pass.items = progress.items_synced;

    const Time now = clock_.now();
    const bool long_history = pass.run.type == RunType::initial || pass.run.type == RunType::full;
    const Time from = start_of_day(now) - (long_history ? history_at_first : history_later);
    auto daily = co_await pass.reader->daily(pass.access, from, now);
    if (!daily) co_return std::unexpected(std::move(daily.error()));
    if (daily->data.empty()) co_return Step{};
    co_await database_.transaction([&](db::Transaction& tx) {
        return save_daily_in(tx, posts_, pass.owner, daily->data, pass.followers);
    });
    co_return Step{};
}

Task<Step> Engine::sync_posts(Pass& pass) {
    const bool everything = reads_everything(pass.run.type);
    std::optional<std::int64_t> total = pass.post_count;
    const auto usual = static_cast<std::int64_t>(pass.descriptor->posts_per_sync);
    if (total && !everything) total = std::min(*total, usual);
    std::unordered_set<std::string> seen;
    int empty_pages = 0;
    while (everything || pass.posts_done < usual) {
        std::size_t limit = everything ? full_page_size : page_size;
        if (!everything) limit = std::min(limit, static_cast<std::size_t>(usual - pass.posts_done));
        auto page = co_await pass.reader->posts(pass.access, pass.cursor, limit);
        if (!page && seen.empty() && !pass.cursor.empty() && is_refused(page.error())) {
            // The place where the run was cut off is not known any more: from the beginning, then.
            pass.cursor.clear();
            pass.posts_done = 0;
            continue;
        }
        if (!page) co_return std::unexpected(std::move(page.error()));
        const auto insights = co_await read_insights(pass, page->data);
        // What was read before a failure is kept, and read once more when the run goes on.
        const auto done = pass.posts_done + static_cast<std::int64_t>(page->data.posts.size());
        pass.items = done + 1;
        if (insights) {
            pass.posts_done = done;
            pass.cursor = page->data.next_cursor;
        }
        const PageDone written{&page->data,
                               {.shown = {Stage::posts, pass.posts_done, total},
                                .items_synced = pass.items,
                                .cursor = pass.cursor}};
        co_await database_.transaction([&](db::Transaction& tx) {
            return save_page_in(tx, posts_, runs_, pass.run, pass.owner, written, pass.followers);
        });
        if (!insights) co_return insights;
        // A platform that leads round in a circle, or on and on without a post, must not keep the
        // run going for ever.
        empty_pages = page->data.posts.empty() ? empty_pages + 1 : 0;
        const bool is_new = seen.insert(pass.cursor).second;
        if (pass.cursor.empty() || !is_new || empty_pages > empty_pages_max) break;
    }
    co_return Step{};
}

/// Adds to the posts of a page what only their insights tell.
Task<Step> Engine::read_insights(Pass& pass, platforms::PostPage& page) {
    for (auto& post : page.posts) {
        auto metrics = co_await pass.reader->metrics(pass.access, post);
        if (metrics) {
            const auto add = [](std::optional<std::int64_t>& into,
                                const std::optional<std::int64_t>& value) {
                if (value) into = value;
            };
            add(post.metrics.views, metrics->data.views);
            add(post.metrics.reach, metrics->data.reach);
            add(post.metrics.likes, metrics->data.likes);
            add(post.metrics.comments, metrics->data.comments);
            add(post.metrics.shares, metrics->data.shares);
            add(post.metrics.saves, metrics->data.saves);
            continue;
        }
        // One post without insights (deleted meanwhile, too old) does not end the run.
        if (is_refused(metrics.error())) continue;
        co_return std::unexpected(std::move(metrics.error()));
    }
    co_return Step{};
}

}  // namespace rostrum::sync
