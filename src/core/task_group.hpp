#pragma once

#include "core/task.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace rostrum {

/// Owns coroutines that run beside their maker, so that each of them is waited for at stop and none
/// ends unseen: an exception that leaves one is logged with the group's name.
/// Safe to use from any thread.
class TaskGroup {
public:
    explicit TaskGroup(std::string name) : name_(std::move(name)) {}
    ~TaskGroup();
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    /// Starts `task` on `executor`. After `cancel()` nothing is started any more.
    void spawn(asio::any_io_executor executor, Task<> task);

    /// Asks every task to end: its pending operation fails with operation_aborted.
    void cancel();

    /// Blocks until all tasks have ended; false when `limit` passed first. Not for a loop's thread.
    bool wait(std::chrono::milliseconds limit);

    std::size_t size() const;

private:
    struct Member {
        asio::any_io_executor executor;
        asio::cancellation_signal signal;
    };

    void finished(std::uint64_t id, std::exception_ptr error);

    std::string name_;
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    bool cancelled_ = false;
    std::uint64_t next_id_ = 0;
    std::unordered_map<std::uint64_t, std::shared_ptr<Member>> members_;
};

}  // namespace rostrum
