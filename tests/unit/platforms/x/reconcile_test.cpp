#include "unit/platforms/x/publisher_test.hpp"

namespace rostrum::platforms::x {
namespace {

constexpr const char* empty_page = R"({"meta":{"result_count":0}})";

TEST_F(XPublisherTest, reads_back_whether_a_post_is_there) {
    const auto it = plan(text_post("Bread at example.com/a & more"));
    client.answer(R"({"data":[{"id":"101","created_at":"2026-01-01T00:00:05.000Z",
        "text":"Bread at https://t.co/x &amp; more","entities":{"urls":[{"url":"https://t.co/x",
        "expanded_url":"http://example.com/a"}]}}]})");
    const auto found = reconcile(it, {});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "101");
    EXPECT_EQ(parameter(0, "start_time"), "2025-12-31T23:58:30Z");
}

TEST_F(XPublisherTest, a_post_that_the_list_does_not_tell_after_a_minute_is_not_there) {
    const auto it = plan(text_post("Bread"));
    client.answer(empty_page);
    const auto early = reconcile(it, {});
    ASSERT_TRUE(early);
    EXPECT_EQ(early->data.finding, Finding::unknown);
    EXPECT_EQ(early->data.look_again, 20s);
    clock.advance(61s);
    client.answer(
        R"({"data":[{"id":"9","created_at":"2026-01-01T00:00:05.000Z","text":"Other"}]})");
    const auto late = reconcile(it, {});
    ASSERT_TRUE(late);
    EXPECT_EQ(late->data.finding, Finding::not_done);
}

constexpr const char* duplicate = R"({"title":"Forbidden","type":"about:blank","status":403,
    "detail":"You are not allowed to create a Tweet with duplicate content."})";

TEST_F(XPublisherTest, a_duplicate_is_looked_for_before_it_is_called_one) {
    const auto it = plan(text_post("Bread"));
    client.answer(duplicate, 403);
    client.answer(
        R"({"data":[{"id":"9","created_at":"2026-01-01T00:00:05.000Z","text":"Bread"}]})");
    const auto ours = advance(it, {});
    ASSERT_TRUE(ours) << ours.error().message;
    EXPECT_EQ(ours->data.published->external_id, "9");

    client.answer(duplicate, 403);
    client.answer(empty_page);
    const auto first = advance(it, {});
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().next, Next::rejected) << "nothing can have been sent before";
    EXPECT_EQ(first.error().code, "duplicate-content");
}

TEST_F(XPublisherTest, a_duplicate_that_may_be_our_own_is_never_called_a_failure) {
    auto it = plan(text_post("Bread"));
    clock.advance(2min);
    client.answer(duplicate, 403);
    client.answer(empty_page);
    const auto unclear = advance(it, {});
    ASSERT_TRUE(unclear) << unclear.error().message;
    EXPECT_FALSE(unclear->data.leaves_nothing) << "it may be live from before";
    const auto state = unclear->data.state;
    EXPECT_EQ(publisher.next_step(it, state).effect, Effect::change);
    EXPECT_EQ(advance(it, state).error().next, Next::ambiguous) << "without a call";
    const auto sent_at = clock.now();
    clock.advance(61s);
    client.answer(empty_page);
    auto found = run(publisher.reconcile(access(), it, state, sent_at));
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_EQ(found->data.look_again, 2min);
    clock.advance(10min);
    client.answer(empty_page);
    found = run(publisher.reconcile(access(), it, state, sent_at));
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_FALSE(found->data.look_again) << "somebody has to look";
    client.answer(
        R"({"data":[{"id":"9","created_at":"2026-01-01T00:00:05.000Z","text":"Bread"}]})");
    found = run(publisher.reconcile(access(), it, state, sent_at));
    EXPECT_EQ(found->data.finding, Finding::done);
    it.started_at = clock.now();
    client.answer(R"({"data":{"id":"100"}})", 201);
    EXPECT_TRUE(advance(it, state)) << "somebody looked, and tries it again";
}

TEST_F(XPublisherTest, a_reply_is_known_without_the_names_before_it) {
    auto content = text_post("@bo Thanks");
    content.options = {{option_reply_to, "1"}};
    client.answer(R"({"data":[{"id":"9","created_at":"2026-01-01T00:00:05.000Z",
        "text":"@ada @bo Thanks"}]})");
    EXPECT_EQ(reconcile(plan(content), {})->data.finding, Finding::done);
    EXPECT_TRUE(is_same_reply("Thanks", "@ada Thanks"));
    EXPECT_TRUE(is_same_reply("Thanks", "Thanks"));
    EXPECT_FALSE(is_same_reply("Thanks", "Ada Thanks"));
    EXPECT_FALSE(is_same_reply("Thanks", "@ada"));
}

}  // namespace
}  // namespace rostrum::platforms::x
