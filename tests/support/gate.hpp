#pragma once

#include "core/suspend.hpp"
#include "core/task.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace rostrum::testing {

/// Holds coroutines up until it is opened. Safe to use from any thread.
class Gate {
public:
    /// Waits until the gate is open.
    Task<> pass() {
        co_await suspend<bool>([this](Resume<bool> resume) { arrive(std::move(resume)); });
    }

    void open() {
        std::vector<Resume<bool>> waiting;
        {
            const std::scoped_lock lock(mutex_);
            open_ = true;
            waiting.swap(waiting_);
        }
        for (auto& resume : waiting) resume(true);
    }

    /// Blocks until so many have come to the gate; false when they do not within 10 s.
    bool wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        return came_.wait_for(lock, std::chrono::seconds{10}, [&] { return arrived_ >= count; });
    }

    std::size_t arrived() const {
        const std::scoped_lock lock(mutex_);
        return arrived_;
    }

private:
    void arrive(Resume<bool> resume) {
        const std::scoped_lock lock(mutex_);
        ++arrived_;
        came_.notify_all();
        if (open_) {
            resume(true);
        } else {
            waiting_.push_back(std::move(resume));
        }
    }

    mutable std::mutex mutex_;
    std::condition_variable came_;
    bool open_ = false;
    std::size_t arrived_ = 0;
    std::vector<Resume<bool>> waiting_;
};

}  // namespace rostrum::testing
