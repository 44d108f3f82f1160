#pragma once

#include "core/loops.hpp"
#include "core/task.hpp"
#include "db/database.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace rostrum::events {

/// Wakes the live streams of a workspace when something happens in it, on this node or on another.
class Fanout {
public:
    /// What a stream waits on. Lives on the loop of the stream that subscribed.
    class Subscription {
    public:
        Subscription(Fanout& fanout, WorkspaceId workspace, asio::any_io_executor executor);
        ~Subscription();
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;

        /// Waits until there is news, or for `limit`. Answers whether there was news.
        Task<bool> wait(std::chrono::milliseconds limit);

        /// The hints that came since the last call, as JSON, oldest first; at most 64 are kept.
        std::deque<std::string> take_hints();

    private:
        friend class Fanout;
        struct State;

        Fanout& fanout_;
        WorkspaceId workspace_;
        std::shared_ptr<State> state_;
    };

    explicit Fanout(db::Database& database);

    std::size_t subscribers() const;

private:
    void publish(std::string_view payload);

    mutable std::mutex mutex_;
    std::unordered_multimap<WorkspaceId, std::shared_ptr<Subscription::State>> subscriptions_;
};

}  // namespace rostrum::events
