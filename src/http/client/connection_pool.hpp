#pragma once

#include "http/client/client.hpp"
#include "http/client/curl_handles.hpp"
#include "http/client/transfer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <unordered_map>

namespace rostrum::http {

/// The transfers of one loop and address policy, and their kept connections: one multi handle of
/// libcurl, which says what it waits for, and the loop's descriptors and timer, which say when it
/// is there. It lives on the loop's thread, or on any one thread once the loop has stopped.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
public:
    ConnectionPool(asio::io_context& loop, const ClientOptions& options, AddressPolicy policy);
    ~ConnectionPool();
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// Told once, on the loop, what became of a transfer.
    using Ended = std::move_only_function<void(Outcome)>;

    /// Begins a prepared transfer; `ended` is called when it has ended.
    void start(std::shared_ptr<Transfer> transfer, Ended ended);

    /// Breaks a transfer off, unless it has ended: its `ended` gets `cancelled`.
    void abort(const Transfer& transfer);

private:
    struct Watch;
    struct Running {
        std::shared_ptr<Transfer> transfer;
        Ended ended;
    };

    void watch(curl_socket_t socket, int events);
    void unwatch(curl_socket_t socket);
    void wait(const std::shared_ptr<Watch>& watch, bool for_write);
    void schedule(long delay_ms);
    void act(curl_socket_t socket, int events);
    void finish_ended();

    asio::io_context& loop_;
    asio::steady_timer timer_;
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
    std::unordered_map<CURL*, Running> running_;
    curl::Multi multi_;
};

}  // namespace rostrum::http
