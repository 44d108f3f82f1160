#include "core/clock.hpp"
#include "media/s3/store.hpp"
#include "support/loopback_server.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace rostrum::media::s3 {
namespace {

using testing::LoopbackServer;
using testing::SeenRequest;

std::string answer(int status, std::string_view body = "", std::string_view header = "") {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(header) +
           "\r\n" + std::string(body);
}

/// What a service answers, request by request; the last one again and again.
class S3StoreTest : public ::testing::Test {
protected:
    S3StoreTest()
        : file(std::filesystem::temp_directory_path() /
               ("rostrum-s3." + std::to_string(::getpid()))) {}
    ~S3StoreTest() override { std::filesystem::remove(file); }

    void write(std::size_t size) {
        std::ofstream out(file, std::ios::binary);
        for (std::size_t i = 0; i < size; ++i) out.put(static_cast<char>(i / 1000));
    }
    Store store() {
        return Store(Client(*client, clock, threads,
                            {.endpoint = "http://127.0.0.1:" + std::to_string(server.port()),
                             .bucket = "bucket",
                             .path_style = true,
                             .credentials = {"id", Secret("secret"), "eu-central-1"}}));
    }
    std::string line(std::size_t request) const {
        const auto head = server.requests().at(request).head;
        return head.substr(0, head.find(" HTTP/"));
    }

    std::filesystem::path file;
    std::vector<std::string> answers;
    std::size_t next = 0;
    testing::TestLoops loops;
    LoopbackServer server{*loops, [this](const SeenRequest&) -> std::optional<std::string> {
                              return answers[std::min(next++, answers.size() - 1)];
                          }};
    std::unique_ptr<http::Client> client = http::create_client(*loops);
    ManualClock clock;
    BlockingThreads threads{1};
};

TEST_F(S3StoreTest, a_small_file_is_put_at_once) {
    write(1000);
    answers = {answer(200)};
    auto s3 = store();
    ASSERT_TRUE(loops.run(s3.put("3f/key", file, 1000)));
    EXPECT_EQ(line(0), "PUT /bucket/3f/key");
    EXPECT_EQ(server.requests()[0].body.size(), 1000U);
    EXPECT_TRUE(server.requests()[0].has_line("x-amz-date: 20260101T000000Z"));
}

TEST_F(S3StoreTest, a_large_file_is_put_in_parts) {
    const std::size_t size = Store::part_size * 2 + 5;
    write(size);
    answers = {answer(200, "<R><UploadId>up</UploadId></R>"), answer(200, "", "ETag: \"one\"\r\n"),
               answer(200, "", "ETag: \"two\"\r\n"), answer(200, "", "ETag: \"three\"\r\n"),
               answer(200, "<R/>")};
    auto s3 = store();
    ASSERT_TRUE(loops.run(s3.put("k", file, size)));
    EXPECT_EQ(line(0), "POST /bucket/k?uploads=");
    EXPECT_EQ(line(3), "PUT /bucket/k?partNumber=3&uploadId=up");
    EXPECT_EQ(server.requests()[3].body.size(), 5U);
    EXPECT_EQ(line(4), "POST /bucket/k?uploadId=up");
    EXPECT_TRUE(server.requests()[4].body.contains(
        "<Part><PartNumber>3</PartNumber><ETag>\"three\"</ETag></Part>"));
}

TEST_F(S3StoreTest, parts_are_given_up_when_one_fails) {
    write(Store::part_size + 1);
    answers = {answer(200, "<R><UploadId>up</UploadId></R>"),
               answer(403, "<Error><Code>AccessDenied</Code></Error>"), answer(204)};
    auto s3 = store();
    const auto put = loops.run(s3.put("k", file, Store::part_size + 1));
    ASSERT_FALSE(put);
    EXPECT_TRUE(put.error().message.contains("AccessDenied"));
    EXPECT_EQ(line(2), "DELETE /bucket/k?uploadId=up");
}

TEST_F(S3StoreTest, a_completion_that_fails_after_its_head_is_a_failure) {
    write(Store::part_size + 1);
    answers = {answer(200, "<R><UploadId>up</UploadId></R>"), answer(200, "", "ETag: \"a\"\r\n"),
               answer(200, "", "ETag: \"b\"\r\n"),
               answer(200, "<Error><Code>InternalError</Code></Error>"), answer(204)};
    auto s3 = store();
    EXPECT_FALSE(loops.run(s3.put("k", file, Store::part_size + 1)));
    EXPECT_EQ(line(4), "DELETE /bucket/k?uploadId=up");
}

TEST_F(S3StoreTest, a_service_that_is_busy_is_asked_again) {
    write(10);
    answers = {answer(503, "<Error><Code>SlowDown</Code></Error>"), answer(500), answer(200)};
    auto s3 = store();
    EXPECT_TRUE(loops.run(s3.put("k", file, 10)));
    EXPECT_EQ(server.requests().size(), 3U);
    EXPECT_EQ(server.requests()[2].body.size(), 10U);
}

TEST_F(S3StoreTest, an_object_is_read_range_by_range) {
    answers = {answer(206, std::string(Store::pull_size, 'a')), answer(206, "bcd")};
    auto s3 = store();
    const auto body = s3.read("k", 7, Store::pull_size + 3);
    const auto source = std::get<http::PullRange>(body).open();
    EXPECT_EQ(loops.run(source->read()).size(), Store::pull_size);
    EXPECT_EQ(loops.run(source->read()), "bcd");
    EXPECT_EQ(loops.run(source->read()), "");
    EXPECT_TRUE(server.requests()[0].has_line("range: bytes=7-4194310"));
    EXPECT_TRUE(server.requests()[1].has_line("range: bytes=4194311-4194313"));
}

TEST_F(S3StoreTest, an_object_that_is_not_there_is_told) {
    answers = {answer(404, "<Error><Code>NoSuchKey</Code></Error>")};
    auto s3 = store();
    const auto source = std::get<http::PullRange>(s3.read("k", 0, 3)).open();
    EXPECT_THROW((void)loops.run(source->read()), std::runtime_error);
    EXPECT_TRUE(loops.run(s3.remove("k"))) << "which is how it should be when it is removed";
}

}  // namespace
}  // namespace rostrum::media::s3
