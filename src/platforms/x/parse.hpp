#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>

/// X's answers as the structs of platform.hpp, with the field names of before and after the
/// renaming of August 2026. Unknown fields are ignored, absent fields and such of a wrong type are
/// empty; nothing throws. An empty optional means that the answer lacks what makes it one.
namespace rostrum::platforms::x {

inline constexpr std::string_view user_fields =
    "description,id,name,profile_image_url,public_metrics,subscription_type,username,verified";

inline constexpr std::string_view media_fields = "media_key,preview_image_url,type,url";

/// What the fields of posts are asked for with.
struct FieldNames {
    std::string_view parameter;
    std::string_view fields;
};
inline constexpr FieldNames new_names{"post.fields",
                                      "attachments,created_at,entities,note_post,public_metrics"};
inline constexpr FieldNames old_names{"tweet.fields",
                                      "attachments,created_at,entities,note_tweet,public_metrics"};

std::optional<Account> parse_account(const json::value& body);
std::optional<Profile> parse_profile(const json::value& body);

/// A page of posts, without their permalinks. None when the answer has no list and does not say
/// either that the page is empty. A post without id or time is left out.
std::optional<PostPage> parse_posts(const json::value& body);

}  // namespace rostrum::platforms::x
