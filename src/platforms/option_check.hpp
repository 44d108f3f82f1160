#pragma once

#include "platforms/post_rules.hpp"

#include <span>
#include <vector>

namespace rostrum::platforms {

/// What the rules say to the options of a post. `format` is everybody's and is not among them.
void check_options(std::span<const OptionRule> rules, const PostContent& content,
                   std::vector<PostIssue>& issues);

}  // namespace rostrum::platforms
