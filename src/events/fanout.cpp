#include "events/fanout.hpp"

#include "events/outbox.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>

namespace rostrum::events {
namespace {

constexpr std::size_t hints_max = 64;

}  // namespace

struct Fanout::Subscription::State {
    explicit State(asio::any_io_executor where) : executor(where), timer(where) {}

    asio::any_io_executor executor;
    asio::steady_timer timer;       // touched on `executor` only
    bool news = false;              // likewise
    std::deque<std::string> hints;  // likewise
};

Fanout::Fanout(db::Database& database) {
    database.listen(std::string(channel), [this](std::string_view payload) { publish(payload); });
}

std::size_t Fanout::subscribers() const {
    const std::scoped_lock lock(mutex_);
    return subscriptions_.size();
}

void Fanout::publish(std::string_view payload) {
    const auto space = payload.find(' ');
    const auto workspace = parse_id<WorkspaceId>(payload.substr(0, space));
    if (!workspace) return;
    const std::string hint(space != std::string_view::npos ? payload.substr(space + 1) : "");
    const std::scoped_lock lock(mutex_);
    const auto [first, last] = subscriptions_.equal_range(*workspace);
    for (auto it = first; it != last; ++it) {
        asio::post(it->second->executor, [state = it->second, hint] {
            if (!hint.empty() && state->hints.size() < hints_max) state->hints.push_back(hint);
            state->news = true;
            state->timer.cancel();
        });
    }
}

Fanout::Subscription::Subscription(Fanout& fanout, WorkspaceId workspace,
                                   asio::any_io_executor executor)
    : fanout_(fanout), workspace_(workspace), state_(std::make_shared<State>(executor)) {
    const std::scoped_lock lock(fanout_.mutex_);
    fanout_.subscriptions_.emplace(workspace_, state_);
}

Fanout::Subscription::~Subscription() {
    const std::scoped_lock lock(fanout_.mutex_);
    const auto [first, last] = fanout_.subscriptions_.equal_range(workspace_);
    for (auto it = first; it != last; ++it) {
        if (it->second == state_) {
            fanout_.subscriptions_.erase(it);
            return;
        }
    }
}

Task<bool> Fanout::Subscription::wait(std::chrono::milliseconds limit) {
    if (!state_->news) {
        state_->timer.expires_after(limit);
        co_await state_->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return std::exchange(state_->news, false);
}

std::deque<std::string> Fanout::Subscription::take_hints() {
    return std::exchange(state_->hints, {});
}

}  // namespace rostrum::events
