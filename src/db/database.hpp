#pragma once

#include "core/errors.hpp"
#include "core/loops.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "db/row.hpp"
#include "db/statement.hpp"
#include "db/value.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::db {

enum class Engine : std::uint8_t { sqlite, postgres };

/// What went wrong in the database, by its own codes and never by its texts.
enum class Failure : std::uint8_t {
    unavailable,       ///< not reachable, shutting down, out of connections: a later try may work
    unique_violation,  ///< `constraint()` names the index where the engine tells it
    foreign_key_violation,
    check_violation,
    conflict,   ///< serialization failure or deadlock: the whole transaction may be retried
    statement,  ///< the statement itself is wrong: a programmer's error
};

/// Thrown by every call of this module. The message names the statement, never its parameters.
class DatabaseError : public std::runtime_error, public PassingFailure {
public:
    DatabaseError(Failure failure, std::string constraint, const std::string& message)
        : std::runtime_error(message), failure_(failure), constraint_(std::move(constraint)) {}

    Failure failure() const noexcept { return failure_; }
    bool is_passing() const noexcept override { return failure_ == Failure::unavailable; }
    const std::string& constraint() const noexcept { return constraint_; }

private:
    Failure failure_;
    std::string constraint_;
};

/// A statement with its parameters.
struct Query {
    Statement statement;
    Params params;
};

/// What can run statements: a database (each one on its own) or a transaction (all or nothing).
class Executor {
public:
    virtual ~Executor() = default;

    /// Runs a statement that changes nothing.
    virtual Task<Rows> query(const Statement& statement, Params params = {}) = 0;

    /// Runs several statements that change nothing, in one round trip; their answers in order.
    virtual Task<std::vector<Rows>> query_all(std::vector<Query> queries) = 0;

    /// Runs a statement that may change something; with RETURNING it answers rows.
    virtual Task<Rows> execute(const Statement& statement, Params params = {}) = 0;

    /// Runs one statement once for each set of parameters, in one round trip, all or nothing.
    /// Answers the number of rows touched.
    virtual Task<std::int64_t> batch(const Statement& statement, std::vector<Params> rows) = 0;
};

/// A transaction in progress. Made by `Database::transaction`, valid inside its body only.
class Transaction : public Executor {
public:
    /// Wakes the subscribers of `channel` on all nodes, once the transaction has committed.
    virtual Task<> notify(std::string_view channel, std::string_view payload = {}) = 0;
};

/// A database of either engine. Safe to use from every event loop; an answer comes back to the loop
/// that asked. All calls throw `DatabaseError`.
class Database : public Executor {
public:
    using Body = std::function<Task<bool>(Transaction&)>;
    using Listener = std::function<void(std::string_view payload)>;

    virtual Engine engine() const = 0;

    /// Runs `body` in a transaction: commits when it answers an engaged `Result`, rolls back when
    /// it answers an error or throws. The body awaits nothing but the transaction: on SQLite it
    /// runs on the writer's thread, among others that commit together with it.
    template <typename F>
    auto transaction(F body) -> std::invoke_result_t<F&, Transaction&> {
        using R = typename std::invoke_result_t<F&, Transaction&>::value_type;
        std::optional<R> result;
        // Bound by reference: `run` is awaited here, so body and result outlive it.
        Body step = [&body, &result](Transaction& tx) { return keep(body, result, tx); };
        co_await run(std::move(step));
        co_return std::move(*result);
    }

    /// Calls `listener` for each notification of `channel`, from any thread: it is quick and does
    /// not block. Register before the loops start. Notifications may be lost while the connection
    /// is: they speed things up, they never decide.
    virtual void listen(std::string channel, Listener listener) = 0;

    /// Ends what runs by itself (listening). Call while the loops still run; then stop the loops,
    /// then destroy the database. Blocks; not for a loop's thread.
    virtual void close() {}

    /// True when a trivial query is answered.
    virtual Task<bool> healthy() = 0;

protected:
    /// `body` answers whether to commit.
    virtual Task<> run(Body body) = 0;

private:
    template <typename F, typename R>
    static Task<bool> keep(F& body, std::optional<R>& result, Transaction& tx) {
        result.emplace(co_await body(tx));
        co_return result->has_value();
    }
};

/// How a database is opened.
struct Options {
    std::string url;                   ///< sqlite:///path or postgresql://user@host:port/name
    std::size_t connections_max = 20;  ///< PostgreSQL: of the whole process
    std::size_t readers = 2;           ///< SQLite: reading threads, each with its own connection
    bool prepared = true;              ///< PostgreSQL: off behind a pooler that keeps no statements
    std::chrono::milliseconds acquire_timeout{10'000};  ///< PostgreSQL: wait for a free connection
    std::chrono::milliseconds connect_timeout{10'000};  ///< PostgreSQL
    std::chrono::milliseconds answer_timeout{30'000};   ///< PostgreSQL: of one round trip
};

/// Opens the engine that the URL names; throws `DatabaseError` when that cannot be done.
/// The loops must outlive the database; see `Database::close`.
std::unique_ptr<Database> open(Loops& loops, const Options& options);

/// The file that a "sqlite:///absolute/path" or "sqlite://relative/path" URL names.
std::string sqlite_path(std::string_view url);

/// "postgresql://..." and "postgres://..." name PostgreSQL, "sqlite:" SQLite; anything else is
/// refused with `validation_failed`.
Result<Engine> engine_of(std::string_view url);

}  // namespace rostrum::db
