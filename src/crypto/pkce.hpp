#pragma once

#include "core/random.hpp"
#include "core/secret.hpp"

#include <string>
#include <string_view>

namespace rostrum::crypto {

/// Proof Key for Code Exchange (RFC 7636), method S256: a verifier that nobody can guess, 43
/// characters.
Secret pkce_verifier(Random& random);

/// BASE64URL(SHA256(verifier)), the `code_challenge` of the authorization request.
std::string pkce_challenge(const Secret& verifier);

/// Whether `verifier` is well-formed (43 to 128 unreserved characters) and belongs to `challenge`.
bool pkce_matches(std::string_view verifier, std::string_view challenge);

}  // namespace rostrum::crypto
