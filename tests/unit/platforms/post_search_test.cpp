#include "platforms/post_search.hpp"

#include "support/run.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace rostrum::platforms {
namespace {

using std::chrono::minutes;

constexpr Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

/// A post a minute, newest first, "0" is now's; pages of ten.
class PostSearchTest : public ::testing::Test {
protected:
    Task<Outcome<PostPage>> page(std::string cursor) {
        ++pages;
        const int begin = cursor.empty() ? 0 : std::stoi(cursor);
        PostPage out;
        for (int i = begin; i < begin + 10 && i < posts; ++i) {
            PlatformPost post;
            post.external_id = std::to_string(i);
            post.posted_at = now - minutes{i};
            out.posts.push_back(std::move(post));
        }
        if (begin + 10 < posts) out.next_cursor = std::to_string(begin + 10);
        co_return Answered<PostPage>{.data = std::move(out), .calls = 1, .limits = {}};
    }
    PostSearch search(Time since, std::string id) {
        auto found = loops.run(
            search_posts([this](std::string cursor) { return page(std::move(cursor)); }, since,
                         [id](const PlatformPost& post) { return post.external_id == id; }));
        return std::move(found->data);
    }

    testing::TestLoops loops;
    int posts = 1'000;
    int pages = 0;
};

TEST_F(PostSearchTest, finds_what_much_was_posted_after) {
    const auto told = search(now - minutes{60}, "55");
    ASSERT_TRUE(told.found);
    EXPECT_EQ(told.found->external_id, "55");
    EXPECT_EQ(pages, 6);
}

TEST_F(PostSearchTest, ends_with_the_page_that_is_old_enough) {
    EXPECT_FALSE(search(now - minutes{15}, "16").found) << "it is older";
    EXPECT_EQ(pages, 2);
    EXPECT_TRUE(search(now - minutes{15}, "none").is_whole);
}

TEST_F(PostSearchTest, ends_with_the_list) {
    posts = 25;
    const auto told = search(now - minutes{600}, "none");
    EXPECT_FALSE(told.found);
    EXPECT_TRUE(told.is_whole);
    EXPECT_EQ(pages, 3);
    posts = 0;
    EXPECT_TRUE(search(now, "none").is_whole);
}

TEST_F(PostSearchTest, says_when_it_did_not_come_to_the_end) {
    const auto told = search(now - minutes{900}, "890");
    EXPECT_FALSE(told.found);
    EXPECT_FALSE(told.is_whole);
    EXPECT_EQ(pages, 20);
}

TEST_F(PostSearchTest, an_error_of_a_page_is_the_answer) {
    const auto told = loops.run(search_posts(
        [](std::string) -> Task<Outcome<PostPage>> {
            co_return std::unexpected(PlatformError{.next = Next::rate_limited, .code = "x"});
        },
        now, [](const PlatformPost&) { return true; }));
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().next, Next::rate_limited);
}

}  // namespace
}  // namespace rostrum::platforms
