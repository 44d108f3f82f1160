#include "crypto/constant_time.hpp"

#include "crypto/encoding.hpp"

#include <openssl/crypto.h>

namespace rostrum::crypto {

bool equal(std::span<const std::byte> a, std::span<const std::byte> b) noexcept {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

bool equal(std::string_view a, std::string_view b) noexcept {
    return equal(as_bytes(a), as_bytes(b));
}

bool equal(const Secret& a, const Secret& b) noexcept { return equal(a.reveal(), b.reveal()); }

bool equal(const Secret& a, std::string_view b) noexcept { return equal(a.reveal(), b); }

}  // namespace rostrum::crypto
