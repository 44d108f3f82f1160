#pragma once

#include "core/result.hpp"
#include "core/task.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rostrum::http {

/// The body of a request whose endpoint takes it piece by piece. One reader at a time; it lives as
/// long as the request. What a handler leaves unread ends the connection after the answer, unless
/// it is little.
class BodyReader {
public:
    virtual ~BodyReader() = default;

    /// The next bytes, at most some 100 KB, valid until the next call; empty at the end. The first
    /// call lets a client go on that waits for it ("Expect: 100-continue"). Errors, after which
    /// nothing more can be read: `payload_too_large`, `validation_failed` for broken chunks,
    /// `processing_failed` for a client that is too slow. Throws operation_aborted once the client
    /// has gone.
    virtual Task<Result<std::string_view>> read() = 0;

    /// The Content-Length; none for a body in chunks.
    virtual std::optional<std::uint64_t> length() const = 0;

    /// Whether the client has gone before the body was over.
    virtual bool is_client_gone() const = 0;

    /// The status that belongs to the error of `read`; 0 while there was none.
    virtual int failure_status() const = 0;
};

}  // namespace rostrum::http
