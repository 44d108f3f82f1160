#pragma once

#include "platforms/descriptor.hpp"

#include <chrono>
#include <string_view>

/// Instagram, through the Instagram API with Instagram Login. The facts about the platform and
/// where they come from: docs/platforms/instagram.md.
namespace rostrum::platforms::instagram {

extern const Descriptor descriptor;

inline constexpr std::string_view scope_basic = "instagram_business_basic";
inline constexpr std::string_view scope_publish = "instagram_business_content_publish";
inline constexpr std::string_view scope_insights = "instagram_business_manage_insights";

/// How long a long-lived token lives from when it was issued or renewed.
inline constexpr std::chrono::seconds token_life = std::chrono::days{60};

// The platform's hosts.
inline constexpr std::string_view www_host = "https://www.instagram.com";
inline constexpr std::string_view api_host = "https://api.instagram.com";
inline constexpr std::string_view graph_host = "https://graph.instagram.com";

}  // namespace rostrum::platforms::instagram
