#pragma once

#include "core/task.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace rostrum {

/// Suspends the calling coroutine. It ends early, with an exception, when the coroutine is cancelled.
inline Task<> sleep_for(std::chrono::nanoseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

/// Awaits `task` for at most `limit`; when the time is up the task is cancelled and the answer empty.
/// A task that cannot be cancelled is still waited for.
template <typename T>
Task<std::optional<T>> with_deadline(Task<T> task, std::chrono::nanoseconds limit) {
    using namespace asio::experimental::awaitable_operators;
    auto outcome = co_await (std::move(task) || sleep_for(limit));
    if (outcome.index() == 0) co_return std::optional<T>(std::move(std::get<0>(outcome)));
    co_return std::nullopt;
}

}  // namespace rostrum
