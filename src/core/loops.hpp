#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace rostrum {

/// The event loops of the process: one thread with one io_context each. What is made on a loop
/// stays on it, so sockets and pools need no locks.
class Loops {
public:
    explicit Loops(std::size_t count);
    ~Loops();
    Loops(const Loops&) = delete;
    Loops& operator=(const Loops&) = delete;

    std::size_t size() const { return loops_.size(); }
    boost::asio::io_context& at(std::size_t index) { return loops_[index]->context; }

    /// Starts the threads. Call once.
    void start();

    /// Lets the loops end, also with work left, and joins the threads. Idempotent.
    void stop();

    /// The number of the loop that runs the calling thread, or 0 on a thread that is no loop.
    static std::size_t current() noexcept;

    /// Marks the calling thread as running loop `index`, for tests that run a loop themselves.
    static void set_current(std::size_t index) noexcept;

private:
    struct Loop {
        Loop() : context(1), work(context.get_executor()) {}
        boost::asio::io_context context;
        boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    };

    std::vector<std::unique_ptr<Loop>> loops_;
    std::vector<std::thread> threads_;
};

}  // namespace rostrum
