#pragma once

#include "core/suspend.hpp"
#include "core/task.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace rostrum {

/// Threads for what blocks: files, child processes. It joins them when it goes; what was handed to
/// it is finished first.
class BlockingThreads {
public:
    explicit BlockingThreads(std::size_t count) : pool_(count) {}
    ~BlockingThreads() { pool_.join(); }
    BlockingThreads(const BlockingThreads&) = delete;
    BlockingThreads& operator=(const BlockingThreads&) = delete;

    /// Runs `work` on one of the threads and answers what it returns, which is default
    /// constructible. What it throws passes. Cancelling the caller does not end it.
    template <typename Work, typename Answer = std::invoke_result_t<Work&>>
    Task<Answer> run(Work work) {
        co_return co_await suspend<Answer>([&](Resume<Answer> resume) {
            asio::post(pool_, [work = std::move(work), resume = std::move(resume)]() mutable {
                std::exception_ptr failure;
                Answer answer{};
                try {
                    answer = work();
                } catch (...) {
                    failure = std::current_exception();
                }
                if (failure) {
                    resume.fail(std::move(failure));
                } else {
                    resume(std::move(answer));
                }
            });
        });
    }

private:
    asio::thread_pool pool_;
};

}  // namespace rostrum
