#pragma once

#include "core/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>

namespace rostrum::test {

/// Runs `task` on `context`, in the calling thread, and answers what it answers. Throws what it
/// throws, and std::runtime_error when it takes longer than `limit`.
template <typename T>
T run_task(asio::io_context& context, Task<T> task,
           std::chrono::milliseconds limit = std::chrono::seconds{20}) {
    using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, std::optional<T>>;
    bool done = false;
    std::exception_ptr failure;
    Stored answer;
    if constexpr (std::is_void_v<T>) {
        asio::co_spawn(context, std::move(task), [&](std::exception_ptr error) {
            done = true;
            failure = error;
        });
    } else {
        asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
            done = true;
            failure = error;
            answer.emplace(std::move(value));
        });
    }
    context.restart();
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done && std::chrono::steady_clock::now() < end) {
        context.run_one_until(end);
    }
    if (!done) throw std::runtime_error("a task did not end in time");
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<T>) return std::move(*answer);
}

}  // namespace rostrum::test
