#pragma once

#include "core/suspend.hpp"
#include "db/database.hpp"
#include "db/sqlite/connection.hpp"

#include <boost/asio/io_context.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace rostrum::db::sqlite {

/// The only place that writes. Its thread takes every transaction that waits, runs each in a
/// savepoint, and commits them together: one fsync serves all of them.
class Writer {
public:
    using Publish = std::function<void(std::string_view channel, std::string_view payload)>;

    /// `publish` is called on the writer's thread for each notification of a committed transaction.
    Writer(const std::string& path, Publish publish);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Runs one statement as a transaction of its own.
    Task<Rows> execute(const Statement& statement, Params params);
    /// Runs a body; see `Database::transaction`.
    Task<> run(Database::Body body);

private:
    struct Work;
    struct Single;
    struct Whole;
    class InTransaction;

    void enqueue(std::unique_ptr<Work> work);
    void loop();
    void commit_together(std::vector<std::unique_ptr<Work>>& group);

    Connection connection_;
    Publish publish_;
    asio::io_context context_;  // runs the bodies of transactions, on the writer's thread
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::unique_ptr<Work>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace rostrum::db::sqlite
