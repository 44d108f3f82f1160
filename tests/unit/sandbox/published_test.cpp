#include "sandbox/published.hpp"

#include "core/json.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace rostrum::sandbox {
namespace {

PublishedPost post(std::string id, std::string account) {
    return {.id = std::move(id),
            .account = std::move(account),
            .kind = "image",
            .title = {},
            .text = "hello",
            .reply_to = {},
            .permalink = "https://p",
            .media = {{"image/jpeg", 3, "abc"}},
            .published_at = Time{}};
}

TEST(Published, keeps_posts_in_order_and_tells_those_of_an_account_newest_first) {
    Published published;
    published.add(post("1", "ada"));
    published.add(post("2", "bob"));
    published.add(post("3", "ada"));
    const auto of_ada = published.of("ada");
    ASSERT_EQ(of_ada.size(), 2U);
    EXPECT_EQ(of_ada[0].id, "3");
    EXPECT_EQ(of_ada[1].id, "1");
    EXPECT_TRUE(published.find("2"));
    EXPECT_FALSE(published.find("4"));
}

TEST(Published, a_deleted_post_is_still_counted_and_found_no_more) {
    Published published;
    published.add(post("1", "ada"));
    EXPECT_TRUE(published.remove("1"));
    EXPECT_FALSE(published.remove("1")) << "it is deleted already";
    EXPECT_FALSE(published.remove("2"));
    EXPECT_FALSE(published.find("1"));
    EXPECT_TRUE(published.of("ada").empty());
    std::string text = "[";
    JsonWriter out(text);
    published.write(out, "x");
    const auto list = boost::json::parse(text + "]").as_array();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].at("deleted"), true);
    EXPECT_EQ(list[0].at("media").at(0).at("sha256"), "abc");
    published.clear();
    EXPECT_FALSE(published.find("1"));
}

}  // namespace
}  // namespace rostrum::sandbox
