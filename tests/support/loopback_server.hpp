#pragma once

#include "core/loops.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::testing {

/// A request as a `LoopbackServer` saw it.
struct SeenRequest {
    std::string head;  ///< request line and header, as sent
    std::string body;
    std::size_t connection = 0;  ///< counted from 0

    bool has_line(std::string_view line) const;
};

/// A server that answers with whatever bytes a test wants, right or wrong. It runs on loop 0.
class LoopbackServer {
public:
    /// The bytes to send. Those with "Connection: close" in them end the connection, so does an
    /// empty answer; without any the server keeps quiet until the client closes. Called on the
    /// loop.
    using Answer = std::function<std::optional<std::string>(const SeenRequest&)>;

    LoopbackServer(Loops& loops, Answer answer, const std::string& address = "127.0.0.1");
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    /// "http://127.0.0.1:<port><path>"
    std::string url(std::string_view path = "/") const;
    std::uint16_t port() const;

    std::vector<SeenRequest> requests() const;
    std::size_t connections() const;            ///< accepted so far
    std::size_t connections_open_most() const;  ///< at one time

    /// Block until so many requests have come, or connections have ended; false after 10 s.
    bool wait_for_requests(std::size_t count) const;
    bool wait_for_ended(std::size_t count) const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// An answer of status 200 with a length. `header` holds further lines, each with its line break.
std::string ok(std::string_view body, std::string_view header = "");

/// An answer of status 302 without a body.
std::string redirect_to(std::string_view location);

}  // namespace rostrum::testing
