#pragma once

#include "platforms/post_rules.hpp"

#include <array>
#include <span>
#include <vector>

/// What a page takes. Where the figures come from: docs/platforms/facebook.md.
namespace rostrum::platforms::facebook {

/// The formats, in the order of preference.
extern const std::array<FormatRule, 7> page_formats;

/// What is wrong beyond the data.
std::vector<PostIssue> check_post(const PostContent& content);

}  // namespace rostrum::platforms::facebook
