#include "crypto/pkce.hpp"

#include "crypto/constant_time.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/token.hpp"

#include <algorithm>

namespace rostrum::crypto {
namespace {

constexpr std::size_t verifier_length_min = 43;
constexpr std::size_t verifier_length_max = 128;

constexpr bool is_unreserved(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string challenge_of(std::string_view verifier) { return base64url_encode(sha256(verifier)); }

}  // namespace

Secret pkce_verifier(Random& random) { return random_token(random); }

std::string pkce_challenge(const Secret& verifier) { return challenge_of(verifier.reveal()); }

bool pkce_matches(std::string_view verifier, std::string_view challenge) {
    return verifier.size() >= verifier_length_min && verifier.size() <= verifier_length_max &&
           std::ranges::all_of(verifier, is_unreserved) && equal(challenge_of(verifier), challenge);
}

}  // namespace rostrum::crypto
