#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::limits::redis {

/// A command with its arguments; any bytes.
using Command = std::vector<std::string>;

/// What Redis answered. An error is an answer too.
struct Reply {
    enum class Kind : std::uint8_t { nil, status, error, text, integer, array };

    Kind kind = Kind::nil;
    std::int64_t integer = 0;
    std::string text;  ///< of a status, an error or a text
    std::vector<Reply> elements;

    bool is_error() const { return kind == Kind::error; }
    /// The first word of an error, which is its code: "NOSCRIPT", "LOADING".
    std::string_view error_code() const;
};

/// The command's bytes for the wire.
std::string encode(const Command& command);

/// What one reply may cost us, whatever the other side is.
struct ReplyLimits {
    std::size_t bytes_max = std::size_t{1024} * 1024;
    std::size_t elements_max = 10'000;  ///< of all arrays in it together
};

/// Makes replies of bytes that come in pieces. Arrays may be nested seven deep.
class ReplyReader {
public:
    explicit ReplyReader(ReplyLimits limits = {});
    ~ReplyReader();
    ReplyReader(ReplyReader&&) = delete;
    ReplyReader& operator=(ReplyReader&&) = delete;

    void feed(std::string_view bytes);

    /// The next whole reply; empty while bytes are missing. Fails when the bytes are not Redis'
    /// protocol or the reply is too large, and then for good.
    Result<std::optional<Reply>> next();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace rostrum::limits::redis
