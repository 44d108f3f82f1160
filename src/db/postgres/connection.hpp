#pragma once

#include "core/suspend.hpp"
#include "core/task.hpp"
#include "db/database.hpp"
#include "db/postgres/encoding.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <libpq-fe.h>
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
};

/// One statement of a round trip.
struct Call {
    Statement statement;
    const Params* params;
};

/// One connection in pipeline mode: round trips are sent without waiting for earlier answers, and the
/// answers come in the same order. Lives on one loop and is used from that loop's thread only.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(asio::io_context& loop, bool prepared) : socket_(loop), use_prepared_(prepared) {}
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects and switches to pipeline mode. Throws `DatabaseError{unavailable}`.
    Task<> connect(std::string url);

    /// Sends `calls` followed by one sync: outside BEGIN they commit together or not at all.
    /// The parameters must live until the answer. Throws `DatabaseError`.
    Task<Answer> round_trip(std::vector<Call> calls);

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
        Answer answer;
        std::exception_ptr error;
        Resume<Answer> resume;
    };

    Task<> wait(asio::posix::stream_descriptor::wait_type what);
    bool send(Segment& segment);
    bool send_prepare(const Statement& statement, Segment& segment);
    void watch_readable();
    void flush();
    void on_readable();
    void take_results();
    void take_result(ResultPtr result);
    void take_notifications();
    void fail_all(const std::string& why);

    asio::posix::stream_descriptor socket_;  // borrows libpq's descriptor
    std::unique_ptr<PGconn, Close> handle_;
    bool use_prepared_;
    bool broken_ = false;
    bool flushing_ = false;
    std::deque<Segment> segments_;
    std::unordered_map<std::string_view, std::shared_ptr<const std::vector<std::string>>> known_;
};

}  // namespace rostrum::db::postgres
