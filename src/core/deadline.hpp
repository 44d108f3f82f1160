#pragma once

#include "core/task.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace rostrum {

/// Suspends the calling coroutine. It ends early, with an exception, when the coroutine is
/// cancelled.
inline Task<> sleep_for(std::chrono::nanoseconds duration) {
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
}

namespace detail {

/// What a task answered or threw.
template <typename T>
struct Ended {
    std::optional<T> value;
    std::exception_ptr error;
};

template <typename T>
Task<Ended<T>> catching(Task<T> task) {
    try {
        co_return Ended<T>{co_await std::move(task), nullptr};
    } catch (...) {
        co_return Ended<T>{std::nullopt, std::current_exception()};
    }
}

}  // namespace detail

/// Awaits `task` for at most `limit`; when the time is up the task is cancelled and the answer
/// empty. An exception passes at once. A task that cannot be cancelled is still waited for.
template <typename T>
Task<std::optional<T>> with_deadline(Task<T> task, std::chrono::nanoseconds limit) {
    using namespace asio::experimental::awaitable_operators;
    // A failed operand would make || wait for the other one: to it, an exception is an answer.
    auto outcome = co_await (detail::catching(std::move(task)) || sleep_for(limit));
    if (outcome.index() == 1) co_return std::nullopt;
    auto& ended = std::get<0>(outcome);
    if (ended.error) std::rethrow_exception(ended.error);
    co_return std::move(ended.value);
}

}  // namespace rostrum
