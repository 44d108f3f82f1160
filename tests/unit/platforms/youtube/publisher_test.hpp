#pragma once

#include "platforms/youtube/rules.hpp"
#include "platforms/youtube/upload.hpp"
#include "unit/platforms/youtube/youtube_test.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace rostrum::platforms::youtube {

using namespace std::chrono_literals;

inline constexpr std::string_view session =
    "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=secret";

inline MediaFile video_file(std::uint64_t bytes) {
    return {.id = "m1",
            .kind = MediaKind::video,
            .mime = "video/mp4",
            .bytes = bytes,
            .width = 1920,
            .height = 1080,
            .duration_ms = 60'000,
            .range = [](std::uint64_t offset, std::uint64_t length) -> http::BodySource {
                return std::to_string(offset) + '+' + std::to_string(length);
            }};
}

class YouTubePublisherTest : public YouTubeTest {
protected:
    YouTubePublisherTest() { clock.set(*parse_time("2026-11-21T12:00:00Z")); }

    PublishPlan plan(std::uint64_t bytes = 1'000) {
        PostContent content{.format = PostFormat::video, .title = "Bread", .text = "A loaf"};
        content.media.push_back(video_file(bytes));
        return {.content = std::move(content), .handle = "ada", .started_at = clock.now()};
    }
    static Access may_all() {
        return access(
            {std::string(scope_readonly), std::string(scope_upload), std::string(scope_manage)});
    }
    Outcome<Advanced> advance(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.advance(may_all(), plan, state));
    }
    Outcome<Reconciled> reconcile(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.reconcile(may_all(), plan, state, clock.now()));
    }
    void answer_session() { client.answer("", 200, {{"Location", std::string(session)}}); }
    void answer_more(std::string range) {
        http::Headers headers;
        if (!range.empty()) headers.add("Range", std::move(range));
        client.answer("", 308, std::move(headers));
    }
    void answer_video() {
        client.answer(R"({"id":"vvvvvvvvvvv","status":{"privacyStatus":"public"}})", 201);
    }
    void answer_status(std::string_view status) {
        client.answer(R"({"kind":"k","items":[{"id":"v","status":)" + std::string(status) + "}]}");
    }
    /// After the session was begun.
    PublishState begun(const PublishPlan& plan) {
        answer_session();
        auto next = advance(plan, {});
        EXPECT_TRUE(next) << next.error().message;
        return next->data.state;
    }
    /// After the last byte.
    PublishState uploaded(const PublishPlan& plan) {
        const auto state = begun(plan);
        answer_video();
        return advance(plan, state)->data.state;
    }
    std::string_view header(std::size_t request, std::string_view name) {
        return client.requests.at(request).headers.get(name);
    }
};

}  // namespace rostrum::platforms::youtube
