#include "sandbox/x/wording.hpp"
#include "x_client.hpp"

#include <algorithm>
#include <vector>

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;
using test::Answer;
using test::XClient;

class XPublishingTest : public ::testing::Test {
protected:
    std::string token(std::string_view account,
                      std::string_view scopes = "tweet.read%20users.read%20tweet.write%20"
                                                "media.write") {
        auto url = XClient::consent(fmt::format("&auto=allow&account={}", account));
        const std::string_view asked = "scope=tweet.read%20users.read%20offline.access";
        url.replace(url.find(asked), asked.size(), fmt::format("scope={}", scopes));
        const auto answer = client.get(url);
        const std::string location(answer.headers.get("Location"));
        const auto begin = location.find("code=") + 5;
        const auto code = location.substr(begin, location.find('&', begin) - begin);
        return std::string(
            client.post("token", XClient::code_form(code)).body().at("access_token").as_string());
    }
    Answer write(http::Method method, std::string_view path, std::string body = {},
                 std::string type = "application/json") {
        return client.send(method, fmt::format("/api.x.com/2/{}", path),
                           {{"Authorization", "Bearer " + ada}, {"Content-Type", std::move(type)}},
                           std::move(body));
    }
    Answer post(std::string body) { return write(http::Method::post, "tweets", std::move(body)); }
    std::string begin(std::string_view type, std::string_view category, std::size_t bytes) {
        const auto answer =
            write(http::Method::post, "media/upload/initialize",
                  fmt::format(R"({{"media_type":"{}","media_category":"{}","total_bytes":{}}})",
                              type, category, bytes));
        EXPECT_EQ(answer.status, 200) << answer.text;
        return std::string(answer.body().at("data").at("id").as_string());
    }
    Answer append(const std::string& id, int index, const std::string& bytes) {
        const auto body = fmt::format(
            "--b\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n{}\r\n"
            "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"f\"\r\n\r\n{}\r\n"
            "--b--\r\n",
            index, bytes);
        return write(http::Method::post, fmt::format("media/upload/{}/append", id), body,
                     "multipart/form-data; boundary=b");
    }
    Answer finish(const std::string& id) {
        return write(http::Method::post, fmt::format("media/upload/{}/finalize", id));
    }
    std::string image(const std::string& more = "pixels") {
        const auto bytes = "\xFF\xD8\xFF" + more;
        const auto id = begin("image/jpeg", "tweet_image", bytes.size());
        EXPECT_EQ(append(id, 0, bytes).status, 200);
        EXPECT_EQ(finish(id).status, 200);
        return id;
    }
    std::vector<PublishedPost> published() {
        return client.simulation.find("x")->published().of("ada_loafs");
    }
    static std::string detail(const Answer& answer) {
        return std::string(answer.body().at("detail").as_string());
    }

    XClient client;
    std::string ada = token("ada_loafs");
};

TEST_F(XPublishingTest, posts_and_deletes) {
    const auto answer = post(R"({"text":"Rye & oats, see example.com/rye"})");
    ASSERT_EQ(answer.status, 201) << answer.text;
    const auto id = std::string(answer.body().at("data").at("id").as_string());
    const auto told = std::string(answer.body().at("data").at("text").as_string());
    EXPECT_TRUE(told.starts_with("Rye &amp; oats, see https://t.co/")) << told;
    ASSERT_EQ(published().size(), 1U);
    EXPECT_EQ(published()[0].kind, "link");
    const auto seen = client.api(ada, "tweets?ids=" + id);
    EXPECT_EQ(seen.body().at("data").at(0).at("text").as_string(), told);
    EXPECT_EQ(client.get("/x.com/ada_loafs/status/" + id).status, 200);
    EXPECT_EQ(write(http::Method::delete_, "tweets/" + id).text, R"({"data":{"deleted":true}})");
    EXPECT_EQ(write(http::Method::delete_, "tweets/" + id).status, 404);
    EXPECT_TRUE(published().empty());
    EXPECT_EQ(client.get("/x.com/ada_loafs/status/" + id).status, 404);
}

TEST_F(XPublishingTest, lists_what_was_posted_among_the_rest_in_order) {
    const auto user = client.id(ada);
    const auto ids = [&](const std::string& query) {
        std::vector<std::string> out;
        const auto body = client.api(ada, fmt::format("users/{}/tweets?{}", user, query)).body();
        if (const auto* data = body.as_object().if_contains("data")) {
            for (const auto& item : data->as_array()) {
                out.emplace_back(item.at("id").as_string());
            }
        }
        return out;
    };
    const auto before = ids("max_results=10");
    const auto first =
        std::string(post(R"({"text":"one"})").body().at("data").at("id").as_string());
    client.base.advance(72h);
    ada = token("ada_loafs");
    const auto later =
        std::string(post(R"({"text":"two"})").body().at("data").at("id").as_string());
    const auto after = ids("max_results=10");
    ASSERT_EQ(after.size(), 10U);
    EXPECT_EQ(after[0], later);
    const auto place = std::ranges::find(after, first) - after.begin();
    EXPECT_GE(place, 3) << "the cast posts every day";
    EXPECT_EQ(after[static_cast<std::size_t>(place) + 1], before[0]);
    std::vector<std::string> paged = ids("max_results=5");
    const auto token_of = [&](const std::string& query) {
        return std::string(client.api(ada, fmt::format("users/{}/tweets?{}", user, query))
                               .body()
                               .at("meta")
                               .at("next_token")
                               .as_string());
    };
    const auto next = token_of("max_results=5");
    std::ranges::copy(ids("max_results=5&pagination_token=" + next), std::back_inserter(paged));
    EXPECT_EQ(paged, after) << "pages lose nothing and repeat nothing";
    EXPECT_EQ(ids("max_results=10&start_time=2026-11-24T11:59:00Z"),
              std::vector<std::string>{later});
}

TEST_F(XPublishingTest, refuses_what_the_platform_refuses) {
    struct Row {
        std::string body;
        int status;
        const char* reason;
    };
    const std::vector<Row> rows{
        {"no json", 400, "no JSON"},
        {R"({})", 400, "nothing to post"},
        {R"({"text":"a","scheduled_at":1})", 400, "a property that is not known"},
        {fmt::format(R"({{"text":"{}"}})", std::string(281, 'a')), 403, "too long"},
        {R"({"text":"a","quote_tweet_id":"1"})", 403, "a quote"},
        {R"({"text":"$A $B"})", 403, "two cashtags"},
        {R"({"text":"a","reply":{"in_reply_to_tweet_id":"123"}})", 403, "a reply to nothing"},
        {R"({"text":"a","reply":{}})", 400, "a reply without an id"},
        {R"({"text":"a","media":{"media_ids":["1"]}})", 400, "an unknown file"},
        {R"({"text":"a","media":{"media_ids":[]}})", 400, "no file"},
        {R"({"text":"a","poll":{"options":["a"],"duration_minutes":5}})", 400, "one choice"},
        {R"({"text":"a","poll":{"options":["a","b"],"duration_minutes":4}})", 400, "too short"},
        {R"({"text":"a","reply_settings":"nobody"})", 400, "an unknown setting"},
    };
    for (const auto& [body, status, reason] : rows) EXPECT_EQ(post(body).status, status) << reason;
    EXPECT_TRUE(published().empty());
    EXPECT_EQ(post(R"({"text":"again"})").status, 201);
    const auto again = post(R"({"text":"again"})");
    EXPECT_EQ(again.status, 403);
    EXPECT_TRUE(detail(again).contains("duplicate content"));
    EXPECT_EQ(published().size(), 1U);
}

TEST_F(XPublishingTest, needs_the_scopes) {
    ada = token("ada_loafs", "tweet.read%20users.read");
    EXPECT_EQ(post(R"({"text":"a"})").status, 403);
    EXPECT_EQ(write(http::Method::post, "media/upload/initialize", "{}").status, 403);
    EXPECT_TRUE(published().empty());
}

TEST_F(XPublishingTest, only_the_author_deletes) {
    const auto id = std::string(post(R"({"text":"mine"})").body().at("data").at("id").as_string());
    ada = token("northpeak_gear");
    EXPECT_EQ(write(http::Method::delete_, "tweets/" + id).status, 403);
    EXPECT_EQ(write(http::Method::delete_, "tweets/abc").status, 400);
    EXPECT_EQ(published().size(), 1U);
}

TEST_F(XPublishingTest, takes_an_image_in_segments_of_any_order) {
    const std::string bytes = "\xFF\xD8\xFF" + std::string(100, 'p');
    const auto id = begin("image/jpeg", "tweet_image", bytes.size());
    EXPECT_EQ(append(id, 1, bytes.substr(40)).status, 200);
    EXPECT_EQ(finish(id).status, 400) << "the first segment is missing";
    EXPECT_EQ(append(id, 0, bytes.substr(0, 40)).status, 200);
    EXPECT_EQ(append(id, 0, bytes.substr(0, 40)).status, 200) << "the same again";
    EXPECT_EQ(append(id, 0, "other").status, 400);
    EXPECT_EQ(append(id, 1'000, "x").status, 400);
    EXPECT_EQ(finish(id).status, 200);
    EXPECT_EQ(append(id, 2, "late").status, 400);
    EXPECT_EQ(post(fmt::format(R"({{"media":{{"media_ids":["{}"]}}}})", id)).status, 201);
    ASSERT_EQ(published().size(), 1U);
    EXPECT_EQ(published()[0].media[0].sha256, crypto::sha256_hex(bytes));
    EXPECT_EQ(published()[0].media[0].bytes, bytes.size());
}

TEST_F(XPublishingTest, looks_at_videos_for_a_while) {
    const std::string bytes("\0\0\0\x18"
                            "ftypmp42",
                            12);
    const auto id = begin("video/mp4", "tweet_video", bytes.size());
    append(id, 0, bytes);
    const auto state = [&] {
        return std::string(client.api(ada, "media/upload?command=STATUS&media_id=" + id)
                               .body()
                               .at("data")
                               .at("processing_info")
                               .at("state")
                               .as_string());
    };
    EXPECT_EQ(finish(id).body().at("data").at("processing_info").at("state").as_string(),
              "pending");
    const auto with_it = fmt::format(R"({{"media":{{"media_ids":["{}"]}}}})", id);
    EXPECT_EQ(post(with_it).status, 400) << "not ready";
    client.base.advance(5s);
    EXPECT_EQ(state(), "in_progress");
    client.base.advance(20s);
    EXPECT_EQ(state(), "succeeded");
    EXPECT_EQ(post(with_it).status, 201);
}

TEST_F(XPublishingTest, refuses_files_that_are_not_what_they_say) {
    const auto fake = begin("video/mp4", "tweet_video", 4);
    append(fake, 0, "text");
    finish(fake);
    client.base.advance(30s);
    const auto status = client.api(ada, "media/upload?command=STATUS&media_id=" + fake).body();
    EXPECT_EQ(status.at("data").at("processing_info").at("state").as_string(), "failed");
    const auto start = [&](std::string_view type, std::string_view category, std::int64_t bytes) {
        return write(http::Method::post, "media/upload/initialize",
                     fmt::format(R"({{"media_type":"{}","media_category":"{}","total_bytes":{}}})",
                                 type, category, bytes))
            .status;
    };
    EXPECT_EQ(start("image/jpeg", "tweet_image", 5'242'881), 400);
    EXPECT_EQ(start("image/jpeg", "tweet_image", 0), 400);
    EXPECT_EQ(start("image/jpeg", "tweet_video", 10), 400);
    EXPECT_EQ(start("application/pdf", "tweet_image", 10), 400);
    EXPECT_EQ(start("image/jpeg", "dm_image", 10), 400);
    EXPECT_EQ(append("123", 0, "x").status, 400) << "no such upload";
    const auto large = begin("image/jpeg", "tweet_image", 5'000'000);
    EXPECT_EQ(append(large, 0, std::string(4'800'000, 'x')).status, 413);
}

TEST_F(XPublishingTest, files_are_kept_for_a_day_and_for_their_owner) {
    const auto id = image();
    const auto with_it = fmt::format(R"({{"media":{{"media_ids":["{}"]}}}})", id);
    const auto mine = ada;
    ada = token("northpeak_gear");
    EXPECT_EQ(post(with_it).status, 400);
    client.base.advance(25h);
    ada = token("ada_loafs");
    EXPECT_EQ(post(with_it).status, 400);
}

TEST_F(XPublishingTest, takes_four_images_or_one_of_the_others) {
    std::string ids;
    for (int i = 0; i < 4; ++i) ids += fmt::format(R"({}"{}")", i == 0 ? "" : ",", image());
    const std::string gif = "GIF89a";
    const auto animated = begin("image/gif", "tweet_gif", gif.size());
    append(animated, 0, gif);
    finish(animated);
    client.base.advance(10s);
    EXPECT_EQ(
        post(fmt::format(R"({{"media":{{"media_ids":["{}","{}"]}}}})", animated, image())).status,
        400);
    EXPECT_EQ(post(fmt::format(R"({{"media":{{"media_ids":[{}]}}}})", ids)).status, 201);
    EXPECT_EQ(published()[0].kind, "carousel");
}

TEST_F(XPublishingTest, a_hundred_posts_in_a_quarter_of_an_hour_are_enough) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(post(fmt::format(R"({{"text":"post {}"}})", i)).status, 201);
    }
    const auto more = post(R"({"text":"one more"})");
    EXPECT_EQ(more.status, 429);
    EXPECT_EQ(more.headers.get("x-rate-limit-remaining"), "0");
    client.base.advance(16min);
    EXPECT_EQ(post(R"({"text":"one more"})").status, 201);
}

TEST_F(XPublishingTest, posts_cost_credits) {
    for (int i = 0; i < 749; ++i) {
        if (i % 90 == 0) {
            client.base.advance(16min);
            ada = token("ada_loafs");
        }
        ASSERT_EQ(post(fmt::format(R"({{"text":"post {} example.com"}})", i)).status, 201) << i;
    }
    client.base.advance(16min);
    ada = token("ada_loafs");
    EXPECT_EQ(post(R"({"text":"the last one example.com"})").status, 201);
    EXPECT_EQ(post(R"({"text":"no more"})").status, 402);
}

TEST(XWording, weighs_texts) {
    EXPECT_EQ(x::weight_of("abc"), 3U);
    EXPECT_EQ(x::weight_of("故人"), 4U);
    EXPECT_EQ(x::weight_of("👨‍👩‍👧‍👦"), 2U);
    EXPECT_EQ(x::weight_of("see https://example.org/a/long/path now"), 4U + 23U + 4U);
    EXPECT_EQ(x::cashtags_in("$A $BC $5"), 2U);
    EXPECT_EQ(x::addresses_in("(example.com), http://a.b/c. and e.g. this"),
              (std::vector<std::string>{"example.com", "http://a.b/c"}));
}

}  // namespace
}  // namespace rostrum::sandbox
