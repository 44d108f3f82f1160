#pragma once

#include "platforms/post_rules.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace rostrum::platforms::linkedin {

/// Of links, videos and documents, in UTF-16 units.
inline constexpr std::size_t link_title_max = 400;

// The options of a post.
inline constexpr std::string_view option_visibility = "visibility";
inline constexpr std::string_view option_no_reshare = "disableReshare";
inline constexpr std::string_view option_link_description = "linkDescription";
inline constexpr std::string_view option_poll_question = "pollQuestion";
inline constexpr std::string_view option_poll = "pollOptions";
inline constexpr std::string_view option_poll_duration = "pollDuration";

// What is known of an account.
inline constexpr std::string_view option_account_kind = "kind";
inline constexpr std::string_view kind_member = "member";
inline constexpr std::string_view kind_organization = "organization";

extern const std::array<FormatRule, 6> post_formats;
extern const std::array<OptionRule, 6> post_options;
extern const std::array<AccountScopes, 2> account_scopes;

/// What is wrong beyond the rules that are data. `account` is what `account_options` told; what it
/// does not tell is let through.
std::vector<PostIssue> check_post(const PostContent& content, const json::object& account);

}  // namespace rostrum::platforms::linkedin
