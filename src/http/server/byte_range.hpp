#pragma once

#include "http/server/request.hpp"
#include "http/server/response.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace rostrum::http {

/// A stretch of bytes that lies inside what it is taken of.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;

    bool operator==(const ByteRange&) const = default;
};

/// What a Range field asks for.
struct RangeChoice {
    enum class Kind : std::uint8_t {
        whole,          ///< no range, several of them, another unit or nonsense: all is answered
        part,           ///< `range` of it
        unsatisfiable,  ///< a range behind its end
    };
    Kind kind = Kind::whole;
    ByteRange range = {};

    bool operator==(const RangeChoice&) const = default;
};

/// Reads a Range field (RFC 9110, 14.2) for something of `size` bytes.
RangeChoice choose_range(std::string_view field, std::uint64_t size);

/// Something stored, as it is answered.
struct Content {
    std::string content_type;
    std::string entity_tag;  ///< strong, quoted
    std::string cache_control;
    std::string disposition;
    std::uint64_t size = 0;  ///< bytes
};

/// Answers a GET or HEAD of it: 200, 206 with the range that is asked for, 304 or 416.
/// `open` makes what writes these bytes; it is called at most once.
Response content_response(const Request& request, const Content& content,
                          const std::function<BodyStream(ByteRange)>& open);

}  // namespace rostrum::http
