#pragma once

#include "platforms/post_content.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What somebody chose for a post, read from its options.
namespace rostrum::platforms::tiktok {

inline constexpr std::string_view level_public = "PUBLIC_TO_EVERYONE";
inline constexpr std::string_view level_self = "SELF_ONLY";

inline constexpr std::string_view mode_direct = "direct";
inline constexpr std::string_view mode_draft = "draft";
inline constexpr std::string_view source_upload = "upload";
inline constexpr std::string_view source_url = "url";

/// Empty when it was not chosen.
std::string text_option(const PostContent& content, std::string_view name);
std::optional<std::int64_t> number_option(const PostContent& content, std::string_view name);
bool flag_option(const PostContent& content, std::string_view name, bool otherwise);

bool is_video(const PostContent& content);

/// Goes to the inbox of the TikTok app, where its author finishes it.
bool is_draft(const PostContent& content);

/// What has to be granted for it: drafts have a permission of their own.
std::string_view scope_for(const PostContent& content);

/// TikTok fetches the files from us: photos always, videos when that was chosen.
bool is_fetched(const PostContent& content);

}  // namespace rostrum::platforms::tiktok
