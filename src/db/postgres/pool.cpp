#include "db/postgres/pool.hpp"

#include "core/deadline.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace rostrum::db::postgres {
namespace {

/// Up to this many round trips are put on one connection before another one is opened for them.
constexpr std::size_t shared_pending_max = 4;

DatabaseError closing() {
    return DatabaseError(Failure::unavailable, {}, "PostgreSQL: the database is closing");
}

Task<bool> connected(Connection& connection, const std::string& url) {
    co_await connection.connect(url);
    co_return true;
}

DatabaseError none_free() {
    return DatabaseError(Failure::unavailable, {}, "PostgreSQL: no connection got free in time");
}

}  // namespace

Pool::Pool(asio::io_context& loop, const Options& options, std::size_t size)
    : loop_(loop), options_(options) {
    for (std::size_t i = 0; i < std::max<std::size_t>(2, size); ++i) {
        slots_.push_back(std::make_unique<Slot>());
    }
}

std::size_t Pool::leased() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(slots_, [](const auto& slot) { return slot->leased; }));
}

Task<> Pool::open(Slot& slot) {
    slot.connecting = true;
    auto connection =
        std::make_shared<Connection>(loop_, options_.prepared, options_.answer_timeout);
    std::exception_ptr failure;
    try {
        if (!co_await with_deadline(connected(*connection, options_.url),
                                    options_.connect_timeout)) {
            throw DatabaseError(Failure::unavailable, {}, "PostgreSQL: cannot connect in time");
        }
        if (closed_) throw closing();
        slot.connection = std::move(connection);
    } catch (...) {
        failure = std::current_exception();
    }
    slot.connecting = false;
    slot_changed();
    if (failure) std::rethrow_exception(failure);
}

Pool::Waiter Pool::make_waiter() {
    auto waiter = std::make_shared<asio::steady_timer>(loop_);
    waiter->expires_after(options_.acquire_timeout);
    return waiter;
}

/// A waiter's place in a queue, for as long as it waits.
class Pool::Place {
public:
    Place(std::deque<Waiter>& queue, Waiter waiter) : queue_(queue), waiter_(std::move(waiter)) {
        queue_.push_back(waiter_);
    }
    ~Place() { std::erase(queue_, waiter_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    /// False once `slot_changed` has taken it to wake the waiter.
    bool is_kept() const { return std::ranges::find(queue_, waiter_) != queue_.end(); }

private:
    std::deque<Waiter>& queue_;
    Waiter waiter_;
};

/// Suspends until `slot_changed` wakes the waiter; throws when its time is up.
Task<> Pool::wait_in(std::deque<Waiter>& queue, Waiter waiter) {
    if (closed_) throw closing();
    const Place place(queue, waiter);
    const auto [error] = co_await waiter->async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    const bool cancelled = state.cancelled() != asio::cancellation_type::none;
    if (error == asio::error::operation_aborted && !cancelled) co_return;
    // Who was woken and does not go on passes it on.
    if (!place.is_kept() && !closed_) slot_changed();
    if (cancelled) throw boost::system::system_error(asio::error::operation_aborted);
    throw none_free();
}

/// A connection came up, went down or was given back: one transaction and all statements that wait
/// look again. Cancelling a waiter keeps its expiry, so that it waits no longer than its limit.
void Pool::slot_changed() {
    if (!waiting_for_lease_.empty()) {
        waiting_for_lease_.front()->cancel();
        waiting_for_lease_.pop_front();
    }
    for (const auto& waiter : std::exchange(waiting_for_any_, {})) waiter->cancel();
}

/// The slot for a transaction: an idle one, else a closed one, else the least busy. Single
/// statements that are still under way on it are answered before the transaction begins.
Pool::Slot* Pool::free_slot() {
    const auto cost = [](const Slot& slot) {
        constexpr std::size_t price_of_connecting = 1;
        const bool usable = slot.connection && slot.connection->usable();
        return usable ? slot.connection->pending() : price_of_connecting;
    };
    Slot* best = nullptr;
    for (const auto& slot : slots_) {
        if (slot->leased || slot->connecting) continue;
        if (best == nullptr || cost(*slot) < cost(*best)) best = slot.get();
    }
    return best;
}

Task<Pool::Lease> Pool::acquire() {
    Waiter waiter;
    for (;;) {
        if (closed_) throw closing();
        // One connection is always left to single statements.
        Slot* slot = leased() + 1 < slots_.size() ? free_slot() : nullptr;
        if (slot != nullptr) {
            slot->leased = true;
            Lease lease(this, slot);
            if (!slot->connection || !slot->connection->usable()) co_await open(*slot);
            co_return std::move(lease);
        }
        if (!waiter) waiter = make_waiter();
        co_await wait_in(waiting_for_lease_, waiter);
    }
}

void Pool::close() {
    closed_ = true;
    for (const auto& slot : slots_) {
        if (slot->connection) slot->connection->close();
    }
    for (const auto& waiter : std::exchange(waiting_for_lease_, {})) waiter->cancel();
    for (const auto& waiter : std::exchange(waiting_for_any_, {})) waiter->cancel();
}

void Pool::release(Slot& slot) {
    slot.leased = false;
    if (slot.connection && !slot.connection->usable()) slot.connection.reset();
    slot_changed();
}

Task<std::shared_ptr<Connection>> Pool::shared_connection() {
    Waiter waiter;
    for (;;) {
        if (closed_) throw closing();
        Slot* best = nullptr;
        Slot* closed = nullptr;
        for (const auto& slot : slots_) {
            if (slot->leased || slot->connecting) continue;
            if (!slot->connection || !slot->connection->usable()) {
                if (closed == nullptr) closed = slot.get();
            } else if (best == nullptr ||
                       slot->connection->pending() < best->connection->pending()) {
                best = slot.get();
            }
        }
        const bool busy = best == nullptr || best->connection->pending() >= shared_pending_max;
        if (closed != nullptr && busy) {
            co_await open(*closed);
            co_return closed->connection;
        }
        if (best != nullptr) co_return best->connection;
        if (!waiter) waiter = make_waiter();
        co_await wait_in(waiting_for_any_, waiter);
    }
}

Task<Answer> Pool::single(std::vector<Call> calls, bool read_only) {
    for (int attempt = 1;; ++attempt) {
        const std::shared_ptr<Connection> connection = co_await shared_connection();
        try {
            co_return co_await connection->round_trip(calls);
        } catch (const DatabaseError&) {
            const bool again = read_only && attempt == 1 && !connection->usable();
            if (!again) throw;
        }
    }
}

}  // namespace rostrum::db::postgres
