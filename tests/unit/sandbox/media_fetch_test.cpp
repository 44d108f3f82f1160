#include "sandbox/media_fetch.hpp"

#include "crypto/hash.hpp"
#include "sandbox/media_bytes.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <gtest/gtest.h>

namespace rostrum::sandbox {
namespace {

using namespace std::string_view_literals;

class MediaFetchTest : public ::testing::Test {
protected:
    Result<FetchedMedia> fetch() {
        return loops.run(fetch_media(client, "http://127.0.0.1:8080/media/a"));
    }
    platforms::ScriptedClient client;
    testing::TestLoops loops;
};

TEST_F(MediaFetchTest, hashes_what_comes_and_keeps_its_beginning) {
    const std::string body(100'000, 'x');
    client.answer(body, 200, {{"Content-Type", "image/jpeg"}});
    const auto media = fetch();
    ASSERT_TRUE(media);
    EXPECT_EQ(media->status, 200);
    EXPECT_EQ(media->mime, "image/jpeg");
    EXPECT_EQ(media->bytes, body.size());
    EXPECT_EQ(media->sha256, crypto::sha256_hex(body));
    EXPECT_EQ(media->head.size(), 65'536U);
}

TEST_F(MediaFetchTest, anything_but_200_has_no_bytes) {
    for (const int status : {404, 302, 206}) {
        client.answer("not it", status, {{"Location", "http://127.0.0.1/b"}});
        const auto media = fetch();
        ASSERT_TRUE(media);
        EXPECT_EQ(media->status, status);
        EXPECT_EQ(media->bytes, 0U);
        EXPECT_TRUE(media->sha256.empty());
    }
    EXPECT_EQ(client.requests.size(), 3U) << "no redirect is followed";
}

TEST_F(MediaFetchTest, no_answer_is_an_error) {
    client.fail(http::TransportFailure::unreachable);
    const auto media = fetch();
    ASSERT_FALSE(media);
    EXPECT_EQ(media.error().code, ErrorCode::platform_unavailable);
}

TEST(MediaBytes, knows_files_by_their_first_bytes) {
    EXPECT_EQ(mime_of_bytes("\xFF\xD8\xFF\xE0"sv), "image/jpeg");
    EXPECT_EQ(mime_of_bytes("\x89PNG\r\n\x1A\n"sv), "image/png");
    EXPECT_EQ(mime_of_bytes("GIF89a"sv), "image/gif");
    EXPECT_EQ(mime_of_bytes("RIFF....WEBP"sv), "image/webp");
    EXPECT_EQ(mime_of_bytes("\0\0\0\x18"
                            "ftypmp42"sv),
              "video/mp4");
    EXPECT_EQ(mime_of_bytes("\0\0\0\x14"
                            "ftypqt  "sv),
              "video/quicktime");
    for (const auto other : {""sv, "<html>"sv, "\xFF\xD8"sv, "RIFF....WAVE"sv}) {
        EXPECT_EQ(mime_of_bytes(other), "");
    }
}

TEST(MediaBytes, reads_the_size_of_a_jpeg_and_nothing_beyond_its_end) {
    const auto head = "\xFF\xD8\xFF\xE0\x00\x04\x00\x00\xFF\xC0\x00\x11\x08\x04\x38\x07\x80"sv;
    const auto size = jpeg_size(head);
    ASSERT_TRUE(size);
    EXPECT_EQ(size->width, 1'920);
    EXPECT_EQ(size->height, 1'080);
    for (std::size_t length = 0; length < head.size(); ++length) {
        EXPECT_FALSE(jpeg_size(head.substr(0, length))) << length;
    }
    EXPECT_FALSE(jpeg_size("\xFF\xD8\xFF\xE0\x00\x04\x00\x00junkjunkjunkjunk"sv));
}

}  // namespace
}  // namespace rostrum::sandbox
