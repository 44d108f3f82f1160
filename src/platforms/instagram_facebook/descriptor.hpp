#pragma once

#include "platforms/descriptor.hpp"

#include <string_view>

/// Instagram's accounts, through Facebook Login and the pages that they are linked with. The facts
/// about the platform and where they come from: docs/platforms/facebook.md.
namespace rostrum::platforms::instagram_facebook {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_basic = "instagram_basic";
inline constexpr std::string_view scope_pages = "pages_show_list";
inline constexpr std::string_view scope_engagement = "pages_read_engagement";
inline constexpr std::string_view scope_publish = "instagram_content_publish";
inline constexpr std::string_view scope_contents = "instagram_manage_contents";
inline constexpr std::string_view scope_insights = "instagram_manage_insights";

}  // namespace rostrum::platforms::instagram_facebook
