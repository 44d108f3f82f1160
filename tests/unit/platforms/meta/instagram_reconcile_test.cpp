#include "unit/platforms/meta/instagram_publisher_test.hpp"

namespace rostrum::platforms::meta {
namespace {

TEST_F(InstagramPublisherTest, nothing_sent_is_no_riddle) {
    make_ready(picture());
    client.fail(http::TransportFailure::unreachable);
    EXPECT_EQ(advance(picture()).error().next, Next::retry_later);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(picture()).error().next, Next::ambiguous);
}

TEST_F(InstagramPublisherTest, a_lost_publish_is_found_in_the_list) {
    make_ready(picture());
    const auto now = to_rfc3339(clock.now());
    client.answer(status("PUBLISHED"));
    client.answer(fmt::format(
        R"({{"data":[{{"id":"other","caption":"Cake","media_type":"IMAGE","timestamp":"{0}"}},
            {{"id":"m1","caption":"Fresh bread ","media_type":"IMAGE","timestamp":"{0}",
              "permalink":"https://www.instagram.com/p/x/"}},
            {{"id":"old","caption":"Fresh bread","media_type":"IMAGE",
              "timestamp":"2020-01-01T00:00:00+0000"}}]}})",
        now));
    const auto found = reconcile(picture());
    ASSERT_TRUE(found);
    ASSERT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "m1");
}

TEST_F(InstagramPublisherTest, a_container_that_is_still_not_published_after_minutes_was_not) {
    make_ready(picture());
    for (const auto* code : {"FINISHED", "IN_PROGRESS", "ERROR", "EXPIRED"}) {
        client.answer(status(code));
        const auto early = reconcile_after(picture(), seconds{179});
        EXPECT_EQ(early->data.finding, Finding::unknown) << code;
        EXPECT_EQ(early->data.look_again, seconds{30}) << code;
        client.answer(status(code));
        EXPECT_EQ(reconcile_after(picture(), minutes{3})->data.finding, Finding::not_done) << code;
    }
}

TEST_F(InstagramPublisherTest, what_was_taken_for_spam_is_never_sent_again_by_itself) {
    auto post = picture();
    make_ready(post);
    client.answer(error(4, 2207051), 403);
    const auto doubted = advance(post);
    ASSERT_TRUE(doubted);
    EXPECT_FALSE(doubted->data.leaves_nothing) << "it may be there";
    EXPECT_EQ(next(post), "confirm");
    EXPECT_EQ(publisher->next_step(post, state).effect, Effect::change);
    EXPECT_EQ(advance(post).error().next, Next::ambiguous) << "without a call";
    client.answer(status("FINISHED"));
    EXPECT_EQ(reconcile(post)->data.look_again, seconds{30});
    client.answer(status("FINISHED"));
    answer_list("Cake");
    const auto lost = reconcile_after(post, minutes{3});
    EXPECT_EQ(lost->data.finding, Finding::unknown);
    EXPECT_FALSE(lost->data.look_again);
    client.answer(status("FINISHED"));
    answer_list("Fresh bread");
    EXPECT_EQ(reconcile_after(post, minutes{3})->data.finding, Finding::done);
    post.started_at += minutes{5};
    EXPECT_EQ(next(post), "publish") << "somebody looked, and tries it again";
}

TEST_F(InstagramPublisherTest, a_container_that_is_gone_before_it_is_published_is_made_anew) {
    auto post = picture();
    for (const auto* told : {"EXPIRED", "gone"}) {
        make_ready(post);
        client.answer(error(24, 2207006), 400);
        if (std::string_view(told) == "gone") {
            client.answer(error(100, 33), 400);
        } else {
            client.answer(status(told));
        }
        ASSERT_TRUE(advance(post)) << told;
        EXPECT_EQ(next(post), "create_container") << told;
    }
    make_ready(post);
    client.answer(error(24, 2207006), 400);
    client.answer(status("EXPIRED"));
    EXPECT_EQ(advance(post).error().next, Next::not_found) << "not for ever";
    post.started_at += minutes{5};
    client.answer(error(24, 2207006), 400);
    client.answer(status("EXPIRED"));
    EXPECT_TRUE(advance(post)) << "but when somebody tries it again";
}

TEST_F(InstagramPublisherTest, a_container_that_an_earlier_call_published_is_looked_for) {
    make_ready(picture());
    client.answer(error(24, 2207006), 400);
    client.answer(status("PUBLISHED"));
    EXPECT_EQ(advance(picture()).error().next, Next::ambiguous);
    client.answer(error(24, 2207006), 400);
    client.answer(status("FINISHED"));
    EXPECT_EQ(advance(picture()).error().next, Next::not_found);
}

TEST_F(InstagramPublisherTest, a_container_that_waited_for_a_day_is_made_anew) {
    const auto post = picture();
    make_ready(post);
    clock.advance(hours{23} + seconds{1});
    ASSERT_TRUE(advance(post));
    EXPECT_EQ(next(post), "create_container");
    EXPECT_EQ(client.requests.size(), 2U) << "nothing was sent";
}

TEST_F(InstagramPublisherTest, what_is_published_and_not_listed_is_looked_for_again) {
    make_ready(picture());
    const auto sent_at = clock.now();
    for (const auto wait : {minutes{0}, minutes{29}, minutes{2}}) {
        clock.advance(wait);
        client.answer(status("PUBLISHED"));
        client.answer(R"({"data":[]})");
        const auto found = run(publisher->reconcile(access, picture(), state, sent_at));
        ASSERT_TRUE(found);
        EXPECT_EQ(found->data.finding, Finding::unknown);
        EXPECT_EQ(found->data.look_again.has_value(), wait != minutes{2});
    }
}

}  // namespace
}  // namespace rostrum::platforms::meta
