#include "db/postgres/database.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"
#include "core/task_group.hpp"
#include "db/postgres/notifier.hpp"
#include "db/postgres/pool.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <future>
#include <map>
#include <mutex>
#include <optional>

namespace rostrum::db::postgres {
namespace {

constexpr Statement begin{"db.begin", "", "BEGIN"};
constexpr Statement commit{"db.commit", "", "COMMIT"};
constexpr Statement rollback{"db.rollback", "", "ROLLBACK"};
/// Nobody waits for its commit to be on the disk.
constexpr Statement notify_statement{
    "db.notify", "",
    "SELECT pg_notify(channel, payload), set_config('synchronous_commit', 'off', true)"
    " FROM unnest($1::text[], $2::text[]) AS waiting (channel, payload)"};
constexpr Statement probe{"db.probe", "", "SELECT 1"};
const Params no_params;

std::vector<Call> calls_of(const std::vector<Query>& queries) {
    std::vector<Call> calls;
    calls.reserve(queries.size() + 1);
    for (const auto& query : queries) calls.push_back({query.statement, &query.params});
    return calls;
}

/// A transaction on a leased connection. BEGIN travels with the first statement.
class InTransaction final : public Transaction {
public:
    explicit InTransaction(Connection& connection) : connection_(connection) {}

    std::vector<Notification> notifications;  ///< to send when it has committed

    Task<Rows> query(const Statement& statement, Params params) override {
        return execute(statement, std::move(params));
    }

    Task<Rows> execute(const Statement& statement, Params params) override {
        std::vector<Call> calls{Call{statement, &params}};
        co_return std::move((co_await send(std::move(calls))).rows.back());
    }

    Task<std::vector<Rows>> query_all(std::vector<Query> queries) override {
        Answer answer = co_await send(calls_of(queries));
        // BEGIN may have travelled along.
        answer.rows.erase(answer.rows.begin(),
                          answer.rows.end() - static_cast<std::ptrdiff_t>(queries.size()));
        co_return std::move(answer.rows);
    }

    Task<std::int64_t> batch(const Statement& statement, std::vector<Params> rows) override {
        if (rows.empty()) co_return 0;
        std::vector<Call> calls;
        calls.reserve(rows.size() + 1);
        for (const auto& params : rows) calls.push_back({statement, &params});
        co_return (co_await send(std::move(calls))).affected;
    }

    Task<> notify(std::string_view channel, std::string_view payload) override {
        notifications.push_back({std::string(channel), std::string(payload)});
        co_return;
    }

    Task<> end(bool keep) {
        if (!begun_) co_return;
        std::vector<Call> calls{Call{keep ? commit : rollback, &no_params}};
        const Answer answer = co_await connection_.round_trip(std::move(calls));
        // PostgreSQL answers COMMIT with a rollback when a statement had failed.
        if (keep && answer.rolled_back) {
            throw DatabaseError(Failure::conflict, {}, "db.commit: a statement had failed");
        }
    }

private:
    Task<Answer> send(std::vector<Call> calls) {
        if (!std::exchange(begun_, true)) calls.insert(calls.begin(), Call{begin, &no_params});
        co_return co_await connection_.round_trip(std::move(calls));
    }

    Connection& connection_;
    bool begun_ = false;
};

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(Loops& loops, const Options& options)
        : loops_(loops),
          options_(options),
          notifier_([this](std::vector<Notification> all) { return send(std::move(all)); }),
          tasks_("postgres listener") {
        const std::size_t share = options.connections_max / loops.size();
        for (std::size_t i = 0; i < loops.size(); ++i) {
            pools_.push_back(std::make_unique<Pool>(loops.at(i), options, share));
        }
    }

    Engine engine() const override { return Engine::postgres; }

    Task<Rows> query(const Statement& statement, Params params) override {
        std::vector<Call> calls{Call{statement, &params}};
        co_return std::move((co_await pool().single(std::move(calls), true)).rows.back());
    }

    Task<std::vector<Rows>> query_all(std::vector<Query> queries) override {
        co_return (co_await pool().single(calls_of(queries), true)).rows;
    }

    Task<Rows> execute(const Statement& statement, Params params) override {
        std::vector<Call> calls{Call{statement, &params}};
        co_return std::move((co_await pool().single(std::move(calls), false)).rows.back());
    }

    Task<std::int64_t> batch(const Statement& statement, std::vector<Params> rows) override {
        if (rows.empty()) co_return 0;
        std::vector<Call> calls;
        calls.reserve(rows.size());
        for (const auto& params : rows) calls.push_back({statement, &params});
        co_return (co_await pool().single(std::move(calls), false)).affected;
    }

    void listen(std::string channel, Listener listener) override {
        const std::scoped_lock lock(listeners_mutex_);
        listeners_.emplace(std::move(channel), std::move(listener));
        if (!std::exchange(listening_, true)) {
            tasks_.spawn(loops_.at(0).get_executor(), listen_for_ever());
        }
    }

    void close() override {
        notifier_.close();
        tasks_.cancel();
        tasks_.wait(std::chrono::seconds{5});
        for (std::size_t i = 0; i < pools_.size(); ++i) {
            std::promise<void> closed;
            asio::post(loops_.at(i), [&] {
                pools_[i]->close();
                closed.set_value();
            });
            closed.get_future().wait();
        }
    }

    Task<bool> healthy() override {
        try {
            std::vector<Call> calls{Call{probe, &no_params}};
            co_await pool().single(std::move(calls), true);
            co_return true;
        } catch (const DatabaseError&) {
            co_return false;
        }
    }

protected:
    Task<> run(Body body) override {
        const Pool::Lease lease = co_await pool().acquire();
        InTransaction transaction(lease.connection());
        std::exception_ptr failure;
        bool keep = false;
        try {
            keep = co_await body(transaction);
        } catch (...) {
            failure = std::current_exception();
        }
        try {
            co_await transaction.end(keep);
        } catch (...) {
            lease.discard();
            if (!failure) failure = std::current_exception();
        }
        if (failure) std::rethrow_exception(failure);
        if (keep && !transaction.notifications.empty()) {
            notifier_.add(loops_.at(Loops::current()).get_executor(),
                          std::move(transaction.notifications));
        }
    }

private:
    Task<> send(std::vector<Notification> notifications) {
        TextArray channels;
        TextArray payloads;
        for (auto& each : notifications) {
            channels.push_back(std::move(each.channel));
            payloads.push_back(std::move(each.payload));
        }
        co_await execute(notify_statement, Params{std::move(channels), std::move(payloads)});
    }

    Pool& pool() { return *pools_[Loops::current()]; }

    /// Keeps one connection that listens, and makes a new one when it breaks.
    Task<> listen_for_ever() {
        for (;;) {
            try {
                co_await listen_once();
            } catch (const std::exception& error) {
                log::warn("not listening to the database", {{"what", error.what()}});
            }
            co_await sleep_for(std::chrono::seconds{1});
        }
    }

    Task<> listen_once() {
        auto connection =
            std::make_shared<Connection>(loops_.at(0), false, options_.answer_timeout);
        auto broken = std::make_shared<asio::steady_timer>(
            loops_.at(0), std::chrono::steady_clock::time_point::max());
        connection->on_notification = [this](std::string_view channel, std::string_view payload) {
            publish(channel, payload);
        };
        connection->on_broken = [broken] { broken->cancel(); };
        co_await connection->connect(options_.url);
        std::vector<std::string> channels;
        {
            const std::scoped_lock lock(listeners_mutex_);
            for (const auto& [channel, listener] : listeners_) channels.push_back(channel);
        }
        for (const auto& channel : channels) {
            // Channels are names of ours, not input; LISTEN takes no parameters.
            const std::string text = "LISTEN " + channel;
            std::vector<Call> calls{Call{Statement{"db.listen", "", text}, &no_params}};
            co_await connection->round_trip(std::move(calls));
        }
        boost::system::error_code ignored;
        while (connection->usable()) {
            co_await broken->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            const auto state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none) co_return;
        }
    }

    void publish(std::string_view channel, std::string_view payload) {
        const std::scoped_lock lock(listeners_mutex_);
        const auto [first, last] = listeners_.equal_range(std::string(channel));
        for (auto it = first; it != last; ++it) it->second(payload);
    }

    Loops& loops_;
    Options options_;
    std::vector<std::unique_ptr<Pool>> pools_;
    std::mutex listeners_mutex_;
    std::multimap<std::string, Listener> listeners_;
    bool listening_ = false;
    Notifier notifier_;
    TaskGroup tasks_;
};

}  // namespace

std::unique_ptr<Database> open(Loops& loops, const Options& options) {
    return std::make_unique<PostgresDatabase>(loops, options);
}

}  // namespace rostrum::db::postgres
