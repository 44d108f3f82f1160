#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

enum class Scope : std::uint8_t {
    basic,
    content_publish,
    manage_comments,
    manage_messages,
    manage_insights,
};

/// The names on the wire, in the order of the enumerators.
inline constexpr std::array<std::string_view, 5> scope_names{
    "instagram_business_basic", "instagram_business_content_publish",
    "instagram_business_manage_comments", "instagram_business_manage_messages",
    "instagram_business_manage_insights"};

/// A set of scopes.
class ScopeSet {
public:
    constexpr ScopeSet() = default;
    constexpr explicit ScopeSet(std::uint8_t bits) : bits_(bits) {}

    constexpr bool has(Scope scope) const { return (bits_ >> index(scope) & 1U) != 0; }
    constexpr void add(Scope scope) {
        bits_ = static_cast<std::uint8_t>(bits_ | 1U << index(scope));
    }
    constexpr void remove(Scope scope) {
        bits_ = static_cast<std::uint8_t>(bits_ & ~(1U << index(scope)));
    }
    constexpr ScopeSet operator&(ScopeSet other) const {
        return ScopeSet(static_cast<std::uint8_t>(bits_ & other.bits_));
    }
    constexpr bool operator==(const ScopeSet&) const = default;
    constexpr std::uint8_t bits() const { return bits_; }

    std::vector<std::string_view> names() const;
    /// "instagram_business_basic,instagram_business_manage_insights"
    std::string joined() const;

private:
    static constexpr unsigned index(Scope scope) { return static_cast<unsigned>(scope); }
    std::uint8_t bits_ = 0;
};

std::optional<Scope> parse_scope(std::string_view name) noexcept;

/// Reads a list separated by commas or spaces. A name that is no scope is answered in `unknown`.
ScopeSet parse_scopes(std::string_view list, std::vector<std::string_view>& unknown);

}  // namespace rostrum::sandbox::instagram
