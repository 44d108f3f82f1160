#pragma once

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "core/ids.hpp"
#include "core/loops.hpp"
#include "core/metrics.hpp"
#include "http/server/router.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rostrum::http {

/// Wraps a handler in another one: logging, headers, limits.
using Middleware = std::function<Handler(Handler next)>;

/// The limits of the listener. Each of them is crossed by a test.
struct ServerLimits {
    std::size_t header_bytes_max = 16 * 1024;  ///< 431
    std::size_t header_fields_max = 100;       ///< 431
    std::size_t target_bytes_max = 8 * 1024;   ///< 414
    std::size_t connections_max = 10'000;      ///< 503, then closed
    std::size_t requests_per_connection_max = 100'000;
    std::chrono::milliseconds header_timeout{10'000};             ///< from the first byte; 408
    std::chrono::milliseconds body_timeout{30'000};               ///< for the whole body; 408
    std::chrono::milliseconds idle_timeout{75'000};               ///< between requests
    std::chrono::milliseconds write_timeout{30'000};              ///< without progress
    std::chrono::milliseconds handler_timeout{60'000};            ///< 503; not for streams
    std::chrono::milliseconds streamed_handler_timeout{900'000};  ///< where it reads the body; 503
    /// Of a body that the handler reads piece by piece: without a byte of it; 408.
    std::chrono::milliseconds streamed_body_timeout{30'000};
    /// What such a body has to bring on average once that time has passed; 408.
    std::size_t streamed_bytes_per_second_min = 1024;
};

struct ServerOptions {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8080;  ///< 0: any free one, see `Server::port()`
    ServerLimits limits;
};

/// Turns an error into the answer that the server's clients expect. The listener itself uses it for
/// what never reaches a handler (malformed, too large, too slow, unknown path, wrong method); there
/// it sets the status itself, since several of them (408, 414, 431, 501) have no code of their own.
using ErrorRenderer = std::function<Response(const Error&, const Request&)>;

struct ServerParts {
    Router router;
    std::vector<Middleware>
        middleware;  ///< the first is the outermost; they see 404 and 405 as well
    ErrorRenderer render_error;
    Handler fallback;  ///< unknown paths; empty: `not_found` through `render_error`
};

/// An HTTP/1.1 server on all loops of the process. Each connection stays on the loop that accepted
/// it.
class Server {
public:
    virtual ~Server() = default;

    /// Binds and starts to accept. Throws boost::system::system_error when the port is taken.
    virtual void start() = 0;
    virtual std::uint16_t port() const = 0;

    /// Stops accepting, lets the requests under way end, closes idle connections and ends streams
    /// of server-sent events; after `limit` closes all. Blocks; not for a loop's thread.
    virtual void drain(std::chrono::milliseconds limit) = 0;

    virtual std::size_t open_connections() const = 0;
};

std::unique_ptr<Server> create_server(Loops& loops, IdSource& ids, ServerOptions options,
                                      ServerParts parts);

}  // namespace rostrum::http
