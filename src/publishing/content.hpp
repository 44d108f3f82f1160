#pragma once

#include "platforms/post_rules.hpp"
#include "publishing/rows.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::publishing {

/// A hashtag without its mark; nothing when it is no single word.
std::optional<std::string> tidy_hashtag(std::string_view text);

/// The files of a target: its own, or the post's.
const std::vector<std::string>& media_of(const PostRow& post, const TargetRow& target);

/// The ids that are written in texts; what is no id is left out.
std::vector<MediaId> media_ids_of(const std::vector<std::string>& texts);

/// The format that the options of a target name; nothing when they name none, or none that there
/// is.
std::optional<platforms::PostFormat> wanted_format(const json::value& options);

/// What a target publishes: the post with the target's variant of it, in the format that fits, and
/// with the post's hashtags, unless they stand in the text already.
struct Composed {
    platforms::PostContent content;
    bool has_format = false;  ///< false: no format of the platform takes such a post
};
Composed compose(const PostRow& post, const TargetRow& target,
                 std::vector<platforms::MediaFile> media, const platforms::PostRules& rules);

}  // namespace rostrum::publishing
