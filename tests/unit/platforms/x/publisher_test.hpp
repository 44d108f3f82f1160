#pragma once

#include "platforms/x/post_rules.hpp"
#include "platforms/x/same_text.hpp"
#include "platforms/x/x.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rostrum::platforms::x {

using namespace std::chrono_literals;

class XPublisherTest : public PlatformTest {
protected:
    static Access access() {
        return {
            .token = Secret("at-1"), .external_id = "7", .scopes = {"tweet.write", "media.write"}};
    }
    PublishPlan plan(PostContent content) {
        return {.content = std::move(content), .handle = "ada", .started_at = clock.now()};
    }
    static PostContent text_post(std::string text) {
        PostContent content;
        content.text = std::move(text);
        return content;
    }
    static PostContent video_post(std::uint64_t bytes) {
        PostContent content;
        content.format = PostFormat::video;
        MediaFile file;
        file.kind = MediaKind::video;
        file.mime = "video/mp4";
        file.bytes = bytes;
        file.range = [](std::uint64_t, std::uint64_t length) {
            return http::BodySource(std::string(length, 'v'));
        };
        content.media.push_back(std::move(file));
        return content;
    }
    Outcome<Advanced> advance(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.advance(access(), plan, state));
    }
    Outcome<Reconciled> reconcile(const PublishPlan& plan, const PublishState& state) {
        return run(publisher.reconcile(access(), plan, state, plan.started_at));
    }
    /// Where an upload of this many bytes is after its beginning.
    PublishState begun(const PublishPlan& plan) {
        client.answer(R"({"data":{"id":"55","media_key":"13_55"}})");
        auto out = advance(plan, {});
        EXPECT_TRUE(out);
        return out ? out->data.state : PublishState{};
    }
    PublishState appended(const PublishPlan& plan) {
        auto state = begun(plan);
        client.answer("", 204);
        auto out = advance(plan, state);
        EXPECT_TRUE(out);
        return out ? out->data.state : PublishState{};
    }
    json::value body(std::size_t request) {
        return parse_json(client.requests.at(request).body).value();
    }

    std::unique_ptr<Platform> platform = create({.client_id = "app",
                                                 .client_secret = Secret("app-secret"),
                                                 .redirect_uri = {},
                                                 .base_url = {},
                                                 .api_version = {}},
                                                parts());
    Publisher& publisher = *platform->publisher();
};

}  // namespace rostrum::platforms::x
