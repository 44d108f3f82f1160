#pragma once

#include "platforms/descriptor.hpp"

#include <string_view>

/// Facebook's pages. The facts about the platform and where they come from:
/// docs/platforms/facebook.md.
namespace rostrum::platforms::facebook {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_pages = "pages_show_list";
inline constexpr std::string_view scope_engagement = "pages_read_engagement";
inline constexpr std::string_view scope_posts = "pages_manage_posts";
inline constexpr std::string_view scope_insights = "read_insights";

}  // namespace rostrum::platforms::facebook
