#include "app/housekeeping.hpp"

#include "core/log.hpp"

namespace rostrum::app {
namespace {

constexpr std::chrono::days runs_kept{90};
constexpr std::chrono::days reports_kept{400};
constexpr std::chrono::days events_kept{30};
constexpr std::chrono::hours dead_letters_kept{24 * 30};

}  // namespace

Task<jobs::JobOutcome> Housekeeping::refresh_tokens() {
    const auto pass = co_await refresher.refresh_due();
    if (pass.refreshed + pass.failed > 0) {
        log::info("refreshed tokens", {{"refreshed", pass.refreshed}, {"failed", pass.failed}});
    }
    co_return jobs::Done{};
}

Task<jobs::JobOutcome> Housekeeping::clean_up() {
    co_await sign_in.clean();
    co_await idempotency.clean();
    co_await oauth.clean();
    co_await runs.clean(clock.now() - runs_kept);
    co_await reports.clean(clock.now() - reports_kept);
    co_await feed.clean(clock.now() - events_kept);
    co_await jobs.clean(dead_letters_kept);
    co_await budgets.clean();
    co_await media.clean();
    co_return jobs::Done{};
}

Task<jobs::JobOutcome> Housekeeping::give_up_inactive() {
    if (!inactive_after) co_return jobs::Done{};
    const auto disconnected = co_await inactive.disconnect(*inactive_after);
    if (disconnected > 0) {
        log::info("disconnected inactive accounts", {{"accounts", disconnected}});
    }
    co_return jobs::Done{};
}

}  // namespace rostrum::app
