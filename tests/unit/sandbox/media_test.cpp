#include "core/utf8.hpp"
#include "sandbox_client.hpp"

#include <set>
#include <vector>

namespace rostrum::sandbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using test::Answer;
using test::SandboxClient;

/// The path and query behind the version of an absolute address of the sandbox.
std::string path_of(const json::value& url) {
    const std::string text(url.as_string());
    EXPECT_TRUE(text.starts_with("http://sandbox.test/graph.instagram.com/v26.0/")) << text;
    return text.substr(std::string_view("http://sandbox.test").size());
}

/// The ids on all pages behind a first path; each page is checked to be complete by `visit`.
template <typename Visit>
std::vector<std::string> walk(SandboxClient& client, std::string path, Visit visit) {
    std::vector<std::string> ids;
    for (int page = 0; page < 400 && !path.empty(); ++page) {
        const auto body = client.get(path).body();
        for (const auto& media : body.at("data").as_array()) {
            ids.emplace_back(media.at("id").as_string());
        }
        visit(body);
        const auto* paging = body.as_object().if_contains("paging");
        const auto* next = paging != nullptr ? paging->as_object().if_contains("next") : nullptr;
        path = next != nullptr ? path_of(*next) : "";
    }
    return ids;
}

std::string media_path(std::string_view token, std::string_view rest) {
    return fmt::format("/graph.instagram.com/v26.0/me/media?access_token={}{}", token, rest);
}

TEST(InstagramProfile, has_the_fields_that_were_asked_for_and_the_id) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto body = client
                          .graph(token, "me?fields=user_id,username,name,account_type,"
                                        "profile_picture_url,followers_count,follows_count,"
                                        "media_count,biography,website")
                          .body();
    EXPECT_EQ(body.at("user_id").as_string(), "17841400000000001");
    EXPECT_EQ(body.at("id").as_string(), "24500000000000001");
    EXPECT_EQ(body.at("username").as_string(), "ada.bakes");
    EXPECT_EQ(body.at("account_type").as_string(), "MEDIA_CREATOR");
    EXPECT_EQ(body.at("media_count").as_int64(), 214);
    EXPECT_EQ(body.at("followers_count").as_int64(), 12'040);
    EXPECT_EQ(client.graph(token, "me").body().as_object().size(), 1U);
    EXPECT_EQ(client.graph(token, "17841400000000001?fields=username").body(),
              client.graph(token, "24500000000000001?fields=username").body());
}

TEST(InstagramProfile, leaves_out_what_an_account_does_not_have) {
    SandboxClient client;
    const auto body = client
                          .graph(client.long_token("half.there"),
                                 "me?fields=username,name,biography,profile_picture_url")
                          .body();
    EXPECT_EQ(body.as_object().size(), 2U) << "username and id";
}

TEST(InstagramProfile, stands_in_an_array_for_one_account_as_documented) {
    SandboxClient client;
    const auto body =
        client.graph(client.long_token("layers.studio"), "me?fields=account_type").body();
    EXPECT_EQ(body.at("data").at(0).at("account_type").as_string(), "Business");
}

TEST(InstagramFields, fail_the_whole_call_when_one_is_wrong) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const struct {
        const char* path;
        int code;
        const char* reason;
    } rows[] = {
        {"me?fields=id,is_verified", 100, "not on this login"},
        {"me?fields=id,media%7Bid%7D", 100, "an edge that is not simulated"},
        {"me?fields=id,,name", 2'500, "an empty name"},
        {"me?fields=id%7B", 2'500, "an open brace"},
        {"me?fields=id%7Did", 2'500, "a closing brace too many"},
        {"me/media?fields=id,saved_count", 100, "only with Facebook Login"},
        {"me/media?fields=children%7Bcaption%7D", 100, "children have no caption"},
        {"me/media?fields=id%7Bid%7D", 100, "nothing to expand"},
        {"me/media?limit=0", 100, "no elements"},
        {"me/media?limit=many", 100, "no number"},
        {"me/media?after=nonsense", 100, "no cursor"},
        {"me/media?since=yesterday", 100, "no time"},
        {"me/likes", 2'500, "no such edge"},
        {"me/media/likes", 2'500, "too many segments"},
    };
    for (const auto& row : rows) {
        const auto answer = client.graph(token, row.path);
        EXPECT_EQ(answer.status, 400) << row.reason;
        EXPECT_EQ(answer.code(), row.code) << row.reason << answer.text;
    }
}

TEST(InstagramMedia, is_invisible_to_other_accounts) {
    SandboxClient client;
    const auto ada = client.long_token("ada.bakes");
    const auto body = client.graph(ada, "me/media?limit=1").body();
    const std::string id(body.at("data").at(0).at("id").as_string());
    EXPECT_EQ(client.graph(ada, id).status, 200);
    const auto emoji = client.long_token("sunny.side.emoji");
    for (const auto& path : {id, id + "/insights?metric=views", std::string("17841400000000001"),
                             std::string("17841400000000001/media"), std::string("99")}) {
        EXPECT_EQ(client.graph(emoji, path).code(), 100) << path;
    }
    EXPECT_EQ(client.graph(emoji, id).subcode(), 33);
}

TEST(InstagramMedia, comes_newest_first_in_pages_of_25_with_default_field_id) {
    SandboxClient client;
    const auto body = client.get(media_path(client.long_token("ada.bakes"), "")).body();
    const auto& data = body.at("data").as_array();
    ASSERT_EQ(data.size(), 25U);
    EXPECT_EQ(data.at(0).as_object().size(), 1U);
    EXPECT_GT(data.at(0).at("id").as_string(), data.at(1).at("id").as_string());
    EXPECT_TRUE(body.at("paging").at("cursors").as_object().contains("before"));
    EXPECT_FALSE(body.at("paging").as_object().contains("previous")) << "nothing is newer";
    const auto large = client.get(media_path(client.long_token("ada.bakes"), "&limit=500")).body();
    EXPECT_EQ(large.at("data").as_array().size(), 100U) << "the most that a page has";
}

TEST(InstagramMedia, can_be_walked_to_the_end_of_3000_posts_without_gap_or_double) {
    for (const auto* limit : {"25", "100", "33"}) {
        SandboxClient client;
        const auto token = client.long_token("archive.of.things");
        const auto ids = walk(client, media_path(token, fmt::format("&limit={}", limit)),
                              [](const json::value&) {});
        EXPECT_EQ(ids.size(), 3'000U);
        EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 3'000U);
        EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater{}));
    }
}

TEST(InstagramMedia, keeps_its_cursors_while_new_posts_appear) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto before = walk(client, media_path(token, ""), [](const json::value&) {});
    const auto during = walk(client, media_path(token, ""),
                             [&](const json::value&) { client.base.advance(hours{17}); });
    EXPECT_EQ(before, during);
    const auto after = walk(client, media_path(token, ""), [](const json::value&) {});
    EXPECT_GT(after.size(), before.size());
    EXPECT_EQ(after.back(), before.back());
}

TEST(InstagramMedia, can_be_walked_backwards) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto first = client.get(media_path(token, "&limit=10")).body();
    const auto second = client.get(path_of(first.at("paging").at("next"))).body();
    const auto back = client.get(path_of(second.at("paging").at("previous"))).body();
    EXPECT_EQ(back.at("data"), first.at("data"));
}

TEST(InstagramMedia, has_an_empty_page_with_a_next_for_one_account) {
    SandboxClient client;
    std::vector<std::size_t> sizes;
    const auto ids =
        walk(client, media_path(client.long_token("mind.the.gaps"), "&limit=50"),
             [&](const json::value& body) { sizes.push_back(body.at("data").as_array().size()); });
    EXPECT_EQ(sizes, (std::vector<std::size_t>{50, 0, 50, 20}));
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), 120U);
}

TEST(InstagramMedia, is_cut_to_a_time_and_keeps_the_cut_while_paging) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto now = client.base.now();
    const auto seconds = [](Time time) {
        return time.time_since_epoch() / std::chrono::seconds{1};
    };
    const auto ids =
        walk(client,
             media_path(token, fmt::format("&limit=10&since={}&until={}", seconds(now - days{40}),
                                           seconds(now - days{10}))),
             [](const json::value&) {});
    EXPECT_EQ(ids.size(), 30U);
}

TEST(InstagramMedia, is_empty_without_paging_for_an_empty_account) {
    SandboxClient client;
    const auto body = client.get(media_path(client.long_token("blank.canvas"), "")).body();
    EXPECT_EQ(json::serialize(body), R"({"data":[]})");
}

TEST(InstagramMedia, has_fields_by_its_kind) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    std::set<std::string> kinds;
    walk(client,
         media_path(token, "&limit=100&fields=caption,media_type,media_product_type,media_url,"
                           "thumbnail_url,permalink,shortcode,timestamp,like_count,comments_count,"
                           "owner,is_shared_to_feed,children%7Bid,media_type,media_url%7D"),
         [&](const json::value& body) {
             for (const auto& media : body.at("data").as_array()) {
                 const auto& object = media.as_object();
                 const std::string type(object.at("media_type").as_string());
                 kinds.insert(type);
                 const bool video = type == "VIDEO";
                 EXPECT_EQ(object.contains("thumbnail_url"), video);
                 EXPECT_EQ(object.contains("is_shared_to_feed"), video);
                 EXPECT_EQ(object.at("media_product_type").as_string(), video ? "REELS" : "FEED");
                 EXPECT_EQ(object.contains("children"), type == "CAROUSEL_ALBUM");
                 EXPECT_TRUE(object.at("timestamp").as_string().ends_with("+0000"));
                 EXPECT_TRUE(parse_time(std::string(object.at("timestamp").as_string())));
             }
         });
    EXPECT_EQ(kinds, (std::set<std::string>{"CAROUSEL_ALBUM", "IMAGE", "VIDEO"}));
}

TEST(InstagramMedia, leaves_out_what_is_hidden_or_flagged) {
    SandboxClient client;
    const auto body = client
                          .get(media_path(client.long_token("half.there"),
                                          "&fields=media_url,like_count,caption"))
                          .body();
    std::size_t with_url = 0;
    for (const auto& media : body.at("data").as_array()) {
        with_url += media.as_object().contains("media_url") ? 1 : 0;
        EXPECT_FALSE(media.as_object().contains("like_count"));
        EXPECT_FALSE(media.as_object().contains("caption"));
    }
    EXPECT_GT(with_url, 10U);
    EXPECT_LT(with_url, 25U);
}

TEST(InstagramMedia, is_sent_escaped_the_way_the_platform_does_it) {
    SandboxClient client;
    const auto answer =
        client.get(media_path(client.long_token("sunny.side.emoji"), "&fields=caption,permalink"));
    EXPECT_EQ(answer.text.find("http://"), std::string::npos) << "slashes are escaped";
    EXPECT_NE(answer.text.find("\\ud83"), std::string::npos) << "emoji are pairs";
    EXPECT_TRUE(std::ranges::all_of(answer.text, [](unsigned char c) { return c < 0x80; }));
    const auto novel =
        client
            .get(media_path(client.long_token("the.unabridged.novel.of.everyt"), "&fields=caption"))
            .body();
    const std::string caption(novel.at("data").at(0).at("caption").as_string());
    EXPECT_EQ(utf8::count(caption), 2'200U);
}

TEST(InstagramStories, are_listed_for_a_day) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto body = client.graph(token, "me/stories?fields=id,media_product_type,caption").body();
    ASSERT_EQ(body.at("data").as_array().size(), 3U);
    EXPECT_EQ(body.at("data").at(0).at("media_product_type").as_string(), "STORY");
    const std::string oldest(body.at("data").at(2).at("id").as_string());
    EXPECT_EQ(client.graph(token, oldest).status, 200);
    client.base.advance(hours{24});
    EXPECT_EQ(client.graph(token, oldest).subcode(), 33);
    EXPECT_TRUE(client.graph(client.long_token("quiet.cellar"), "me/stories")
                    .body()
                    .at("data")
                    .as_array()
                    .empty());
}

TEST(InstagramPictures, are_drawn_for_what_exists_until_their_address_expires) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto profile = client.graph(token, "me?fields=profile_picture_url").body();
    std::string url(profile.at("profile_picture_url").as_string());
    url.erase(0, std::string_view("http://sandbox.test").size());
    const auto picture = client.get(url);
    EXPECT_EQ(picture.status, 200);
    EXPECT_EQ(picture.headers.get("Content-Type"), "image/svg+xml");
    EXPECT_TRUE(picture.text.starts_with("<svg "));
    EXPECT_NE(picture.text.find(">AB</text>"), std::string::npos);
    EXPECT_EQ(client.get(url).text, picture.text);
    EXPECT_EQ(client.get(url.substr(0, url.find('?'))).status, 403) << "not signed";
    client.base.advance(days{9});
    EXPECT_EQ(client.get(url).status, 403) << "expired";
    EXPECT_EQ(client.get("/scontent.cdninstagram.com/v/x/123.svg?oe=FFFFFFFF").status, 404);
    EXPECT_EQ(client.get("/scontent.cdninstagram.com/v/x/179.mp4?oe=FFFFFFFF").status, 404);
}

TEST(InstagramPictures, stand_on_the_pages_that_permalinks_lead_to) {
    SandboxClient client;
    const auto body =
        client.get(media_path(client.long_token("dar.alhikma"), "&fields=permalink&limit=1"))
            .body();
    std::string url(body.at("data").at(0).at("permalink").as_string());
    url.erase(0, std::string_view("http://sandbox.test").size());
    const auto page = client.get(url);
    EXPECT_EQ(page.status, 200) << url;
    EXPECT_NE(page.text.find("@dar.alhikma"), std::string::npos);
    EXPECT_EQ(client.get("/www.instagram.com/p/nothing/").status, 404);
}

}  // namespace
}  // namespace rostrum::sandbox
