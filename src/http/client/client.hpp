#pragma once

#include "core/loops.hpp"
#include "core/task.hpp"
#include "http/body_source.hpp"
#include "http/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::http {

/// Where a request may go. The check is made on the resolved address, on redirects too.
enum class AddressPolicy : std::uint8_t {
    /// Refuses loopback, private, link-local and other special ranges. Goes through no proxy, which
    /// would resolve the name out of our sight.
    public_only,
    /// For base URLs that the operator configured: the sandbox.
    dangerously_allow_any_address,
};

struct ClientRequest {
    Method method = Method::get;
    std::string url;  ///< http or https, absolute
    Headers headers;
    std::string body;
    /// Sent instead of `body` when set, without being loaded whole.
    std::optional<BodySource> body_source = std::nullopt;
    /// Takes the body of a 2xx answer, decoded, piece by piece and without a limit on its size; the
    /// bodies of other answers are collected as usual.
    BodySink body_sink = {};
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds timeout{30'000};  ///< of the whole exchange
    std::chrono::seconds stall_timeout{0};      ///< without a byte either way; 0: none
    std::size_t response_bytes_max = 8 * 1024 * 1024;
    int redirects_max = 0;  ///< followed for GET, HEAD and OPTIONS only; the next one is the answer
    AddressPolicy addresses = AddressPolicy::public_only;
};

struct ClientResponse {
    int status = 0;
    Headers headers;
    std::string body;  ///< decoded, whatever the Content-Encoding
};

/// Why there is no whole answer.
enum class TransportFailure : std::uint8_t {
    bad_url,          ///< not http(s), malformed, with a user name; or a malformed header field
    address_refused,  ///< by the address policy
    unreachable,      ///< not resolved, not connected, no TLS: nothing was sent
    no_answer,        ///< sent, then the connection broke or the time was up: it may have happened
    response_too_large,  ///< the body over its limit, or more than 64 KiB of header
    cancelled,           ///< the awaiting coroutine was: it may have been sent
};

struct TransportError {
    TransportFailure failure;
    std::string message;  ///< for the log; holds no URL query and no secret

    /// True when the server may have acted on the request although no answer came.
    bool maybe_sent() const {
        return failure == TransportFailure::no_answer ||
               failure == TransportFailure::response_too_large ||
               failure == TransportFailure::cancelled;
    }
};

/// An HTTP client with keep-alive connections per loop, HTTP/2, TLS verification and proxies by
/// environment. Safe to use from every loop. It goes before the loops do, with no request under
/// way.
class Client {
public:
    virtual ~Client() = default;

    /// Sends the request once. Only GET, HEAD and OPTIONS are sent again by themselves, when a kept
    /// connection turned out to be dead. Cancelling the awaiting coroutine breaks the exchange off.
    /// Throws what a body's source or sink throws, and std::system_error for a file that is not
    /// there.
    virtual Task<std::expected<ClientResponse, TransportError>> send(ClientRequest request) = 0;
};

struct ClientOptions {
    std::string user_agent = "Rostrum";
    std::size_t connections_per_host_max = 32;  ///< of each loop and address policy
    std::size_t connections_max = 256;          ///< of each loop and address policy
};

/// libcurl's multi interface on the loops.
std::unique_ptr<Client> create_client(Loops& loops, ClientOptions options = {});

/// True for addresses that a request under `public_only` must not reach: loopback, private,
/// link-local, shared, multicast, reserved, documentation; IPv6 forms that embed an IPv4 address
/// are unwrapped.
bool is_special_address(std::string_view ip);

}  // namespace rostrum::http
