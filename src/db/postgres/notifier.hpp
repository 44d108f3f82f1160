#pragma once

#include "core/task_group.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace rostrum::db::postgres {

struct Notification {
    std::string channel;
    std::string payload;
};

/// Sends the notifications of transactions that have committed, as many in one statement as have
/// come together while the statement before was under way. A transaction that notified by itself
/// would hold a lock of all databases of the server until its commit is on the disk, and such
/// transactions would commit one after the other. What is sent may be lost with the process: it
/// speeds things up and never decides. Safe to use from every loop.
class Notifier {
public:
    using Send = std::function<Task<>(std::vector<Notification>)>;

    /// PostgreSQL takes no longer payload; what is longer is left out.
    static constexpr std::size_t payload_bytes_max = 7'999;
    /// What may wait while the database does not answer; what comes then is left out.
    static constexpr std::size_t waiting_max = 10'000;

    /// `send` may throw `DatabaseError`; what it was given is not sent again.
    explicit Notifier(Send send) : send_(std::move(send)), tasks_("postgres notifications") {}

    /// What is equal to one that waits is sent once. Sends on `executor`, a loop's.
    void add(asio::any_io_executor executor, std::vector<Notification> notifications);

    /// Sends nothing any more. Not for a loop's thread.
    void close();

private:
    Task<> send_all();
    bool take(std::vector<Notification> notifications);

    Send send_;
    std::mutex mutex_;
    std::vector<Notification> waiting_;
    std::unordered_set<std::string> known_;  ///< of those that wait
    bool sending_ = false;
    TaskGroup tasks_;
};

}  // namespace rostrum::db::postgres
