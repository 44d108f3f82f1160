#include "analytics/service.hpp"

#include "analytics/sql.hpp"
#include "core/timezone.hpp"

#include <map>

namespace rostrum::analytics {
namespace {

constexpr int recent_posts = 10;
constexpr int account_posts = 50;
constexpr int best_times_posts_max = 10'000;
constexpr std::chrono::days best_times_span{365};

struct TotalsRow {
    std::string platform;
    std::string handle;
    ConnectionId connection_id;
    std::optional<std::int64_t> followers;
    std::optional<std::int64_t> posts;
    std::optional<double> engagement_rate;
    std::optional<Time> last_synced;
    std::optional<std::string> profile_image;
    std::int64_t engagement_total = 0;
};
BOOST_DESCRIBE_STRUCT(TotalsRow, (),
                      (platform, handle, connection_id, followers, posts, engagement_rate,
                       last_synced, profile_image, engagement_total))

struct AccountRow {
    ConnectionId id;
    std::string handle;
    std::string display_name;
    std::optional<std::string> bio;
    std::optional<std::string> profile_image_url;
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> following_count;
    std::optional<std::int64_t> post_count;
    std::optional<double> engagement_rate;
    bool is_verified = false;
};
BOOST_DESCRIBE_STRUCT(AccountRow, (),
                      (id, handle, display_name, bio, profile_image_url, follower_count,
                       following_count, post_count, engagement_rate, is_verified))

struct SnapshotRow {
    ConnectionId connection_id;
    std::string snapshot_date;
    double value = 0;
};
BOOST_DESCRIBE_STRUCT(SnapshotRow, (), (connection_id, snapshot_date, value))

/// The days of a window, the oldest first, and where each of them stands.
struct Days {
    Days(Time now, int count) {
        const Time first = start_of_day(now) - std::chrono::days{count - 1};
        for (int i = 0; i < count; ++i) {
            names.push_back(to_date(first + std::chrono::days{i}));
            places.emplace(names.back(), static_cast<std::size_t>(i));
        }
    }
    std::vector<std::string> names;
    std::map<std::string, std::size_t> places;
};

using Series = std::vector<std::optional<std::int64_t>>;

/// Repeats the last known value on the days between two known ones.
void close_gaps(Series& series) {
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (!series[i]) continue;
        if (last) {
            for (std::size_t gap = *last + 1; gap < i; ++gap) series[gap] = series[*last];
        }
        last = i;
    }
}

Series sum_up(const std::map<ConnectionId, Series>& accounts, std::size_t days) {
    Series sum(days);
    for (const auto& [id, series] : accounts) {
        for (std::size_t i = 0; i < days; ++i) {
            if (series[i]) sum[i] = sum[i].value_or(0) + *series[i];
        }
    }
    return sum;
}

/// From the first known day to the last.
std::optional<std::int64_t> change_over(const Series& series) {
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;
    for (const auto& value : series) {
        if (!value) continue;
        if (!first) first = value;
        last = value;
    }
    if (!first) return std::nullopt;
    return *last - *first;
}

/// What the accounts grew by, each since its own first day: an account that was connected meanwhile
/// brought its followers along and did not gain them.
std::optional<std::int64_t> growth_of(const std::map<ConnectionId, Series>& accounts) {
    std::optional<std::int64_t> sum;
    for (const auto& [id, series] : accounts) {
        if (const auto change = change_over(series)) sum = sum.value_or(0) + *change;
    }
    return sum;
}

}  // namespace

Task<Overview> Service::overview(accounts::Scope scope) {
    std::vector<db::Query> queries;
    queries.push_back({sql::totals, {scope.workspace}});
    queries.push_back({sql::recent_posts, {scope.workspace, recent_posts}});
    const auto answers = co_await database_.query_all(std::move(queries));
    const auto& totals = answers[0];
    const auto& posts = answers[1];
    Overview overview;
    overview.platforms.reserve(totals.size());
    for (auto& row : totals.all<TotalsRow>()) {
        overview.total_followers += row.followers.value_or(0);
        overview.total_posts += row.posts.value_or(0);
        overview.total_engagement += row.engagement_total;
        overview.platforms.push_back(
            {std::move(row.platform), std::move(row.handle), row.connection_id, row.followers,
             row.posts, row.engagement_rate, row.last_synced, std::move(row.profile_image)});
    }
    overview.recent_posts = posts.all<PostView>();
    co_return overview;
}

Task<ConnectionSummaries> Service::connections(accounts::Scope scope) {
    const auto rows = co_await database_.query(sql::connections, {scope.workspace});
    co_return ConnectionSummaries{rows.all<ConnectionSummary>()};
}

Task<Result<AccountAnalytics>> Service::account(accounts::Scope scope, std::string platform,
                                                std::optional<ConnectionId> id, int days) {
    const auto found = co_await database_.query(sql::account, {scope.workspace, platform, id});
    auto row = found.one<AccountRow>();
    if (!row) co_return fail(ErrorCode::not_found, "no account of this platform is connected");
    const auto posts =
        co_await database_.query(sql::account_posts, {scope.workspace, row->id, account_posts});
    const auto first = to_date(start_of_day(clock_.now()) - std::chrono::days{days - 1});
    const auto metrics =
        co_await database_.query(sql::account_metrics, {scope.workspace, row->id, first});
    co_return AccountAnalytics{
        .platform = std::move(platform),
        .handle = std::move(row->handle),
        .connection_id = row->id,
        .days = days,
        .profile = {std::move(row->display_name), std::move(row->bio),
                    std::move(row->profile_image_url), row->follower_count, row->following_count,
                    row->post_count, row->engagement_rate, row->is_verified},
        .posts = posts.all<PostView>(),
        .metrics = metrics.all<MetricPoint>(),
    };
}

Task<FollowerHistory> Service::followers(accounts::Scope scope, std::optional<ConnectionId> id,
                                         int days) {
    const Days window(clock_.now(), days);
    const auto rows =
        co_await database_.query(sql::followers, {scope.workspace, id, window.names.front()});
    std::map<ConnectionId, Series> accounts;
    for (const auto& row : rows.all<SnapshotRow>()) {
        const auto place = window.places.find(row.snapshot_date);
        if (place == window.places.end()) continue;
        auto& series = accounts[row.connection_id];
        series.resize(window.names.size());
        series[place->second] = static_cast<std::int64_t>(row.value);
    }
    if (!id) {
        for (auto& [account, series] : accounts) close_gaps(series);
    }
    const auto sum = sum_up(accounts, window.names.size());
    FollowerHistory history{.days = days, .points = {}, .change = growth_of(accounts)};
    for (std::size_t i = 0; i < sum.size(); ++i) {
        history.points.push_back({window.names[i], sum[i]});
    }
    co_return history;
}

Task<BestTimes> Service::best_times(accounts::Scope scope, std::optional<ConnectionId> id,
                                    std::optional<std::string> platform) {
    const auto zone_rows = co_await database_.query(sql::timezone, {scope.workspace});
    BestTimes times{.timezone = zone_rows.get<std::string>(0, "timezone"), .cells = {}};
    const auto rows = co_await database_.query(
        sql::rated_posts, {scope.workspace, id, platform.value_or(""),
                           clock_.now() - best_times_span, best_times_posts_max});
    std::map<std::pair<int, int>, BestTime> cells;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto local = local_time(rows.get<Time>(i, "posted_at"), times.timezone);
        if (!local) continue;
        auto& cell = cells[{local->weekday, local->hour}];
        cell.weekday = local->weekday;
        cell.hour = local->hour;
        const double rate = rows.get<double>(i, "engagement_rate");
        cell.engagement_rate += (rate - cell.engagement_rate) / static_cast<double>(++cell.posts);
    }
    for (auto& [place, cell] : cells) times.cells.push_back(cell);
    co_return times;
}

}  // namespace rostrum::analytics
