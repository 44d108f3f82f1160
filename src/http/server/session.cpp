#include "http/server/session.hpp"

#include "core/clock.hpp"
#include "core/log.hpp"
#include "http/server/dispatch.hpp"
#include "http/server/failure.hpp"
#include "http/server/response_head.hpp"
#include "http/server/stream.hpp"

#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace rostrum::http {
namespace {

using Phase = Connection::Phase;

/// How long a client may take to read the answer that ends its connection.
constexpr std::chrono::milliseconds linger_limit{1000};

/// Bodies up to this size are copied behind their head: cheaper than handing over two pieces.
constexpr std::size_t inline_body_max = 4 * 1024;

/// Larger heads and small bodies do not keep their memory while the connection is idle.
constexpr std::size_t out_capacity_max = 16 * 1024;

bool is_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

bool is_event_stream(const Response& response) {
    return response.headers.get("Content-Type").starts_with("text/event-stream");
}

void log_failure(std::string_view message, std::string_view what, const Request& request) {
    log::error(message,
               {{"what", what}, {"route", request.route}, {"request_id", request.request_id}});
}

}  // namespace

Session::Session(LoopContext& loop, Socket socket)
    : loop_(loop), connection_(std::move(socket)), source_(loop.server, connection_) {}

void Session::drain() {
    if (connection_.phase() == Phase::idle) return connection_.close();
    if (streams_events_) connection_.cancel_handler();
}

Task<> Session::run() {
    After after = After::keep;
    for (std::size_t served = 1; after == After::keep; ++served) {
        Request request;
        const auto outcome = co_await source_.receive(request);
        if (outcome == RequestSource::Outcome::nothing) co_return;
        if (outcome == RequestSource::Outcome::refused) {
            after = co_await answer_refusal(request);
        } else {
            const bool last = served >= limits().requests_per_connection_max;
            after = co_await answer(request, source_.keep_alive() && !last);
        }
        // The drain may have begun after the answer's head had promised more.
        if (after == After::keep && loop_.draining) after = After::linger;
    }
    if (after == After::linger) co_await connection_.linger(linger_limit);
}

Task<> Session::turn_away() {
    Request request;
    source_.refuse_unread(refuse(503, "there are too many connections"));
    if (co_await answer_refusal(request) == After::linger) {
        co_await connection_.linger(linger_limit);
    }
}

Task<Session::After> Session::answer(Request& request, bool keep_alive) {
    identify(request);
    const Response response = co_await respond(request);
    if (response.abort) co_return After::close;
    keep_alive = keep_alive && !loop_.draining && source_.can_skip_body();
    const bool sent = response.stream ? co_await send_stream(request, response, keep_alive)
                                      : co_await send(request, response, keep_alive);
    if (!sent) co_return After::close;
    if (keep_alive) co_return co_await source_.skip_body() ? After::keep : After::close;
    co_return after_close();
}

/// How a connection ends that is not kept: a client may have sent more already, or still be
/// sending.
Session::After Session::after_close() const {
    return source_.keep_alive() || source_.has_unread_body() ? After::linger : After::close;
}

Task<Session::After> Session::answer_refusal(Request& request) {
    identify(request);
    log::debug("a request was refused", {{"status", source_.refusal().status},
                                         {"what", source_.refusal().error.message},
                                         {"remote", connection_.remote_address()},
                                         {"request_id", request.request_id}});
    const auto response = render_refusal(loop_.server, source_.refusal(), request);
    co_return co_await send(request, response, false) ? After::linger : After::close;
}

/// Runs the handler. What it throws, and a time-out, become answers here.
Task<Response> Session::respond(Request& request) {
    connection_.enter(Phase::handler, request.body_reader != nullptr
                                          ? limits().streamed_handler_timeout
                                          : limits().handler_timeout);
    Response response;
    std::string failure;
    try {
        response = co_await loop_.server.handler(request);
    } catch (...) {
        if (!connection_.is_open()) throw;
        if (request.body_reader != nullptr && source_.is_client_gone()) throw;
        response.status = 500;
        failure = describe(std::current_exception());
    }
    if (connection_.expired()) {
        co_await asio::this_coro::reset_cancellation_state();
        // A handler that succeeded all the same has done its work, and its answer tells so.
        if (response.status >= 500 && response.status != 503) {
            log_failure("a handler took too long", failure, request);
            co_return render_refusal(loop_.server, refuse(503, "the handler took too long"),
                                     request);
        }
    }
    if (failure.empty() && response.status >= 200 && response.status <= 599) co_return response;
    if (failure.empty()) failure = fmt::format("the handler answered {}", response.status);
    log_failure("a handler failed", failure, request);
    co_return render_refusal(loop_.server, refuse(500, std::move(failure)), request);
}

Task<bool> Session::send(const Request& request, const Response& response, bool keep_alive) {
    const bool has_body = allows_body(response.status);
    auto body = has_body ? response.body_view() : std::string_view{};
    out_.clear();
    append_head(out_, response,
                {.framing = has_body ? BodyFraming::length : BodyFraming::none,
                 .content_length = body.size(),
                 .http_1_1 = source_.is_http_1_1(),
                 .keep_alive = keep_alive,
                 .request_id = request.request_id});
    if (request.method == Method::head) body = {};
    if (body.size() <= inline_body_max) {
        out_.append(body);
        body = {};
    }
    const bool sent = co_await connection_.write(out_, body, limits().write_timeout);
    if (out_.capacity() > out_capacity_max) out_ = {};
    co_return sent;
}

/// A stream of unknown length to HTTP/1.0 ends by closing, whatever `keep_alive` was.
Task<bool> Session::send_stream(const Request& request, const Response& response,
                                bool& keep_alive) {
    auto framing = response.stream_length ? BodyFraming::length : BodyFraming::chunked;
    if (framing == BodyFraming::chunked && !source_.is_http_1_1()) {
        framing = BodyFraming::until_close;
        keep_alive = false;
    }
    if (!allows_body(response.status)) framing = BodyFraming::none;
    out_.clear();
    append_head(out_, response,
                {.framing = framing,
                 .content_length = response.stream_length.value_or(0),
                 .http_1_1 = source_.is_http_1_1(),
                 .keep_alive = keep_alive,
                 .request_id = request.request_id});
    if (!co_await connection_.write(out_, {}, limits().write_timeout)) co_return false;
    if (framing == BodyFraming::none || request.method == Method::head) co_return true;
    co_return co_await produce_stream(request, response, framing);
}

/// False when the body is not complete, which closing the connection tells the client.
Task<bool> Session::produce_stream(const Request& request, const Response& response,
                                   BodyFraming framing) {
    StreamWriter writer(connection_, framing, response.stream_length.value_or(0),
                        limits().write_timeout);
    // Events have no end of their own: a draining server ends them, and they are complete so.
    const bool events = is_event_stream(response);
    if (events && loop_.draining) co_return co_await writer.finish();

    streams_events_ = events;
    const auto failure = co_await run_stream(connection_, response.stream, writer);
    streams_events_ = false;
    co_await asio::this_coro::reset_cancellation_state();
    if (!failure || (events && loop_.draining)) co_return co_await writer.finish();
    // A client that went is nothing to tell: its stream was cancelled, or could not write.
    if (!writer.broken() && !is_cancellation(failure)) {
        log_failure("a stream failed", describe(failure), request);
    }
    co_return false;
}

void Session::identify(Request& request) {
    const auto given = request.headers.get("X-Request-Id");
    if (is_request_id(given)) {
        request.request_id = given;
    } else {
        request.request_id = to_string(loop_.server.ids.next());
    }
}

}  // namespace rostrum::http
