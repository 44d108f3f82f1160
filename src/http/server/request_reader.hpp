#pragma once

#include "core/result.hpp"
#include "http/server/refusal.hpp"
#include "http/server/request.hpp"
#include "http/server/server.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::http {

/// Makes requests out of bytes; it knows no socket. One reader serves a connection, request by
/// request: `begin`, then `put` until the header is there, then `limit_body`, then `put` until it
/// is complete.
class RequestReader {
public:
    /// What is read next.
    enum class Stage { header, body, complete };

    /// `limits` must outlive the reader.
    explicit RequestReader(const ServerLimits& limits);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Starts over with a new request, which must stay where it is until it is complete.
    void begin(Request& request);

    /// Takes bytes off the front of `bytes` and answers how many; what is left has to be presented
    /// again with more behind it. It stops after the header and after the body. Once it has
    /// refused, only `begin` may follow.
    std::expected<std::size_t, Refusal> put(std::string_view bytes);

    Stage stage() const;

    /// Limits the body, once the header is read: 413 when its length is known to be larger.
    std::optional<Refusal> limit_body(std::size_t bytes_max);

    bool is_http_1_1() const;
    /// Whether the client wants to keep the connection.
    bool keep_alive() const;
    /// Whether the client waits for "100 Continue" before it sends its body.
    bool expects_continue() const;
    /// The body's Content-Length, and how much of it is still to come; none for chunks.
    std::optional<std::uint64_t> content_length() const;
    std::optional<std::uint64_t> content_left() const;

private:
    class Parser;

    std::optional<Refusal> explain(const boost::system::error_code& code);
    Refusal refuse_large_header() const;

    const ServerLimits& limits_;
    std::unique_ptr<Parser> parser_;
};

/// Reads one whole request, as the listener does. Errors: what the listener would refuse, and
/// `validation_failed` for a request that is not all there.
Result<Request> parse_request_bytes(std::span<const std::byte> bytes, const ServerLimits& limits,
                                    std::size_t body_max = body_max_default);

}  // namespace rostrum::http
