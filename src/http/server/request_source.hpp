#pragma once

#include "http/server/body_reader.hpp"
#include "http/server/connection.hpp"
#include "http/server/context.hpp"
#include "http/server/read_buffer.hpp"
#include "http/server/refusal.hpp"
#include "http/server/request_reader.hpp"

#include <optional>

namespace rostrum::http {

/// The requests of one connection, one after the other: read, checked, routed, within their limits
/// of size and time. What the client sends ahead stays in the buffer, or in the kernel. Where the
/// endpoint streams the body, it is also that body's reader.
class RequestSource final : public BodyReader {
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

    Task<Result<std::string_view>> read() override;
    std::optional<std::uint64_t> length() const override { return reader_.content_length(); }
    bool is_client_gone() const override { return gone_; }
    int failure_status() const override { return refusal_ ? refusal_->status : 0; }

    /// Whether the handler has left some of a streamed body.
    bool has_unread_body() const {
        return streamed_ != nullptr && reader_.stage() != RequestReader::Stage::complete;
    }
    /// Whether what is left is so little, and sure to come, that reading it beats a new connection.
    bool can_skip_body() const;
    /// Reads what is left; false when it does not come.
    Task<bool> skip_body();
    bool is_http_1_1() const { return is_http_1_1_; }

private:
    Task<bool> begin_body();
    Task<bool> invite_body();
    Task<bool> fill_streamed();
    std::chrono::milliseconds patience() const;
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
    Request* streamed_ = nullptr;  ///< the request whose body is read by its handler
    bool invited_ = false;         ///< the client need not wait any more with the body
    bool gone_ = false;            ///< the client; a socket tells that only once
    std::uint64_t received_ = 0;   ///< of the streamed body
    std::int64_t waited_us_ = 0;   ///< for the client to send it
};

}  // namespace rostrum::http
