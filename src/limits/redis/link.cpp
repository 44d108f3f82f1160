#include "limits/redis/link.hpp"

#include "core/clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rostrum::limits::redis {
namespace {

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

std::unexpected<Error> unavailable(const std::string& why) {
    auto error = make_error(ErrorCode::server_error, "Redis: " + why);
    error.retryable = true;
    return std::unexpected(std::move(error));
}

/// What is said first on a connection.
std::vector<Command> greeting(const Url& url) {
    std::vector<Command> commands;
    const std::string password(url.password.reveal());
    if (!password.empty() && url.user.empty()) commands.push_back({"AUTH", password});
    if (!password.empty() && !url.user.empty()) commands.push_back({"AUTH", url.user, password});
    if (url.database != 0) commands.push_back({"SELECT", std::to_string(url.database)});
    commands.push_back({"PING"});
    return commands;
}

}  // namespace

Link::Link(asio::io_context& loop, const Options& options)
    : options_(options),
      resolver_(loop),
      socket_(loop),
      timer_(loop),
      reader_(options.reply_limits) {}

Link::~Link() { close("the connection was closed"); }

Task<Result<>> Link::open() {
    const auto endpoints = co_await find_host();
    if (!endpoints) co_return std::unexpected(endpoints.error());
    const auto [refused, endpoint] = co_await asio::async_connect(socket_, *endpoints, tuple);
    if (refused) {
        const auto& url = options_.url;
        co_return unavailable(fmt::format("{}:{}: {}", url.host, url.port, refused.message()));
    }
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    co_return co_await sign_in();
}

/// A look-up that hangs cannot be cancelled: it is left behind when its time is up.
Task<Result<Link::Endpoints>> Link::find_host() {
    using Found = Result<Endpoints>;
    return suspend<Found>([this](Resume<Found> resume) {
        const auto pending = std::make_shared<std::optional<Resume<Found>>>(std::move(resume));
        const auto finish = [self = shared_from_this(), pending](Found found) {
            if (auto waiting = std::exchange(*pending, std::nullopt)) (*waiting)(std::move(found));
            self->timer_.cancel();
        };
        const auto& host = options_.url.host;
        timer_.expires_after(options_.connect_timeout);
        timer_.async_wait([finish, host](boost::system::error_code error) {
            if (!error) finish(unavailable(host + ": no address in time"));
        });
        resolver_.async_resolve(
            host, std::to_string(options_.url.port),
            [finish, host](boost::system::error_code error, const Endpoints& endpoints) {
                finish(error ? Found(unavailable(host + ": " + error.message())) : endpoints);
            });
    });
}

Task<Result<>> Link::sign_in() {
    const auto commands = greeting(options_.url);
    std::string bytes;
    for (const auto& command : commands) bytes += encode(command);
    const auto [failed, written] = co_await asio::async_write(socket_, asio::buffer(bytes), tuple);
    if (failed) co_return unavailable(failed.message());
    for (const auto& command : commands) {
        const auto reply = co_await next_reply();
        if (!reply) co_return std::unexpected(reply.error());
        if (!reply->is_error()) continue;
        // The text of an error may repeat the arguments, which hold the password.
        const auto& name = command.front();
        const bool secret = name == "AUTH";
        co_return unavailable(
            fmt::format("refuses {}: {}", name, secret ? reply->error_code() : reply->text));
    }
    co_return Result<>{};
}

Task<Result<Reply>> Link::next_reply() {
    for (;;) {
        auto reply = reader_.next();
        if (!reply) co_return std::unexpected(reply.error());
        if (*reply) co_return std::move(**reply);
        if (auto received = co_await receive(); !received) {
            co_return std::unexpected(received.error());
        }
    }
}

Task<Result<>> Link::receive() {
    const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(input_), tuple);
    if (failed == asio::error::eof) co_return unavailable("the connection was closed by Redis");
    if (failed) co_return unavailable(failed.message());
    reader_.feed({input_.data(), size});
    co_return Result<>{};
}

Task<std::string> Link::read() {
    const auto self = shared_from_this();
    while (!closed_) {
        auto reply = co_await next_reply();
        if (closed_) break;
        if (!reply) {
            close(reply.error().message);
        } else if (!deliver(std::move(*reply))) {
            close("Redis: an answer to nothing");
        }
    }
    co_return why_closed_;
}

bool Link::deliver(Reply reply) {
    if (waiting_.empty()) return false;
    auto answer = std::move(waiting_.front().answer);
    waiting_.pop_front();
    answer(std::move(reply));
    return true;
}

void Link::send(std::string bytes, Answer answer) {
    if (closed_) return answer(unavailable(why_closed_));
    waiting_.push_back({std::move(answer), monotonic_us()});
    output_ += bytes;
    watch_time();
    flush();
}

void Link::flush() {
    if (writing_ || closed_ || output_.empty()) return;
    writing_ = true;
    sending_ = std::exchange(output_, {});
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                          self->writing_ = false;
                          if (error) return self->close("Redis: " + error.message());
                          self->flush();
                      });
}

/// One timer for all commands: when it fires it looks how long the oldest one has waited.
void Link::watch_time() {
    if (closed_ || waiting_.empty() || std::exchange(watching_time_, true)) return;
    constexpr std::chrono::microseconds soon{1000};
    timer_.expires_after(std::max(soon, options_.answer_timeout - oldest_wait()));
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        const auto self = weak.lock();
        if (!self || error || self->closed_) return;
        self->watching_time_ = false;
        self->check_time();
    });
}

void Link::check_time() {
    if (waiting_.empty()) return;
    if (oldest_wait() >= options_.answer_timeout && !has_unread()) {
        return close("Redis: no answer in time");
    }
    watch_time();
}

std::chrono::microseconds Link::oldest_wait() const {
    return std::chrono::microseconds{monotonic_us() - waiting_.front().sent_us};
}

/// Whether an answer may be here already: then it is our loop that is late, and not Redis.
bool Link::has_unread() const {
    boost::system::error_code ignored;
    return socket_.available(ignored) > 0;
}

void Link::close(const std::string& why) {
    if (std::exchange(closed_, true)) return;
    why_closed_ = why;
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
    for (auto& waiting : std::exchange(waiting_, {})) {
        auto error = make_error(ErrorCode::server_error, why);
        error.retryable = true;
        waiting.answer(std::unexpected(std::move(error)));
    }
}

}  // namespace rostrum::limits::redis
