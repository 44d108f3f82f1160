#pragma once

#include "core/json.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Instagram's answers as the structs of platform.hpp. Unknown fields are ignored, absent fields
/// and such of a wrong type are empty; nothing throws. An empty optional means that the answer
/// lacks what makes it one.
namespace rostrum::platforms::instagram {

/// What a code was traded for: a token for one hour.
struct ShortGrant {
    Secret token;
    std::vector<std::string> scopes;  ///< granted; empty when the platform did not say
};

/// The answer may be flat or in `data[0]`, the permissions a list or text with commas.
std::optional<ShortGrant> parse_short_grant(const json::value& body);

/// A lasting token, asked for at `asked_at`. Without a life of its own it has the documented one.
std::optional<Tokens> parse_long_token(const json::value& body, Time asked_at);

/// The fields of /me that an account and a profile are made of.
inline constexpr std::string_view me_fields =
    "id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,"
    "media_count";

/// Of /me, flat or in `data[0]`. An answer without an id is none.
std::optional<Account> parse_account(const json::value& body);
std::optional<Profile> parse_profile(const json::value& body);

/// A page of the media list; none when the answer has no list. An item without id or time is left
/// out. There is a next page only when `paging.next` says so, which itself is not kept: it holds
/// the token.
std::optional<PostPage> parse_media_page(const json::value& body);

/// Figures of one post. A figure that is absent stays empty.
PostMetrics parse_post_metrics(const json::value& body);

/// Values by day, under `metric_type`: of the days that begin in [from, to) and have ended at
/// `now`.
std::vector<DailyMetric> parse_time_series(const json::value& body, std::string_view metric_type,
                                           Time from, Time to, Time now);

/// One value per metric for the whole range asked for, which was the day `date`.
std::vector<DailyMetric> parse_totals(const json::value& body, std::string_view date);

}  // namespace rostrum::platforms::instagram
