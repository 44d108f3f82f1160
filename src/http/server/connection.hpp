#pragma once

#include "core/task.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace rostrum::http {

using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

/// A client's socket and what it waits for. Time limits cost no timer each: the loop looks over its
/// connections at intervals (`expire`) and ends the waits that took too long. Used on its loop
/// only.
class Connection {
public:
    enum class Phase : std::uint8_t {
        idle,     ///< for the first byte of a request
        header,   ///< for the rest of a header
        body,     ///< for the rest of a body
        handler,  ///< for the handler's answer
        stream,   ///< for the next piece of a streamed body; without limit
        write,    ///< for the client to take something
        linger,   ///< for the client to close
    };

    explicit Connection(Socket socket);

    /// The peer's address without its port, or empty when it has gone already.
    const std::string& remote_address() const { return remote_address_; }
    Phase phase() const { return phase_; }

    /// Says what is waited for from now on and for how long; forgets that an earlier wait expired.
    /// Answers the monotonic time.
    std::int64_t enter(Phase phase, std::chrono::milliseconds limit);
    void enter_stream();
    /// Whether the present wait took too long.
    bool expired() const { return expired_; }

    /// Reads some bytes; 0 when the client has closed, the connection broke or the wait expired.
    Task<std::size_t> read(std::span<char> into);

    /// Writes all of both; false when the connection broke or `limit` passed without progress.
    Task<bool> write(std::string_view head, std::string_view body, std::chrono::milliseconds limit);

    /// Returns once the client has closed or the connection broke. A client that sends more hides
    /// its end: then this waits until it is cancelled.
    Task<> until_gone();

    /// Says that nothing more is sent, then drops what still comes until the client closes too, so
    /// that it can read the answer: closing on unread bytes would reset the connection.
    Task<> linger(std::chrono::milliseconds limit);

    /// Ends the present wait if its time is up.
    void expire(std::int64_t now_us);
    /// Fails what the handler or stream waits for.
    void cancel_handler();
    /// Fails whatever is waited for, now and later.
    void abort();
    void close();
    /// False once it was aborted or closed from this side.
    bool is_open() const { return socket_.is_open(); }

    asio::cancellation_slot cancellation_slot() { return cancellation_.slot(); }

private:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    Socket socket_;
    asio::cancellation_signal cancellation_;
    std::string remote_address_;
    std::int64_t deadline_us_ = never;
    Phase phase_ = Phase::idle;
    bool expired_ = false;
};

}  // namespace rostrum::http
