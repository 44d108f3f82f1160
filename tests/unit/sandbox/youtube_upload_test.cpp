#include "crypto/hash.hpp"
#include "unit/sandbox/youtube_client.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::string_view upload_scope = "https://www.googleapis.com/auth/youtube.upload";
constexpr std::string_view manage_scope = "https://www.googleapis.com/auth/youtube.force-ssl";
constexpr std::size_t unit = 262'144;

/// Bytes that look like a video.
std::string movie(std::size_t size) {
    std::string bytes = std::string("\0\0\0\x18", 4) + "ftypmp42";
    while (bytes.size() < size) bytes += static_cast<char>('a' + bytes.size() % 23);
    bytes.resize(size);
    return bytes;
}

class YouTubeUpload : public YouTubeSandbox {
protected:
    std::string log_in(std::string_view account) {
        const http::Query query{
            {"client_id", std::string(client_id)},
            {"redirect_uri", std::string(redirect_uri)},
            {"response_type", "code"},
            {"scope", fmt::format("{} {} {}", readonly, upload_scope, manage_scope)},
            {"state", "st"}};
        const auto answer =
            client.get(fmt::format("/accounts.google.com/o/oauth2/v2/auth?{}&auto=allow&account={}",
                                   query.encode(), account));
        const std::string location(answer.headers.get("Location"));
        const auto back = http::parse_query(location.substr(location.find('?') + 1)).value();
        return at(exchange(std::string(back.get("code").value_or(""))).body(), "access_token");
    }
    Answer begin(std::string_view token, std::string body, std::size_t size,
                 std::string_view mime = "video/mp4") {
        return client.send(http::Method::post,
                           "/www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&part="
                           "snippet,status",
                           {{"Authorization", fmt::format("Bearer {}", token)},
                            {"Content-Type", "application/json"},
                            {"X-Upload-Content-Length", std::to_string(size)},
                            {"X-Upload-Content-Type", std::string(mime)}},
                           std::move(body));
    }
    std::string session(std::string_view token, std::size_t size,
                        std::string body = R"({"snippet":{"title":"Bread"}})") {
        const auto answer = begin(token, std::move(body), size);
        EXPECT_EQ(answer.status, 200) << answer.text;
        std::string location(answer.headers.get("Location"));
        constexpr std::string_view origin = "http://sandbox.test";
        EXPECT_TRUE(location.starts_with(origin)) << location;
        return location.substr(origin.size());
    }
    Answer put(const std::string& session, std::string bytes, std::string range) {
        http::Headers headers;
        if (!range.empty()) headers.add("Content-Range", std::move(range));
        return client.send(http::Method::put, session, std::move(headers), std::move(bytes));
    }
    /// Uploads a video whole and answers its id.
    std::string upload(std::string_view token, const std::string& bytes,
                       std::string body = R"({"snippet":{"title":"Bread"}})") {
        const auto answer = put(session(token, bytes.size(), std::move(body)), bytes, "");
        EXPECT_EQ(answer.status, 201) << answer.text;
        return at(answer.body(), "id");
    }
    std::string status(std::string_view token, std::string_view id, std::string_view field) {
        return at(data(token, fmt::format("videos?part=status&id={}", id)).body(),
                  fmt::format("items/0/status/{}", field));
    }
    Answer remove(std::string_view token, std::string_view id) {
        return client.send(http::Method::delete_,
                           fmt::format("/www.googleapis.com/youtube/v3/videos?id={}", id),
                           {{"Authorization", fmt::format("Bearer {}", token)}});
    }
    json::array published() {
        return client.get("/_control/published?platform=youtube").body().at("data").as_array();
    }
};

TEST_F(YouTubeUpload, takes_parts_and_makes_a_video_of_them) {
    const auto token = log_in("adabakesbread");
    const auto bytes = movie(2 * unit + 100);
    const auto total = std::to_string(bytes.size());
    const auto address = session(token, bytes.size());
    auto answer = put(address, "", "bytes */" + total);
    EXPECT_EQ(answer.status, 308);
    EXPECT_FALSE(answer.headers.contains("Range"));
    answer = put(address, bytes.substr(0, unit), "bytes 0-262143/" + total);
    EXPECT_EQ(answer.status, 308);
    EXPECT_EQ(answer.headers.get("Range"), "bytes=0-262143");
    EXPECT_TRUE(published().empty());
    answer = put(address, bytes.substr(unit), "bytes 262144-524387/" + total);
    EXPECT_EQ(answer.status, 201) << answer.text;
    const auto id = at(answer.body(), "id");
    EXPECT_EQ(put(address, "", "bytes */" + total).status, 200) << "asked again";
    ASSERT_EQ(published().size(), 1U);
    const json::value post = published()[0];
    EXPECT_EQ(at(post, "id"), id);
    EXPECT_EQ(at(post, "media/0/sha256"), crypto::sha256_hex(bytes));
    EXPECT_EQ(at(post, "media/0/bytes"), total);
    EXPECT_EQ(status(token, id, "uploadStatus"), "uploaded");
    client.base.advance(std::chrono::seconds{30});
    EXPECT_EQ(status(token, id, "uploadStatus"), "processed");
}

TEST_F(YouTubeUpload, refuses_wrong_parts) {
    const auto token = log_in("adabakesbread");
    const auto bytes = movie(3 * unit);
    const auto address = session(token, bytes.size());
    EXPECT_EQ(put(address, bytes.substr(0, 100), "bytes 0-99/786432").status, 400) << "no multiple";
    EXPECT_EQ(put(address, bytes.substr(0, unit), "bytes 0-9/786432").status, 400)
        << "other length";
    EXPECT_EQ(put(address, bytes.substr(0, unit), "bytes 0-262143/9").status, 400) << "other size";
    EXPECT_EQ(put(address, bytes.substr(0, unit), "octets 0-262143/9").status, 400);
    EXPECT_EQ(put(address, bytes.substr(0, unit), "bytes 262144-524287/786432").status, 503)
        << "a gap";
    EXPECT_EQ(put(address, bytes.substr(0, unit), "bytes 0-262143/786432").status, 308);
    EXPECT_EQ(put(address, bytes.substr(0, unit), "bytes 0-262143/786432").headers.get("Range"),
              "bytes=0-262143")
        << "a part that came before counts once";
    EXPECT_EQ(put(address, bytes.substr(0, 100), "").status, 400) << "no range, and not whole";
    EXPECT_TRUE(published().empty());
}

TEST_F(YouTubeUpload, a_session_ends) {
    const auto token = log_in("adabakesbread");
    const auto address = session(token, 100);
    client.base.advance(std::chrono::days{7});
    EXPECT_EQ(put(address, movie(100), "").status, 404);
    EXPECT_EQ(put("/www.googleapis.com/upload/youtube/v3/videos?upload_id=guessed", "", "").status,
              404);
}

TEST_F(YouTubeUpload, refuses_what_is_told_of_a_video) {
    const auto token = log_in("adabakesbread");
    struct Row {
        std::string body;
        std::string_view reason;
    };
    const std::vector<Row> rows{
        {R"({"snippet":{"title":""}})", "invalidTitle"},
        {R"({"snippet":{"title":"a<b"}})", "invalidTitle"},
        {fmt::format(R"({{"snippet":{{"title":"{}"}}}})", std::string(101, 'x')), "invalidTitle"},
        {fmt::format(R"({{"snippet":{{"description":"{}"}}}})", std::string(5'001, 'x')),
         "invalidDescription"},
        {fmt::format(R"({{"snippet":{{"tags":["{}"]}}}})", std::string(501, 'x')), "invalidTags"},
        {R"({"snippet":{"categoryId":"3"}})", "invalidCategoryId"},
        {R"({"status":{"privacyStatus":"secret"}})", "invalidVideoMetadata"},
        {R"({"status":{"publishAt":"2026-12-01T00:00:00Z"}})", "invalidPublishAt"},
        {"[", "badRequest"},
    };
    for (const auto& row : rows) {
        const auto answer = begin(token, row.body, 100);
        EXPECT_EQ(answer.status, 400) << row.body;
        EXPECT_EQ(reason(answer), row.reason);
    }
    EXPECT_EQ(reason(begin(token, "{}", 100, "image/png")), "badRequest");
    EXPECT_EQ(begin(token, "{}", 274'877'906'945).status, 413);
    EXPECT_EQ(reason(begin(access("adabakesbread"), "{}", 1)), "insufficientPermissions");
    EXPECT_EQ(reason(begin("nobody", "{}", 1)), "authError");
}

TEST_F(YouTubeUpload, counts_uploads_apart) {
    const auto token = log_in("adabakesbread");
    for (int i = 0; i < 100; ++i) ASSERT_EQ(begin(token, "{}", 1).status, 200) << i;
    EXPECT_EQ(reason(begin(token, "{}", 1)), "quotaExceeded");
    EXPECT_EQ(data(token, "channels?part=id&mine=true").status, 200);
    client.base.advance(std::chrono::hours{24});
    EXPECT_EQ(begin(log_in("adabakesbread"), "{}", 1).status, 200);
}

TEST_F(YouTubeUpload, some_accounts_meet_trouble) {
    EXPECT_EQ(reason(begin(log_in("tireless"), "{}", 1)), "uploadLimitExceeded");
    const auto claimed = log_in("claimed");
    const auto id = upload(claimed, movie(100));
    client.base.advance(std::chrono::seconds{30});
    EXPECT_EQ(status(claimed, id, "uploadStatus"), "rejected");
    EXPECT_EQ(status(claimed, id, "rejectionReason"), "copyright");
    EXPECT_TRUE(published().empty());
    const auto shaky = log_in("shakyline");
    const auto bytes = movie(4 * unit);
    const auto answer = put(session(shaky, bytes.size()), bytes,
                            fmt::format("bytes 0-{}/{}", 4 * unit - 1, 4 * unit));
    EXPECT_EQ(answer.status, 308);
    EXPECT_EQ(answer.headers.get("Range"), "bytes=0-524287");
}

TEST_F(YouTubeUpload, what_is_no_video_fails_when_it_is_processed) {
    const auto token = log_in("adabakesbread");
    const auto id = upload(token, "this is no video");
    EXPECT_EQ(status(token, id, "uploadStatus"), "uploaded");
    client.base.advance(std::chrono::seconds{30});
    EXPECT_EQ(status(token, id, "uploadStatus"), "failed");
    EXPECT_EQ(status(token, id, "failureReason"), "invalidFile");
    EXPECT_TRUE(published().empty());
}

TEST_F(YouTubeUpload, uploads_are_listed_among_the_rest) {
    const auto token = log_in("quietnewcomer");
    std::vector<std::string> ids;
    for (int i = 0; i < 7; ++i) {
        client.base.advance(std::chrono::seconds{1});
        ids.insert(ids.begin(), upload(token, movie(100)));
    }
    std::vector<std::string> listed;
    std::string page;
    do {
        const auto body =
            data(token, fmt::format("playlistItems?part=contentDetails,snippet&maxResults=3&"
                                    "playlistId={}{}",
                                    uploads(token), page))
                .body();
        for (const auto& item : body.at("items").as_array()) {
            EXPECT_EQ(at(item, "snippet/position"), std::to_string(listed.size()));
            listed.push_back(at(item, "contentDetails/videoId"));
        }
        const auto next = at(body, "nextPageToken");
        page = next.empty() ? next : "&pageToken=" + next;
    } while (!page.empty() && listed.size() < 20);
    EXPECT_EQ(listed, ids);
    EXPECT_EQ(at(data(token, "channels?part=statistics&mine=true").body(),
                 "items/0/statistics/videoCount"),
              "7");
}

TEST_F(YouTubeUpload, private_videos_are_seen_by_their_owner_only) {
    const auto token = log_in("adabakesbread");
    const auto id = upload(token, movie(100),
                           R"({"snippet":{"title":"Secret"},"status":{"privacyStatus":"private",)"
                           R"("publishAt":"2026-11-21T12:10:00Z"}})");
    const auto other = log_in("northpeakfilms");
    EXPECT_EQ(status(token, id, "privacyStatus"), "private");
    EXPECT_EQ(status(other, id, "privacyStatus"), "");
    EXPECT_EQ(client.get("/www.youtube.com/watch?v=" + id).status, 404);
    client.base.advance(std::chrono::minutes{11});
    EXPECT_EQ(status(other, id, "privacyStatus"), "public");
    EXPECT_EQ(client.get("/www.youtube.com/watch?v=" + id).status, 200);
    EXPECT_EQ(client.get("/www.youtube.com/shorts/" + id).status, 200);
}

TEST_F(YouTubeUpload, videos_are_deleted_by_their_owner) {
    const auto token = log_in("adabakesbread");
    const auto id = upload(token, movie(100));
    EXPECT_EQ(reason(remove(log_in("northpeakfilms"), id)), "forbidden");
    EXPECT_EQ(remove(token, id).status, 204);
    EXPECT_EQ(reason(remove(token, id)), "videoNotFound");
    EXPECT_EQ(at(data(token, "videos?part=status&id=" + id).body(), "items/0/id"), "");
    EXPECT_EQ(at(json::value(published()), "0/deleted"), "true");
    EXPECT_EQ(reason(remove(access("adabakesbread"), id)), "insufficientPermissions");
}

TEST_F(YouTubeUpload, thumbnails_are_pictures_of_verified_channels) {
    const auto set = [&](std::string_view token, std::string_view id, std::string bytes) {
        return client.send(
            http::Method::post,
            fmt::format("/www.googleapis.com/upload/youtube/v3/thumbnails/set?videoId={}", id),
            {{"Authorization", fmt::format("Bearer {}", token)}, {"Content-Type", "image/png"}},
            std::move(bytes));
    };
    const std::string png = "\x89PNG\r\n\x1A\n...";
    const auto token = log_in("adabakesbread");
    const auto id = upload(token, movie(100));
    EXPECT_EQ(set(token, id, png).status, 200);
    EXPECT_EQ(at(data(token, "videos?part=contentDetails&id=" + id).body(),
                 "items/0/contentDetails/hasCustomThumbnail"),
              "true");
    EXPECT_EQ(reason(set(token, id, "GIF89a")), "invalidImage");
    EXPECT_EQ(reason(set(token, id, "")), "mediaBodyRequired");
    EXPECT_EQ(reason(set(token, "AAAAAAAAAAA", png)), "videoNotFound");
    const auto other = log_in("unverified");
    EXPECT_EQ(reason(set(other, upload(other, movie(100)), png)), "forbidden");
}

TEST_F(YouTubeUpload, an_answer_can_get_lost_after_the_video_is_there) {
    const auto token = log_in("adabakesbread");
    const auto address = session(token, 100);
    client.set_fault(
        R"({"platform":"youtube","endpoint":"upload","kind":"drop_after_effect","times":1})");
    EXPECT_TRUE(put(address, movie(100), "").broken_off);
    EXPECT_EQ(published().size(), 1U);
    EXPECT_EQ(put(address, "", "bytes */100").status, 200);
    EXPECT_EQ(published().size(), 1U);
}

TEST_F(YouTubeUpload, takes_description_and_file_at_once) {
    const auto token = log_in("adabakesbread");
    const auto body = fmt::format(
        "--b\r\ncontent-type: application/json\r\n\r\n{{\"snippet\":{{\"title\":\"Whole\"}}}}\r\n"
        "--b\r\ncontent-type: video/mp4\r\n\r\n{}\r\n--b--",
        movie(100));
    const auto send = [&](std::string text) {
        return client.send(http::Method::post,
                           "/www.googleapis.com/upload/youtube/v3/videos?uploadType=multipart&part="
                           "snippet",
                           {{"Authorization", fmt::format("Bearer {}", token)},
                            {"Content-Type", "multipart/related; boundary=b"}},
                           std::move(text));
    };
    EXPECT_EQ(send(body).status, 201);
    EXPECT_EQ(at(json::value(published()), "0/media/0/sha256"), crypto::sha256_hex(movie(100)));
    EXPECT_EQ(reason(send("--b\r\n\r\n")), "badRequest");
}

}  // namespace
}  // namespace rostrum::sandbox::youtube
