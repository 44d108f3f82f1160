#include "sandbox/token_fields.hpp"

namespace rostrum::sandbox {

void put(std::string& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

void put(std::string& out, Time time) {
    put(out, static_cast<std::uint64_t>(time.time_since_epoch().count()), 8);
}

std::uint64_t take(std::string_view& in, std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char c : in.substr(0, bytes)) value = value << 8 | static_cast<unsigned char>(c);
    in.remove_prefix(bytes);
    return value;
}

Time take_time(std::string_view& in) {
    return Time{std::chrono::microseconds{static_cast<std::int64_t>(take(in, 8))}};
}

}  // namespace rostrum::sandbox
