#include "conformance/publishing/fixture.hpp"
#include "publishing/limits.hpp"

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;
using testing::answered;
using testing::Point;
using testing::refused;

class ServiceOfPostsTest : public PublishingTest {
protected:
    Error refusal_of(PostInput wanted) {
        auto made = run(service.create(scope, std::move(wanted)));
        if (made) throw std::runtime_error("it was taken");
        return made.error();
    }
    std::string field_of(PostInput wanted) {
        const auto error = refusal_of(std::move(wanted));
        EXPECT_EQ(error.code, ErrorCode::validation_failed);
        return error.details.empty() ? "" : error.details[0].field;
    }
    std::vector<Post> list(PostFilter filter = {}) {
        return run(service.list(scope, filter, {.limit = 100, .after = std::nullopt}));
    }
    BulkInput bulk(std::vector<std::string> contents) {
        BulkInput out;
        for (auto& content : contents) {
            BulkPost post;
            post.content = std::move(content);
            post.platforms = std::vector<std::string>{"fake"};
            out.posts.push_back(std::move(post));
        }
        return out;
    }
};

TEST_P(ServiceOfPostsTest, a_draft_is_kept_as_it_is) {
    auto wanted = input(std::string(500, 'x'));
    wanted.title = "T";
    wanted.link = "https://a/b";
    wanted.thread = std::vector<std::string>{"two", "three"};
    wanted.hashtags = std::vector<std::string>{"#one", "two", "one"};
    wanted.targets[0].content = "own";
    wanted.targets[0].options = json::object{{"a", 1}};
    const auto made = create(wanted);
    EXPECT_EQ(made.status, PostStatus::draft)
        << "too long for the platform, which is no matter yet";
    EXPECT_EQ(made.hashtags, (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(made.thread.size(), 2U);
    EXPECT_EQ(made.targets.at(0).content, "own");
    EXPECT_EQ(made.targets.at(0).platform, "fake");
    EXPECT_EQ(made.targets.at(0).options, (json::value{{"a", 1}}));
    EXPECT_FALSE(made.targets.at(0).format);
    EXPECT_EQ(count("jobs"), 0);
    EXPECT_EQ(events("post.scheduled"), 0);
}

TEST_P(ServiceOfPostsTest, what_is_wrong_is_said_by_field) {
    EXPECT_EQ(field_of(now(std::string(101, 'x'))), "targets[0].content");
    EXPECT_EQ(field_of(now("")), "targets[0].content");
    auto wanted = now();
    wanted.targets.push_back(wanted.targets[0]);
    EXPECT_EQ(field_of(wanted), "targets[1].connectionId");
    wanted = now();
    wanted.targets[0].connection_id = ConnectionId{ids.next()};
    EXPECT_EQ(field_of(wanted), "targets[0].connectionId");
    wanted.publish_now.reset();
    EXPECT_EQ(field_of(wanted), "targets[0].connectionId") << "of a draft as well";
    wanted = now();
    wanted.scheduled_at = clock.now() + 1h;
    EXPECT_EQ(field_of(wanted), "publishNow");
    wanted = input();
    wanted.scheduled_at = clock.now() - 1h;
    EXPECT_EQ(field_of(wanted), "scheduledAt");
    wanted.scheduled_at = clock.now() + schedule_ahead_max + 1h;
    EXPECT_EQ(field_of(wanted), "scheduledAt");
    wanted = input();
    wanted.hashtags = std::vector<std::string>{"two words"};
    EXPECT_EQ(field_of(wanted), "hashtags[0]");
    wanted = input();
    wanted.campaign_id = CampaignId{ids.next()};
    EXPECT_EQ(field_of(wanted), "campaignId");
    wanted = input();
    wanted.media_ids = std::vector{MediaId{ids.next()}};
    EXPECT_EQ(field_of(wanted), "targets[0].mediaIds[0]");
    wanted = now();
    wanted.targets[0].options = json::object{{"format", "cinema"}};
    EXPECT_EQ(field_of(wanted), "targets[0].options.format");
    wanted.targets[0].options = json::object{{"colour", "red"}};
    EXPECT_EQ(field_of(wanted), "targets[0].options.colour");
    wanted.targets[0].options = json::array{};
    EXPECT_EQ(field_of(wanted), "targets[0].options");
    wanted.targets[0].options = json::object{{"a", std::string(options_bytes_max, 'x')}};
    EXPECT_EQ(field_of(wanted), "targets[0].options");
    EXPECT_EQ(count("posts"), 0);
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(ServiceOfPostsTest, a_validation_tells_all_and_stores_nothing) {
    auto wanted = input(std::string(101, 'x'));
    wanted.targets.push_back(wanted.targets[0]);
    wanted.targets[1].connection_id = ConnectionId{ids.next()};
    wanted.targets[0].options = json::object{{"colour", "red"}};
    const auto told = run(service.validate(scope, wanted)).value();
    EXPECT_FALSE(told.valid);
    ASSERT_EQ(told.targets.size(), 2U);
    EXPECT_EQ(told.targets[0].length, 101);
    EXPECT_EQ(told.targets[0].limit, 100);
    EXPECT_EQ(told.targets[0].issues.size(), 2U);
    EXPECT_EQ(told.targets[1].issues.at(0).code, "connection_unknown");
    EXPECT_TRUE(run(service.validate(scope, input())).value().valid);
    EXPECT_EQ(count("posts"), 0);
}

TEST_P(ServiceOfPostsTest, a_permission_that_was_not_granted_is_missed) {
    execute("UPDATE connections SET scopes = '[\"insights\"]'");
    const auto told = run(service.validate(scope, input())).value();
    EXPECT_EQ(told.targets.at(0).issues.at(0).code, "scope_missing");
}

TEST_P(ServiceOfPostsTest, hashtags_are_added_unless_they_are_there) {
    auto wanted = now("I like #Cats");
    wanted.hashtags = std::vector<std::string>{"cats", "dogs"};
    create(wanted);
    work();
    EXPECT_EQ(publisher.texts, std::vector<std::string>{"I like #Cats\n\n#dogs"});
}

TEST_P(ServiceOfPostsTest, files_are_held_and_let_go) {
    const auto first = new_image(scope.workspace);
    const auto second = new_image(scope.workspace);
    auto wanted = input();
    wanted.media_ids = std::vector{first};
    const auto made = create(wanted);
    EXPECT_EQ(media.uses.size(), 1U);
    PostPatch patch;
    patch.media_ids = std::vector{second};
    ASSERT_TRUE(run(service.update(scope, made.id, patch, {})));
    EXPECT_EQ(media.uses.begin()->second, second);
    ASSERT_TRUE(run(service.remove(scope, made.id, Service::Where::here)));
    EXPECT_TRUE(media.uses.empty());
}

TEST_P(ServiceOfPostsTest, anothers_file_is_none) {
    auto wanted = input();
    wanted.media_ids = std::vector{new_image(new_scope().workspace)};
    EXPECT_EQ(field_of(wanted), "targets[0].mediaIds[0]");
}

TEST_P(ServiceOfPostsTest, a_file_that_is_gone_makes_it_fail) {
    const auto image = new_image(scope.workspace);
    auto wanted = now();
    wanted.media_ids = std::vector{image};
    const auto made = create(wanted);
    EXPECT_EQ(made.targets.at(0).format, platforms::PostFormat::image);
    media.known.clear();
    work();
    EXPECT_EQ(target_of(made.id).error->code, "media_unknown");
    EXPECT_EQ(publisher.calls, 0);
}

TEST_P(ServiceOfPostsTest, a_wall_clock_is_kept_with_its_zone) {
    auto wanted = input();
    wanted.scheduled_local = "2026-03-29T02:30";
    wanted.timezone = "Europe/Berlin";
    const auto gap = create(wanted);
    EXPECT_EQ(to_rfc3339(*gap.scheduled_at), "2026-03-29T01:00:00Z") << "put forward to 3:00";
    EXPECT_EQ(gap.scheduled_local, "2026-03-29T02:30:00");
    EXPECT_EQ(gap.timezone, "Europe/Berlin");
    wanted.scheduled_local = "2026-10-25T02:30:00";
    EXPECT_EQ(to_rfc3339(*create(wanted).scheduled_at), "2026-10-25T00:30:00Z") << "the first";
    wanted.timezone = "Mars/Olympus";
    EXPECT_EQ(field_of(wanted), "timezone");
    wanted.timezone.reset();
    EXPECT_EQ(field_of(wanted), "timezone");
}

TEST_P(ServiceOfPostsTest, an_edit_moves_the_job) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    PostPatch patch;
    patch.scheduled_at = clock.now() + 2h;
    patch.content = "changed";
    const auto changed = run(service.update(scope, made.id, patch, {})).value();
    EXPECT_EQ(changed.scheduled_at, clock.now() + 2h);
    EXPECT_EQ(changed.targets.at(0).id, made.targets.at(0).id);
    EXPECT_EQ(count("jobs"), 1);
    clock.advance(1h);
    EXPECT_TRUE(claim().empty());
    clock.advance(1h);
    work();
    EXPECT_EQ(publisher.texts, std::vector<std::string>{"changed"});
}

TEST_P(ServiceOfPostsTest, a_schedule_can_be_taken_away_and_set_again) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    auto changed = run(service.update(scope, made.id, {}, {.schedule = true})).value();
    EXPECT_EQ(changed.status, PostStatus::draft);
    EXPECT_EQ(count("jobs"), 0);
    PostPatch patch;
    patch.scheduled_at = clock.now() + 1h;
    changed = run(service.update(scope, made.id, patch, {})).value();
    EXPECT_EQ(changed.status, PostStatus::scheduled);
    EXPECT_EQ(count("jobs"), 1);
}

TEST_P(ServiceOfPostsTest, an_edit_that_is_wrong_changes_nothing) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    PostPatch patch;
    patch.content = std::string(101, 'x');
    EXPECT_EQ(run(service.update(scope, made.id, patch, {})).error().code,
              ErrorCode::validation_failed);
    EXPECT_EQ(read(made.id).content, "hello");
    EXPECT_EQ(read(made.id).updated_at, made.updated_at);
}

TEST_P(ServiceOfPostsTest, an_edit_may_make_it_another_kind_of_post) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    ASSERT_EQ(made.targets.at(0).format, platforms::PostFormat::text);
    PostPatch patch;
    patch.media_ids = std::vector{new_image(scope.workspace)};
    const auto changed = run(service.update(scope, made.id, patch, {}));
    ASSERT_TRUE(changed) << describe(changed.error());
    EXPECT_EQ(changed->targets.at(0).format, platforms::PostFormat::image);
}

TEST_P(ServiceOfPostsTest, nothing_can_be_changed_once_a_worker_has_begun) {
    const auto made = create(now());
    testing::Gate gate;
    publisher.gate = &gate;
    const auto job = claim().at(0);
    auto working = start(engine.run(job));
    ASSERT_TRUE(gate.wait_for(1));
    const auto code = [](const auto& result) {
        return result ? ErrorCode::server_error : result.error().code;
    };
    PostPatch patch;
    patch.content = "too late";
    EXPECT_EQ(code(run(service.update(scope, made.id, patch, {}))), ErrorCode::conflict);
    EXPECT_EQ(code(run(service.publish(scope, made.id))), ErrorCode::conflict);
    EXPECT_EQ(code(run(service.cancel(scope, made.id))), ErrorCode::conflict);
    EXPECT_EQ(code(run(service.retry(scope, made.id, {}))), ErrorCode::conflict);
    EXPECT_EQ(code(run(service.remove(scope, made.id, Service::Where::here))), ErrorCode::conflict);
    gate.open();
    settle(job, working.get());
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(ServiceOfPostsTest, a_cancelled_post_is_not_published) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    EXPECT_EQ(run(service.cancel(scope, made.id)).value().status, PostStatus::cancelled);
    EXPECT_EQ(count("jobs"), 0);
    EXPECT_EQ(run(service.cancel(scope, made.id)).error().code, ErrorCode::conflict);
    clock.advance(2h);
    work();
    EXPECT_EQ(publisher.calls, 0);
}

TEST_P(ServiceOfPostsTest, a_draft_is_published_when_somebody_says_so) {
    const auto made = create(input());
    EXPECT_EQ(run(service.publish(scope, made.id)).value().status, PostStatus::publishing);
    EXPECT_EQ(run(service.publish(scope, made.id)).error().code, ErrorCode::conflict);
    work();
    EXPECT_EQ(read(made.id).status, PostStatus::published);
    const auto bad = create(input(std::string(101, 'x')));
    EXPECT_EQ(run(service.publish(scope, bad.id)).error().code, ErrorCode::validation_failed);
    EXPECT_EQ(read(bad.id).status, PostStatus::draft);
}

TEST_P(ServiceOfPostsTest, a_deletion_leaves_what_is_published_unless_told) {
    const auto made = create(now());
    const auto other = create(now());
    work();
    ASSERT_TRUE(run(service.remove(scope, made.id, Service::Where::here)));
    EXPECT_TRUE(publisher.removed.empty());
    EXPECT_EQ(run(service.find(scope, made.id)).error().code, ErrorCode::not_found);

    publisher.on_remove = [](const std::string&) { return refused(platforms::Next::rejected); };
    const auto refused_by = run(service.remove(scope, other.id, Service::Where::everywhere));
    EXPECT_EQ(refused_by.error().code, ErrorCode::platform_rejected);
    EXPECT_EQ(read(other.id).status, PostStatus::published);
    publisher.removed.clear();
    publisher.on_remove = [](const std::string&) { return refused(platforms::Next::not_found); };
    ASSERT_TRUE(run(service.remove(scope, other.id, Service::Where::everywhere)));
    EXPECT_EQ(publisher.removed, (std::vector<std::string>{"ext-2", "ext-1"}))
        << "of a thread, the last one first";
    EXPECT_EQ(count("posts"), 0);
    EXPECT_EQ(count("publish_attempts"), 0);
}

TEST_P(ServiceOfPostsTest, a_bulk_is_spread_over_the_days_of_a_zone) {
    auto wanted = bulk({"one", "two", "three"});
    wanted.scheduling_options = SchedulingOptions{24, "2026-03-28T09:00", "Europe/Berlin"};
    const auto posts = run(service.schedule(scope, wanted)).value();
    ASSERT_EQ(posts.size(), 3U);
    EXPECT_EQ(to_rfc3339(*posts[0].scheduled_at), "2026-03-28T08:00:00Z");
    EXPECT_EQ(to_rfc3339(*posts[1].scheduled_at), "2026-03-29T07:00:00Z") << "summer time begins";
    EXPECT_EQ(posts[2].scheduled_local, "2026-03-30T09:00:00");
    EXPECT_EQ(count("jobs"), 3);
    EXPECT_EQ(events("post.scheduled"), 3);

    wanted = bulk({"one", "two"});
    wanted.scheduling_options = SchedulingOptions{1.5, "2026-05-01T00:00:00Z", std::nullopt};
    const auto later = run(service.schedule(scope, wanted)).value();
    EXPECT_EQ(to_rfc3339(*later[1].scheduled_at), "2026-05-01T01:30:00Z");
}

TEST_P(ServiceOfPostsTest, a_bulk_is_taken_whole_or_not_at_all) {
    auto wanted = bulk({"fine", std::string(101, 'x'), "fine", ""});
    wanted.posts[2].platforms = std::vector<std::string>{"elsewhere"};
    const auto error = run(service.schedule(scope, wanted)).error();
    ASSERT_EQ(error.details.size(), 3U);
    EXPECT_EQ(error.details[0].field, "posts[1].targets[0].content");
    EXPECT_EQ(error.details[1].field, "posts[2].platforms[0]");
    EXPECT_EQ(error.details[2].field, "posts[3].targets[0].content");
    EXPECT_EQ(count("posts"), 0);

    // What only the transaction finds out.
    wanted = bulk({"one", "two"});
    wanted.campaign_id = CampaignId{ids.next()};
    EXPECT_EQ(run(service.schedule(scope, wanted)).error().code, ErrorCode::validation_failed);
    EXPECT_EQ(count("posts"), 0);
    EXPECT_EQ(count("jobs"), 0);
}

TEST_P(ServiceOfPostsTest, lists_are_filtered_and_counted) {
    const auto campaign = run(campaigns.create(scope, {.name = "C"})).value();
    auto wanted = input();
    wanted.campaign_id = campaign.id;
    const auto draft = create(wanted);
    auto later = input();
    later.scheduled_at = clock.now() + 24h;
    const auto scheduled = create(later);
    const auto published = create(now());
    work(1min);
    ASSERT_EQ(list().size(), 3U);
    EXPECT_EQ(list().at(0).id, published.id);
    EXPECT_EQ(list({.campaign = campaign.id}).at(0).id, draft.id);
    EXPECT_EQ(list({.status = PostStatus::scheduled}).at(0).id, scheduled.id);
    EXPECT_EQ(list({.from = clock.now() + 12h}).size(), 1U);
    EXPECT_EQ(list({.to = clock.now() + 12h}).size(), 2U);
    const auto told = run(service.summary(scope, std::nullopt));
    EXPECT_EQ(told.draft, 1);
    EXPECT_EQ(told.scheduled, 1);
    EXPECT_EQ(told.published, 1);
    EXPECT_EQ(told.next_scheduled_at, scheduled.scheduled_at);
    ASSERT_TRUE(run(campaigns.remove(scope, campaign.id)));
    EXPECT_FALSE(read(draft.id).campaign_id);
}

TEST_P(ServiceOfPostsTest, another_workspace_sees_nothing) {
    const auto made = create(now());
    const auto stranger = new_scope();
    const auto gone = [](const auto& result) {
        return !result && result.error().code == ErrorCode::not_found;
    };
    EXPECT_TRUE(gone(run(service.find(stranger, made.id))));
    EXPECT_TRUE(gone(run(service.update(stranger, made.id, {}, {}))));
    EXPECT_TRUE(gone(run(service.publish(stranger, made.id))));
    EXPECT_TRUE(gone(run(service.cancel(stranger, made.id))));
    EXPECT_TRUE(gone(run(service.retry(stranger, made.id, {}))));
    EXPECT_TRUE(gone(run(service.remove(stranger, made.id, Service::Where::everywhere))));
    const PageRequest page{.limit = 10, .after = std::nullopt};
    EXPECT_TRUE(gone(run(service.attempts(stranger, made.id, page))));
    EXPECT_TRUE(run(service.list(stranger, {}, page)).empty());
    EXPECT_EQ(run(service.summary(stranger, std::nullopt)).publishing, 0);
    EXPECT_FALSE(run(service.create(stranger, input()))) << "with somebody else's connection";
    const auto campaign = run(campaigns.create(scope, {.name = "C"})).value();
    EXPECT_TRUE(gone(run(campaigns.find(stranger, campaign.id))));
    EXPECT_TRUE(gone(run(campaigns.remove(stranger, campaign.id))));
    EXPECT_TRUE(gone(run(campaigns.messages(stranger, campaign.id, page))));
    EXPECT_TRUE(gone(run(campaigns.say(stranger, campaign.id, {}, "hello"))));
}

TEST_P(ServiceOfPostsTest, a_campaign_is_talked_about) {
    const auto campaign = run(campaigns.create(scope, {.name = "C"})).value();
    const auto said =
        run(campaigns.say(scope, campaign.id, campaigns::MessageRole::assistant, "hello")).value();
    EXPECT_EQ(said.author, "Somebody");
    const PageRequest page{.limit = 10, .after = std::nullopt};
    EXPECT_EQ(run(campaigns.messages(scope, campaign.id, page)).value().at(0).content, "hello");
    const auto wrong = run(campaigns.update(scope, campaign.id, [&](auto& fields) {
        fields.starts_at = clock.now();
        fields.ends_at = clock.now() - 1h;
    }));
    EXPECT_EQ(wrong.error().code, ErrorCode::validation_failed);
    const auto renamed =
        run(campaigns.update(scope, campaign.id, [](auto& fields) { fields.name = "D"; })).value();
    EXPECT_EQ(renamed.name, "D");
    EXPECT_EQ(run(campaigns.list(scope, page)).size(), 1U);
}

TEST_P(ServiceOfPostsTest, a_platform_without_publisher_takes_drafts_only) {
    platform->fake_publisher = nullptr;
    EXPECT_EQ(create(input()).status, PostStatus::draft);
    EXPECT_EQ(field_of(now()), "targets[0].connectionId");
    EXPECT_FALSE(run(service.validate(scope, input())).value().valid);
}

ROSTRUM_ON_ALL_ENGINES(ServiceOfPostsTest);

}  // namespace
}  // namespace rostrum::publishing
