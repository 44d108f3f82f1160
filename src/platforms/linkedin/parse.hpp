#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// LinkedIn's answers as the structs of platform.hpp. Unknown fields are ignored, absent fields and
/// such of a wrong type are empty; nothing throws. An empty optional means that the answer lacks
/// what makes it one.
namespace rostrum::platforms::linkedin {

/// A member, from /v2/userinfo or from /v2/me. The first has no handle: the name stands for it.
std::optional<Profile> parse_member(const json::value& body);
std::optional<Profile> parse_organization(const json::value& body);
/// The organisations of a BATCH_GET.
std::vector<Profile> parse_organizations(const json::value& body);
Account account_of(const Profile& profile);

/// A page of roles.
struct RolePage {
    std::vector<std::string> organizations;  ///< ids
    bool more = false;
};
std::optional<RolePage> parse_roles(const json::value& body, std::size_t asked_for);

/// A page of posts that began at `start`. A post without id or time, and one that is not published,
/// is left out. There is a next page after a full one, or where a link says so: `total` is not to
/// be relied upon.
std::optional<PostPage> parse_posts(const json::value& body, std::size_t start,
                                    std::size_t asked_for);

/// The URN of the first picture of each post that has one, by the posts' URNs.
std::map<std::string, std::string> parse_pictures(const json::value& body);

/// Where the pictures of a BATCH_GET are, by their URNs.
std::map<std::string, std::string> parse_picture_addresses(const json::value& body);

/// Figures of an organisation's posts, by the posts' URNs.
std::map<std::string, PostMetrics> parse_share_statistics(const json::value& body);

/// The number `name` of the first element: `count`, `memberFollowersCount`.
std::optional<std::int64_t> parse_first_number(const json::value& body, std::string_view name);

/// Where a daily figure stands in an element of a series. Figures of one type are added up.
struct DailyField {
    std::string_view metric_type;
    std::string_view path;  ///< "totalShareStatistics.clickCount"
};

/// The days of a series that begin in [from, to).
std::vector<DailyMetric> parse_daily(const json::value& body, std::span<const DailyField> fields,
                                     Time from, Time to);

}  // namespace rostrum::platforms::linkedin
