#pragma once

#include "platforms/post_rules.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::x {

// The options of a post.
inline constexpr std::string_view option_reply_settings = "replySettings";
inline constexpr std::string_view option_reply_to = "inReplyTo";
inline constexpr std::string_view option_poll = "pollOptions";
inline constexpr std::string_view option_poll_minutes = "pollDurationMinutes";
inline constexpr std::string_view option_community = "communityId";
inline constexpr std::string_view option_made_with_ai = "madeWithAi";
inline constexpr std::string_view option_paid_partnership = "paidPartnership";

inline constexpr std::size_t thread_parts_max = 25;
inline constexpr std::int64_t poll_minutes_default = 1'440;
inline constexpr std::size_t alt_text_max = 1'000;

extern const std::array<FormatRule, 6> post_formats;
extern const std::array<OptionRule, 7> post_options;

/// The texts of the posts that it takes: one, or several of a thread. A link that no text has
/// stands behind the first. A part of a thread that is too long is cut.
std::vector<std::string> texts_of(const PostContent& content);

/// What is wrong beyond the rules that are data.
std::vector<PostIssue> check_post(const PostContent& content);

}  // namespace rostrum::platforms::x
