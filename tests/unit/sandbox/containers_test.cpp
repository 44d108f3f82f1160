#include "sandbox/instagram/containers.hpp"

#include "sandbox/facebook/page_posts.hpp"

#include <gtest/gtest.h>

namespace rostrum::sandbox::instagram {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class ContainersTest : public ::testing::Test {
protected:
    ContainersTest() { containers.enter_in(published); }

    GraphResult<std::uint64_t> add(std::string caption, PostKind kind = PostKind::image) {
        Container container{.account = &account, .kind = kind};
        container.caption = std::move(caption);
        container.media = {{.mime = "image/jpeg", .bytes = 1, .sha256 = "aa"}};
        container.created_at = now;
        container.ready_at = now + image_processing;
        return containers.add(std::move(container));
    }
    GraphResult<std::uint64_t> publish(std::uint64_t id, const Account& by) {
        return containers.publish(by, id, now, "http://sandbox.test");
    }
    GraphResult<std::uint64_t> post(std::string caption) {
        const auto id = add(std::move(caption));
        if (!id) return id;
        now += seconds{2};
        return publish(*id, account);
    }
    static int subcode(const GraphResult<std::uint64_t>& result) {
        return result ? 0 : result.error().subcode;
    }

    Published published;
    Containers containers;
    const Account& account = accounts()[0];
    const Account& other = accounts()[1];
    Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
};

TEST_F(ContainersTest, is_published_when_it_is_ready_and_once) {
    const auto id = add("A").value();
    EXPECT_EQ(containers.find(id)->status(now), "IN_PROGRESS");
    EXPECT_EQ(subcode(publish(id, account)), 2'207'027);
    now += image_processing;
    EXPECT_EQ(containers.find(id)->status(now), "FINISHED");
    EXPECT_FALSE(publish(id, other));
    const auto made = publish(id, account);
    ASSERT_TRUE(made);
    EXPECT_EQ(publish(id, account).value(), made);
    EXPECT_EQ(containers.find(id)->status(now), "PUBLISHED");
    ASSERT_EQ(published.of(account.username).size(), 1U);
    EXPECT_EQ(published.of(account.username).front().media.front().sha256, "aa");
    EXPECT_EQ(containers.posts(account, false, now).size(), 1U);
}

TEST_F(ContainersTest, expires_after_a_day) {
    const auto id = add("A").value();
    now += container_life;
    EXPECT_EQ(containers.find(id)->status(now), "EXPIRED");
    EXPECT_EQ(subcode(publish(id, account)), 2'207'006);
    EXPECT_EQ(subcode(publish(id + 1, account)), 2'207'008);
}

TEST_F(ContainersTest, counts_what_was_published_in_a_day) {
    for (int i = 0; i < posts_per_day; ++i) ASSERT_TRUE(post(std::to_string(i)));
    EXPECT_EQ(containers.posts_today(account, now), posts_per_day);
    EXPECT_EQ(subcode(post("one more")), 2'207'042);
    now += hours{25};
    EXPECT_EQ(containers.posts_today(account, now), 0);
    EXPECT_TRUE(post("the next day"));
}

TEST_F(ContainersTest, takes_400_in_a_day) {
    for (int i = 0; i < containers_per_day; ++i) ASSERT_TRUE(add("A"));
    EXPECT_EQ(subcode(add("A")), 2'207'042);
    now += hours{24};
    EXPECT_TRUE(add("A"));
}

TEST_F(ContainersTest, the_third_equal_post_within_an_hour_is_spam) {
    ASSERT_TRUE(post("A"));
    ASSERT_TRUE(post("A"));
    EXPECT_EQ(subcode(post("A")), 2'207'051);
    EXPECT_TRUE(post("B"));
    now += minutes{61};
    EXPECT_TRUE(post("A"));
}

TEST_F(ContainersTest, what_is_deleted_is_gone_from_lists_and_stays_in_the_book) {
    const auto id = post("A").value();
    EXPECT_TRUE(containers.find_post(id, now));
    EXPECT_TRUE(containers.remove(id));
    EXPECT_FALSE(containers.remove(id));
    EXPECT_FALSE(containers.find_post(id, now));
    EXPECT_TRUE(containers.posts(account, false, now).empty());
    EXPECT_FALSE(published.find(std::to_string(id)));
}

TEST_F(ContainersTest, a_story_is_up_for_a_day) {
    const auto container = add("", PostKind::story_image).value();
    now += seconds{2};
    const auto id = publish(container, account).value();
    EXPECT_EQ(containers.posts(account, true, now).size(), 1U);
    EXPECT_TRUE(containers.posts(account, false, now).empty());
    now += story_life;
    EXPECT_TRUE(containers.posts(account, true, now).empty());
    EXPECT_FALSE(containers.find_post(id, now));
}

TEST_F(ContainersTest, bytes_that_are_no_video_end_in_an_error) {
    Container container{.account = &account, .kind = PostKind::reel};
    container.awaits_bytes = true;
    container.created_at = now;
    container.ready_at = now;
    const auto id = containers.add(std::move(container)).value();
    EXPECT_EQ(containers.find(id)->status(now), "IN_PROGRESS");
    containers.receive(id, {}, "Error: 2207026", now);
    now += video_processing;
    EXPECT_EQ(containers.find(id)->status(now), "ERROR");
    EXPECT_EQ(subcode(publish(id, account)), 2'207'053);
}

}  // namespace
}  // namespace rostrum::sandbox::instagram

namespace rostrum::sandbox::facebook {
namespace {

class PagePostsTest : public ::testing::Test {
protected:
    GraphResult<std::uint64_t> publish(PostKind kind, std::string message) {
        PagePost post;
        post.kind = kind;
        post.message = std::move(message);
        post.post.posted_at = now;
        return posts.publish(std::move(post), "page", "http://sandbox.test/posts/");
    }
    PagePosts posts;
    Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};
};

TEST_F(PagePostsTest, refuses_the_same_text_within_a_day) {
    ASSERT_TRUE(publish(PostKind::text, "A"));
    EXPECT_EQ(publish(PostKind::text, "A").error().code, 506);
    EXPECT_TRUE(publish(PostKind::photo, "A"));
    now += std::chrono::hours{24};
    EXPECT_TRUE(publish(PostKind::text, "A"));
}

TEST_F(PagePostsTest, refuses_too_many_posts_at_once) {
    for (int i = 0; i < posts_per_ten_minutes; ++i) {
        ASSERT_TRUE(publish(PostKind::text, std::to_string(i)));
    }
    EXPECT_EQ(publish(PostKind::text, "one more").error().subcode, 1'390'008);
    now += std::chrono::minutes{10};
    EXPECT_TRUE(publish(PostKind::text, "later"));
}

TEST_F(PagePostsTest, takes_30_reels_in_a_day) {
    for (int i = 0; i < reels_per_day; ++i) {
        ASSERT_TRUE(publish(PostKind::reel, ""));
        now += std::chrono::minutes{1};
    }
    EXPECT_EQ(publish(PostKind::reel, "").error().code, 613);
    EXPECT_TRUE(publish(PostKind::video, ""));
}

TEST_F(PagePostsTest, takes_bytes_in_their_order_only) {
    const auto id = posts.add_video({.size = 6}, true);
    EXPECT_FALSE(posts.receive(id, 3, 6, "def"));
    EXPECT_TRUE(posts.receive(id, 0, 6, "abc"));
    EXPECT_FALSE(posts.receive(id, 0, 6, "abc")) << "a second time";
    EXPECT_FALSE(posts.receive(id, 3, 7, "def")) << "another size";
    EXPECT_FALSE(posts.receive(id, 3, 6, "defg")) << "too many";
    EXPECT_TRUE(posts.receive(id, 3, 6, "def"));
    EXPECT_TRUE(posts.find_video(id)->is_complete());
    EXPECT_EQ(posts.find_video(id)->sha256,
              "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721");
    EXPECT_FALSE(posts.receive(id + 1, 0, 6, "abc"));
}

}  // namespace
}  // namespace rostrum::sandbox::facebook
