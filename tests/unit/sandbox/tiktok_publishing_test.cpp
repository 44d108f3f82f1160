#include "crypto/hash.hpp"
#include "sandbox/tiktok/tiktok.hpp"
#include "unit/sandbox/sandbox_client.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace rostrum::sandbox::tiktok {
namespace {

using test::Answer;
using test::SandboxClient;

constexpr std::string_view api = "/open.tiktokapis.com/v2";
constexpr std::string_view all_scopes =
    "user.info.basic,user.info.stats,video.list,video.publish,video.upload";
constexpr std::size_t chunk = 5'000'000;

/// The text at a path such as "data/publish_id"; empty when it is not there.
std::string at(const json::value& value, std::string_view path) {
    boost::system::error_code error;
    const auto* found = value.find_pointer('/' + std::string(path), error);
    if (found == nullptr) return {};
    if (const auto* text = found->if_string()) return {text->data(), text->size()};
    return json::serialize(*found);
}

/// Bytes that look like a video.
std::string movie(std::size_t size) {
    std::string bytes = std::string("\0\0\0\x18", 4) + "ftypmp42";
    while (bytes.size() < size) bytes += static_cast<char>('a' + bytes.size() % 23);
    bytes.resize(size);
    return bytes;
}

class TikTokSandbox : public ::testing::Test {
protected:
    std::string log_in(std::string_view account, std::string_view scopes = all_scopes) {
        const http::Query query{{"client_key", std::string(client_key)},
                                {"redirect_uri", "https://rostrum.test/callback"},
                                {"response_type", "code"},
                                {"scope", std::string(scopes)},
                                {"state", "st"}};
        const auto answer =
            client.get(fmt::format("/www.tiktok.com/v2/auth/authorize/?{}&auto=allow&account={}",
                                   query.encode(), account));
        EXPECT_EQ(answer.status, 302) << answer.text;
        const std::string location(answer.headers.get("Location"));
        const auto back = http::parse_query(location.substr(location.find('?') + 1)).value();
        const auto tokens =
            client.post_form("/open.tiktokapis.com/v2/oauth/token/",
                             {{"client_key", std::string(client_key)},
                              {"client_secret", std::string(client_secret)},
                              {"grant_type", "authorization_code"},
                              {"redirect_uri", "https://rostrum.test/callback"},
                              {"code", std::string(back.get("code").value_or(""))}});
        return at(tokens.body(), "access_token");
    }
    Answer ask(std::string_view token, std::string_view path, std::string body) {
        return client.send(http::Method::post, fmt::format("{}/{}", api, path),
                           {{"Authorization", fmt::format("Bearer {}", token)},
                            {"Content-Type", "application/json; charset=UTF-8"}},
                           std::move(body));
    }
    static std::string video_body(std::size_t size, std::size_t part, std::size_t parts,
                                  std::string_view level = "PUBLIC_TO_EVERYONE") {
        return fmt::format(R"({{"post_info":{{"title":"Rye","privacy_level":"{}"}},"source_info":)"
                           R"({{"source":"FILE_UPLOAD","video_size":{},"chunk_size":{},)"
                           R"("total_chunk_count":{}}}}})",
                           level, size, part, parts);
    }
    Answer init(std::string_view token, std::string body) {
        return ask(token, "post/publish/video/init/", std::move(body));
    }
    /// The path of the address of an upload.
    static std::string address(const Answer& answer) {
        constexpr std::string_view origin = "http://sandbox.test";
        const auto url = at(answer.body(), "data/upload_url");
        EXPECT_TRUE(url.starts_with(origin)) << answer.text;
        return url.substr(std::min(origin.size(), url.size()));
    }
    Answer put(const std::string& address, std::string bytes, std::string range,
               std::string_view type = "video/mp4") {
        return client.send(
            http::Method::put, address,
            {{"Content-Type", std::string(type)}, {"Content-Range", std::move(range)}},
            std::move(bytes));
    }
    /// Answers the publish_id.
    std::string publish(std::string_view token, std::string_view level = "PUBLIC_TO_EVERYONE",
                        std::string bytes = movie(900)) {
        const auto size = bytes.size();
        const auto begun = init(token, video_body(size, size, 1, level));
        EXPECT_EQ(begun.status, 200) << begun.text;
        EXPECT_EQ(
            put(address(begun), std::move(bytes), fmt::format("bytes 0-{}/{}", size - 1, size))
                .status,
            201);
        return at(begun.body(), "data/publish_id");
    }
    json::value status(std::string_view token, std::string_view id) {
        return ask(token, "post/publish/status/fetch/", fmt::format(R"({{"publish_id":"{}"}})", id))
            .body();
    }
    json::array published() {
        return client.get("/_control/published?platform=tiktok").body().at("data").as_array();
    }
    static std::string code(const Answer& answer) { return at(answer.body(), "error/code"); }
    json::value newest(std::string_view token) {
        return ask(token, "video/list/?fields=id,share_url,video_description", R"({"max_count":1})")
            .body();
    }

    SandboxClient client{1, *parse_time("2026-11-21T12:00:00Z")};
};

TEST_F(TikTokSandbox, takes_chunks_and_makes_a_post_of_them) {
    const auto token = log_in("ada.loafs");
    const auto bytes = movie(2 * chunk + 7);
    const auto begun = init(token, video_body(bytes.size(), chunk, 2));
    ASSERT_EQ(begun.status, 200) << begun.text;
    const auto id = at(begun.body(), "data/publish_id");
    EXPECT_TRUE(id.starts_with("v_pub_file~")) << id;
    auto answer = put(address(begun), bytes.substr(0, chunk), "bytes 0-4999999/10000007");
    EXPECT_EQ(answer.status, 206);
    EXPECT_EQ(answer.headers.get("Content-Range"), "bytes 0-5000000/10000007");
    EXPECT_EQ(at(status(token, id), "data/uploaded_bytes"), "5000000");
    EXPECT_TRUE(published().empty());
    answer = put(address(begun), bytes.substr(chunk), "bytes 5000000-10000006/10000007");
    EXPECT_EQ(answer.status, 201) << answer.text;
    EXPECT_EQ(at(status(token, id), "data/status"), "PROCESSING_UPLOAD");
    client.base.advance(std::chrono::seconds{8});
    auto told = status(token, id);
    EXPECT_EQ(at(told, "data/status"), "PUBLISH_COMPLETE");
    EXPECT_EQ(at(told, "data/publicaly_available_post_id"), "[]") << "it is looked over first";
    EXPECT_NE(at(newest(token), "data/videos/0/video_description"), "Rye");
    client.base.advance(std::chrono::seconds{12});
    const auto post_id = at(status(token, id), "data/publicaly_available_post_id/0");
    EXPECT_EQ(post_id.size(), 19U);
    ASSERT_EQ(published().size(), 1U);
    const json::value post = published()[0];
    EXPECT_EQ(at(post, "id"), post_id);
    EXPECT_EQ(at(post, "kind"), "video");
    EXPECT_EQ(at(post, "text"), "Rye");
    EXPECT_EQ(at(post, "media/0/sha256"), crypto::sha256_hex(bytes));
    EXPECT_EQ(at(post, "media/0/bytes"), "10000007");
    const auto list = newest(token);
    EXPECT_EQ(at(list, "data/videos/0/id"), post_id);
    const auto link = at(list, "data/videos/0/share_url");
    EXPECT_EQ(client.get(link.substr(std::string_view("http://sandbox.test").size())).status, 200);
    const auto found = ask(token, "video/query/?fields=id",
                           fmt::format(R"({{"filters":{{"video_ids":["{}"]}}}})", post_id));
    EXPECT_EQ(at(found.body(), "data/videos/0/id"), post_id);
}

TEST_F(TikTokSandbox, refuses_wrong_chunks) {
    const auto token = log_in("ada.loafs");
    const auto bytes = movie(2 * chunk + 7);
    const auto where = address(init(token, video_body(bytes.size(), chunk, 2)));
    const auto first = bytes.substr(0, chunk);
    EXPECT_EQ(put(where, first, "").status, 400) << "no range";
    EXPECT_EQ(put(where, first, "bytes 0-9/10000007").status, 400) << "another length";
    EXPECT_EQ(put(where, first, "bytes 0-4999999/9").status, 400) << "another file";
    EXPECT_EQ(put(where, first, "bytes 0-4999999/10000007x").status, 400);
    EXPECT_EQ(put(where, bytes.substr(0, 900), "bytes 0-899/10000007").status, 400) << "too short";
    EXPECT_EQ(put(where, first, "bytes 0-4999999/10000007", "text/plain").status, 400);
    EXPECT_EQ(put(where, bytes.substr(chunk), "bytes 5000000-10000006/10000007").status, 416);
    EXPECT_EQ(put(where, first, "bytes 0-4999999/10000007").status, 206);
    const auto again = put(where, first, "bytes 0-4999999/10000007");
    EXPECT_EQ(again.status, 416) << "it is there";
    EXPECT_EQ(again.headers.get("Content-Range"), "bytes 0-5000000/10000007");
    EXPECT_EQ(put("/open-upload.tiktokapis.com/video/?upload_id=x", "a", "bytes 0-0/1").status,
              404);
    client.base.advance(std::chrono::hours{1});
    EXPECT_EQ(put(where, bytes.substr(chunk), "bytes 5000000-10000006/10000007").status, 403);
    EXPECT_TRUE(published().empty());
}

TEST_F(TikTokSandbox, refuses_wrong_descriptions) {
    const auto token = log_in("ada.loafs");
    struct Row {
        std::string body;
        std::string_view reason;
    };
    const std::array rows{
        Row{"", "no body"},
        Row{R"({"source_info":{}})", "nothing about the post"},
        Row{video_body(900, 100, 9), "small files are one chunk"},
        Row{video_body(20'000'000, 4'000'000, 5), "chunks that are too small"},
        Row{video_body(80'000'000, 70'000'000, 1), "chunks that are too large"},
    };
    for (const auto& row : rows) {
        client.base.advance(std::chrono::minutes{1});
        const auto answer = init(token, row.body);
        EXPECT_EQ(answer.status, 400) << row.reason;
        EXPECT_EQ(code(answer), "invalid_param") << row.reason;
    }
    client.base.advance(std::chrono::minutes{1});
    EXPECT_EQ(code(init(token, video_body(10'000'007, chunk, 3))), "invalid_param")
        << "the last chunk takes the rest";
    EXPECT_EQ(code(init(token, video_body(900, 900, 1, "FOLLOWER_OF_CREATOR"))),
              "privacy_level_option_mismatch");
    const std::string long_title(2'201, 'x');
    EXPECT_EQ(
        code(init(token, R"({"post_info":{"privacy_level":"SELF_ONLY","title":")" + long_title +
                             R"("},"source_info":{"source":"FILE_UPLOAD","video_size":9,)"
                             R"("chunk_size":9,"total_chunk_count":1}})")),
        "invalid_param");
}

TEST_F(TikTokSandbox, tells_what_a_creator_may) {
    const auto creator = [&](std::string_view account) {
        return ask(log_in(account), "post/publish/creator_info/query/", "");
    };
    auto told = creator("ada.loafs").body();
    EXPECT_EQ(at(told, "data/creator_username"), "ada.loafs");
    EXPECT_EQ(at(told, "data/privacy_level_options"),
              R"(["PUBLIC_TO_EVERYONE","MUTUAL_FOLLOW_FRIENDS","SELF_ONLY"])");
    EXPECT_EQ(at(told, "data/comment_disabled"), "false");
    EXPECT_EQ(at(told, "data/max_video_post_duration_sec"), "600");
    told = creator("behind.curtains").body();
    EXPECT_EQ(at(told, "data/privacy_level_options/0"), "FOLLOWER_OF_CREATOR");
    told = creator("comments.off").body();
    EXPECT_EQ(at(told, "data/duet_disabled"), "true");
    const auto banned = creator("locked.out");
    EXPECT_EQ(banned.status, 200);
    EXPECT_EQ(code(banned), "spam_risk_user_banned_from_posting");
}

TEST_F(TikTokSandbox, asks_for_the_scope_of_each) {
    const auto reading = log_in("ada.loafs", "user.info.basic,video.list");
    const auto drafting = log_in("ada.loafs", "user.info.basic,video.upload");
    const auto body = video_body(900, 900, 1);
    EXPECT_EQ(code(init(reading, body)), "scope_not_authorized");
    EXPECT_EQ(code(init(drafting, body)), "scope_not_authorized");
    EXPECT_EQ(code(ask(drafting, "post/publish/creator_info/query/", "")), "scope_not_authorized");
    const auto draft = ask(drafting, "post/publish/inbox/video/init/", body);
    EXPECT_EQ(draft.status, 200) << draft.text;
    EXPECT_EQ(code(init("act.unknown", body)), "access_token_invalid");
    const std::string photos =
        R"({"media_type":"PHOTO","post_mode":"DIRECT_POST","post_info":{"privacy_level":)"
        R"("SELF_ONLY"},"source_info":{"source":"PULL_FROM_URL","photo_images":["https://a.b/c"]}})";
    EXPECT_EQ(code(ask(drafting, "post/publish/content/init/", photos)), "scope_not_authorized");
}

TEST_F(TikTokSandbox, hidden_posts_are_there_and_not_listed) {
    const auto token = log_in("ada.loafs");
    const auto id = publish(token, "SELF_ONLY");
    client.base.advance(std::chrono::minutes{5});
    const auto told = status(token, id);
    EXPECT_EQ(at(told, "data/status"), "PUBLISH_COMPLETE");
    EXPECT_EQ(at(told, "data/publicaly_available_post_id"), "[]");
    ASSERT_EQ(published().size(), 1U);
    EXPECT_EQ(at(published()[0], "id"), id);
    EXPECT_NE(at(newest(token), "data/videos/0/video_description"), "Rye");
    EXPECT_EQ(at(status(log_in("emoji.lab"), id), "error/code"),
              "token_not_authorized_for_specified_publish_id");
    EXPECT_EQ(at(status(token, "v_pub_file~x"), "error/code"), "invalid_publish_id");
}

TEST_F(TikTokSandbox, what_is_no_video_fails) {
    const auto token = log_in("ada.loafs");
    const auto id = publish(token, "PUBLIC_TO_EVERYONE", std::string(900, 'x'));
    client.base.advance(std::chrono::seconds{8});
    const auto told = status(token, id);
    EXPECT_EQ(at(told, "data/status"), "FAILED");
    EXPECT_EQ(at(told, "data/fail_reason"), "file_format_check_failed");
    EXPECT_TRUE(published().empty());
}

TEST_F(TikTokSandbox, photos_come_from_addresses) {
    const auto token = log_in("ada.loafs");
    const auto photos = [&](std::string_view images, std::string_view mode = "DIRECT_POST") {
        return ask(token, "post/publish/content/init/",
                   fmt::format(R"({{"media_type":"PHOTO","post_mode":"{}","post_info":{{)"
                               R"("privacy_level":"SELF_ONLY","title":"Rye"}},"source_info":{{)"
                               R"("source":"PULL_FROM_URL","photo_images":[{}]}}}})",
                               mode, images));
    };
    EXPECT_EQ(code(photos("")), "invalid_param");
    EXPECT_EQ(code(photos("7")), "invalid_param");
    EXPECT_EQ(code(photos(R"("https://unverified.example/a.jpg")")), "url_ownership_unverified");
    EXPECT_EQ(code(photos(R"("https://a.example/a.jpg")", "DIRECT POST")), "invalid_param");
    const auto begun = photos(R"("https://a.example/a.jpg")");
    ASSERT_EQ(begun.status, 200) << begun.text;
    client.base.advance(std::chrono::seconds{8});
    const auto told = status(token, at(begun.body(), "data/publish_id"));
    EXPECT_EQ(at(told, "data/status"), "FAILED");
    EXPECT_EQ(at(told, "data/fail_reason"), "photo_pull_failed") << "nothing is fetched here";
}

TEST_F(TikTokSandbox, counts_calls_posts_and_drafts) {
    const auto token = log_in("ada.loafs");
    const auto body = video_body(900, 900, 1);
    for (int i = 0; i < 6; ++i) EXPECT_EQ(init(token, body).status, 200) << i;
    auto answer = init(token, body);
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(code(answer), "rate_limit_exceeded");
    for (int i = 6; i < 15; ++i) {
        client.base.advance(std::chrono::seconds{60});
        EXPECT_EQ(init(token, body).status, 200) << i;
    }
    client.base.advance(std::chrono::seconds{60});
    answer = init(token, body);
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(code(answer), "spam_risk_too_many_posts");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(ask(token, "post/publish/inbox/video/init/", body).status, 200) << i;
    }
    answer = ask(token, "post/publish/inbox/video/init/", body);
    EXPECT_EQ(code(answer), "spam_risk_too_many_pending_share");
    for (int i = 0; i < 30; ++i) status(token, "x");
    EXPECT_EQ(at(status(token, "x"), "error/code"), "rate_limit_exceeded");
}

TEST_F(TikTokSandbox, an_upload_that_meets_a_fault_has_a_status_only) {
    const auto token = log_in("ada.loafs");
    const auto where = address(init(token, video_body(900, 900, 1)));
    client.set_fault(R"({"platform":"tiktok","endpoint":"upload","kind":"status","value":503,)"
                     R"("times":1})");
    const auto answer = put(where, movie(900), "bytes 0-899/900");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.text, "");
    EXPECT_EQ(put(where, movie(900), "bytes 0-899/900").status, 201);
}

}  // namespace
}  // namespace rostrum::sandbox::tiktok
