#include "client_fixture.hpp"
#include "core/deadline.hpp"

#include <boost/asio/steady_timer.hpp>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace rostrum::http {
namespace {

/// A file that goes with its test.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view content)
        : path_(std::filesystem::temp_directory_path() /
                ("rostrum-body." + std::to_string(::getpid()))) {
        std::ofstream(path_, std::ios::binary) << content;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string numbers(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + ",";
    text.resize(size);
    return text;
}

/// Hands a text out in pieces, each after a turn of the loop.
class PieceSource final : public PullSource {
public:
    PieceSource(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}

    Task<std::string> read() override {
        co_await sleep_for(std::chrono::microseconds{10});
        auto piece = text_.substr(std::min(at_, text_.size()), piece_);
        at_ += piece.size();
        co_return piece;
    }

private:
    std::string text_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

class FailingSource final : public PullSource {
public:
    Task<std::string> read() override {
        if (first_) {
            first_ = false;
            co_return "some";
        }
        throw std::runtime_error("the disk is gone");
    }

private:
    bool first_ = true;
};

/// Never has anything; can be cancelled.
class SilentSource final : public PullSource {
public:
    Task<std::string> read() override {
        co_await sleep_for(std::chrono::hours{1});
        co_return "";
    }
};

class ClientStreamTest : public ClientTest {
protected:
    ClientRequest upload(const std::string& url, BodySource source) {
        auto request = to(url);
        request.method = Method::put;
        request.body_source = std::move(source);
        return request;
    }
    static PullRange pulled(std::string text, std::size_t piece) {
        const auto length = text.size();
        return {.open = [text = std::move(text),
                         piece] { return std::make_shared<PieceSource>(text, piece); },
                .length = length};
    }

    LoopbackServer server{*loops, [](const SeenRequest& seen) -> std::optional<std::string> {
                              return ok(std::to_string(seen.body.size()));
                          }};
};

TEST_F(ClientStreamTest, a_part_of_a_file_is_sent) {
    const auto text = numbers(3'000'000);
    const TemporaryFile file(text);
    const auto answer = send(upload(server.url(), FileRange{file.path(), 1'000'000, 1'500'000}));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "1500000");
    EXPECT_EQ(server.requests()[0].body, text.substr(1'000'000, 1'500'000));
    EXPECT_TRUE(server.requests()[0].has_line("Content-Length: 1500000"));
    EXPECT_TRUE(server.requests()[0].head.starts_with("PUT "));
    EXPECT_TRUE(send(upload(server.url(), FileRange{file.path(), 7, 0}))) << "nothing of a file";
}

TEST_F(ClientStreamTest, a_file_that_is_not_there_throws) {
    EXPECT_THROW((void)send(upload(server.url(), FileRange{"/nowhere/at/all", 0, 1})),
                 std::system_error);
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(ClientStreamTest, a_file_that_is_too_short_breaks_the_request_off) {
    const TemporaryFile file("short");
    const auto answer = send(upload(server.url(), FileRange{file.path(), 0, 1'000'000}));
    EXPECT_TRUE(failed_with(answer, TransportFailure::no_answer));
}

TEST_F(ClientStreamTest, a_source_is_pulled_piece_by_piece) {
    const auto text = numbers(2'000'000);
    for (const std::size_t piece : {2'000'000, 300'000, 7'777}) {
        const auto answer = send(upload(server.url(), pulled(text, piece)));
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ(server.requests().back().body, text) << piece;
    }
}

TEST_F(ClientStreamTest, a_source_that_ends_early_breaks_the_request_off) {
    auto range = pulled("abc", 2);
    range.length = 10;
    EXPECT_TRUE(failed_with(send(upload(server.url(), range)), TransportFailure::no_answer));
}

TEST_F(ClientStreamTest, a_source_that_fails_breaks_the_request_off_and_passes_its_failure) {
    const PullRange range{[] { return std::make_shared<FailingSource>(); }, 10};
    EXPECT_THROW((void)send(upload(server.url(), range)), std::runtime_error);
    EXPECT_TRUE(server.wait_for_ended(1));
    EXPECT_TRUE(get(server.url())) << "the client goes on";
}

TEST_F(ClientStreamTest, a_pull_can_be_cancelled) {
    const PullRange range{[] { return std::make_shared<SilentSource>(); }, 10};
    const auto answer = loops.run(
        with_deadline(client->send(upload(server.url(), range)), std::chrono::milliseconds{50}));
    EXPECT_FALSE(answer);
    EXPECT_TRUE(server.wait_for_ended(1));
}

TEST_F(ClientStreamTest, a_text_may_be_the_source) {
    ASSERT_TRUE(send(upload(server.url(), std::string("text"))));
    EXPECT_EQ(server.requests()[0].body, "text");
}

/// Takes what comes, slowly, and remembers the largest piece.
struct Taken {
    std::string text;
    std::size_t largest = 0;
};

Task<> take(Taken& taken, std::string_view piece, std::chrono::microseconds pause) {
    taken.largest = std::max(taken.largest, piece.size());
    taken.text += piece;
    co_await sleep_for(pause);
}

TEST_F(ClientStreamTest, an_answer_goes_to_the_sink_with_back_pressure) {
    const auto text = numbers(9'000'000);
    LoopbackServer large(*loops, [&](const SeenRequest&) { return ok(text); });
    Taken taken;
    auto request = to(large.url());
    request.response_bytes_max = 10;
    request.body_sink = [&](std::string_view piece) {
        return take(taken, piece, std::chrono::microseconds{500});
    };
    const auto answer = send(std::move(request));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->body.empty());
    EXPECT_EQ(taken.text, text);
    EXPECT_LE(taken.largest, 512U * 1024);
}

TEST_F(ClientStreamTest, the_answer_to_an_error_is_collected) {
    LoopbackServer refusing(*loops, [](const SeenRequest&) -> std::optional<std::string> {
        return "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone";
    });
    Taken taken;
    auto request = to(refusing.url());
    request.body_sink = [&](std::string_view piece) {
        return take(taken, piece, std::chrono::microseconds{0});
    };
    const auto answer = send(std::move(request));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 404);
    EXPECT_EQ(answer->body, "gone");
    EXPECT_TRUE(taken.text.empty());
}

Task<> refuse_piece(std::string_view) {
    throw std::runtime_error("no room");
    co_return;
}

TEST_F(ClientStreamTest, a_sink_that_fails_breaks_the_exchange_off) {
    LoopbackServer large(*loops, [](const SeenRequest&) { return ok(numbers(2'000'000)); });
    auto request = to(large.url());
    request.body_sink = refuse_piece;
    EXPECT_THROW((void)send(std::move(request)), std::runtime_error);
    EXPECT_TRUE(large.wait_for_ended(1));
}

TEST_F(ClientStreamTest, an_exchange_that_stalls_is_given_up) {
    LoopbackServer silent(*loops, [](const SeenRequest&) { return std::nullopt; });
    auto request = to(silent.url());
    request.timeout = std::chrono::seconds{60};
    request.stall_timeout = std::chrono::seconds{1};
    EXPECT_TRUE(failed_with(send(std::move(request)), TransportFailure::no_answer));
}

}  // namespace
}  // namespace rostrum::http
