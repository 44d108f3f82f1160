#pragma once

#include "platforms/descriptor.hpp"

#include <cstddef>
#include <string_view>

/// LinkedIn, members and the organisations that they administer. The facts about the platform and
/// where they come from: docs/platforms/linkedin.md.
namespace rostrum::platforms::linkedin {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_openid = "openid";
inline constexpr std::string_view scope_profile = "profile";
inline constexpr std::string_view scope_basic_profile = "r_basicprofile";
inline constexpr std::string_view scope_organization_posts = "r_organization_social";
inline constexpr std::string_view scope_organization_admin = "rw_organization_admin";
inline constexpr std::string_view scope_write_member = "w_member_social";
inline constexpr std::string_view scope_write_organization = "w_organization_social";
inline constexpr std::string_view scope_member_posts = "r_member_social";
inline constexpr std::string_view scope_member_post_figures = "r_member_postAnalytics";
inline constexpr std::string_view scope_member_followers = "r_member_profileAnalytics";

/// The platform allows 100. With 50, the figures of a page are asked for in one address of less
/// than the 4 KB above which it wants another kind of request.
inline constexpr std::size_t page_size_max = 50;
/// Organisations of one member that are offered.
inline constexpr std::size_t organizations_max = 200;

// The platform's hosts.
inline constexpr std::string_view www_host = "https://www.linkedin.com";
inline constexpr std::string_view api_host = "https://api.linkedin.com";

}  // namespace rostrum::platforms::linkedin
