#include "analytics/variants.hpp"

#include "conformance/services/analytics/fixture.hpp"

namespace rostrum::analytics {
namespace {

class VariantsTest : public AnalyticsTest {
protected:
    CampaignId add_campaign() {
        const CampaignId id{ids.next()};
        execute("INSERT INTO campaigns (id, workspace_id, name, status, created_at, updated_at)"
                " VALUES ($1, $2, 'C', 'active', $3, $3)",
                {id, scope.workspace, clock.now()});
        return id;
    }

    /// A post with one target, which is live as `external_id` when that is given.
    void add_variant(CampaignId campaign, ConnectionId connection, const std::string& group,
                     const std::string& variant, std::optional<std::string> external_id) {
        const PostId post{ids.next()};
        execute("INSERT INTO posts (id, workspace_id, campaign_id, content, thread, hashtags,"
                " media_ids, status, variant_group, variant, created_at, updated_at)"
                " VALUES ($1, $2, $3, 'text', '[]', '[]', '[]', 'published', $4, $5, $6, $6)",
                {post, scope.workspace, campaign, group, variant, clock.now()});
        execute("INSERT INTO post_targets (id, workspace_id, post_id, connection_id, platform,"
                " place, options, status, external_id, published_at, created_at, updated_at)"
                " VALUES ($1, $2, $3, $4, 'fake', 0, '{}', $5, $6, $7, $8, $8)",
                {PostTargetId{ids.next()}, scope.workspace, post, connection,
                 std::string(external_id ? "published" : "failed"), external_id,
                 external_id ? std::optional(clock.now()) : std::nullopt, clock.now()});
    }

    Variants variants{*database};
};

TEST_P(VariantsTest, are_compared_by_what_their_posts_came_to) {
    const auto account = add_account();
    const auto campaign = add_campaign();
    add_post(account, {.external_id = "1",
                       .posted_at = clock.now(),
                       .views = 100,
                       .likes = 10,
                       .comments = 1,
                       .engagement = 11,
                       .rate = 4.0});
    add_post(account, {.external_id = "2",
                       .posted_at = clock.now(),
                       .views = 50,
                       .likes = 5,
                       .engagement = 5,
                       .rate = 2.0});
    add_variant(campaign, account, "headline", "A", "1");
    add_variant(campaign, account, "headline", "A", "2");
    add_variant(campaign, account, "headline", "B", "not synced yet");
    add_variant(campaign, account, "headline", "B", std::nullopt);
    add_variant(campaign, account, "colour", "red", std::nullopt);

    const auto groups = run(variants.of(scope, campaign));
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].group, "colour");
    ASSERT_EQ(groups[1].variants.size(), 2U);
    const auto& a = groups[1].variants[0];
    EXPECT_EQ(a.variant, "A");
    EXPECT_EQ(a.posts, 2);
    EXPECT_EQ(a.published, 2);
    EXPECT_EQ(a.measured, 2);
    EXPECT_EQ(a.views, 150);
    EXPECT_EQ(a.likes, 15);
    EXPECT_EQ(a.engagement, 16);
    EXPECT_DOUBLE_EQ(a.engagement_rate.value(), 3.0);
    EXPECT_FALSE(a.shares) << "no platform told";
    const auto& b = groups[1].variants[1];
    EXPECT_EQ(b.posts, 2);
    EXPECT_EQ(b.published, 1);
    EXPECT_EQ(b.measured, 0);
    EXPECT_FALSE(b.views);
}

TEST_P(VariantsTest, of_others_are_not_told) {
    const auto campaign = add_campaign();
    add_variant(campaign, add_account(), "headline", "A", "1");
    auto elsewhere = scope;
    elsewhere.workspace = WorkspaceId{ids.next()};
    EXPECT_TRUE(run(variants.of(elsewhere, campaign)).empty());
}

ROSTRUM_ON_ALL_ENGINES(VariantsTest);

}  // namespace
}  // namespace rostrum::analytics
