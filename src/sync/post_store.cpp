#include "sync/post_store.hpp"

#include "sync/engagement.hpp"
#include "sync/sql.hpp"

#include <string>
#include <unordered_map>

namespace rostrum::sync {
namespace {

/// The newest posts that an account's engagement rate is made of.
constexpr int rate_posts = 50;

struct CountsRow {
    std::string external_id;
    std::optional<std::int64_t> view_count;
    std::optional<std::int64_t> reach_count;
    std::optional<std::int64_t> like_count;
    std::optional<std::int64_t> comment_count;
    std::optional<std::int64_t> share_count;
    std::optional<std::int64_t> save_count;
};
BOOST_DESCRIBE_STRUCT(CountsRow, (),
                      (external_id, view_count, reach_count, like_count, comment_count, share_count,
                       save_count))

using KnownCounts = std::unordered_map<std::string, platforms::PostMetrics>;

/// The counts that are stored of these posts.
Task<KnownCounts> known_counts(db::Transaction& tx, const Owner& owner,
                               const std::vector<platforms::PlatformPost>& posts) {
    db::TextArray ids;
    for (const auto& post : posts) ids.push_back(post.external_id);
    const auto rows =
        co_await tx.query(sql::find_counts, {owner.workspace, owner.platform, std::move(ids)});
    KnownCounts known;
    for (auto& row : rows.all<CountsRow>()) {
        known.emplace(std::move(row.external_id),
                      platforms::PostMetrics{row.view_count, row.reach_count, row.like_count,
                                             row.comment_count, row.share_count, row.save_count});
    }
    co_return known;
}

/// What is told now, and what was told before where it is not: sums are made of both.
platforms::PostMetrics with_known(platforms::PostMetrics metrics, const KnownCounts& known,
                                  const std::string& external_id) {
    const auto it = known.find(external_id);
    if (it == known.end()) return metrics;
    const auto fill = [](std::optional<std::int64_t>& now,
                         const std::optional<std::int64_t>& before) {
        if (!now) now = before;
    };
    fill(metrics.views, it->second.views);
    fill(metrics.reach, it->second.reach);
    fill(metrics.likes, it->second.likes);
    fill(metrics.comments, it->second.comments);
    fill(metrics.shares, it->second.shares);
    fill(metrics.saves, it->second.saves);
    return metrics;
}

std::optional<std::string> if_any(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

Task<> PostStore::save_profile(db::Transaction& tx, const Owner& owner,
                               const platforms::Profile& profile) {
    const Time now = clock_.now();
    const std::string& name = profile.display_name.empty() ? profile.handle : profile.display_name;
    co_await tx.execute(sql::upsert_profile,
                        {owner.connection, owner.workspace, owner.platform, profile.handle, name,
                         if_any(profile.bio), if_any(profile.profile_image_url),
                         if_any(profile.account_type), profile.follower_count,
                         profile.following_count, profile.post_count, profile.is_verified, now});
    std::vector<platforms::DailyMetric> today;
    const auto add = [&](const char* type, std::optional<std::int64_t> value) {
        if (value) today.push_back({type, to_date(now), static_cast<double>(*value)});
    };
    add("followers", profile.follower_count);
    add("following", profile.following_count);
    add("posts", profile.post_count);
    co_await save_daily(tx, owner, today);
}

Task<> PostStore::save_daily(db::Transaction& tx, const Owner& owner,
                             const std::vector<platforms::DailyMetric>& metrics) {
    std::vector<db::Params> rows;
    rows.reserve(metrics.size());
    for (const auto& metric : metrics) {
        rows.push_back(
            {owner.connection, owner.workspace, metric.metric_type, metric.date, metric.value});
    }
    co_await tx.batch(sql::upsert_snapshot, std::move(rows));
}

Task<> PostStore::save_estimated_followers(db::Transaction& tx, const Owner& owner,
                                           std::optional<std::int64_t> today,
                                           const std::vector<platforms::DailyMetric>& metrics) {
    if (!today) co_return;
    std::vector<db::Params> rows;
    for (const auto& [date, followers] : count_back(*today, metrics)) {
        rows.push_back(
            {owner.connection, owner.workspace, "followers", date, static_cast<double>(followers)});
    }
    co_await tx.batch(sql::insert_snapshot, std::move(rows));
}

Task<> PostStore::save_posts(db::Transaction& tx, const Owner& owner,
                             const std::vector<platforms::PlatformPost>& posts,
                             std::optional<std::int64_t> followers) {
    const Time now = clock_.now();
    std::vector<db::Params> rows;
    std::vector<db::Params> history;
    const auto known = co_await known_counts(tx, owner, posts);
    for (const auto& post : posts) {
        const auto metrics = with_known(post.metrics, known, post.external_id);
        rows.push_back({ids_.next(),
                        owner.workspace,
                        owner.connection,
                        owner.platform,
                        post.external_id,
                        if_any(post.caption),
                        post.media_type,
                        if_any(post.media_url),
                        if_any(post.thumbnail_url),
                        if_any(post.permalink),
                        metrics.views,
                        metrics.reach,
                        metrics.likes,
                        metrics.comments,
                        metrics.shares,
                        metrics.saves,
                        engagement_of(metrics),
                        engagement_rate(metrics, followers),
                        post.posted_at,
                        now});
        history.push_back({owner.workspace, owner.platform, post.external_id, to_date(now)});
    }
    co_await tx.batch(sql::upsert_post, std::move(rows));
    co_await tx.batch(sql::upsert_post_metrics, std::move(history));
}

Task<> PostStore::save_engagement(db::Transaction& tx, const Owner& owner,
                                  std::optional<std::int64_t> followers) {
    const auto rows = co_await tx.query(sql::newest_engagements, {owner.connection, rate_posts});
    std::vector<std::int64_t> engagements;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        engagements.push_back(rows.get<std::int64_t>(i, "engagement"));
    }
    const auto rate = account_engagement_rate(engagements, followers);
    co_await tx.execute(sql::set_profile_rate, {owner.connection, rate});
    co_await tx.execute(sql::set_connection_engagement, {owner.connection, rate});
    if (rate) co_await save_daily(tx, owner, {{"engagement_rate", to_date(clock_.now()), *rate}});
}

}  // namespace rostrum::sync
