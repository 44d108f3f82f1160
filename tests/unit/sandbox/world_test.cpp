#include "sandbox/instagram/world.hpp"

#include "core/utf8.hpp"
#include "sandbox/captions.hpp"
#include "sandbox/instagram/engagement.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rostrum::sandbox::instagram {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Time start = ManualClock().now();

const Account& ada() { return *find_account("ada.bakes"); }

TEST(World, has_accounts_of_many_shapes_with_names_and_ids_of_their_own) {
    EXPECT_GE(accounts().size(), 12U);
    std::set<std::string_view> names;
    std::set<std::uint64_t> ids;
    for (const auto& account : accounts()) {
        EXPECT_FALSE(account.shape.empty()) << account.username;
        EXPECT_LE(account.username.size(), 30U);
        EXPECT_LE(account.carousels + account.reels, 100) << account.username;
        names.insert(account.username);
        ids.insert(ig_id(account));
        ids.insert(app_scoped_id(account));
        EXPECT_EQ(find_account(ig_id(account)), &account);
    }
    EXPECT_EQ(names.size(), accounts().size());
    EXPECT_EQ(ids.size(), 2 * accounts().size());
}

TEST(World, begins_with_the_number_of_posts_that_an_account_is_known_for) {
    const World world(1, start);
    for (const auto& account : accounts()) {
        EXPECT_EQ(world.posts(account, start).size(), account.posts) << account.username;
    }
}

TEST(World, is_the_same_for_the_same_seed_and_another_for_another) {
    const World one(7, start);
    const World same(7, start);
    const World other(8, start);
    const auto slot = one.posts(ada(), start).newest;
    EXPECT_EQ(one.post(ada(), slot).posted_at, same.post(ada(), slot).posted_at);
    EXPECT_EQ(engagement(one.post(ada(), slot), start).reach,
              engagement(same.post(ada(), slot), start).reach);
    EXPECT_EQ(one.followers(ada(), start + days{40}), same.followers(ada(), start + days{40}));
    EXPECT_NE(one.post(ada(), slot).posted_at, other.post(ada(), slot).posted_at);
    EXPECT_NE(one.followers(ada(), start + days{40}), other.followers(ada(), start + days{40}));
}

TEST(World, keeps_its_posts_when_it_is_made_again_on_a_later_day) {
    const Time launch{std::chrono::sys_days{std::chrono::year{2026} / 11 / 20}};
    const World before(1, launch + days{3});
    const World after(1, launch + days{30});
    const auto now = launch + days{30};
    EXPECT_EQ(before.posts(ada(), now).oldest, after.posts(ada(), now).oldest);
    EXPECT_EQ(before.posts(ada(), now).size(), 214 + 30);
    EXPECT_EQ(before.followers(ada(), now), after.followers(ada(), now));
}

TEST(World, gets_a_post_a_day_from_a_typical_creator) {
    const World world(1, start);
    for (int day = 0; day <= 60; ++day) {
        EXPECT_EQ(world.posts(ada(), start + days{day}).size(), 214 + day);
    }
}

TEST(World, has_posts_in_the_order_of_their_slots_and_none_from_the_future) {
    const World world(1, start);
    const auto now = start + hours{13};
    for (const auto& account : accounts()) {
        const auto range = world.posts(account, now);
        Time last{};
        for (auto slot = range.oldest; slot <= range.newest; ++slot) {
            const auto post = world.post(account, slot);
            EXPECT_GT(post.posted_at, last);
            EXPECT_LE(post.posted_at, now);
            last = post.posted_at;
        }
    }
}

TEST(World, finds_a_post_a_child_and_a_story_by_id) {
    const World world(1, start);
    const auto& layers = *find_account("layers.studio");
    const auto post = world.post(layers, world.posts(layers, start).newest);
    ASSERT_GE(post.children, 2);
    const auto child = world.find(child_id(post, 2), start);
    ASSERT_TRUE(child);
    EXPECT_EQ(child->child, 2);
    EXPECT_EQ(child->post.id, post.id);

    const auto stories = world.stories(ada(), start);
    ASSERT_EQ(stories.size(), 3);
    const auto story = world.story(ada(), stories.oldest);
    ASSERT_TRUE(world.find(story.id, start));
    EXPECT_FALSE(world.find(story.id, story.posted_at + story_life)) << "stories last a day";
}

TEST(World, finds_nothing_where_nothing_is) {
    const World world(1, start);
    const auto newest = world.post(ada(), world.posts(ada(), start).newest);
    const struct {
        std::uint64_t id;
        const char* reason;
    } rows[] = {
        {0, "zero"},
        {42, "far below the ids"},
        {newest.id + 1, "the slot of tomorrow"},
        {world.post(ada(), world.posts(ada(), start).oldest).id - 1, "before the first post"},
        {child_id(newest, 99), "more children than a carousel has"},
        {17'900'000'000'000'000, "account zero"},
        {17'909'900'000'000'000, "an account after the last"},
        {~std::uint64_t{0}, "the largest number"},
    };
    for (const auto& row : rows) EXPECT_FALSE(world.find(row.id, start)) << row.reason;
}

TEST(World, moves_followers_by_what_the_days_bring_and_take) {
    const World world(1, start);
    for (const auto* name : {"ada.bakes", "northwind.outdoor", "fading.star", "tiny.pottery"}) {
        const auto& account = *find_account(name);
        auto expected = world.followers(account, start_of(insight_day(start) - 90));
        for (auto day = insight_day(start) - 90; day < insight_day(start) + 30; ++day) {
            EXPECT_EQ(world.followers(account, start_of(day)), expected) << name << " " << day;
            const auto change = world.follower_change(account, day);
            expected += change.gained - change.lost;
        }
    }
    const auto& fading = *find_account("fading.star");
    EXPECT_LT(world.followers(fading, start), world.followers(fading, start - days{90}));
    EXPECT_LT(world.followers(*find_account("tiny.pottery"), start + days{3'000}), 100);
}

TEST(World, gives_figures_that_only_grow) {
    const World world(1, start);
    const auto post = world.post(ada(), world.posts(ada(), start).newest);
    Engagement last;
    for (int hour = 0; hour < 500; ++hour) {
        const auto now = engagement(post, post.posted_at + hours{hour});
        EXPECT_GE(now.likes, last.likes);
        EXPECT_GE(now.views, last.views);
        EXPECT_GE(now.reach, now.likes);
        last = now;
    }
    EXPECT_GT(last.likes, 0);
}

TEST(World, writes_captions_that_are_valid_and_not_too_long) {
    const World world(1, start);
    for (const auto& account : accounts()) {
        const auto range = world.posts(account, start);
        for (auto slot = range.newest;
             slot > range.newest - std::min<std::int64_t>(range.size(), 40); --slot) {
            const auto text = caption(account.voice, world.post(account, slot).dice.of("caption"));
            EXPECT_TRUE(utf8::valid(text));
            EXPECT_LE(utf8::count(text), caption_max);
            if (account.voice == Voice::novel) EXPECT_EQ(utf8::count(text), caption_max);
            if (account.voice == Voice::none) EXPECT_EQ(text, "");
        }
    }
}

TEST(World, costs_nothing_to_make) {
    const auto before = monotonic_us();
    const World world(1, start);
    EXPECT_LT(monotonic_us() - before, 10'000);
    EXPECT_EQ(world.origin(), start);
}

}  // namespace
}  // namespace rostrum::sandbox::instagram
