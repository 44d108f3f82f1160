#include "http/server/shard.hpp"

#include "core/clock.hpp"
#include "core/log.hpp"
#include "http/server/failure.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace rostrum::http {
namespace {

using boost::system::error_code;
using std::chrono::milliseconds;

/// How long accepting rests when the process has run out of descriptors or memory.
constexpr milliseconds accept_pause{100};

/// So many connections above the limit are told so at a time; more are closed without a word.
constexpr std::size_t turned_away_max = 64;

/// How often waits are checked against their limits: an eighth of the shortest one.
milliseconds watch_interval(const ServerLimits& limits) {
    const auto shortest =
        std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout,
                  limits.write_timeout, limits.handler_timeout, limits.streamed_body_timeout});
    return std::clamp(shortest / 8, milliseconds{2}, milliseconds{250});
}

/// Logs what ended a coroutine; that it was cancelled is nothing to tell.
void log_failure(const std::exception_ptr& failure) {
    if (failure && !is_cancellation(failure)) {
        log::error("a connection failed", {{"what", describe(failure)}});
    }
}

}  // namespace

Shard::Shard(asio::io_context& loop, std::shared_ptr<ServerContext> server)
    : server_(std::move(server)),
      context_{*server_},
      executor_(loop.get_executor()),
      timer_(loop) {}

void Shard::start(Acceptor acceptor, std::vector<std::shared_ptr<Shard>> targets) {
    acceptor_.emplace(std::move(acceptor));
    asio::co_spawn(executor_, accept_connections(shared_from_this(), std::move(targets)),
                   [](std::exception_ptr error) { log_failure(error); });
}

Task<> Shard::accept_connections(std::shared_ptr<Shard> self,
                                 std::vector<std::shared_ptr<Shard>> targets) {
    asio::steady_timer pause(self->executor_);
    for (std::size_t next = 0; !self->context_.draining; ++next) {
        const auto& target = targets[next % targets.size()];
        error_code error;
        Socket socket = co_await self->acceptor_->async_accept(
            target->executor_, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            asio::dispatch(target->executor_, [target, socket = std::move(socket)]() mutable {
                target->serve(std::move(socket));
            });
        } else if (error != asio::error::operation_aborted &&
                   error != asio::error::connection_aborted) {
            log::warn("a connection could not be accepted", {{"what", error.message()}});
            pause.expires_after(accept_pause);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }
}

void Shard::serve(Socket socket) {
    if (context_.draining) return;
    const auto open = ++server_->open;
    const auto connections_max = server_->options.limits.connections_max;
    if (open > connections_max + turned_away_max) {
        --server_->open;
        return;
    }
    const auto session = sessions_.emplace(sessions_.end(), context_, std::move(socket));
    // The completion handler keeps the shard, and so the session, alive.
    asio::co_spawn(executor_, open > connections_max ? session->turn_away() : session->run(),
                   asio::bind_cancellation_slot(
                       session->connection().cancellation_slot(),
                       [self = shared_from_this(), session](std::exception_ptr error) {
                           self->ended(session, std::move(error));
                       }));
    if (!std::exchange(watching_, true)) {
        asio::co_spawn(executor_, watch_limits(shared_from_this()),
                       [](std::exception_ptr error) { log_failure(error); });
    }
}

void Shard::ended(Sessions::iterator session, std::exception_ptr error) {
    log_failure(error);
    session->connection().close();
    // Not at once: this may run inside of `expire` or `abort`, which go through the list.
    asio::post(executor_, [self = shared_from_this(), session] {
        self->sessions_.erase(session);
        self->count_down(self->server_->open);
    });
}

void Shard::count_down(std::atomic<std::size_t>& counter) {
    if (--counter != 0) return;
    const std::scoped_lock lock(server_->mutex);
    server_->ended.notify_all();
}

/// Looks over the waits of all sessions at intervals, as long as there are any.
Task<> Shard::watch_limits(std::shared_ptr<Shard> self) {
    const auto interval = watch_interval(self->server_->options.limits);
    while (!self->sessions_.empty()) {
        error_code error;
        self->timer_.expires_after(interval);
        co_await self->timer_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        const auto now = monotonic_us();
        for (auto& session : self->sessions_) session.connection().expire(now);
    }
    self->watching_ = false;
}

void Shard::drain() {
    asio::dispatch(executor_, [self = shared_from_this()] {
        if (std::exchange(self->context_.draining, true)) return;
        error_code ignored;
        if (self->acceptor_) (void)self->acceptor_->close(ignored);
        for (auto& session : self->sessions_) session.drain();
        self->count_down(self->server_->serving);
    });
}

void Shard::abort() {
    asio::dispatch(executor_, [self = shared_from_this()] {
        for (auto& session : self->sessions_) session.connection().abort();
    });
}

}  // namespace rostrum::http
