#include "crypto/token.hpp"

#include "crypto/hash.hpp"

#include <openssl/crypto.h>

#include <array>
#include <string>

namespace rostrum::crypto {

Secret random_token(Random& random, std::string_view prefix) {
    std::array<std::byte, 32> bytes{};
    random.fill(bytes);
    const Secret encoded(base64url_encode(bytes));
    OPENSSL_cleanse(bytes.data(), bytes.size());

    std::string token;
    token.reserve(prefix.size() + encoded.reveal().size());
    token += prefix;
    token += encoded.reveal();
    return Secret(std::move(token));
}

Bytes token_hash(std::string_view token) {
    const Digest digest = sha256(token);
    return {digest.begin(), digest.end()};
}

Bytes token_hash(const Secret& token) { return token_hash(token.reveal()); }

}  // namespace rostrum::crypto
