#include "db/sqlite/database.hpp"

#include "core/suspend.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/writer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace rostrum::db::sqlite {
namespace {

constexpr Statement probe{"db.probe", "SELECT 1", "SELECT 1"};

/// Threads that read, each with a connection of its own.
class Readers {
public:
    Readers(std::string path, std::size_t count)
        : path_(std::move(path)), pool_(std::max<std::size_t>(1, count)) {}

    ~Readers() { pool_.join(); }

    Task<std::vector<Rows>> run(std::vector<Query> queries) {
        using Answers = std::vector<Rows>;
        co_return co_await suspend<Answers>([&](Resume<Answers> resume) {
            asio::post(
                pool_, [this, queries = std::move(queries), resume = std::move(resume)]() mutable {
                    try {
                        const auto connection = take();
                        Answers answers;
                        for (const auto& query : queries) {
                            answers.push_back(connection->run(query.statement, query.params));
                        }
                        resume(std::move(answers));
                    } catch (...) {
                        resume.fail(std::current_exception());
                    }
                });
        });
    }

private:
    /// A connection for the time of one statement; as many are made as threads need at once.
    struct GiveBack {
        Readers* readers;
        void operator()(Connection* connection) const {
            const std::scoped_lock lock(readers->mutex_);
            readers->idle_.emplace_back(connection);
        }
    };

    std::unique_ptr<Connection, GiveBack> take() {
        {
            const std::scoped_lock lock(mutex_);
            if (!idle_.empty()) {
                auto* connection = idle_.back().release();
                idle_.pop_back();
                return {connection, GiveBack{this}};
            }
        }
        return {new Connection(path_, Access::read_only), GiveBack{this}};
    }

    std::string path_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
    asio::thread_pool pool_;  // the last member: its threads end before what they use
};

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(const Options& options)
        : writer_(path_of(options.url),
                  [this](std::string_view channel, std::string_view payload) {
                      publish(channel, payload);
                  }),
          readers_(path_of(options.url), options.readers) {}

    Engine engine() const override { return Engine::sqlite; }

    Task<Rows> query(const Statement& statement, Params params) override {
        std::vector<Query> queries;
        queries.push_back({statement, std::move(params)});
        co_return std::move((co_await readers_.run(std::move(queries))).front());
    }

    Task<std::vector<Rows>> query_all(std::vector<Query> queries) override {
        co_return co_await readers_.run(std::move(queries));
    }

    Task<Rows> execute(const Statement& statement, Params params) override {
        co_return co_await writer_.execute(statement, std::move(params));
    }

    Task<std::int64_t> batch(const Statement& statement, std::vector<Params> rows) override {
        std::int64_t affected = 0;
        Body body = [&](Transaction& tx) { return batch_in(tx, statement, rows, affected); };
        co_await writer_.run(std::move(body));
        co_return affected;
    }

    void listen(std::string channel, Listener listener) override {
        const std::scoped_lock lock(listeners_mutex_);
        listeners_.emplace(std::move(channel), std::move(listener));
    }

    Task<bool> healthy() override {
        try {
            co_await query(probe, {});
            co_return true;
        } catch (const DatabaseError&) {
            co_return false;
        }
    }

protected:
    Task<> run(Body body) override { co_await writer_.run(std::move(body)); }

private:
    static Task<bool> batch_in(Transaction& tx, const Statement& statement,
                               std::vector<Params>& rows, std::int64_t& affected) {
        affected = co_await tx.batch(statement, std::move(rows));
        co_return true;
    }

    void publish(std::string_view channel, std::string_view payload) {
        const std::scoped_lock lock(listeners_mutex_);
        const auto [first, last] = listeners_.equal_range(std::string(channel));
        for (auto it = first; it != last; ++it) it->second(payload);
    }

    std::mutex listeners_mutex_;
    std::multimap<std::string, Listener> listeners_;
    Writer writer_;
    Readers readers_;
};

}  // namespace

std::string path_of(std::string_view url) {
    url.remove_prefix(std::min(url.size(), std::string_view("sqlite:").size()));
    if (url.starts_with("//")) url.remove_prefix(2);
    return std::string(url);
}

std::unique_ptr<Database> open(const Options& options) {
    return std::make_unique<SqliteDatabase>(options);
}

}  // namespace rostrum::db::sqlite
