#include "db/postgres/notifier.hpp"

#include "core/log.hpp"
#include "db/database.hpp"

#include <chrono>
#include <utility>

namespace rostrum::db::postgres {

void Notifier::add(asio::any_io_executor executor, std::vector<Notification> notifications) {
    if (take(std::move(notifications))) tasks_.spawn(std::move(executor), send_all());
}

void Notifier::close() {
    tasks_.cancel();
    tasks_.wait(std::chrono::seconds{5});
}

/// Whether somebody has to begin to send.
bool Notifier::take(std::vector<Notification> notifications) {
    const std::scoped_lock lock(mutex_);
    for (auto& each : notifications) {
        if (each.payload.size() > payload_bytes_max || waiting_.size() >= waiting_max) continue;
        // No channel has a space in its name.
        if (known_.insert(each.channel + ' ' + each.payload).second) {
            waiting_.push_back(std::move(each));
        }
    }
    return !waiting_.empty() && !std::exchange(sending_, true);
}

Task<> Notifier::send_all() {
    for (;;) {
        std::vector<Notification> batch;
        {
            const std::scoped_lock lock(mutex_);
            batch = std::exchange(waiting_, {});
            known_.clear();
            if (batch.empty()) {
                sending_ = false;
                co_return;
            }
        }
        try {
            co_await send_(std::move(batch));
        } catch (const DatabaseError& error) {
            log::warn("nobody was notified of a change", {{"what", error.what()}});
        }
    }
}

}  // namespace rostrum::db::postgres
