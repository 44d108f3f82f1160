#pragma once

#include "sandbox/cast.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rostrum::sandbox::facebook {

/// In the order of their bits.
enum class Scope : std::uint8_t {
    show_list,
    read_engagement,
    read_insights,
    business,
    instagram_basic,
    instagram_insights,
    manage_posts,
    read_user_content,
    manage_engagement,
    manage_metadata,
    instagram_publish,
    instagram_comments,
    instagram_contents,
};
inline constexpr std::array<std::string_view, 13> scope_names{
    "pages_show_list",          "pages_read_engagement",     "read_insights",
    "business_management",      "instagram_basic",           "instagram_manage_insights",
    "pages_manage_posts",       "pages_read_user_content",   "pages_manage_engagement",
    "pages_manage_metadata",    "instagram_content_publish", "instagram_manage_comments",
    "instagram_manage_contents"};

constexpr std::uint32_t bit_of(Scope scope) { return 1U << static_cast<unsigned>(scope); }

/// What a page is besides a persona of the cast.
struct PageInfo {
    std::string_view category;
    std::string_view user;       ///< who manages it
    std::string_view instagram;  ///< the username of the account that is linked with it, if any
    bool of_business = false;    ///< the user has it through a business only
    bool has_username = true;
};

/// How a user's access ends, beside the removal of the app.
struct UserEnding {
    std::string_view handle;
    int subcode;  ///< what the user's tokens answer once the access has ended
    std::chrono::minutes loses_role_after{0};  ///< the pages' tokens are dead, 492; 0: never
};

/// Who can log in. None of them posts: their pages do.
std::span<const Persona> users() noexcept;
/// Null for a user whose access ends as usual.
const UserEnding* find_ending(std::string_view handle) noexcept;

/// The pages, as personas, and what else they are, in the same order. Their order is part of every
/// id: new ones go to the end.
std::span<const Persona> page_personas();
std::span<const PageInfo> page_infos();

// Ids, by the place of the user or page.
std::uint64_t user_id(std::size_t user) noexcept;
std::uint64_t business_id(std::size_t user) noexcept;
std::uint64_t page_id(std::size_t page) noexcept;
std::optional<std::size_t> find_page(std::uint64_t id);

}  // namespace rostrum::sandbox::facebook
