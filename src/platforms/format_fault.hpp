#pragma once

#include "platforms/post_rules.hpp"

#include <optional>
#include <vector>

namespace rostrum::platforms {

/// Why `format_for` found nothing: which of the format, the thread, the kinds and the number of the
/// files no format takes. Never empty.
std::vector<PostIssue> why_no_format(const PostRules& rules, const PostContent& content,
                                     std::optional<PostFormat> wanted);

}  // namespace rostrum::platforms
