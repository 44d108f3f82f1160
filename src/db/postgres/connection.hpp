#pragma once

#include "core/suspend.hpp"
#include "core/task.hpp"
#include "db/database.hpp"
#include "db/postgres/encoding.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <libpq-fe.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rostrum::db::postgres {

/// What a round trip brought back.
struct Answer {
    std::vector<Rows> rows;     ///< of each statement
    std::int64_t affected = 0;  ///< by all statements
    bool rolled_back = false;   ///< a ROLLBACK, also one that stands in for a COMMIT
};

/// One statement of a round trip.
struct Call {
    Statement statement;
    const Params* params;
};

/// One connection in pipeline mode: round trips are sent without waiting for earlier answers, and
/// the answers come in the same order. Lives on one loop and is used from that loop's thread only.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// A round trip that has no answer after `answer_timeout` breaks the connection.
    Connection(asio::io_context& loop, bool prepared, std::chrono::milliseconds answer_timeout)
        : socket_(loop), timer_(loop), use_prepared_(prepared), answer_timeout_(answer_timeout) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects and switches to pipeline mode. Throws `DatabaseError{unavailable}`.
    Task<> connect(std::string url);

    /// Sends `calls` followed by one sync: outside BEGIN they commit together or not at all.
    /// The parameters must live until the answer. Throws `DatabaseError`.
    Task<Answer> round_trip(std::vector<Call> calls);

    /// Fails what is under way. On the connection's own loop.
    void close();

    bool usable() const { return handle_ != nullptr && !broken_; }
    /// Round trips whose answers have not come yet.
    std::size_t pending() const { return segments_.size(); }

    /// Called for each notification; set before LISTEN is sent.
    std::function<void(std::string_view channel, std::string_view payload)> on_notification;
    /// Called once when the connection breaks.
    std::function<void()> on_broken;

private:
    struct Close {
        void operator()(PGconn* handle) const { PQfinish(handle); }
    };

    /// What was sent up to one sync, and what has come back of it.
    struct Segment {
        std::vector<Call> calls;
        std::vector<bool> is_prepare;  // of each command sent: a prepare, or else an execution
        std::size_t at = 0;            // the command whose result comes next
        std::size_t call = 0;          // the call that it belongs to
        std::int64_t sent_us = 0;
        Answer answer;
        std::exception_ptr error;
        Resume<Answer> resume;
    };

    void watch_socket();
    Task<> wait(asio::posix::stream_descriptor::wait_type what);
    bool send(Segment& segment);
    bool send_prepare(const Statement& statement, Segment& segment);
    void watch_readable();
    void watch_time();
    void flush();
    void on_readable();
    void take_results();
    void take_result(ResultPtr result);
    void take_notifications();
    void fail_all(const std::string& why);

    asio::posix::stream_descriptor socket_;  // a duplicate of libpq's
    std::unique_ptr<PGconn, Close> handle_;
    asio::steady_timer timer_;
    bool use_prepared_;
    std::chrono::milliseconds answer_timeout_;
    bool watching_time_ = false;
    bool broken_ = false;
    bool flushing_ = false;
    std::deque<Segment> segments_;
    std::unordered_map<std::string_view, std::shared_ptr<const std::vector<std::string>>> known_;
};

}  // namespace rostrum::db::postgres
