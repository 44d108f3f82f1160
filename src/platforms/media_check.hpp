#pragma once

#include "platforms/post_rules.hpp"

#include <vector>

namespace rostrum::platforms {

/// The rule of a format for a kind of media, or null when it takes none of that kind.
const MediaRule* find_media_rule(const FormatRule& rule, MediaKind kind);

/// Whether there are files of more than one kind.
bool mixes_kinds(const std::vector<MediaFile>& media);

/// What a format's rules say to the files of a post. What could not be probed is let through: the
/// platform will tell.
void check_media(const FormatRule& rule, const std::vector<MediaFile>& media,
                 std::vector<PostIssue>& issues);

}  // namespace rostrum::platforms
