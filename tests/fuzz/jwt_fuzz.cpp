// Access tokens: nothing but what was signed with the key is accepted.
#include "crypto/jwt.hpp"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum;
    static const Secret key(std::string(64, 'k'));
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto claims = crypto::verify_access_token(text, key, ManualClock().now());
    // Nobody but the key's owner makes a token: a fuzzer that finds one has found a hole.
    if (claims) __builtin_trap();
    return 0;
}
