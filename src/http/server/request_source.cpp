#include "http/server/request_source.hpp"

#include "http/server/target.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace rostrum::http {
namespace {

using Phase = Connection::Phase;
using Stage = RequestReader::Stage;

/// Room for a usual request; what an idle connection keeps.
constexpr std::size_t header_read_size = 2 * 1024;
constexpr std::size_t body_read_size = 16 * 1024;

/// A handler is given a streamed body in pieces of at least this size, but for the last one.
constexpr std::size_t piece_size = 64 * 1024;

/// So much of a body that nobody wants is read all the same, to keep the connection.
constexpr std::size_t skipped_body_max = 64 * 1024;

}  // namespace

RequestSource::RequestSource(const ServerContext& server, Connection& connection)
    : server_(server),
      connection_(connection),
      buffer_(limits().header_bytes_max),
      reader_(limits()) {}

Task<RequestSource::Outcome> RequestSource::receive(Request& request) {
    reader_.begin(request);
    streamed_ = nullptr;
    request.remote_address = connection_.remote_address();
    if (buffer_.empty()) {
        buffer_.shrink(header_read_size);
        connection_.enter(Phase::idle, limits().idle_timeout);
        if (!co_await fill(header_read_size)) co_return Outcome::nothing;
    }
    request.started_us = connection_.enter(Phase::header, limits().header_timeout);
    bool in_body = false;
    while (!parse(request)) {
        if (!in_body && reader_.stage() == Stage::body) {
            in_body = true;
            if (!co_await begin_body()) co_return Outcome::nothing;
        }
        if (co_await fill(in_body ? body_read_size : header_read_size)) continue;
        if (!connection_.expired()) co_return Outcome::nothing;
        refusal_ = refuse(408, in_body ? "the body took too long" : "the header took too long");
    }
    co_return refusal_ ? Outcome::refused : Outcome::request;
}

/// Tells a client that waits for it to send the body.
Task<bool> RequestSource::invite_body() {
    if (!reader_.expects_continue() || !buffer_.empty()) co_return true;
    co_return co_await connection_.write("HTTP/1.1 100 Continue\r\n\r\n", {},
                                         limits().write_timeout);
}

/// Starts the time for the body.
Task<bool> RequestSource::begin_body() {
    if (!co_await invite_body()) co_return false;
    connection_.enter(Phase::body, limits().body_timeout);
    co_return true;
}

Task<bool> RequestSource::fill(std::size_t wanted) {
    const auto count = co_await connection_.read(buffer_.space(wanted));
    buffer_.commit(count);
    co_return count != 0;
}

/// Uses what the buffer holds. True once the request is complete or refused, or its handler is to
/// read the body.
bool RequestSource::parse(Request& request) {
    while (!refusal_ && reader_.stage() != Stage::complete) {
        const bool in_header = reader_.stage() == Stage::header;
        auto used = reader_.put(buffer_.data());
        is_http_1_1_ = reader_.is_http_1_1();
        if (!used) {
            refusal_ = std::move(used.error());
            break;
        }
        buffer_.consume(*used);
        if (in_header && reader_.stage() != Stage::header) {
            route(request);
            if (streamed_ != nullptr) break;
        } else if (*used == 0 || buffer_.empty()) {
            break;
        }
    }
    return refusal_ || streamed_ != nullptr || reader_.stage() == Stage::complete;
}

/// Finds the endpoint, whose limit the body has to keep to.
void RequestSource::route(Request& request) {
    const auto match =
        server_.parts.router.find(request.method, raw_path(request.target), request.params);
    request.endpoint = match.endpoint;
    if (match.endpoint != nullptr) request.route = match.endpoint->pattern;
    refusal_ =
        reader_.limit_body(match.endpoint != nullptr ? match.endpoint->body_max : body_max_default);
    if (refusal_ || match.endpoint == nullptr || !match.endpoint->streams_body) return;
    streamed_ = &request;
    request.body_reader = this;
    invited_ = false;
    gone_ = false;
    received_ = 0;
    waited_us_ = 0;
}

Task<Result<std::string_view>> RequestSource::read() {
    auto& body = streamed_->body;
    body.clear();
    if (!std::exchange(invited_, true) && !refusal_) gone_ = !co_await invite_body();
    if (gone_) throw boost::system::system_error(asio::error::operation_aborted);
    while (!refusal_ && reader_.stage() != Stage::complete && body.size() < piece_size) {
        const auto before = body.size();
        auto used = reader_.put(buffer_.data());
        if (!used) {
            refusal_ = std::move(used.error());
            break;
        }
        buffer_.consume(*used);
        received_ += body.size() - before;
        if (reader_.stage() == Stage::complete || (*used != 0 && !buffer_.empty())) continue;
        if (co_await fill_streamed() || refusal_) continue;
        if (body.empty()) throw boost::system::system_error(asio::error::operation_aborted);
        // What came before the client went is still worth having; the next call finds out again.
        break;
    }
    if (refusal_) co_return fail(refusal_->error);
    co_return std::string_view(body);
}

/// How long the client may take with its next bytes.
std::chrono::milliseconds RequestSource::patience() const {
    const auto rate = std::max<std::uint64_t>(1, limits().streamed_bytes_per_second_min);
    const auto earned = std::chrono::milliseconds(received_ * 1000 / rate);
    const auto waited = std::chrono::milliseconds(waited_us_ / 1000);
    return std::min(limits().streamed_body_timeout,
                    limits().streamed_body_timeout + earned - waited);
}

/// Waits for more of a streamed body. The time is the client's meanwhile, and the handler's again
/// afterwards. False when the client has gone; one that is too slow is refused.
Task<bool> RequestSource::fill_streamed() {
    const auto limit = patience();
    const auto started =
        connection_.enter(Phase::body, std::max(limit, std::chrono::milliseconds{0}));
    const bool filled = limit.count() > 0 && co_await fill(body_read_size);
    const bool late = limit.count() <= 0 || connection_.expired();
    const auto ended = connection_.enter(Phase::handler, limits().streamed_handler_timeout);
    waited_us_ += ended - started;
    if (!filled && late) refusal_ = refuse(408, "the body took too long");
    gone_ = !filled && !late;
    co_return filled;
}

bool RequestSource::can_skip_body() const {
    if (!has_unread_body()) return true;
    if (refusal_ || (reader_.expects_continue() && !invited_)) return false;
    const auto left = reader_.content_left();
    return left && *left <= skipped_body_max;
}

Task<bool> RequestSource::skip_body() {
    try {
        while (has_unread_body()) {
            if (!co_await read()) co_return false;
        }
    } catch (const boost::system::system_error&) {
        co_return false;
    }
    co_return true;
}

}  // namespace rostrum::http
