#pragma once

#include "sandbox/cast.hpp"
#include "sandbox/linkedin/posts.hpp"
#include "sandbox/linkedin/wire.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The figures of pages and of members, as bodies of answers.
namespace rostrum::sandbox::linkedin {

/// All that the posts of a page got until now, as one element.
std::string share_totals(const Cast& pages, std::size_t page, std::string_view urn, Time now);
/// One element for each post.
std::string share_figures(const Cast& pages, std::span<const CastPost> posts,
                          std::string_view page_urn, std::string_view kind, Time now);
/// An element for each day that is over.
std::string share_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                       Time now);
std::string follower_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                          Time now);
std::string page_view_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                           Time now);

/// How many follow a member, and how many more each day.
std::string member_followers(const Cast& members, std::size_t member, Time now);
std::string member_follower_days(const Cast& members, std::size_t member, Range range, Time now);

/// One figure, `query_type`, of a post or of all posts of a member; nothing for an unknown one.
std::optional<std::string> member_post_figure(const Cast& members, const CastPost& post,
                                              std::string_view query_type, Time now);
std::optional<std::string> member_figure_days(const Cast& members, std::size_t member,
                                              std::string_view query_type, Range range, Time now);

}  // namespace rostrum::sandbox::linkedin
