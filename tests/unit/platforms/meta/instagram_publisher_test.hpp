#pragma once

#include "platforms/meta/dialect.hpp"
#include "platforms/meta/instagram_publisher.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::platforms::meta {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline std::string error(int code, int subcode = 0) {
    return fmt::format(R"({{"error":{{"message":"m","code":{},"error_subcode":{}}}}})", code,
                       subcode);
}
inline std::string status(std::string_view code, std::string_view text = "") {
    return fmt::format(R"({{"status_code":"{}","status":"{}","id":"c1"}})", code, text);
}

class InstagramPublisherTest : public PlatformTest {
protected:
    static MediaFile file(MediaKind kind, std::string id) {
        MediaFile out;
        out.id = id;
        out.kind = kind;
        out.bytes = 5;
        out.public_url = "https://files.example/" + id;
        out.range = [](std::uint64_t offset, std::uint64_t length) {
            return http::BodySource(std::string("bytes").substr(offset, length));
        };
        return out;
    }
    PublishPlan plan(PostFormat format, std::vector<MediaFile> media) {
        PublishPlan out;
        out.content.format = format;
        out.content.text = "Fresh bread";
        out.content.media = std::move(media);
        out.started_at = clock.now();
        return out;
    }
    PublishPlan picture() { return plan(PostFormat::image, {file(MediaKind::image, "a")}); }
    PublishPlan reel() { return plan(PostFormat::reel, {file(MediaKind::video, "v")}); }

    Outcome<Advanced> advance(const PublishPlan& plan) {
        auto result = run(publisher->advance(access, plan, state));
        if (result) state = result->data.state;
        return result;
    }
    std::string_view next(const PublishPlan& plan) {
        return publisher->next_step(plan, state).name;
    }
    /// Up to the step that publishes.
    void make_ready(const PublishPlan& plan) {
        client.answer(R"({"id":"c1"})");
        ASSERT_TRUE(advance(plan));
        client.answer(status("FINISHED"));
        ASSERT_TRUE(advance(plan));
        ASSERT_EQ(next(plan), "publish");
    }
    Outcome<Reconciled> reconcile(const PublishPlan& plan) {
        return run(publisher->reconcile(access, plan, state, clock.now()));
    }
    /// The same, so long after the step was sent.
    Outcome<Reconciled> reconcile_after(const PublishPlan& plan, seconds wait) {
        return run(publisher->reconcile(access, plan, state, clock.now() - wait));
    }
    void answer_list(std::string_view caption) {
        client.answer(fmt::format(R"({{"data":[{{"id":"m1","caption":"{}","media_type":"IMAGE",
            "timestamp":"{}","permalink":"https://www.instagram.com/p/x/"}}]}})",
                                  caption, to_rfc3339(clock.now())));
    }
    void use(InstagramPublishing door) {
        publisher = std::make_unique<InstagramPublisher>(graph, clock, door);
    }

    PlatformCall call{dialect("instagram", "Instagram"), "", parts()};
    Graph graph{call, "https://graph.instagram.com/v26.0"};
    Access access{.token = Secret("the-token"), .external_id = "1784", .scopes = {}};
    std::unique_ptr<InstagramPublisher> publisher =
        std::make_unique<InstagramPublisher>(graph, clock, InstagramPublishing{});
    PublishState state;
};

}  // namespace rostrum::platforms::meta
