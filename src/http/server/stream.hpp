#pragma once

#include "http/server/connection.hpp"
#include "http/server/response.hpp"
#include "http/server/response_head.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace rostrum::http {

/// Sends the pieces of a streamed body over a connection. One write at a time.
class StreamWriter final : public BodyWriter {
public:
    /// `length` is what `BodyFraming::length` promised.
    StreamWriter(Connection& connection, BodyFraming framing, std::uint64_t length,
                 std::chrono::milliseconds write_limit)
        : connection_(connection), framing_(framing), left_(length), write_limit_(write_limit) {}

    Task<> write(std::string_view piece) override;

    /// Ends the body; false when the client has gone, took only part of a piece, or was promised
    /// more than there was.
    Task<bool> finish();

    /// Whether a write has failed: the client has gone or is too slow.
    bool broken() const { return broken_; }

private:
    Connection& connection_;
    BodyFraming framing_;
    std::uint64_t left_;
    std::chrono::milliseconds write_limit_;
    std::string chunk_;
    bool broken_ = false;
};

/// Runs `stream` until it ends or the client goes. Answers what the stream threw, if anything.
Task<std::exception_ptr> run_stream(Connection& connection, const BodyStream& stream,
                                    StreamWriter& writer);

}  // namespace rostrum::http
