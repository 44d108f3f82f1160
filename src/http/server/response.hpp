#pragma once

#include "core/task.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::http {

/// Sends the body of a response piece by piece (chunked), such as server-sent events.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;
    /// Writes one piece; throws boost::system::system_error once the client has gone or is too
    /// slow.
    virtual Task<> write(std::string_view piece) = 0;
};

/// Writes a body; returning ends it.
using BodyStream = std::function<Task<>(BodyWriter&)>;

/// What a handler answers.
struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    std::shared_ptr<const std::string>
        shared_body;     ///< used instead of `body` when set: static files
    bool abort = false;  ///< closes the connection instead of answering: simulated failures
    BodyStream stream;   ///< used instead of `body` when set
    /// The size of what `stream` writes, where it is known; else it is sent in chunks.
    std::optional<std::uint64_t> stream_length = std::nullopt;

    static Response text(int status, std::string body);
    static Response html(int status, std::string body);
    static Response json(int status, std::string body);
    static Response redirect(int status, std::string location);
    static Response empty(int status) {
        return Response{.status = status,
                        .headers = {},
                        .body = {},
                        .shared_body = {},
                        .abort = false,
                        .stream = {},
                        .stream_length = std::nullopt};
    }

    std::string_view body_view() const { return shared_body ? *shared_body : body; }
};

/// The standard reason phrase.
std::string_view reason(int status) noexcept;

}  // namespace rostrum::http
