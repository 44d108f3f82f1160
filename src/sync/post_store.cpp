#include "sync/post_store.hpp"

#include "sync/engagement.hpp"
#include "sync/sql.hpp"

namespace rostrum::sync {
namespace {

/// The newest posts that an account's engagement rate is made of.
constexpr int rate_posts = 50;

std::optional<std::string> if_any(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace

Task<> PostStore::save_profile(db::Transaction& tx, const Owner& owner,
                               const platforms::Profile& profile) {
    const Time now = clock_.now();
    const std::string& name =
        profile.display_name.empty() ? profile.handle : profile.display_name;
    co_await tx.execute(
        sql::upsert_profile,
        {owner.connection, owner.workspace, owner.platform, profile.handle, name,
         if_any(profile.bio), if_any(profile.profile_image_url), if_any(profile.account_type),
         profile.follower_count, profile.following_count, profile.post_count, profile.is_verified,
         now});
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
        rows.push_back({owner.connection, owner.workspace, metric.metric_type, metric.date,
                        metric.value});
    }
    co_await tx.batch(sql::upsert_snapshot, std::move(rows));
}

Task<> PostStore::save_estimated_followers(db::Transaction& tx, const Owner& owner,
                                           std::optional<std::int64_t> today,
                                           const std::vector<platforms::DailyMetric>& metrics) {
    if (!today) co_return;
    std::vector<db::Params> rows;
    for (const auto& [date, followers] : count_back(*today, metrics)) {
        rows.push_back({owner.connection, owner.workspace, "followers", date,
                        static_cast<double>(followers)});
    }
    co_await tx.batch(sql::insert_snapshot, std::move(rows));
}

Task<> PostStore::save_posts(db::Transaction& tx, const Owner& owner,
                             const std::vector<platforms::PlatformPost>& posts,
                             std::optional<std::int64_t> followers) {
    const Time now = clock_.now();
    std::vector<db::Params> rows;
    std::vector<db::Params> history;
    for (const auto& post : posts) {
        const auto& metrics = post.metrics;
        rows.push_back({ids_.next(), owner.workspace, owner.connection, owner.platform,
                        post.external_id, if_any(post.caption), post.media_type,
                        if_any(post.media_url), if_any(post.thumbnail_url),
                        if_any(post.permalink), metrics.views, metrics.reach, metrics.likes,
                        metrics.comments, metrics.shares, metrics.saves, engagement_of(metrics),
                        engagement_rate(metrics, followers), post.posted_at, now});
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
