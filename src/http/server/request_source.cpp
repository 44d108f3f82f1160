#include "http/server/request_source.hpp"

#include "http/server/target.hpp"

#include <utility>

namespace rostrum::http {
namespace {

using Phase = Connection::Phase;
using Stage = RequestReader::Stage;

/// Room for a usual request; what an idle connection keeps.
constexpr std::size_t header_read_size = 2 * 1024;
constexpr std::size_t body_read_size = 16 * 1024;

}  // namespace

RequestSource::RequestSource(const ServerContext& server, Connection& connection)
    : server_(server),
      connection_(connection),
      buffer_(limits().header_bytes_max),
      reader_(limits()) {}

Task<RequestSource::Outcome> RequestSource::receive(Request& request) {
    reader_.begin(request);
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

/// Starts the time for the body, and tells a client that waits for it to go on.
Task<bool> RequestSource::begin_body() {
    if (reader_.expects_continue() && buffer_.empty() &&
        !co_await connection_.write("HTTP/1.1 100 Continue\r\n\r\n", {}, limits().write_timeout)) {
        co_return false;
    }
    connection_.enter(Phase::body, limits().body_timeout);
    co_return true;
}

Task<bool> RequestSource::fill(std::size_t wanted) {
    const auto count = co_await connection_.read(buffer_.space(wanted));
    buffer_.commit(count);
    co_return count != 0;
}

/// Uses what the buffer holds. True once the request is complete or refused.
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
        } else if (*used == 0 || buffer_.empty()) {
            break;
        }
    }
    return refusal_ || reader_.stage() == Stage::complete;
}

/// Finds the endpoint, whose limit the body has to keep to.
void RequestSource::route(Request& request) {
    const auto match =
        server_.parts.router.find(request.method, raw_path(request.target), request.params);
    request.endpoint = match.endpoint;
    if (match.endpoint != nullptr) request.route = match.endpoint->pattern;
    refusal_ =
        reader_.limit_body(match.endpoint != nullptr ? match.endpoint->body_max : body_max_default);
}

}  // namespace rostrum::http
