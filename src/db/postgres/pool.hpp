#pragma once

#include "core/suspend.hpp"
#include "db/postgres/connection.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace rostrum::db::postgres {

/// The connections of one loop. Single statements share connections, many in flight on each;
/// a transaction has one to itself. Used from its loop's thread only.
class Pool {
public:
    Pool(asio::io_context& loop, const Options& options, std::size_t size);

    /// A statement, or a batch of it, as a transaction of its own. Reads are sent once more when
    /// the connection breaks under them; a write is not: it may have happened.
    Task<Answer> single(std::vector<Call> calls, bool read_only);

    /// A connection for one transaction; given back when the handle goes. Throws
    /// `DatabaseError{unavailable}` when none gets free in time.
    class Lease;
    Task<Lease> acquire();

    /// Fails everything under way and everything that comes. On the pool's own loop.
    void close();

private:
    struct Slot {
        std::shared_ptr<Connection> connection;
        bool leased = false;
        bool connecting = false;
    };

    using Waiter = std::shared_ptr<asio::steady_timer>;
    class Place;

    Task<std::shared_ptr<Connection>> shared_connection();
    Task<> open(Slot& slot);
    Task<> wait_in(std::deque<Waiter>& queue, Waiter waiter);
    Waiter make_waiter();
    Slot* free_slot();
    void release(Slot& slot);
    void slot_changed();
    std::size_t leased() const;

    asio::io_context& loop_;
    Options options_;
    std::vector<std::unique_ptr<Slot>> slots_;
    bool closed_ = false;
    std::deque<Waiter> waiting_for_lease_;
    std::deque<Waiter> waiting_for_any_;
};

class Pool::Lease {
public:
    Lease() = default;
    Lease(Pool* pool, Slot* slot) : pool_(pool), slot_(slot) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), slot_(other.slot_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (pool_ != nullptr) pool_->release(*slot_);
    }

    Connection& connection() const { return *slot_->connection; }
    /// Closes the connection instead of giving it back: its state is not known.
    void discard() const { slot_->connection.reset(); }

private:
    Pool* pool_ = nullptr;
    Slot* slot_ = nullptr;
};

}  // namespace rostrum::db::postgres
