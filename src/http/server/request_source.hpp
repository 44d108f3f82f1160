#pragma once

#include "http/server/connection.hpp"
#include "http/server/context.hpp"
#include "http/server/read_buffer.hpp"
#include "http/server/refusal.hpp"
#include "http/server/request_reader.hpp"

#include <optional>

namespace rostrum::http {

/// The requests of one connection, one after the other: read, checked, routed, within their limits
/// of size and time. What the client sends ahead stays in the buffer, or in the kernel.
class RequestSource {
public:
    /// Both must outlive the source.
    RequestSource(const ServerContext& server, Connection& connection);

    /// What `receive` came to.
    enum class Outcome {
        request,  ///< there is a request, with its endpoint if its path has one
        refused,  ///< `refusal` says why; what follows on the connection is not to be read
        nothing,  ///< the client has closed, or stayed idle for too long
    };

    /// Reads the next request into `request`, which must be new.
    Task<Outcome> receive(Request& request);

    /// Refuses without reading.
    void refuse_unread(Refusal refusal) { refusal_ = std::move(refusal); }
    const Refusal& refusal() const { return *refusal_; }

    /// Of the last request; false if it was refused before that was known.
    bool keep_alive() const { return !refusal_ && reader_.keep_alive(); }
    bool is_http_1_1() const { return is_http_1_1_; }

private:
    Task<bool> begin_body();
    Task<bool> fill(std::size_t wanted);
    bool parse(Request& request);
    void route(Request& request);

    const ServerLimits& limits() const { return server_.options.limits; }

    const ServerContext& server_;
    Connection& connection_;
    ReadBuffer buffer_;
    RequestReader reader_;
    std::optional<Refusal> refusal_;
    bool is_http_1_1_ = false;
};

}  // namespace rostrum::http
