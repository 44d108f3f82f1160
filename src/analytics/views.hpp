#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::analytics {

/// A platform post with its counts; one that the platform does not tell is empty.
struct PostView {
    PlatformPostId id;
    ConnectionId connection_id;
    std::string platform;
    std::string external_id;
    std::optional<std::string> caption;
    std::string media_type;
    std::optional<std::string> media_url;
    std::optional<std::string> thumbnail_url;
    std::optional<std::string> permalink;
    std::optional<std::int64_t> view_count;
    std::optional<std::int64_t> reach_count;
    std::optional<std::int64_t> like_count;
    std::optional<std::int64_t> comment_count;
    std::optional<std::int64_t> share_count;
    std::optional<std::int64_t> save_count;
    std::optional<double> engagement_rate;  ///< percent
    Time posted_at;
};
BOOST_DESCRIBE_STRUCT(PostView, (),
                      (id, connection_id, platform, external_id, caption, media_type, media_url,
                       thumbnail_url, permalink, view_count, reach_count, like_count, comment_count,
                       share_count, save_count, engagement_rate, posted_at))

/// One connected account in the overview.
struct AccountTotals {
    std::string platform;
    std::string handle;
    ConnectionId connection_id;
    std::optional<std::int64_t> followers;
    std::optional<std::int64_t> posts;
    std::optional<double> engagement_rate;
    std::optional<Time> last_synced;
    std::optional<std::string> profile_image;
};
BOOST_DESCRIBE_STRUCT(AccountTotals, (),
                      (platform, handle, connection_id, followers, posts, engagement_rate,
                       last_synced, profile_image))

struct Overview {
    std::int64_t total_followers = 0;
    std::int64_t total_posts = 0;
    std::int64_t total_engagement = 0;
    std::vector<AccountTotals> platforms;
    std::vector<PostView> recent_posts;
};
BOOST_DESCRIBE_STRUCT(Overview, (),
                      (total_followers, total_posts, total_engagement, platforms, recent_posts))

struct ConnectionSummary {
    ConnectionId id;
    std::string platform;
    std::string handle;
    bool connected = false;
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> post_count;
    std::optional<Time> last_synced;
    std::optional<Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(ConnectionSummary, (),
                      (id, platform, handle, connected, follower_count, post_count, last_synced,
                       expires_at))

struct ConnectionSummaries {
    std::vector<ConnectionSummary> connections;
};
BOOST_DESCRIBE_STRUCT(ConnectionSummaries, (), (connections))

struct ProfileView {
    std::string display_name;
    std::optional<std::string> bio;
    std::optional<std::string> profile_image_url;
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> following_count;
    std::optional<std::int64_t> post_count;
    std::optional<double> engagement_rate;
    bool is_verified = false;
};
BOOST_DESCRIBE_STRUCT(ProfileView, (),
                      (display_name, bio, profile_image_url, follower_count, following_count,
                       post_count, engagement_rate, is_verified))

struct MetricPoint {
    std::string metric_type;
    double value = 0;
    std::string snapshot_date;  ///< UTC day, "2026-11-20"
};
BOOST_DESCRIBE_STRUCT(MetricPoint, (), (metric_type, value, snapshot_date))

struct AccountAnalytics {
    std::string platform;
    std::string handle;
    ConnectionId connection_id;
    int days = 30;
    ProfileView profile;
    std::vector<PostView> posts;
    std::vector<MetricPoint> metrics;
};
BOOST_DESCRIBE_STRUCT(AccountAnalytics, (),
                      (platform, handle, connection_id, days, profile, posts, metrics))

struct FollowerPoint {
    std::string date;
    std::optional<std::int64_t> followers;  ///< empty: nothing is known of this day
};
BOOST_DESCRIBE_STRUCT(FollowerPoint, (), (date, followers))

struct FollowerHistory {
    int days = 30;
    std::vector<FollowerPoint> points;
    std::optional<std::int64_t> change;  ///< of each account, from its first known day to its last
};
BOOST_DESCRIBE_STRUCT(FollowerHistory, (), (days, points, change))

struct BestTime {
    int weekday = 0;  ///< Monday is 0
    int hour = 0;
    std::int64_t posts = 0;
    double engagement_rate = 0;  ///< mean of the posts, percent
};
BOOST_DESCRIBE_STRUCT(BestTime, (), (weekday, hour, posts, engagement_rate))

struct BestTimes {
    std::string timezone;
    std::vector<BestTime> cells;  ///< only those with posts
};
BOOST_DESCRIBE_STRUCT(BestTimes, (), (timezone, cells))

}  // namespace rostrum::analytics
