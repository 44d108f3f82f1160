#include "support/loopback_server.hpp"

#include "core/task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

namespace rostrum::testing {
namespace {

using asio::ip::tcp;

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

/// A proxy that the environment names must not come between a test and its own server.
[[maybe_unused]] const bool proxies_are_off = ::setenv("no_proxy", "*", 1) == 0;

std::size_t content_length(std::string_view head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const auto at = head.find(name);
    std::size_t length = 0;
    if (at != std::string_view::npos) {
        const auto digits = head.substr(at + name.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), length);
    }
    return length;
}

/// The next request of a connection; nothing when the client has closed it.
Task<std::optional<SeenRequest>> read_request(tcp::socket& socket, std::string& buffer) {
    const auto [no_head, head] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", tuple);
    if (no_head) co_return std::nullopt;
    SeenRequest request{.head = buffer.substr(0, head), .body = {}};
    const std::size_t whole = head + content_length(request.head);
    if (buffer.size() < whole) {
        const auto [no_body, got] =
            co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                                      asio::transfer_exactly(whole - buffer.size()), tuple);
        if (no_body) co_return std::nullopt;
    }
    request.body = buffer.substr(head, whole - head);
    buffer.erase(0, whole);
    co_return request;
}

Task<> wait_until_closed(tcp::socket& socket) {
    std::string rest;
    co_await asio::async_read(socket, asio::dynamic_buffer(rest), tuple);
}

}  // namespace

struct LoopbackServer::State {
    State(asio::io_context& loop, const tcp::endpoint& endpoint, Answer give)
        : acceptor(loop, endpoint), answer(std::move(give)), address(acceptor.local_endpoint()) {}

    static Task<> accept(std::shared_ptr<State> self) {
        for (;;) {
            auto [error, socket] = co_await self->acceptor.async_accept(tuple);
            if (error) co_return;
            const std::size_t number = self->opened();
            asio::co_spawn(self->acceptor.get_executor(), serve(self, std::move(socket), number),
                           [self](std::exception_ptr) { self->ended(); });
        }
    }

    static Task<> serve(std::shared_ptr<State> self, tcp::socket socket, std::size_t number) {
        std::string buffer;
        for (;;) {
            auto request = co_await read_request(socket, buffer);
            if (!request) co_return;
            request->connection = number;
            self->saw(*request);
            const auto bytes = self->answer(*request);
            if (!bytes) co_return co_await wait_until_closed(socket);
            const auto [error, written] =
                co_await asio::async_write(socket, asio::buffer(*bytes), tuple);
            if (error || bytes->empty() || bytes->contains("Connection: close")) co_return;
        }
    }

    std::size_t opened() {
        const std::scoped_lock lock(mutex);
        open_most = std::max(open_most, connections + 1 - connections_ended);
        return connections++;
    }
    void saw(const SeenRequest& request) {
        const std::scoped_lock lock(mutex);
        requests.push_back(request);
        changed.notify_all();
    }
    void ended() {
        const std::scoped_lock lock(mutex);
        ++connections_ended;
        changed.notify_all();
    }
    template <typename Condition>
    bool wait(Condition condition) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds{10}, condition);
    }

    tcp::acceptor acceptor;
    Answer answer;
    tcp::endpoint address;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<SeenRequest> requests;
    std::size_t connections = 0;
    std::size_t connections_ended = 0;
    std::size_t open_most = 0;
};

bool SeenRequest::has_line(std::string_view line) const {
    return head.starts_with(std::string(line) + "\r\n") ||
           head.contains("\r\n" + std::string(line) + "\r\n");
}

LoopbackServer::LoopbackServer(Loops& loops, Answer answer, const std::string& address)
    : state_(std::make_shared<State>(loops.at(0), tcp::endpoint(asio::ip::make_address(address), 0),
                                     std::move(answer))) {
    asio::co_spawn(loops.at(0), State::accept(state_), [](std::exception_ptr) {});
}

LoopbackServer::~LoopbackServer() {
    asio::post(state_->acceptor.get_executor(), [state = state_] { state->acceptor.close(); });
}

std::string LoopbackServer::url(std::string_view path) const {
    return "http://" + state_->address.address().to_string() + ":" + std::to_string(port()) +
           std::string(path);
}

std::uint16_t LoopbackServer::port() const { return state_->address.port(); }

std::vector<SeenRequest> LoopbackServer::requests() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->requests;
}

std::size_t LoopbackServer::connections() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->connections;
}

std::size_t LoopbackServer::connections_open_most() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->open_most;
}

bool LoopbackServer::wait_for_requests(std::size_t count) const {
    return state_->wait([&] { return state_->requests.size() >= count; });
}

bool LoopbackServer::wait_for_ended(std::size_t count) const {
    return state_->wait([&] { return state_->connections_ended >= count; });
}

std::string ok(std::string_view body, std::string_view header) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(header) + "\r\n" + std::string(body);
}

std::string redirect_to(std::string_view location) {
    return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + std::string(location) +
           "\r\n\r\n";
}

}  // namespace rostrum::testing
