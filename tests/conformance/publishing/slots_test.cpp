#include "conformance/publishing/fixture.hpp"
#include "publishing/purge.hpp"

#include <fmt/format.h>

namespace rostrum::publishing {
namespace {

using campaigns::SlotFields;
using campaigns::Weekday;

class SlotsTest : public PublishingTest {
protected:
    campaigns::PostingSlot add(Weekday day, std::string time,
                               std::optional<CampaignId> campaign = {}) {
        return run(slots.create(scope, {day, std::move(time), "Europe/Berlin", campaign})).value();
    }
    std::string field_of(SlotFields fields) {
        const auto made = run(slots.create(scope, std::move(fields)));
        return made ? "" : made.error().details.at(0).field;
    }
    PostInput queued(std::string content = "hello") {
        auto wanted = input(std::move(content));
        wanted.queue = true;
        return wanted;
    }
    CampaignId campaign() { return run(campaigns.create(scope, {.name = "C"})).value().id; }
};

TEST_P(SlotsTest, are_kept_in_the_order_of_the_week) {
    add(Weekday::friday, "10:00");
    add(Weekday::monday, "12:00");
    add(Weekday::monday, "08:00");
    const auto all = run(slots.list(scope, std::nullopt));
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].time, "08:00");
    EXPECT_EQ(all[2].weekday, Weekday::friday);
    ASSERT_TRUE(run(slots.remove(scope, all[0].id)));
    EXPECT_EQ(run(slots.remove(scope, all[0].id)).error().code, ErrorCode::not_found);
    auto elsewhere = scope;
    elsewhere.workspace = WorkspaceId{ids.next()};
    EXPECT_TRUE(run(slots.list(elsewhere, std::nullopt)).empty());
    EXPECT_EQ(run(slots.remove(elsewhere, all[1].id)).error().code, ErrorCode::not_found);
}

TEST_P(SlotsTest, what_is_wrong_is_said_by_field) {
    EXPECT_EQ(field_of({Weekday::monday, "9:00", "UTC"}), "time");
    EXPECT_EQ(field_of({Weekday::monday, "09:00", "Mars/Olympus"}), "timezone");
    EXPECT_EQ(field_of({Weekday::monday, "09:00", "UTC", CampaignId{ids.next()}}), "campaignId");
    add(Weekday::monday, "09:00");
    const auto twice = run(slots.create(scope, {Weekday::monday, "09:00", "Europe/Berlin"}));
    EXPECT_EQ(twice.error().code, ErrorCode::conflict);
    const auto made = campaign();
    add(Weekday::monday, "09:00", made);
    EXPECT_EQ(
        run(slots.create(scope, {Weekday::monday, "09:00", "Europe/Berlin", made})).error().code,
        ErrorCode::conflict);
}

TEST_P(SlotsTest, there_is_a_limit) {
    for (int i = 0; i < campaigns::slots_max; ++i) {
        add(Weekday::monday, fmt::format("{:02}:{:02}", i / 60, i % 60));
    }
    const auto more = run(slots.create(scope, {Weekday::tuesday, "09:00", "UTC"}));
    EXPECT_EQ(more.error().code, ErrorCode::conflict);
}

TEST_P(SlotsTest, a_queued_post_is_given_the_next_free_one) {
    EXPECT_EQ(run(service.create(scope, queued())).error().code, ErrorCode::conflict);
    const auto slot = add(Weekday::monday, "09:00");
    const auto first = create(queued("one"));
    const auto second = create(queued("two"));
    EXPECT_EQ(first.status, PostStatus::scheduled);
    EXPECT_EQ(first.slot_id, slot.id);
    EXPECT_EQ(first.timezone, "Europe/Berlin");
    ASSERT_TRUE(first.scheduled_local);
    EXPECT_TRUE(first.scheduled_local->ends_with("T09:00:00"));
    EXPECT_EQ(*second.scheduled_at - *first.scheduled_at, std::chrono::weeks{1});
    EXPECT_EQ(run(service.free_slots(scope, std::nullopt, 1)).at(0).at,
              *second.scheduled_at + std::chrono::weeks{1});
}

TEST_P(SlotsTest, a_slot_is_free_again_when_its_post_goes) {
    add(Weekday::monday, "09:00");
    const auto first = create(queued("one"));
    const auto taken = *first.scheduled_at;
    ASSERT_TRUE(run(service.cancel(scope, first.id)));
    const auto second = create(queued("two"));
    EXPECT_EQ(second.scheduled_at, taken);
    PostPatch later;
    later.scheduled_at = taken + std::chrono::hours{1};
    const auto moved = run(service.update(scope, second.id, later, {})).value();
    EXPECT_FALSE(moved.slot_id);
    const auto third = create(queued("three"));
    EXPECT_EQ(third.scheduled_at, taken);
    ASSERT_TRUE(run(service.remove(scope, third.id, Service::Where::here)));
    PostPatch again;
    again.queue = true;
    EXPECT_EQ(run(service.update(scope, second.id, again, {})).value().scheduled_at, taken);
}

TEST_P(SlotsTest, a_campaign_has_its_own) {
    add(Weekday::monday, "09:00");
    const auto made = campaign();
    auto wanted = queued("one");
    wanted.campaign_id = made;
    EXPECT_TRUE(create(wanted).scheduled_local->ends_with("09:00:00")) << "those of the workspace";
    add(Weekday::tuesday, "17:30", made);
    EXPECT_TRUE(create(wanted).scheduled_local->ends_with("17:30:00"));
    EXPECT_TRUE(create(queued("two")).scheduled_local->ends_with("09:00:00"));
}

TEST_P(SlotsTest, many_at_once_are_given_one_after_the_other) {
    add(Weekday::monday, "09:00");
    constexpr std::size_t number = 24;
    std::vector<std::future<Result<Post>>> under_way;
    for (std::size_t i = 0; i < number; ++i) {
        under_way.push_back(start(service.create(scope, queued(std::to_string(i))), i % 2));
    }
    std::set<Time> times;
    for (auto& one : under_way) {
        const auto made = one.get();
        ASSERT_TRUE(made) << describe(made.error());
        times.insert(*made->scheduled_at);
    }
    ASSERT_EQ(times.size(), number);
    // Clocks are put back within that time.
    EXPECT_EQ(std::chrono::round<std::chrono::weeks>(*times.rbegin() - *times.begin()),
              std::chrono::weeks{number - 1})
        << "none is left out";
}

TEST_P(SlotsTest, asking_again_keeps_the_slot) {
    add(Weekday::monday, "09:00");
    const auto first = create(queued("one"));
    create(queued("two"));
    PostPatch again;
    again.queue = true;
    const auto same = run(service.update(scope, first.id, again, {}));
    ASSERT_TRUE(same);
    EXPECT_EQ(same->scheduled_at, first.scheduled_at);
}

TEST_P(SlotsTest, a_post_that_leaves_its_campaign_leaves_the_slot) {
    add(Weekday::monday, "09:00");
    const auto made = campaign();
    auto wanted = queued("one");
    wanted.campaign_id = made;
    const auto post = create(wanted);
    const auto moved = run(service.update(scope, post.id, {}, Emptied{.campaign = true}));
    ASSERT_TRUE(moved);
    EXPECT_FALSE(moved->slot_id);
    EXPECT_EQ(moved->scheduled_at, post.scheduled_at) << "its time was told";
    EXPECT_NE(create(queued("two")).scheduled_at, post.scheduled_at);
}

TEST_P(SlotsTest, a_purged_account_leaves_its_slots_to_others) {
    add(Weekday::monday, "09:00");
    const auto gone = create(queued("one"));
    const auto other = connected_as("other");
    disconnect.before_purge(
        [this](db::Transaction& tx, WorkspaceId workspace, ConnectionId purged) {
            return release_connection(tx, posts, targets, outbox, workspace, purged);
        });
    ASSERT_TRUE(run(disconnect.run(scope, connection, connections::Purge::yes)));
    const auto left = read(gone.id);
    EXPECT_EQ(left.status, PostStatus::draft);
    EXPECT_FALSE(left.scheduled_at);
    EXPECT_EQ(events("post.cancelled"), 1);
    EXPECT_EQ(run(service.publish(scope, gone.id)).error().code, ErrorCode::validation_failed)
        << "there is no account left";
    connection = other;
    EXPECT_EQ(create(queued("two")).scheduled_at, gone.scheduled_at);
}

TEST_P(SlotsTest, a_variant_outlives_its_campaign_as_a_post) {
    auto wanted = input();
    wanted.campaign_id = campaign();
    wanted.variant = "A";
    wanted.variant_group = "headline";
    const auto made = create(wanted);
    ASSERT_TRUE(run(campaigns.remove(scope, *wanted.campaign_id)));
    PostPatch patch;
    patch.content = "changed";
    const auto changed = run(service.update(scope, made.id, patch, {}));
    ASSERT_TRUE(changed);
    EXPECT_FALSE(changed->variant);
}

TEST_P(SlotsTest, a_check_says_what_creating_would) {
    EXPECT_EQ(run(service.validate(scope, queued())).error().code, ErrorCode::conflict);
    auto wanted = input();
    wanted.campaign_id = CampaignId{ids.next()};
    EXPECT_EQ(run(service.validate(scope, wanted)).error().details.at(0).field, "campaignId");
}

TEST_P(SlotsTest, cannot_be_wanted_with_a_time) {
    add(Weekday::monday, "09:00");
    auto wanted = queued();
    wanted.publish_now = true;
    EXPECT_EQ(run(service.create(scope, wanted)).error().details.at(0).field, "queue");
    wanted = queued();
    wanted.scheduled_at = clock.now() + std::chrono::hours{1};
    EXPECT_EQ(run(service.create(scope, wanted)).error().details.at(0).field, "queue");
}

TEST_P(SlotsTest, a_slot_that_is_removed_leaves_the_time_of_its_posts) {
    const auto slot = add(Weekday::monday, "09:00");
    const auto post = create(queued());
    ASSERT_TRUE(run(slots.remove(scope, slot.id)));
    const auto now = read(post.id);
    EXPECT_FALSE(now.slot_id);
    EXPECT_EQ(now.scheduled_at, post.scheduled_at);
}

TEST_P(SlotsTest, variants_belong_to_a_group_of_a_campaign) {
    auto wanted = input();
    wanted.variant = "A";
    EXPECT_EQ(run(service.create(scope, wanted)).error().details.at(0).field, "variant");
    wanted.variant_group = "headline";
    EXPECT_EQ(run(service.create(scope, wanted)).error().details.at(0).field, "variantGroup");
    wanted.campaign_id = campaign();
    const auto made = create(wanted);
    EXPECT_EQ(made.variant, "A");
    PostPatch patch;
    const auto without =
        run(service.update(scope, made.id, patch, Emptied{.variant = true})).value();
    EXPECT_FALSE(without.variant);
    EXPECT_FALSE(without.variant_group);
}

TEST_P(SlotsTest, a_summary_may_be_of_one_campaign) {
    auto wanted = input();
    wanted.campaign_id = campaign();
    create(wanted);
    create(input("other"));
    EXPECT_EQ(run(service.summary(scope, std::nullopt)).draft, 2);
    EXPECT_EQ(run(service.summary(scope, wanted.campaign_id)).draft, 1);
    EXPECT_EQ(run(service.summary(scope, CampaignId{ids.next()})).draft, 0);
}

ROSTRUM_ON_ALL_ENGINES(SlotsTest);

}  // namespace
}  // namespace rostrum::publishing
