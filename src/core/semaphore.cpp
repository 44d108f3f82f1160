#include "core/semaphore.hpp"

namespace rostrum {

Task<Semaphore::Permit> Semaphore::acquire() {
    {
        const std::scoped_lock lock(mutex_);
        if (left_ > 0) {
            --left_;
            co_return Permit(*this);
        }
    }
    co_await suspend<bool>([this](Resume<bool> resume) {
        const std::scoped_lock lock(mutex_);
        if (left_ == 0) {
            waiting_.push_back(std::move(resume));
            return;
        }
        --left_;  // one came back meanwhile
        resume(true);
    });
    co_return Permit(*this);
}

bool Semaphore::has_room() {
    const std::scoped_lock lock(mutex_);
    return left_ > 0;
}

void Semaphore::give_back() {
    Resume<bool> next;
    {
        const std::scoped_lock lock(mutex_);
        if (waiting_.empty()) {
            ++left_;
            return;
        }
        next = std::move(waiting_.front());
        waiting_.pop_front();
    }
    next(true);
}

}  // namespace rostrum
