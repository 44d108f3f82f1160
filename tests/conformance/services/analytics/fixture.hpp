#pragma once

#include "analytics/posts.hpp"
#include "analytics/service.hpp"
#include "conformance/services/fixture.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::analytics {

/// An account as it stands in the table.
struct AccountRow {
    std::string external_id = "a";
    std::string platform = "fake";
    std::string status = "active";
    std::optional<std::int64_t> followers = std::nullopt;
    std::optional<std::int64_t> posts = std::nullopt;
    std::int64_t engagement = 0;
    std::optional<double> rate = std::nullopt;
};

/// A post as it stands in the table.
struct PostRow {
    std::string external_id;
    Time posted_at;
    std::string media_type = "image";
    std::optional<std::int64_t> views = std::nullopt;
    std::optional<std::int64_t> likes = std::nullopt;
    std::optional<std::int64_t> comments = std::nullopt;
    std::int64_t engagement = 0;
    std::optional<double> rate = std::nullopt;
};

/// The reading services, over rows that the tests write themselves.
class AnalyticsTest : public ServiceTest {
protected:
    void SetUp() override {
        ServiceTest::SetUp();
        scope = new_scope();
    }

    ConnectionId add_account(const AccountRow& row = {}) {
        const ConnectionId id{ids.next()};
        execute("INSERT INTO connections (id, workspace_id, platform, external_id, handle,"
                " display_name, status, scopes, follower_count, post_count, engagement_total,"
                " engagement_rate, created_at, updated_at)"
                " VALUES ($1, $2, $3, $4, $5, 'Name', $6, '[]', $7, $8, $9, $10, $11, $11)",
                {id, scope.workspace, row.platform, row.external_id, "handle-" + row.external_id,
                 row.status, row.followers, row.posts, row.engagement, row.rate, clock.now()});
        return id;
    }

    PlatformPostId add_post(ConnectionId connection, const PostRow& row) {
        const PlatformPostId id{ids.next()};
        execute(
            "INSERT INTO platform_posts (id, workspace_id, connection_id, platform, external_id,"
            " media_type, view_count, like_count, comment_count, engagement, engagement_rate,"
            " posted_at, created_at, updated_at)"
            " VALUES ($1, $2, $3, (SELECT platform FROM connections WHERE id = $3), $4, $5, $6,"
            " $7, $8, $9, $10, $11, $12, $12)",
            {id, scope.workspace, connection, row.external_id, row.media_type, row.views, row.likes,
             row.comments, row.engagement, row.rate, row.posted_at, clock.now()});
        return id;
    }

    void add_metric(ConnectionId connection, const std::string& type, const std::string& date,
                    double value) {
        execute("INSERT INTO metric_snapshots (connection_id, workspace_id, metric_type,"
                " snapshot_date, value) VALUES ($1, $2, $3, " +
                    std::string(on_postgres() ? "$4::date" : "$4") + ", $5)",
                {connection, scope.workspace, type, date, value});
    }

    accounts::Scope scope;
    Service service{*database, clock};
    Posts posts{*database};
};

}  // namespace rostrum::analytics
