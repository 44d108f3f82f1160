#pragma once

#include "core/json_writer.hpp"
#include "core/random.hpp"
#include "http/server/server.hpp"
#include "raw_client.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <future>
#include <string>
#include <utility>

namespace rostrum::http::testing {

using std::chrono::milliseconds;

/// Holds a handler back until the test lets it go on.
class Gate {
public:
    explicit Gate(Loops& loops) : loop_(loops.at(0)), timer_(loop_) {
        timer_.expires_at(asio::steady_timer::time_point::max());
    }

    /// For the handler; throws when it is cancelled.
    Task<> pass() {
        entered_.set_value();
        boost::system::error_code error;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        if (!open_) throw boost::system::system_error(error);
    }

    /// Waits until the handler is there; false after ten seconds.
    bool wait_for_handler() {
        return entered_.get_future().wait_for(std::chrono::seconds{10}) ==
               std::future_status::ready;
    }
    void open() {
        asio::post(loop_, [this] {
            open_ = true;
            timer_.cancel();
        });
    }

private:
    asio::io_context& loop_;
    asio::steady_timer timer_;
    std::promise<void> entered_;
    bool open_ = false;
};

/// {"code","message","requestId"} with the status that the code usually has.
inline Response render_error(const Error& error, const Request& request) {
    std::string body;
    JsonWriter(body)
        .begin_object()
        .key("code")
        .value(to_string(error.code))
        .key("message")
        .value(error.message)
        .key("requestId")
        .value(request.request_id)
        .end_object();
    const int status = error.code == ErrorCode::not_found      ? 404
                       : error.code == ErrorCode::server_error ? 500
                                                               : 422;
    return Response::json(status, std::move(body));
}

/// A server on a free port of this machine. Routes and limits are set before `start`.
class TestServer {
public:
    explicit TestServer(std::size_t loop_count = 1) : loops(loop_count) {
        options.address = "127.0.0.1";
        options.port = 0;
        parts.render_error = render_error;
    }
    ~TestServer() {
        server.reset();
        loops.stop();
    }

    /// Adds a route whose handler is a coroutine function, or a lambda that calls one.
    void route(Method method, std::string pattern, Handler handler,
               std::size_t body_max = body_max_default) {
        parts.router.add(method, {std::move(pattern), std::move(handler), body_max});
    }

    void start() {
        server = create_server(loops, ids, options, std::move(parts));
        server->start();
        loops.start();
    }

    RawClient connect() const { return RawClient(server->port()); }

    SystemClock clock;
    SeededRandom random{1};
    IdSource ids{clock, random};
    Loops loops;
    ServerOptions options;
    ServerParts parts;
    std::unique_ptr<Server> server;
};

/// Answers 200 with `body`.
inline Task<Response> answer_text(std::string body) {
    co_return Response::text(200, std::move(body));
}

/// Answers with the request's body.
inline Task<Response> echo(Request& request) { co_return Response::text(200, request.body); }

/// Never answers, but can be cancelled.
inline Task<Response> never(Request&) {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
    co_return Response::empty(204);
}

}  // namespace rostrum::http::testing
