#include "conformance/platforms/fixture.hpp"

#include <algorithm>
#include <set>

namespace rostrum::platforms {
namespace {

using namespace std::chrono_literals;

class Reading : public PlatformConformance {
protected:
    /// Every page to the end.
    std::vector<PlatformPost> all_posts(const Access& access, std::size_t limit) {
        std::vector<PlatformPost> all;
        std::string cursor;
        int pages = 0;
        do {
            auto page = posts(access, cursor, limit);
            if (!page) {
                ADD_FAILURE() << page.error().message;
                break;
            }
            std::ranges::move(page->data.posts, std::back_inserter(all));
            cursor = page->data.next_cursor;
        } while (!cursor.empty() && ++pages < 1'000);
        return all;
    }
};

TEST_P(Reading, the_profile_is_that_of_the_account) {
    const auto tokens = connect(GetParam().account);
    const auto account = account_of(tokens);
    const auto read = profile(access_of(tokens));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->data.external_id, account.external_id);
    EXPECT_EQ(read->data.handle, account.handle);
    EXPECT_GT(read->data.follower_count.value_or(0), 0);
}

TEST_P(Reading, followers_move_with_the_time) {
    const auto tokens = connect(GetParam().account);
    const auto access = access_of(tokens);
    const auto before = profile(access)->data.follower_count;
    clock.set(*tokens.expires_at - 1min);
    const auto later = profile(access);
    ASSERT_TRUE(later) << later.error().message;
    EXPECT_NE(later->data.follower_count, before);
}

TEST_P(Reading, the_list_is_read_to_its_end_without_gaps_and_doubles) {
    const auto access = access_of(connect(GetParam().large_account));
    const auto count = profile(access)->data.post_count;
    const auto all = all_posts(access, 100);
    ASSERT_GT(all.size(), 500U);
    if (count) {
        EXPECT_EQ(static_cast<std::int64_t>(all.size()), count) << "where the profile tells it";
    }
    std::set<std::string> ids;
    for (const auto& post : all) ids.insert(post.external_id);
    EXPECT_EQ(ids.size(), all.size());
    EXPECT_TRUE(std::ranges::is_sorted(all, std::greater{}, &PlatformPost::posted_at));
}

TEST_P(Reading, a_post_has_what_is_shown_of_it) {
    const auto access = access_of(connect(GetParam().account));
    const auto page = posts(access, {}, 10);
    ASSERT_TRUE(page) << page.error().message;
    ASSERT_FALSE(page->data.posts.empty());
    EXPECT_LE(page->data.posts.size(), 10U);
    for (const auto& post : page->data.posts) {
        EXPECT_FALSE(post.external_id.empty());
        EXPECT_FALSE(post.permalink.empty());
        EXPECT_LE(post.posted_at, clock.now());
        EXPECT_GT(post.posted_at, clock.now() - 24h * 365 * 20);
        auto metrics = run(platform->reader()->metrics(access, post));
        ASSERT_TRUE(metrics) << metrics.error().message;
        const auto likes = post.metrics.likes ? post.metrics.likes : metrics->data.likes;
        EXPECT_TRUE(likes) << "each platform tells likes of a usual account";
    }
}

TEST_P(Reading, an_account_without_posts_is_read_as_such) {
    const auto access = access_of(connect(GetParam().empty_account));
    EXPECT_TRUE(profile(access));
    EXPECT_TRUE(all_posts(access, 25).empty());
    EXPECT_TRUE(run(platform->reader()->daily(access, clock.now() - 72h, clock.now())));
}

TEST_P(Reading, days_are_whole_and_in_the_range) {
    const auto access = access_of(connect(GetParam().account));
    const auto from = start_of_day(clock.now()) - 240h;
    const auto daily = run(platform->reader()->daily(access, from, clock.now()));
    ASSERT_TRUE(daily) << daily.error().message;
    for (const auto& metric : daily->data) {
        EXPECT_FALSE(metric.metric_type.empty());
        EXPECT_GE(metric.date, to_date(from));
        EXPECT_LT(metric.date, to_date(clock.now()));
    }
}

// ---- what goes wrong

TEST_P(Reading, a_rate_limit_is_told_as_one) {
    const auto access = access_of(connect(GetParam().account));
    set_fault(sandbox::FaultKind::rate_limit, GetParam().profile_endpoint, 600);
    const auto before = client.requests;
    const auto refused = profile(access);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::rate_limited) << refused.error().message;
    EXPECT_EQ(client.requests, before + 1) << "nothing is gained by asking again";
    if (refused.error().retry_after) {
        EXPECT_GT(*refused.error().retry_after, 0s);
        EXPECT_LE(*refused.error().retry_after, 24h * 31);
    }
}

TEST_P(Reading, a_platform_that_is_broken_is_asked_again_and_then_later) {
    const auto access = access_of(connect(GetParam().account));
    for (const auto status : {500, 502, 503, 504}) {
        set_fault(sandbox::FaultKind::status, GetParam().profile_endpoint, status);
        const auto before = client.requests;
        const auto failed = profile(access);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().next, Next::retry_later) << status << failed.error().message;
        EXPECT_EQ(client.requests, before + 3) << status;
        clear_faults();
    }
}

TEST_P(Reading, what_is_no_answer_of_the_platform_is_none) {
    const auto access = access_of(connect(GetParam().account));
    using enum sandbox::FaultKind;
    for (const auto kind : {html, truncate, drop_after_effect}) {
        for (const auto endpoint : {GetParam().profile_endpoint, GetParam().posts_endpoint}) {
            set_fault(kind, endpoint);
            const bool of_profile = endpoint == GetParam().profile_endpoint;
            const auto next =
                of_profile ? profile(access).error().next : posts(access).error().next;
            EXPECT_EQ(next, Next::retry_later) << enum_name(kind) << " of " << endpoint;
            clear_faults();
        }
    }
}

TEST_P(Reading, a_pass_calls_what_the_descriptor_says) {
    const auto& descriptor = platform->descriptor();
    const auto access = access_of(connect(GetParam().large_account));
    const auto made = [&](std::string_view endpoint) {
        return metrics
            .counter("platform_calls_total", "Requests made to platforms.",
                     {{"platform", std::string(descriptor.id)},
                      {"endpoint", std::string(endpoint)},
                      {"outcome", "ok"}})
            .Value();
    };
    std::vector<double> before;
    for (const auto& call : descriptor.sync_calls) before.push_back(made(call.endpoint));
    ASSERT_TRUE(profile(access));
    ASSERT_TRUE(
        run(platform->reader()->daily(access, clock.now() - std::chrono::days{7}, clock.now())));
    const auto page = posts(access, {}, descriptor.posts_per_sync);
    ASSERT_TRUE(page);
    for (const auto& post : page->data.posts) run(platform->reader()->metrics(access, post));
    ASSERT_FALSE(before.empty()) << "the plan needs to know";
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto& call = descriptor.sync_calls[i];
        EXPECT_EQ(made(call.endpoint) - before[i], static_cast<double>(call.calls))
            << call.endpoint;
    }
}

TEST_P(Reading, a_huge_answer_is_given_up) {
    const auto access = access_of(connect(GetParam().account));
    set_fault(sandbox::FaultKind::huge, GetParam().profile_endpoint, 50'000'000);
    const auto failed = profile(access);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "response_too_large");
}

TEST_P(Reading, a_failure_that_passes_is_not_noticed) {
    const auto access = access_of(connect(GetParam().account));
    const auto usual = profile(access)->calls;
    sandbox::Fault fault;
    fault.platform = simulator();
    fault.endpoint = GetParam().profile_endpoint;
    fault.endpoint_is_name = true;
    fault.kind = sandbox::FaultKind::status;
    fault.value = 503;
    fault.times_left = 2;
    client.simulation().faults().add(std::move(fault));
    const auto read = profile(access);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->calls, usual + 2);
}

INSTANTIATE_TEST_SUITE_P(Of, Reading, ::testing::ValuesIn(all_simulated()),
                         [](const auto& info) { return std::string(info.param.id); });

}  // namespace
}  // namespace rostrum::platforms
