#pragma once

#include "core/secret.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace rostrum::platforms {

/// Longer messages are cut.
inline constexpr std::size_t message_bytes_max = 500;

/// What a platform or the network said, fit for the log: without the secrets of the call (as they
/// are and percent-encoded), without the query of any URL, and without words that are long enough
/// to be a token. Platforms quote tokens in their messages, also such that differ from the one that
/// was sent.
std::string redact_message(std::string_view message, std::span<const Secret* const> secrets);

}  // namespace rostrum::platforms
