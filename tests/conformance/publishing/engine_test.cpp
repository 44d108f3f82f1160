#include "conformance/publishing/fixture.hpp"
#include "publishing/limits.hpp"

namespace rostrum::publishing {
namespace {

using namespace std::chrono_literals;
using platforms::Effect;
using platforms::Next;
using testing::answered;
using testing::Point;
using testing::refused;

platforms::PlatformError error(Next next, std::string code = "code",
                               std::optional<std::chrono::seconds> after = std::nullopt) {
    return refused(next, std::move(code), after).error();
}

/// Things that are done once, things that may be repeated, waits, and work of the platform.
const std::vector<testing::FakeStep> long_script{
    {"open", Effect::change, 0s, false},    {"upload", Effect::none, 0s, false},
    {"upload", Effect::none, 1s, false},    {"attach", Effect::change, 10s, true},
    {"poll", Effect::none, 0s, false},      {"part", Effect::change, 0s, false},
    {"publish", Effect::change, 0s, false},
};

class EngineTest : public PublishingTest {};

TEST_P(EngineTest, a_post_is_published_and_told_of) {
    const auto made = create(now());
    EXPECT_EQ(made.status, PostStatus::publishing);
    work();
    const auto post = read(made.id);
    EXPECT_EQ(post.status, PostStatus::published);
    EXPECT_EQ(post.published_at, clock.now());
    const auto& target = post.targets.at(0);
    EXPECT_EQ(target.status, TargetStatus::published);
    EXPECT_EQ(target.external_id, "ext-1");
    EXPECT_EQ(target.permalink, "https://fake.example/p/1");
    EXPECT_EQ(target.attempts, 1);
    EXPECT_FALSE(target.error);
    EXPECT_EQ(publisher.texts, std::vector<std::string>{"hello"});
    EXPECT_EQ(events("post.published"), 1);
    EXPECT_EQ(count("jobs"), 0);
    std::vector<std::string> lines;
    for (const auto& line : timeline(made.id)) lines.push_back(line.step + " " + line.outcome);
    // The clock of a test stands still between two commits: their order is not told.
    std::ranges::sort(lines);
    EXPECT_EQ(lines, (std::vector<std::string>{"create done", "publish done", "publish published",
                                               "publish sent"}));
    EXPECT_EQ(count("post_targets WHERE state IS NOT NULL"), 0);
}

TEST_P(EngineTest, nothing_happens_before_its_time) {
    auto wanted = input();
    wanted.scheduled_at = clock.now() + 1h;
    const auto made = create(wanted);
    EXPECT_EQ(made.status, PostStatus::scheduled);
    EXPECT_EQ(events("post.scheduled"), 1);
    EXPECT_TRUE(claim().empty());
    clock.advance(59min);
    EXPECT_TRUE(claim().empty());
    clock.advance(1min);
    work();
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(EngineTest, the_state_is_sealed) {
    publisher.script = long_script;
    const auto made = create(now());
    publisher.at = [](Point point, std::size_t place) {
        if (point == Point::send && place == 2) throw Killed();
    };
    perform(claim().at(0));
    const auto rows = query("SELECT state FROM post_targets");
    const auto state = rows.get<db::Bytes>(0, "state");
    const std::string_view bytes(reinterpret_cast<const char*>(state.data()), state.size());
    EXPECT_EQ(bytes.find("secret-address"), std::string_view::npos);
    const auto& id = made.targets.at(0).id;
    const auto opened = vault.open_publish_state(state, id).value();
    EXPECT_NE(std::string_view(opened.reveal()).find("secret-address"), std::string_view::npos);
    EXPECT_FALSE(vault.open_publish_state(state, PostTargetId{ids.next()}));
}

TEST_P(EngineTest, a_death_at_any_point_leaves_one_effect) {
    publisher.script = long_script;
    const Point points[] = {Point::choose, Point::send, Point::answer};
    for (const auto point : points) {
        for (std::size_t place = 0; place < long_script.size(); ++place) {
            publisher.start_anew();
            publisher.texts.clear();
            deaths = 0;
            bool armed = true;
            publisher.at = [&](Point now_at, std::size_t now_place) {
                if (!armed || now_at != point || now_place != place) return;
                armed = false;
                throw Killed();
            };
            const auto made = create(now());
            work();
            const auto where =
                std::to_string(static_cast<int>(point)) + "/" + std::to_string(place);
            EXPECT_EQ(deaths, 1) << where;
            EXPECT_EQ(publisher.doubled(), 0) << where;
            EXPECT_EQ(publisher.texts.size(), 1U) << where;
            EXPECT_EQ(read(made.id).status, PostStatus::published) << where;
        }
    }
}

TEST_P(EngineTest, deaths_at_every_step_leave_one_effect) {
    publisher.script = long_script;
    std::set<std::pair<Point, std::size_t>> died;
    publisher.at = [&](Point point, std::size_t place) {
        if (died.insert({point, place}).second) throw Killed();
    };
    const auto made = create(now());
    work(3h);
    EXPECT_GT(deaths, 20);
    EXPECT_EQ(publisher.doubled(), 0);
    EXPECT_EQ(publisher.texts.size(), 1U);
    EXPECT_EQ(read(made.id).status, PostStatus::published);
}

TEST_P(EngineTest, an_answer_that_is_lost_after_the_effect_is_found_out) {
    publisher.script = long_script;
    for (std::size_t place = 0; place < long_script.size(); ++place) {
        publisher.start_anew();
        publisher.texts.clear();
        publisher.looks = 0;
        bool armed = true;
        publisher.after = [&](std::size_t at) -> std::optional<platforms::PlatformError> {
            if (!armed || at != place) return std::nullopt;
            armed = false;
            return error(Next::ambiguous, "no_answer");
        };
        const auto made = create(now());
        work();
        EXPECT_EQ(publisher.doubled(), 0) << place;
        const bool changes = long_script[place].effect == Effect::change;
        EXPECT_EQ(publisher.looks, changes ? 1 : 0) << place;
        EXPECT_EQ(read(made.id).status, PostStatus::published) << place;
        EXPECT_EQ(has_line(made.id, long_script[place].name, "found_done"), changes);
    }
}

TEST_P(EngineTest, what_did_not_happen_is_done_again_a_few_times) {
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place != 1) return std::nullopt;
        return error(Next::ambiguous, "no_answer");
    };
    const auto made = create(now());
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    EXPECT_EQ(target_of(made.id).error->code, "no_answer");
    EXPECT_EQ(publisher.looks, failures_max);
    EXPECT_EQ(publisher.effects[1], 0);
    EXPECT_EQ(events("post.failed"), 1);
}

TEST_P(EngineTest, what_cannot_be_told_is_asked_for_until_its_time_is_up) {
    publisher.after = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return error(Next::ambiguous, "no_answer");
    };
    publisher.found = [](std::size_t) {
        return answered(platforms::Reconciled{platforms::Finding::unknown, std::nullopt, 120s});
    };
    const Time start = clock.now();
    const auto made = create(now());
    work(2h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention);
    EXPECT_EQ(target_of(made.id).error->code, "unknown_outcome");
    EXPECT_GE(publisher.looks, 10);
    EXPECT_LE(clock.now() - start, unknown_max + 5min);
    EXPECT_EQ(publisher.effects[1], 1);
    EXPECT_EQ(events("post.needs_attention"), 1);
    EXPECT_EQ(read(made.id).status, PostStatus::failed);
}

TEST_P(EngineTest, what_will_never_be_known_is_asked_at_once) {
    publisher.after = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return error(Next::ambiguous);
    };
    struct Row {
        platforms::Outcome<platforms::Reconciled> answer;
        std::string_view reason;
    };
    const Row rows[] = {
        {answered(platforms::Reconciled{platforms::Finding::unknown, std::nullopt, std::nullopt}),
         "it cannot be told, ever"},
        {answered(platforms::Reconciled{platforms::Finding::done, std::nullopt, std::nullopt}),
         "done, but nobody knows what"},
        {refused(Next::rejected), "the platform does not tell"},
        {refused(Next::not_found), "nor here"},
        {refused(Next::misconfigured), "nor here"},
    };
    for (const auto& row : rows) {
        publisher.found = [&](std::size_t) { return row.answer; };
        publisher.looks = 0;
        const auto made = create(now());
        work();
        EXPECT_EQ(target_of(made.id).status, TargetStatus::needs_attention) << row.reason;
        EXPECT_EQ(publisher.looks, 1) << row.reason;
    }
}

TEST_P(EngineTest, a_dead_workers_request_is_waited_for) {
    publisher.at = [](Point point, std::size_t place) {
        if (point == Point::answer && place == 1) throw Killed();
    };
    create(now());
    const Time sent = clock.now();
    EXPECT_FALSE(perform(claim().at(0)));
    publisher.at = [&](Point point, std::size_t) {
        if (point == Point::look) EXPECT_GE(clock.now() - sent, change_time_max + change_margin);
    };
    work();
    EXPECT_EQ(publisher.looks, 1);
    EXPECT_EQ(publisher.effects[1], 1);
}

TEST_P(EngineTest, a_passing_failure_is_tried_three_times) {
    publisher.before = [](std::size_t) { return error(Next::retry_later, "http_503"); };
    const auto made = create(now());
    work();
    EXPECT_EQ(publisher.calls, failures_max);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    EXPECT_EQ(target_of(made.id).error->code, "http_503");
    EXPECT_EQ(target_of(made.id).error->message, "For people.");
    EXPECT_EQ(target_of(made.id).attempts, failures_max);
}

TEST_P(EngineTest, a_refusal_is_final) {
    for (const auto next : {Next::rejected, Next::not_found, Next::misconfigured}) {
        publisher.calls = 0;
        publisher.before = [next](std::size_t) { return error(next, "36000"); };
        const auto made = create(now());
        work();
        EXPECT_EQ(publisher.calls, 1);
        EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
        EXPECT_EQ(target_of(made.id).error->code, "36000");
    }
}

TEST_P(EngineTest, a_limit_is_waited_for_and_does_not_count) {
    int refusals = 10;
    publisher.before = [&](std::size_t) -> std::optional<platforms::PlatformError> {
        if (refusals-- <= 0) return std::nullopt;
        return error(Next::rate_limited, "4", 3600s);
    };
    const auto made = create(now());
    work(24h, 10min);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(target_of(made.id).attempts, 1);
}

TEST_P(EngineTest, a_limit_that_never_ends_does) {
    publisher.before = [](std::size_t) { return error(Next::rate_limited, "4", 24h * 3); };
    const auto made = create(now());
    work(24h * 9, 1h);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    EXPECT_EQ(target_of(made.id).error->code, "4");
    EXPECT_EQ(publisher.calls, 4) << "at the start, after three and six days, and at the end";
}

TEST_P(EngineTest, a_container_between_two_limits_does_not_begin_the_week_anew) {
    publisher.script = {{"container", Effect::change, 0s, false, true},
                        {"publish", Effect::change, 0s, false}};
    const Time opens = clock.now() + 24h * 5;
    publisher.before = [&](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0 && clock.now() >= opens) return std::nullopt;
        return error(Next::rate_limited, "4", 3600s);
    };
    const auto made = create(now());
    work(24h * 8, 1h);
    EXPECT_EQ(publisher.effects[0], 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
}

TEST_P(EngineTest, refused_tokens_are_refreshed_once) {
    bool refused_once = false;
    publisher.before = [&](std::size_t) -> std::optional<platforms::PlatformError> {
        if (std::exchange(refused_once, true)) return std::nullopt;
        return error(Next::reauthorize, "190");
    };
    const auto made = create(now());
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(platform->refreshes, 1);
    EXPECT_EQ(publisher.tokens.at(0), "access-of-code");
    EXPECT_EQ(publisher.tokens.at(1), "access-of-code+");
}

TEST_P(EngineTest, a_lost_grant_waits_for_its_owner) {
    bool is_revoked = true;
    publisher.before = [&](std::size_t) -> std::optional<platforms::PlatformError> {
        if (!is_revoked) return std::nullopt;
        return error(Next::reauthorize, "190");
    };
    const auto made = create(now());
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::pending);
    EXPECT_EQ(target_of(made.id).error->code, "needs_reauth");
    EXPECT_EQ(find(connection).status, connections::Status::needs_reauth);
    EXPECT_EQ(run(sweeper.sweep()), 0) << "nothing has changed";
    EXPECT_EQ(count("jobs WHERE kind = 'post.publish'"), 0);

    clock.advance(24h);
    is_revoked = false;
    connected("again");
    EXPECT_EQ(run(sweeper.sweep()), 1);
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.tokens.back(), "access-of-again");
}

TEST_P(EngineTest, an_owner_who_never_comes_makes_it_fail) {
    run(store.mark_needs_reauth(stored(connection), "190", "Connect again."));
    const auto made = create(now());
    work();
    EXPECT_EQ(publisher.calls, 0);
    clock.advance(parked_max - 1h);
    EXPECT_EQ(run(sweeper.sweep()), 0);
    clock.advance(2h);
    EXPECT_EQ(run(sweeper.sweep()), 1);
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    EXPECT_EQ(read(made.id).status, PostStatus::failed);
    EXPECT_EQ(events("post.failed"), 1);
}

TEST_P(EngineTest, one_target_of_a_connection_at_a_time_in_their_order) {
    for (int i = 0; i < 5; ++i) create(now("post " + std::to_string(i)));
    const auto claimed = claim(5);
    ASSERT_EQ(claimed.size(), 5U);
    publisher.at = [&](Point point, std::size_t place) {
        if (point == Point::send && place == 0 && publisher.calls == 1) throw Killed();
    };
    EXPECT_FALSE(perform(claimed[0])) << "it has the turn, and its worker is dead";
    for (std::size_t i = 1; i < claimed.size(); ++i) perform(claimed[i]);
    EXPECT_EQ(publisher.calls, 1);
    EXPECT_EQ(count("post_targets WHERE queued_at IS NOT NULL"), 4);
    EXPECT_EQ(count("jobs"), 1) << "those that wait cost nothing";
    EXPECT_EQ(run(sweeper.sweep()), 0);
    work();
    EXPECT_EQ(publisher.texts,
              (std::vector<std::string>{"post 0", "post 1", "post 2", "post 3", "post 4"}));
    EXPECT_EQ(publisher.at_work_max, 1);
}

TEST_P(EngineTest, a_turn_is_given_up_while_the_platform_is_at_work) {
    publisher.script = {{"upload", Effect::none, 300s, true},
                        {"publish", Effect::change, 0s, false}};
    const auto first = create(now("first"));
    const auto second = create(now("second"));
    perform(claim().at(0));
    EXPECT_EQ(target_of(first.id).status, TargetStatus::processing);
    EXPECT_EQ(target_of(first.id).next_try_at, clock.now() + 300s);
    perform(claim().at(0));
    EXPECT_EQ(target_of(second.id).status, TargetStatus::processing);
    work();
    EXPECT_EQ(publisher.texts, (std::vector<std::string>{"first", "second"}));
}

TEST_P(EngineTest, a_short_wait_is_waited_out) {
    publisher.script[0].wait = 2s;
    create(now());
    perform(claim().at(0));
    EXPECT_EQ(slept, std::vector<std::chrono::nanoseconds>{2s});
    EXPECT_EQ(publisher.texts.size(), 1U);
}

TEST_P(EngineTest, a_mark_that_is_old_is_made_anew) {
    publisher.script = {{"publish", Effect::change, 0s, false},
                        {"more", Effect::change, 0s, false}};
    const auto made = create(now());
    int chosen = 0;
    publisher.at = [&](Point point, std::size_t place) {
        // The second time it is marked already, in one commit with the first step.
        if (point == Point::choose && place == 1 && ++chosen == 2) clock.advance(send_within + 1s);
    };
    perform(claim().at(0));
    int marks = 0;
    for (const auto& line : timeline(made.id)) {
        marks += line.step == "more" && line.outcome == "sent" ? 1 : 0;
    }
    EXPECT_EQ(marks, 2);
    EXPECT_EQ(read(made.id).status, PostStatus::published);
    EXPECT_EQ(publisher.doubled(), 0);
}

TEST_P(EngineTest, one_of_two_accounts_makes_a_post_partial) {
    const auto other = connected_as("other");
    execute("DELETE FROM jobs");
    auto wanted = now();
    TargetInput target;
    target.connection_id = other;
    target.content = "for the other";
    wanted.targets.push_back(target);
    const auto made = create(wanted);
    publisher.before = [&](std::size_t) -> std::optional<platforms::PlatformError> {
        if (publisher.tokens.back() != "access-of-of-other") return std::nullopt;
        return error(Next::rejected, "no");
    };
    work();
    EXPECT_EQ(read(made.id).status, PostStatus::partial);
    EXPECT_EQ(events("post.published"), 1);
    EXPECT_EQ(events("post.failed"), 1);

    publisher.before = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    work();
    EXPECT_EQ(read(made.id).status, PostStatus::published);
    EXPECT_EQ(publisher.texts, (std::vector<std::string>{"hello", "for the other"}));
}

TEST_P(EngineTest, a_retry_does_not_repeat_what_is_live) {
    publisher.script = {{"part", Effect::change, 0s, false}, {"part", Effect::change, 0s, false}};
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return error(Next::rejected, "no");
    };
    const auto made = create(now());
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::failed);
    publisher.before = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    work();
    EXPECT_EQ(target_of(made.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.doubled(), 0);
}

TEST_P(EngineTest, a_retry_of_what_left_nothing_begins_anew) {
    publisher.before = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return error(Next::rejected, "the container has expired");
    };
    const auto made = create(now());
    work();
    publisher.before = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(run(service.retry(scope, made.id, {})));
    work();
    EXPECT_EQ(publisher.effects[0], 2) << "a new container";
    EXPECT_EQ(publisher.effects[1], 1);
}

TEST_P(EngineTest, both_choices_are_offered_for_what_needs_a_look) {
    publisher.after = [](std::size_t place) -> std::optional<platforms::PlatformError> {
        if (place == 0) return std::nullopt;
        return error(Next::ambiguous);
    };
    publisher.found = [](std::size_t) {
        return answered(
            platforms::Reconciled{platforms::Finding::unknown, std::nullopt, std::nullopt});
    };
    const auto first = create(now());
    const auto second = create(now());
    work();
    const auto choose = [&](const Post& post, RetryAction action,
                            std::optional<std::string> permalink) {
        RetryInput input;
        input.targets = std::vector{RetryTarget{post.targets.at(0).id, action, permalink}};
        return run(service.retry(scope, post.id, input));
    };
    EXPECT_EQ(run(service.retry(scope, first.id, {})).error().code, ErrorCode::conflict);
    ASSERT_TRUE(choose(first, RetryAction::mark_published, "https://fake.example/p/9"));
    EXPECT_EQ(read(first.id).status, PostStatus::published);
    EXPECT_EQ(target_of(first.id).permalink, "https://fake.example/p/9");
    EXPECT_EQ(events("post.published"), 1);

    publisher.after = [](std::size_t) { return std::nullopt; };
    ASSERT_TRUE(choose(second, RetryAction::retry, std::nullopt));
    work();
    EXPECT_EQ(read(second.id).status, PostStatus::published);
}

TEST_P(EngineTest, a_post_that_is_another_ones_is_not_this_one) {
    const auto first = create(now("the same"));
    work();
    ASSERT_EQ(target_of(first.id).external_id, "ext-1");
    const auto second = create(now("the same"));
    publisher.before = [](std::size_t place) {
        return place == 1 ? std::optional(refused(platforms::Next::ambiguous).error())
                          : std::nullopt;
    };
    publisher.effects[1] = 1;  // what was there first is found
    work();
    const auto target = target_of(second.id);
    EXPECT_EQ(target.status, TargetStatus::failed);
    EXPECT_EQ(target.error->code, "duplicate_content");
    EXPECT_FALSE(target.external_id);
}

ROSTRUM_ON_ALL_ENGINES(EngineTest);

}  // namespace
}  // namespace rostrum::publishing
