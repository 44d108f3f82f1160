#pragma once

#include <string>
#include <string_view>

/// LinkedIn calls everything by a URN: `urn:li:person:782bbtaQ`, `urn:li:organization:5515715`.
namespace rostrum::platforms::linkedin {

inline constexpr std::string_view person_prefix = "urn:li:person:";
inline constexpr std::string_view organization_prefix = "urn:li:organization:";
inline constexpr std::string_view share_prefix = "urn:li:share:";
inline constexpr std::string_view image_prefix = "urn:li:image:";
inline constexpr std::string_view video_prefix = "urn:li:video:";
inline constexpr std::string_view document_prefix = "urn:li:document:";
inline constexpr std::string_view ugc_post_prefix = "urn:li:ugcPost:";

inline bool is_organization(std::string_view urn) { return urn.starts_with(organization_prefix); }

/// What stands behind the last colon; of a bare id, the id.
inline std::string_view id_of_urn(std::string_view urn) { return urn.substr(urn.rfind(':') + 1); }

}  // namespace rostrum::platforms::linkedin
