#pragma once

#include "http/server/session.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <list>
#include <memory>
#include <vector>

namespace rostrum::http {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

/// The part of a server that lives on one loop: an acceptor, perhaps, and the sessions.
/// `start`, `drain` and `abort` may be called from any thread; all work is done on the loop.
class Shard : public std::enable_shared_from_this<Shard> {
public:
    Shard(asio::io_context& loop, std::shared_ptr<ServerContext> server);

    /// Starts to accept; the connections go to `targets` in turn.
    void start(Acceptor acceptor, std::vector<std::shared_ptr<Shard>> targets);

    /// Stops accepting, closes idle connections and ends streams of events.
    void drain();
    /// Ends every session at its next step.
    void abort();

private:
    using Sessions = std::list<Session>;

    static Task<> accept_connections(std::shared_ptr<Shard> self,
                                     std::vector<std::shared_ptr<Shard>> targets);
    static Task<> watch_limits(std::shared_ptr<Shard> self);

    void serve(Socket socket);
    void count_down(std::atomic<std::size_t>& counter);
    void ended(Sessions::iterator session, std::exception_ptr error);

    std::shared_ptr<ServerContext> server_;
    LoopContext context_;
    asio::io_context::executor_type executor_;
    std::optional<Acceptor> acceptor_;
    asio::steady_timer timer_;
    Sessions sessions_;
    bool watching_ = false;
};

}  // namespace rostrum::http
