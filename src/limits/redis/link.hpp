#pragma once

#include "core/suspend.hpp"
#include "limits/redis/client.hpp"
#include "limits/redis/protocol.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace rostrum::limits::redis {

/// One connection, from its opening to its end. Commands are sent without waiting for the answers
/// of those before them; Redis answers in order. Used from its loop's thread only.
class Link : public std::enable_shared_from_this<Link> {
public:
    using Answer = Resume<Result<Reply>>;

    Link(asio::io_context& loop, const Options& options);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Connects, signs in, chooses the database and sees whether Redis answers.
    Task<Result<>> open();

    /// Hands out answers until the connection ends; says why it did. After `open`.
    Task<std::string> read();

    /// Sends an encoded command. When its answer does not come in time the connection is closed:
    /// all answers after it would be late as well.
    void send(std::string bytes, Answer answer);

    /// Fails every command without an answer. Idempotent.
    void close(const std::string& why);

private:
    struct Waiting {
        Answer answer;
        std::int64_t sent_us = 0;
    };

    using Endpoints = asio::ip::tcp::resolver::results_type;

    Task<Result<Endpoints>> find_host();
    Task<Result<>> sign_in();
    Task<Result<Reply>> next_reply();
    Task<Result<>> receive();
    bool deliver(Reply reply);
    void flush();
    void watch_time();
    void check_time();
    std::chrono::microseconds oldest_wait() const;
    bool has_unread() const;

    const Options options_;
    asio::ip::tcp::resolver resolver_;
    asio::ip::tcp::socket socket_;
    asio::steady_timer timer_;
    ReplyReader reader_;
    std::array<char, 4096> input_{};
    std::string output_;   // not yet handed to the socket
    std::string sending_;  // being written
    std::deque<Waiting> waiting_;
    std::string why_closed_;
    bool closed_ = false;
    bool writing_ = false;
    bool watching_time_ = false;
};

}  // namespace rostrum::limits::redis
