#include "http/server/connection.hpp"

#include "core/clock.hpp"
#include "core/deadline.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <utility>

namespace rostrum::http {
namespace {

using boost::system::error_code;

std::string address_of(const Socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) return {};
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

/// What is left of two pieces after the first `count` bytes of both.
using Pieces = std::array<asio::const_buffer, 2>;

void advance(Pieces& pieces, std::size_t count) {
    const auto of_first = std::min(count, pieces[0].size());
    pieces[0] += of_first;
    pieces[1] += count - of_first;
}

}  // namespace

Connection::Connection(Socket socket)
    : socket_(std::move(socket)), remote_address_(address_of(socket_)) {
    error_code ignored;
    (void)socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    // Lets `write` try without waiting.
    (void)socket_.non_blocking(true, ignored);
}

std::int64_t Connection::enter(Phase phase, std::chrono::milliseconds limit) {
    const auto now = monotonic_us();
    phase_ = phase;
    expired_ = false;
    deadline_us_ = now + std::chrono::microseconds(limit).count();
    return now;
}

void Connection::enter_stream() {
    phase_ = Phase::stream;
    expired_ = false;
    deadline_us_ = never;
}

Task<std::size_t> Connection::read(std::span<char> into) {
    error_code error;
    const auto count = co_await socket_.async_read_some(
        asio::buffer(into.data(), into.size()), asio::redirect_error(asio::use_awaitable, error));
    // A client that keeps sending could complete each read just before it is cancelled.
    co_return error || expired_ ? 0 : count;
}

Task<bool> Connection::write(std::string_view head, std::string_view body,
                             std::chrono::milliseconds limit) {
    Pieces pieces{asio::buffer(head), asio::buffer(body)};
    const auto left = [&pieces] { return asio::buffer_size(pieces) != 0; };
    // Nearly always the socket takes a whole answer at once, and the coroutine need not wait.
    error_code error;
    advance(pieces, socket_.write_some(pieces, error));
    if (error == asio::error::would_block) error.clear();
    while (!error && left()) {
        enter(Phase::write, limit);
        advance(pieces, co_await socket_.async_write_some(
                            pieces, asio::redirect_error(asio::use_awaitable, error)));
    }
    co_return !error;
}

Task<> Connection::until_gone() {
    error_code error;
    co_await socket_.async_wait(asio::socket_base::wait_read,
                                asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    char byte = 0;
    const auto count =
        socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    if (error || count == 0) co_return;
    for (;;) co_await sleep_for(std::chrono::hours{24});
}

Task<> Connection::linger(std::chrono::milliseconds limit) {
    error_code ignored;
    (void)socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    enter(Phase::linger, limit);
    std::array<char, 4096> dropped;
    while (co_await read(dropped) != 0) {}
}

void Connection::expire(std::int64_t now_us) {
    if (now_us < deadline_us_) return;
    expired_ = true;
    deadline_us_ = never;
    if (phase_ == Phase::handler) return cancel_handler();
    error_code ignored;
    (void)socket_.cancel(ignored);
}

void Connection::cancel_handler() { cancellation_.emit(asio::cancellation_type::terminal); }

void Connection::abort() {
    close();
    cancel_handler();
}

void Connection::close() {
    error_code ignored;
    (void)socket_.close(ignored);
}

}  // namespace rostrum::http
