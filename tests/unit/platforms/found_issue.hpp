#pragma once

#include "platforms/post_issue.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::platforms {

inline bool has_issue(const std::vector<PostIssue>& issues, std::string_view code) {
    return std::ranges::find(issues, code, &PostIssue::code) != issues.end();
}

/// The limit, and what the post has.
using Numbers = std::pair<std::int64_t, std::int64_t>;

/// The limit that the issue of this code names, and what the post has; {0, 0} without an issue.
inline Numbers numbers_of(const std::vector<PostIssue>& issues, std::string_view code) {
    const auto found = std::ranges::find(issues, code, &PostIssue::code);
    if (found == issues.end()) return {};
    return {found->limit.value_or(-1), found->actual.value_or(-1)};
}

}  // namespace rostrum::platforms
