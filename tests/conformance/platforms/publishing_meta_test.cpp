#include "conformance/platforms/fixture.hpp"
#include "crypto/hash.hpp"
#include "platforms/publisher.hpp"

#include <fmt/format.h>

#include <ranges>
#include <utility>

namespace rostrum::platforms {
namespace {

using std::chrono::minutes;

std::string jpeg(int width, int height, int seed) {
    std::string bytes("\xFF\xD8\xFF\xE0\x00\x04\x00\x00\xFF\xC0\x00\x11\x08", 13);
    for (const int side : {height, width}) {
        bytes += static_cast<char>(side >> 8);
        bytes += static_cast<char>(side & 0xFF);
    }
    return bytes + std::string(2'000, static_cast<char>('a' + seed));
}

/// More than two of the chunks that the platform asks for.
std::string mp4(int seed) {
    return std::string("\0\0\0\x18"
                       "ftypmp42",
                       12) +
           std::string(9 * std::size_t{1024} * 1024, static_cast<char>('a' + seed));
}

std::string to_text(const PublishPlan& plan) {
    return fmt::format("format {}, {} files, {}", static_cast<int>(plan.content.format),
                       plan.content.media.size(),
                       plan.content.media.empty() ? "" : plan.content.media.front().mime);
}

std::vector<Simulated> meta_platforms() {
    auto rows = all_simulated();
    std::erase_if(rows, [](const Simulated& row) {
        return row.id != "instagram" && row.id != "instagram_facebook" && row.id != "facebook";
    });
    return rows;
}

/// Publishing at Meta's platforms, driven as the engine does.
class MetaPublishing : public PlatformConformance {
protected:
    MetaPublishing() {
        access = access_of(connect(GetParam().account));
        access.purpose = limits::Purpose::publish;
    }

    Publisher& publisher() { return *platform->publisher(); }

    MediaFile file(MediaKind kind, std::string bytes) {
        MediaFile out;
        out.id = fmt::format("file{}", ++files_made);
        out.kind = kind;
        out.mime = kind == MediaKind::video ? "video/mp4" : "image/jpeg";
        out.bytes = bytes.size();
        out.public_url = "https://files.test/" + out.id;
        client.files[out.public_url] = bytes;
        out.range = [bytes = std::move(bytes)](std::uint64_t offset, std::uint64_t length) {
            return http::BodySource(bytes.substr(offset, length));
        };
        return out;
    }
    MediaFile picture() { return file(MediaKind::image, jpeg(1'080, 1'080, files_made)); }
    MediaFile video() { return file(MediaKind::video, mp4(files_made)); }

    PublishPlan plan_of(PostFormat format, bool with_video = false) {
        PublishPlan plan;
        auto& content = plan.content;
        content.format = format;
        content.text = fmt::format("Post number {} \xF0\x9F\x8D\x9E", ++posts_made);
        const bool is_video = format == PostFormat::reel || format == PostFormat::video;
        if (format == PostFormat::link) content.link = "https://example.org/";
        if (format == PostFormat::carousel) {
            content.media = {picture(), picture(), picture()};
            if (with_video) content.media[1] = video();
        } else if (is_video || with_video) {
            content.media = {video()};
        } else if (format == PostFormat::image || format == PostFormat::story) {
            content.media = {picture()};
        }
        plan.handle = "handle";
        plan.started_at = clock.now();
        return plan;
    }

    /// Every format, with a picture and where it can be with a video.
    std::vector<PublishPlan> every_plan() {
        std::vector<PublishPlan> plans;
        for (const auto& rule : platform->descriptor().post_rules.formats) {
            plans.push_back(plan_of(rule.format));
            if (rule.media.size() > 1) plans.push_back(plan_of(rule.format, true));
        }
        return plans;
    }

    std::expected<Published, PlatformError> drive(const PublishPlan& plan) {
        PublishState state;
        effects = 0;
        int failures = 0;
        for (int steps = 0; steps < 100; ++steps) {
            const auto step = publisher().next_step(plan, state);
            const auto sent_at = clock.now();
            auto result = run(publisher().advance(access, plan, state));
            std::optional<Advanced> advanced;
            if (result) {
                advanced = std::move(result->data);
            } else if (result.error().next == Next::ambiguous && step.effect == Effect::change) {
                advanced = reconciled(plan, state, sent_at);
            } else if (result.error().next == Next::retry_later && ++failures < 3) {
                clock.advance(minutes{1});
            } else {
                return std::unexpected(result.error());
            }
            if (!advanced) continue;
            if (step.effect == Effect::change && !advanced->leaves_nothing) ++effects;
            state = advanced->state;
            if (advanced->published) return *advanced->published;
            clock.advance(advanced->wait);
        }
        ADD_FAILURE() << "it does not end, after " << state.step;
        return std::unexpected(PlatformError{});
    }

    std::optional<Advanced> reconciled(const PublishPlan& plan, const PublishState& state,
                                       Time sent_at) {
        ++reconciliations;
        for (int tries = 0; tries < 40; ++tries) {
            clock.advance(minutes{1});
            auto found = run(publisher().reconcile(access, plan, state, sent_at));
            if (!found) {
                ADD_FAILURE() << found.error().message;
                return std::nullopt;
            }
            if (found->data.finding == Finding::done) return found->data.advanced;
            if (found->data.finding == Finding::not_done) return std::nullopt;
            if (!found->data.look_again) break;
        }
        ADD_FAILURE() << "nothing can be told";
        return std::nullopt;
    }

    sandbox::Published& published() {
        const auto id = GetParam().id == "facebook" ? "facebook" : "instagram";
        return client.simulation().find(id)->published();
    }
    std::vector<sandbox::PublishedPost> entries() {
        std::vector<sandbox::PublishedPost> all;
        const auto text = [&] {
            std::string out;
            JsonWriter writer(out);
            writer.begin_array();
            published().write(writer, "meta");
            writer.end_array();
            return out;
        }();
        const auto parsed = parse_json(text).value();
        for (const auto& item : parsed.as_array()) {
            auto post = published().find(std::string(item.at("id").as_string()));
            if (post) all.push_back(*std::move(post));
        }
        return all;
    }

    void expect_one(const PublishPlan& plan, const Published& told, std::string_view where) {
        const auto all = entries();
        ASSERT_EQ(all.size(), 1U) << where;
        const auto& post = all.front();
        EXPECT_EQ(post.id, told.external_id) << where;
        if (plan.content.format != PostFormat::story) EXPECT_EQ(post.text, plan.content.text);
        ASSERT_EQ(post.media.size(), plan.content.media.size()) << where;
        for (std::size_t i = 0; i < post.media.size(); ++i) {
            const auto& file = plan.content.media[i];
            EXPECT_EQ(post.media[i].sha256, crypto::sha256_hex(client.files[file.public_url]));
            EXPECT_EQ(post.media[i].bytes, file.bytes);
        }
    }

    void start_anew() {
        published().clear();
        client.simulation().faults().clear();
        client.simulation().reset();
        access = access_of(connect(GetParam().account));
    }

    void fault_once(sandbox::FaultKind kind, std::string_view endpoint) {
        sandbox::Fault fault;
        fault.platform = simulator();
        fault.endpoint = endpoint;
        fault.endpoint_is_name = true;
        fault.kind = kind;
        fault.times_left = 1;
        client.simulation().faults().add(std::move(fault));
    }

    /// The simulator's names of the calls that change something.
    std::vector<std::string_view> changing_endpoints() const {
        if (GetParam().id == "instagram") return {"container", "media_publish"};
        if (GetParam().id == "instagram_facebook") {
            return {"ig_container", "ig_publish", "ig_upload"};
        }
        return {"feed",           "photos",       "photo_stories", "video_start",
                "video_transfer", "video_finish", "upload"};
    }

    Access access;
    int files_made = 0;
    int posts_made = 0;
    int reconciliations = 0;
    int effects = 0;  ///< of the last post: what of it may be seen
};

TEST_P(MetaPublishing, PublishesEveryFormatOnceAndTellsWhere) {
    for (const auto& plan : every_plan()) {
        SCOPED_TRACE(to_text(plan));
        start_anew();
        const auto told = drive(plan);
        ASSERT_TRUE(told) << told.error().code << ": " << told.error().message;
        expect_one(plan, *told, "");
        EXPECT_EQ(effects, 1) << "what is uploaded first is seen by nobody";
        if (plan.content.format == PostFormat::story) continue;
        const auto page = posts(access);
        ASSERT_TRUE(page);
        ASSERT_FALSE(page->data.posts.empty());
        EXPECT_EQ(page->data.posts.front().external_id, told->external_id);
        EXPECT_EQ(page->data.posts.front().permalink, told->permalink);
        const auto shown = run(client.send({.url = told->permalink}));
        ASSERT_TRUE(shown);
        EXPECT_EQ(shown->status, 200) << told->permalink;
        EXPECT_TRUE(shown->body.contains("Post number"));
    }
}

TEST_P(MetaPublishing, PublishesOnceWhenAnAnswerIsLostAfterTheEffect) {
    for (const auto& plan : every_plan()) {
        for (const auto endpoint : changing_endpoints()) {
            SCOPED_TRACE(to_text(plan) + ", " + std::string(endpoint));
            start_anew();
            fault_once(sandbox::FaultKind::drop_after_effect, endpoint);
            const auto told = drive(plan);
            ASSERT_TRUE(told) << told.error().code << ": " << told.error().message;
            expect_one(plan, *told, endpoint);
        }
    }
    EXPECT_GT(reconciliations, 0);
}

TEST_P(MetaPublishing, PublishesOnceWhenAnErrorComesAfterTheEffect) {
    for (const auto& plan : every_plan()) {
        for (const auto endpoint : changing_endpoints()) {
            SCOPED_TRACE(to_text(plan) + ", " + std::string(endpoint));
            start_anew();
            fault_once(sandbox::FaultKind::status_after_effect, endpoint);
            const auto told = drive(plan);
            ASSERT_TRUE(told) << told.error().code << ": " << told.error().message;
            expect_one(plan, *told, endpoint);
        }
    }
}

TEST_P(MetaPublishing, PublishesOnceWhenTheCallDoesNotArrive) {
    for (const auto& plan : every_plan()) {
        for (const auto endpoint : changing_endpoints()) {
            SCOPED_TRACE(to_text(plan) + ", " + std::string(endpoint));
            start_anew();
            fault_once(sandbox::FaultKind::html, endpoint);
            const auto told = drive(plan);
            ASSERT_TRUE(told) << told.error().code << ": " << told.error().message;
            expect_one(plan, *told, endpoint);
        }
    }
}

TEST_P(MetaPublishing, IsRefusedWithoutThePermission) {
    const auto publish = platform->descriptor().post_rules.formats.front().scopes.front();
    std::string granted;
    for (const auto& scope : all_scopes()) {
        if (scope != publish) granted += (granted.empty() ? "" : ",") + scope;
    }
    access = access_of(connect(GetParam().account, "&grant=" + granted));
    const auto told = drive(plan_of(PostFormat::image));
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().next, Next::rejected) << "the account stays, and reads on";
    EXPECT_EQ(told.error().code, "scope_missing");
    EXPECT_TRUE(told.error().user_message.contains(publish)) << told.error().user_message;
    EXPECT_TRUE(entries().empty());
}

TEST_P(MetaPublishing, RefusesWhatIsNoPictureInPlainWords) {
    auto plan = plan_of(PostFormat::image);
    plan.content.media = {file(MediaKind::image, "GIF89a, in truth")};
    const auto told = drive(plan);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().next, Next::rejected);
    EXPECT_TRUE(told.error().user_message.contains("JPEG")) << told.error().user_message;
}

TEST_P(MetaPublishing, RefusesWhatIsNoVideo) {
    auto plan = plan_of(PostFormat::reel);
    plan.content.media = {file(MediaKind::video, "no video at all")};
    const auto told = drive(plan);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().next, Next::rejected);
    EXPECT_TRUE(entries().empty());
}

TEST_P(MetaPublishing, DeletesAPost) {
    const auto told = drive(plan_of(PostFormat::image));
    ASSERT_TRUE(told) << told.error().message;
    const auto removed = run(publisher().remove(access, told->external_id));
    if (GetParam().id == "instagram") {
        ASSERT_FALSE(removed);
        EXPECT_EQ(removed.error().next, Next::rejected);
        return;
    }
    ASSERT_TRUE(removed) << removed.error().message;
    EXPECT_TRUE(entries().empty());
    const auto again = run(publisher().remove(access, told->external_id));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().next, Next::not_found);
    const auto page = posts(access);
    ASSERT_TRUE(page);
    EXPECT_NE(page->data.posts.front().external_id, told->external_id);
}

TEST_P(MetaPublishing, StopsAtThePlatformsOwnLimits) {
    const bool page = GetParam().id == "facebook";
    std::expected<Published, PlatformError> told;
    const int limit = page ? 30 : 50;
    for (int i = 0; i <= limit; ++i) {
        told = drive(plan_of(page ? PostFormat::text : PostFormat::image));
        if (!told) break;
    }
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().next, Next::rate_limited) << told.error().message;
    EXPECT_EQ(entries().size(), static_cast<std::size_t>(limit));
}

INSTANTIATE_TEST_SUITE_P(Platforms, MetaPublishing, ::testing::ValuesIn(meta_platforms()),
                         [](const auto& info) { return std::string(info.param.id); });

}  // namespace
}  // namespace rostrum::platforms
