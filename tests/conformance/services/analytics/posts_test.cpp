#include "conformance/services/analytics/fixture.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace rostrum::analytics {
namespace {

using namespace std::chrono_literals;

class PostsTest : public AnalyticsTest {
protected:
    /// Reads page after page, by the cursors, to the end.
    std::vector<PostView> read_all(const PostFilter& filter, int limit) {
        std::vector<PostView> all;
        PageRequest page{.limit = limit, .after = std::nullopt};
        for (int pages = 0; pages < 100; ++pages) {
            auto got = run(posts.list(scope, filter, page));
            std::ranges::move(got.posts, std::back_inserter(all));
            if (!got.next) return all;
            page.after = got.next;
        }
        ADD_FAILURE() << "the list does not end";
        return all;
    }
    std::vector<std::string> names(const PostFilter& filter, int limit = 100) {
        std::vector<std::string> names;
        for (const auto& post : read_all(filter, limit)) names.push_back(post.external_id);
        return names;
    }
};

using Names = std::vector<std::string>;

/// What a list is sorted by; what is not told comes last, so it counts as less than nothing.
std::int64_t key_of(const PostView& post, SortBy sort) {
    switch (sort) {
        case SortBy::posted_at: return post.posted_at.time_since_epoch().count();
        case SortBy::likes: return post.like_count.value_or(-1);
        case SortBy::comments: return post.comment_count.value_or(-1);
        case SortBy::views: return post.view_count.value_or(-1);
        case SortBy::engagement:
            return post.like_count.value_or(0) + post.comment_count.value_or(0);
    }
    return 0;
}

TEST_P(PostsTest, every_order_is_paged_to_the_end_without_gaps_or_doubles) {
    const auto account = add_account();
    for (int i = 0; i < 47; ++i) {
        // Many ties: seven instants, and counts of 0 to 4 or none.
        PostRow row{.external_id = std::to_string(i), .posted_at = clock.now() - (i % 7) * 1h};
        if (i % 6 != 0) row.likes = i % 5;
        if (i % 4 != 0) row.comments = i % 3;
        if (i % 3 != 0) row.views = i % 2;
        row.engagement = row.likes.value_or(0) + row.comments.value_or(0);
        add_post(account, row);
    }
    for (const auto sort :
         {SortBy::posted_at, SortBy::engagement, SortBy::likes, SortBy::comments, SortBy::views}) {
        for (const auto order : {Order::descending, Order::ascending}) {
            const PostFilter filter{.sort = sort, .order = order};
            const auto whole = read_all(filter, 100);
            ASSERT_EQ(whole.size(), 47U);
            for (const int limit : {1, 5, 47}) {
                const auto paged = read_all(filter, limit);
                ASSERT_EQ(paged.size(), whole.size()) << limit;
                for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_EQ(paged[i].id, whole[i].id);
            }
            std::set<PlatformPostId> seen;
            for (const auto& post : whole) seen.insert(post.id);
            EXPECT_EQ(seen.size(), 47U);
        }
    }
}

TEST_P(PostsTest, lists_are_in_the_order_that_they_say) {
    const auto account = add_account();
    for (int i = 0; i < 20; ++i) {
        add_post(account, {.external_id = std::to_string(i),
                           .posted_at = clock.now() - ((i * 7) % 20) * 1h,
                           .views = (i * 3) % 20,
                           .likes = (i * 11) % 20,
                           .comments = (i * 13) % 20,
                           .engagement = (i * 11) % 20 + (i * 13) % 20});
    }
    for (const auto sort :
         {SortBy::posted_at, SortBy::engagement, SortBy::likes, SortBy::comments, SortBy::views}) {
        const auto key = [&](const PostView& post) { return key_of(post, sort); };
        EXPECT_TRUE(std::ranges::is_sorted(read_all({.sort = sort, .order = Order::descending}, 7),
                                           std::greater{}, key));
        EXPECT_TRUE(std::ranges::is_sorted(read_all({.sort = sort, .order = Order::ascending}, 7),
                                           std::less{}, key));
    }
}

TEST_P(PostsTest, a_post_without_the_count_comes_last_in_either_direction) {
    const auto account = add_account();
    add_post(account, {.external_id = "none", .posted_at = clock.now()});
    add_post(account, {.external_id = "zero", .posted_at = clock.now(), .likes = 0});
    add_post(account, {.external_id = "one", .posted_at = clock.now(), .likes = 1});
    EXPECT_EQ(names({.sort = SortBy::likes, .order = Order::descending}),
              (Names{"one", "zero", "none"}));
    EXPECT_EQ(names({.sort = SortBy::likes, .order = Order::ascending}),
              (Names{"zero", "one", "none"}));
}

TEST_P(PostsTest, filters_narrow_every_order) {
    const auto account = add_account({.external_id = "a"});
    const auto other = add_account({.external_id = "b", .platform = "other"});
    const Time noon = clock.now();
    add_post(account, {.external_id = "early", .posted_at = noon - 2h, .likes = 1});
    add_post(account, {.external_id = "noon", .posted_at = noon, .likes = 2});
    add_post(account,
             {.external_id = "reel", .posted_at = noon + 1h, .media_type = "reel", .likes = 3});
    add_post(other, {.external_id = "other", .posted_at = noon + 2h, .likes = 4});
    struct Row {
        PostFilter filter;
        Names expected;
        std::string_view reason;
    };
    const Row rows[] = {
        {{}, {"other", "reel", "noon", "early"}, "everything"},
        {{.platform = "other"}, {"other"}, "a platform"},
        {{.platform = "unknown"}, {}, "an unknown platform"},
        {{.connection = account}, {"reel", "noon", "early"}, "an account"},
        {{.connection = ConnectionId{ids.next()}}, {}, "an unknown account"},
        {{.media_type = "reel"}, {"reel"}, "a kind of media"},
        {{.from = noon}, {"other", "reel", "noon"}, "from is part of it"},
        {{.to = noon}, {"early"}, "to is not"},
        {{.from = noon, .to = noon + 1us}, {"noon"}, "one instant"},
        {{.from = noon, .to = noon}, {}, "an empty span"},
        {{.from = noon + 1h, .to = noon}, {}, "a span that ends before it begins"},
        {{.platform = "fake", .connection = account, .media_type = "image", .from = noon},
         {"noon"},
         "all together"},
    };
    for (const auto& row : rows) {
        auto filter = row.filter;
        EXPECT_EQ(names(filter), row.expected) << row.reason;
        filter.sort = SortBy::likes;
        EXPECT_EQ(names(filter), row.expected) << row.reason << ", by likes";
        auto reversed = row.expected;
        std::ranges::reverse(reversed);
        filter.order = Order::ascending;
        EXPECT_EQ(names(filter), reversed) << row.reason << ", by likes, ascending";
        filter.sort = SortBy::posted_at;
        EXPECT_EQ(names(filter), reversed) << row.reason << ", ascending";
    }
}

TEST_P(PostsTest, posts_from_before_1970_are_listed_too) {
    const auto account = add_account();
    add_post(account, {.external_id = "old", .posted_at = *parse_time("1965-01-01T00:00:00Z")});
    EXPECT_EQ(names({}), Names{"old"});
    EXPECT_EQ(names({.order = Order::ascending}), Names{"old"});
}

TEST_P(PostsTest, posts_of_other_workspaces_are_out_of_reach) {
    const auto account = add_account();
    add_post(account, {.external_id = "p", .posted_at = clock.now()});
    scope = new_scope();
    EXPECT_TRUE(names({}).empty());
    EXPECT_TRUE(names({.connection = account}).empty());
    EXPECT_TRUE(names({.sort = SortBy::likes}).empty());
}

TEST_P(PostsTest, a_page_that_is_not_full_is_the_last) {
    const auto account = add_account();
    for (int i = 0; i < 3; ++i) {
        add_post(account, {.external_id = std::to_string(i), .posted_at = clock.now()});
    }
    EXPECT_FALSE(run(posts.list(scope, {}, {.limit = 4, .after = std::nullopt})).next);
    const auto full = run(posts.list(scope, {}, {.limit = 3, .after = std::nullopt}));
    ASSERT_TRUE(full.next);
    const auto rest = run(posts.list(scope, {}, {.limit = 3, .after = full.next}));
    EXPECT_TRUE(rest.posts.empty());
    EXPECT_FALSE(rest.next);
}

TEST_P(PostsTest, a_cursor_that_nobody_gave_out_does_no_harm) {
    const auto account = add_account();
    add_post(account, {.external_id = "p", .posted_at = clock.now(), .likes = 5});
    for (const auto key : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                           std::numeric_limits<std::int64_t>::max()}) {
        for (const auto sort : {SortBy::posted_at, SortBy::likes}) {
            for (const auto order : {Order::descending, Order::ascending}) {
                const PageRequest page{.limit = 5, .after = Cursor{key, Uuid{}}};
                EXPECT_NO_THROW(run(posts.list(scope, {.sort = sort, .order = order}, page)));
            }
        }
    }
}

ROSTRUM_ON_ALL_ENGINES(PostsTest);

}  // namespace
}  // namespace rostrum::analytics
