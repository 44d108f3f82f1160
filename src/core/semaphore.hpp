#pragma once

#include "core/suspend.hpp"
#include "core/task.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace rostrum {

/// Lets so many coroutines at a time through, in the order in which they came. Waiting is not
/// cancellable: whoever holds a permit gives it back. Safe to use from every loop; it outlives its
/// permits.
class Semaphore {
public:
    /// The right to go on, given back when it ends.
    class Permit {
    public:
        Permit() = default;
        Permit(Permit&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
        Permit& operator=(Permit&& other) noexcept {
            std::swap(of_, other.of_);
            return *this;
        }
        ~Permit() {
            if (of_ != nullptr) of_->give_back();
        }

    private:
        friend class Semaphore;
        explicit Permit(Semaphore& of) : of_(&of) {}

        Semaphore* of_ = nullptr;
    };

    explicit Semaphore(std::size_t permits) : left_(permits) {}
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;

    Task<Permit> acquire();
    /// Whether somebody who came now would not have to wait; by then another one may have come.
    bool has_room();

private:
    void give_back();

    std::mutex mutex_;
    std::size_t left_;
    std::deque<Resume<bool>> waiting_;
};

}  // namespace rostrum
