// Redis' protocol from arbitrary bytes, in pieces: replies stay within their limits, and it makes
// no difference where the pieces end.

#include "limits/redis/protocol.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace rostrum::limits::redis;

constexpr ReplyLimits limits{.bytes_max = 512, .elements_max = 32};

void check(bool holds) {
    if (!holds) std::abort();
}

std::size_t elements(const Reply& reply) {
    std::size_t count = reply.elements.size();
    for (const auto& element : reply.elements) count += elements(element);
    return count;
}

void describe(const Reply& reply, std::string& out) {
    out += std::to_string(static_cast<int>(reply.kind)) + ":" + std::to_string(reply.integer) +
           ":" + reply.text + "[";
    for (const auto& element : reply.elements) describe(element, out);
    out += "]";
}

/// All replies as text, and whether the end is a failure.
std::string read(std::string_view bytes, std::size_t piece) {
    std::string out;
    ReplyReader reader(limits);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        reader.feed(bytes.substr(0, piece));
        for (;;) {
            auto reply = reader.next();
            if (!reply) return out + "!";
            if (!*reply) break;
            check(elements(**reply) <= limits.elements_max);
            describe(**reply, out);
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // Longer ones may go beyond what is allowed at once in one way of cutting and not in the other.
    if (size > limits.bytes_max) {
        read(bytes, 7);
        return 0;
    }
    check(read(bytes, 1) == read(bytes, size));
    return 0;
}
