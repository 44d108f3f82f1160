#include "core/task_group.hpp"

#include "core/log.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

namespace rostrum {

TaskGroup::~TaskGroup() {
    cancel();
    wait(std::chrono::seconds{10});
}

void TaskGroup::spawn(asio::any_io_executor executor, Task<> task) {
    auto member = std::make_shared<Member>();
    member->executor = executor;
    std::uint64_t id = 0;
    {
        const std::scoped_lock lock(mutex_);
        if (cancelled_) return;
        id = next_id_++;
        members_.emplace(id, member);
    }
    // Started from the executor's own thread: a cancellation slot may be touched by one thread
    // only.
    asio::post(executor, [this, id, member, task = std::move(task)]() mutable {
        asio::co_spawn(member->executor, std::move(task),
                       asio::bind_cancellation_slot(
                           member->signal.slot(),
                           [this, id](std::exception_ptr error) { finished(id, error); }));
    });
}

void TaskGroup::cancel() {
    const std::scoped_lock lock(mutex_);
    cancelled_ = true;
    for (auto& [id, member] : members_) {
        asio::post(member->executor,
                   [member] { member->signal.emit(asio::cancellation_type::terminal); });
    }
}

bool TaskGroup::wait(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, limit, [this] { return members_.empty(); });
}

std::size_t TaskGroup::size() const {
    const std::scoped_lock lock(mutex_);
    return members_.size();
}

void TaskGroup::finished(std::uint64_t id, std::exception_ptr error) {
    if (error) {
        try {
            std::rethrow_exception(error);
        } catch (const boost::system::system_error& failure) {
            if (failure.code() != asio::error::operation_aborted) {
                log::error("a task ended with an exception",
                           {{"group", name_}, {"what", failure.what()}});
            }
        } catch (const std::exception& failure) {
            log::error("a task ended with an exception",
                       {{"group", name_}, {"what", failure.what()}});
        }
    }
    const std::scoped_lock lock(mutex_);
    members_.erase(id);
    if (members_.empty()) empty_.notify_all();
}

}  // namespace rostrum
