#pragma once

#include "core/loops.hpp"
#include "core/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstdint>
#include <future>
#include <stdexcept>

namespace rostrum::testing {

/// When the loops of a test begin to run.
enum class Start : std::uint8_t { at_once, later };

/// Running loops for a test; they stop when it ends.
class TestLoops {
public:
    explicit TestLoops(std::size_t count = 1, Start when = Start::at_once) : loops_(count) {
        if (when == Start::at_once) start();
    }
    ~TestLoops() { loops_.stop(); }

    /// Starts loops that were to start later: when everything that listens is in its place.
    void start() { loops_.start(); }

    /// Ends the loops early: before what runs on them is destroyed.
    void stop() { loops_.stop(); }

    Loops& operator*() { return loops_; }

    /// Runs a coroutine on a loop and answers what it answers; what hangs fails after 30 s.
    template <typename T>
    T run(Task<T> task, std::size_t loop = 0) {
        auto future = asio::co_spawn(loops_.at(loop), std::move(task), asio::use_future);
        if (future.wait_for(std::chrono::seconds{30}) != std::future_status::ready) {
            throw std::runtime_error("the coroutine did not end in 30 s");
        }
        return future.get();
    }

    /// Starts a coroutine beside others.
    template <typename T>
    std::future<T> start(Task<T> task, std::size_t loop = 0) {
        return asio::co_spawn(loops_.at(loop), std::move(task), asio::use_future);
    }

private:
    Loops loops_;
};

}  // namespace rostrum::testing
