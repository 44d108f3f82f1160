#include "support/fake_redis.hpp"

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

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>

namespace rostrum::testing {
namespace {

using asio::ip::tcp;

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

/// The number in a line such as "*3" or "$12"; nothing when the client has closed the connection.
Task<std::optional<std::size_t>> read_number(tcp::socket& socket, std::string& buffer) {
    const auto [error, length] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n", tuple);
    if (error) co_return std::nullopt;
    const auto number = std::stoul(buffer.substr(1, length - 3));
    buffer.erase(0, length);
    co_return number;
}

Task<std::vector<std::string>> read_command(tcp::socket& socket, std::string& buffer) {
    std::vector<std::string> words;
    const auto count = co_await read_number(socket, buffer);
    for (std::size_t i = 0; count && i < *count; ++i) {
        const auto length = co_await read_number(socket, buffer);
        if (!length) co_return std::vector<std::string>{};
        const std::size_t whole = *length + 2;
        if (buffer.size() < whole) {
            const auto [error, got] =
                co_await asio::async_read(socket, asio::dynamic_buffer(buffer),
                                          asio::transfer_exactly(whole - buffer.size()), tuple);
            if (error) co_return std::vector<std::string>{};
        }
        words.push_back(buffer.substr(0, *length));
        buffer.erase(0, whole);
    }
    co_return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

}  // namespace

struct FakeRedis::State {
    State(asio::io_context& loop, Script give, Script greet, std::uint16_t wanted)
        : acceptor(loop, tcp::endpoint(asio::ip::make_address("127.0.0.1"), wanted)),
          script(std::move(give)),
          greeting(std::move(greet)),
          port(acceptor.local_endpoint().port()) {}

    static Task<> accept(std::shared_ptr<State> self) {
        for (;;) {
            auto [error, accepted] = co_await self->acceptor.async_accept(tuple);
            if (error) co_return;
            auto socket = std::make_shared<tcp::socket>(std::move(accepted));
            self->opened(socket);
            asio::co_spawn(self->acceptor.get_executor(), serve(self, socket),
                           [](std::exception_ptr) {});
        }
    }

    static Task<> serve(std::shared_ptr<State> self, std::shared_ptr<tcp::socket> socket) {
        std::string buffer;
        for (;;) {
            const auto words = co_await read_command(*socket, buffer);
            if (words.empty()) break;
            const auto& name = words.front();
            const bool greets = name == "PING" || name == "AUTH" || name == "SELECT";
            const auto answer = greets ? self->greeting(words) : self->script(words);
            self->saw(joined(words));
            const auto [error, written] =
                co_await asio::async_write(*socket, asio::buffer(answer.bytes), tuple);
            if (error || answer.close) break;
        }
        socket->close();
    }

    void opened(const std::shared_ptr<tcp::socket>& socket) {
        const std::scoped_lock lock(mutex);
        sockets.push_back(socket);
    }
    void saw(std::string command) {
        const std::scoped_lock lock(mutex);
        commands.push_back(std::move(command));
        changed.notify_all();
    }
    void close() {
        acceptor.close();
        const std::scoped_lock lock(mutex);
        for (const auto& socket : sockets) socket->close();
    }

    tcp::acceptor acceptor;
    const Script script;
    const Script greeting;
    const std::uint16_t port;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::shared_ptr<tcp::socket>> sockets;
    std::vector<std::string> commands;
};

FakeRedis::FakeRedis(Loops& loops, Script script, Script greeting, std::uint16_t port)
    : state_(std::make_shared<State>(loops.at(0), std::move(script), std::move(greeting), port)) {
    asio::co_spawn(loops.at(0), State::accept(state_), [](std::exception_ptr) {});
}

FakeRedis::~FakeRedis() {
    std::promise<void> closed;
    asio::post(state_->acceptor.get_executor(), [&] {
        state_->close();
        closed.set_value();
    });
    closed.get_future().wait();
}

std::uint16_t FakeRedis::port() const { return state_->port; }

std::vector<std::string> FakeRedis::commands() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->commands;
}

std::size_t FakeRedis::connections() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->sockets.size();
}

bool FakeRedis::wait_for_commands(std::size_t count) const {
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, std::chrono::seconds{10},
                                    [&] { return state_->commands.size() >= count; });
}

FakeRedis::Answer FakeRedis::friendly(const std::vector<std::string>& words) {
    return {words.front() == "PING" ? "+PONG\r\n" : "+OK\r\n"};
}

std::string bulk(std::string_view text) {
    return "$" + std::to_string(text.size()) + "\r\n" + std::string(text) + "\r\n";
}

}  // namespace rostrum::testing
