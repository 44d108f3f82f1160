#pragma once

#include "platforms/tiktok/descriptor.hpp"
#include "platforms/tiktok/tiktok.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::platforms::tiktok {
inline constexpr std::string_view upload_url =
    "https://open-upload.tiktokapis.com/video/?upload_id=secret";
inline constexpr std::string_view creator_body =
    R"({"data":{"creator_username":"ada.loafs","creator_nickname":"Ada","privacy_level_options":)"
    R"(["PUBLIC_TO_EVERYONE","SELF_ONLY"],"comment_disabled":false,"duet_disabled":true,)"
    R"("stitch_disabled":false,"max_video_post_duration_sec":120},"error":{"code":"ok"}})";

inline MediaFile file_of(MediaKind kind, std::uint64_t bytes, std::string id = "m1") {
    const bool video = kind == MediaKind::video;
    return {.id = id,
            .kind = kind,
            .mime = video ? "video/mp4" : "image/jpeg",
            .bytes = bytes,
            .width = 1080,
            .height = 1920,
            .duration_ms = video ? std::optional<std::int64_t>(60'000) : std::nullopt,
            .public_url = "https://media.example/" + id,
            .range = [](std::uint64_t offset, std::uint64_t length) -> http::BodySource {
                return std::to_string(offset) + '+' + std::to_string(length);
            }};
}

/// Somebody who publishes at TikTok, answered from a script.
class TikTokPublisherTest : public PlatformTest {
protected:
    TikTokPublisherTest() { clock.set(*parse_time("2026-11-21T12:00:00Z")); }

    std::unique_ptr<Platform> platform = create({.client_id = "key",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
    Publisher& publisher = *platform->publisher();

    static Access access() {
        return {.token = Secret("act.1"),
                .external_id = "open",
                .scopes = {std::string(scope_videos), std::string(scope_publish),
                           std::string(scope_upload)}};
    }
    PublishPlan plan(std::uint64_t bytes = 1'000, json::object options = {}) {
        PostContent content{.format = PostFormat::video, .title = {}, .text = "A loaf"};
        content.media.push_back(file_of(MediaKind::video, bytes));
        content.options = std::move(options);
        if (!content.options.contains("privacyLevel")) {
            content.options["privacyLevel"] = "PUBLIC_TO_EVERYONE";
        }
        return {.content = std::move(content), .handle = "Ada", .started_at = clock.now()};
    }
    PublishPlan photos(std::size_t count, json::object options = {}) {
        auto out = plan(1, std::move(options));
        auto& content = out.content;
        content.format = count == 1 ? PostFormat::image : PostFormat::carousel;
        content.title = "Bread";
        content.media.clear();
        for (std::size_t i = 0; i < count; ++i) {
            content.media.push_back(file_of(MediaKind::image, 1'000, fmt::format("p{}", i)));
        }
        return out;
    }
    Outcome<Advanced> advance(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.advance(access(), plan, state));
    }
    Outcome<Reconciled> reconcile(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.reconcile(access(), plan, state, clock.now()));
    }
    void answer_init(std::string_view url = upload_url) {
        client.answer(fmt::format(
            R"({{"data":{{"publish_id":"v_pub~1","upload_url":"{}"}},"error":{{"code":"ok"}}}})",
            url));
    }
    void answer_status(std::string_view status, std::string_view more = "") {
        client.answer(
            fmt::format(R"({{"data":{{"status":"{}"{}}},"error":{{"code":"ok"}}}})", status, more));
    }
    void answer_error(std::string_view code, int status) {
        client.answer(
            fmt::format(R"({{"data":{{}},"error":{{"code":"{}","message":"why"}}}})", code),
            status);
    }
    PublishState checked(const PublishPlan& plan) {
        client.answer(std::string(creator_body));
        auto next = advance(plan, {});
        EXPECT_TRUE(next) << next.error().message;
        return next->data.state;
    }
    /// Before the first byte.
    PublishState begun(const PublishPlan& plan) {
        const auto state = checked(plan);
        answer_init();
        auto next = advance(plan, state);
        EXPECT_TRUE(next) << next.error().message;
        return next->data.state;
    }
    /// After the last one of a small video, or after the task of photos was begun.
    PublishState sent(const PublishPlan& plan) {
        auto state = begun(plan);
        if (plan.content.format != PostFormat::video) return state;
        client.answer("", 201);
        return advance(plan, state)->data.state;
    }
    json::value body(std::size_t index) const {
        return parse_json(client.requests.at(index).body).value();
    }
    std::string_view header(std::size_t index, std::string_view name) const {
        return client.requests.at(index).headers.get(name);
    }
};

}  // namespace rostrum::platforms::tiktok
