#pragma once

#include "core/secret.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace rostrum::crypto {

/// Compares without telling, by the time it takes, where two values differ. That the lengths differ
/// may show: compare hashes where even this is too much.
bool equal(std::string_view a, std::string_view b) noexcept;
bool equal(std::span<const std::byte> a, std::span<const std::byte> b) noexcept;
bool equal(const Secret& a, const Secret& b) noexcept;
bool equal(const Secret& a, std::string_view b) noexcept;

}  // namespace rostrum::crypto
