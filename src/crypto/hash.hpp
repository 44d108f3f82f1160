#pragma once

#include "core/secret.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rostrum::crypto {

/// What SHA-256 and HMAC-SHA-256 answer.
using Digest = std::array<std::byte, 32>;

Digest sha256(std::span<const std::byte> data);
Digest sha256(std::string_view text);

/// The hash of a text in 64 lower-case hex digits.
std::string sha256_hex(std::string_view text);

/// HMAC-SHA-256. Each thread remembers the key it used last, so that signing again and again under
/// one key pays for the key once; the copy is wiped when it is replaced and when the thread ends.
Digest hmac_sha256(std::string_view key, std::string_view data);
Digest hmac_sha256(const Secret& key, std::string_view data);

}  // namespace rostrum::crypto
