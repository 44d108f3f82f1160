#pragma once

#include "core/random.hpp"
#include "core/secret.hpp"
#include "crypto/encoding.hpp"

#include <string_view>

namespace rostrum::crypto {

/// A token that nobody can guess: `prefix`, then 32 random bytes in base64url (43 characters).
/// Sessions and API keys are handed out in this form and stored only as `token_hash`.
Secret random_token(Random& random, std::string_view prefix = "");

/// The SHA-256 of a token, prefix included: what is stored, and what a presented token is looked up
/// by. A token has 256 random bits, so its hash needs neither salt nor stretching.
Bytes token_hash(std::string_view token);
Bytes token_hash(const Secret& token);

}  // namespace rostrum::crypto
