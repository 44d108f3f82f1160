#include "sandbox/x/ledger.hpp"
#include "x_client.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;
using test::Answer;
using test::XClient;

std::string text_of(const json::value& in, std::string_view name) {
    return std::string(in.at(name).as_string());
}

/// The end of a problem's type.
std::string slug_of(const json::value& problem) {
    const auto type = text_of(problem, "type");
    return type.substr(type.rfind('/') + 1);
}

class XTest : public ::testing::Test {
protected:
    Answer list(std::string_view token, const std::string& query) {
        return client.api(token, fmt::format("users/{}/tweets?{}", client.id(token), query));
    }
    /// The ids of all pages of 100.
    std::vector<std::string> all_ids(std::string_view token, const std::string& query) {
        std::vector<std::string> ids;
        std::string next;
        const auto user = client.id(token);
        for (int page = 0; page < 100; ++page) {
            const auto answer = client.api(
                token, fmt::format("users/{}/tweets?max_results=100{}{}", user, query, next));
            EXPECT_EQ(answer.status, 200) << answer.text;
            const auto body = answer.body();
            if (const auto* data = body.as_object().if_contains("data")) {
                for (const auto& post : data->as_array()) ids.push_back(text_of(post, "id"));
            }
            const auto* token_of_next = body.at("meta").as_object().if_contains("next_token");
            if (token_of_next == nullptr) break;
            next = "&pagination_token=" + std::string(token_of_next->as_string());
        }
        return ids;
    }
    json::value first_post(std::string_view account, const std::string& fields) {
        return list(client.access(account), fields).body().at("data").at(0);
    }

    XClient client;
};

TEST_F(XTest, tells_a_profile_with_the_fields_that_are_asked_for) {
    const auto token = client.access("northpeak_gear");
    const auto plain = client.api(token, "users/me").body().at("data");
    EXPECT_EQ(plain.as_object().size(), 3U);
    EXPECT_EQ(text_of(plain, "username"), "northpeak_gear");
    const auto full = client.api(token, "users/me?user.fields=public_metrics,verified").body();
    EXPECT_TRUE(full.at("data").at("verified").as_bool());
    EXPECT_GE(full.at("data").at("public_metrics").at("post_count").as_int64(), 1'200);
    const auto bad = client.api(token, "users/me?user.fields=shoe_size");
    EXPECT_EQ(bad.status, 400);
    EXPECT_EQ(slug_of(bad.body()), "invalid-request");
    EXPECT_EQ(client.api(token, "users/me?tweets=1").status, 400) << "an unknown parameter";
    EXPECT_EQ(client.api(token, "users/them").status, 404);
}

TEST_F(XTest, a_profile_has_the_names_of_before_for_whoever_asks_so) {
    const auto token = client.access("northpeak_gear");
    const auto path = "users/me?user.fields=public_metrics&tweet.fields=created_at";
    const auto before = client.api(token, path).body().at("data").at("public_metrics");
    EXPECT_GE(before.at("tweet_count").as_int64(), 1'200);
    EXPECT_FALSE(before.as_object().contains("post_count"));
}

TEST_F(XTest, pages_lead_through_every_post_once) {
    const auto token = client.access("ada_loafs");
    const auto ids = all_ids(token, "");
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
    EXPECT_GE(ids.size(), 240U);
    EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater{})) << "of one length, newest first";
}

TEST_F(XTest, a_page_stays_where_it_was_when_there_is_a_new_post) {
    const auto token = client.access("ada_loafs");
    const auto first = list(token, "max_results=5").body();
    const auto next = "max_results=5&pagination_token=" + text_of(first.at("meta"), "next_token");
    const auto before = list(token, next).body();
    client.base.advance(100min);
    EXPECT_EQ(text_of(list(token, next).body().at("meta"), "newest_id"),
              text_of(before.at("meta"), "newest_id"));
    EXPECT_TRUE(before.at("meta").as_object().contains("previous_token"));
}

TEST_F(XTest, pages_have_5_to_100_posts_10_unless_told) {
    const auto token = client.access("ada_loafs");
    EXPECT_EQ(list(token, "").body().at("meta").at("result_count").as_int64(), 10);
    for (const auto* query : {"max_results=4", "max_results=101", "max_results=x",
                              "pagination_token=made-up", "exclude=likes", "start_time=now"}) {
        const auto bad = list(token, query);
        EXPECT_EQ(bad.status, 400) << query;
        EXPECT_EQ(slug_of(bad.body()), "invalid-request");
    }
}

TEST_F(XTest, the_list_reaches_back_3200_posts_and_800_without_replies) {
    const auto token = client.access("the_archive");
    EXPECT_EQ(all_ids(token, "").size(), 3'200U);
    const auto without = all_ids(token, "&exclude=replies").size();
    EXPECT_LT(without, 800U);
    EXPECT_GT(without, 500U);
}

TEST_F(XTest, what_is_left_out_leaves_pages_short) {
    const auto token = client.access("emoji_lab");
    const auto all = all_ids(token, "").size();
    const auto own = all_ids(token, "&exclude=retweets").size();
    EXPECT_LT(own, all);
    EXPECT_GT(own, all / 2);
    const auto page = list(token, "max_results=10&exclude=retweets").body().at("meta");
    EXPECT_LT(page.at("result_count").as_int64(), 10);
    EXPECT_TRUE(page.as_object().contains("next_token"));
}

TEST_F(XTest, a_list_can_be_bounded_by_ids_and_times) {
    const auto token = client.access("ada_loafs");
    const auto ids = all_ids(token, "");
    EXPECT_EQ(all_ids(token, "&since_id=" + ids[3]).size(), 3U);
    EXPECT_EQ(all_ids(token, "&until_id=" + ids[2]).front(), ids[3]);
    EXPECT_EQ(
        all_ids(token, "&start_time=2026-11-19T00:00:00Z&end_time=2026-11-20T00:00:00Z").size(),
        1U);
    EXPECT_TRUE(all_ids(token, "&since_id=" + ids[0]).empty());
}

TEST_F(XTest, an_account_without_posts_has_an_empty_list) {
    const auto token = client.access("quiet_newcomer");
    const auto body = list(token, "").body();
    EXPECT_EQ(body.at("meta").at("result_count").as_int64(), 0);
    EXPECT_FALSE(body.as_object().contains("data"));
    EXPECT_FALSE(body.at("meta").as_object().contains("next_token"));
}

TEST_F(XTest, the_last_page_has_no_next_one) {
    const auto token = client.access("two_hours_only");
    const auto body = list(token, "max_results=12").body();
    EXPECT_EQ(body.at("meta").at("result_count").as_int64(), 12);
    EXPECT_FALSE(body.at("meta").as_object().contains("next_token"));
    const auto shorter = list(token, "max_results=11").body();
    const auto last =
        list(token, "max_results=11&pagination_token=" + text_of(shorter.at("meta"), "next_token"));
    EXPECT_EQ(last.body().at("meta").at("result_count").as_int64(), 1);
    EXPECT_FALSE(last.body().at("meta").as_object().contains("next_token"));
}

TEST_F(XTest, fields_are_called_as_they_are_asked_for) {
    const auto now = first_post("ada_loafs", "post.fields=created_at,public_metrics");
    EXPECT_TRUE(now.at("public_metrics").as_object().contains("repost_count"));
    EXPECT_TRUE(now.at("public_metrics").as_object().contains("impression_count"));
    EXPECT_TRUE(now.as_object().contains("edit_history_post_ids"));
    const auto before = first_post("ada_loafs", "tweet.fields=created_at,public_metrics");
    EXPECT_TRUE(before.at("public_metrics").as_object().contains("retweet_count"));
    EXPECT_TRUE(before.as_object().contains("edit_history_tweet_ids"));
    EXPECT_EQ(list(client.access("ada_loafs"), "post.fields=note_tweet").status, 400);
    const auto plain = first_post("ada_loafs", "");
    EXPECT_EQ(plain.as_object().size(), 3U) << "id, text and edits";
}

TEST_F(XTest, hidden_figures_are_absent) {
    const auto figures =
        first_post("hidden_counts", "post.fields=public_metrics").at("public_metrics");
    EXPECT_FALSE(figures.as_object().contains("impression_count"));
    EXPECT_TRUE(figures.as_object().contains("like_count"));
}

TEST_F(XTest, figures_grow) {
    const auto token = client.access("ada_loafs");
    const auto likes = [&] {
        return list(token, "post.fields=public_metrics")
            .body()
            .at("data")
            .at(0)
            .at("public_metrics")
            .at("like_count")
            .as_int64();
    };
    const auto before = likes();
    client.base.advance(30min);
    EXPECT_GT(likes(), before);
}

TEST_F(XTest, a_long_post_has_a_note) {
    const auto body =
        list(client.access("long_reads"), "post.fields=note_post,created_at&exclude=replies")
            .body();
    const auto& post = body.at("data").at(0);
    EXPECT_LT(post.at("text").as_string().size(), 1'200U);
    EXPECT_GT(post.at("note_post").at("text").as_string().size(), 2'000U);
}

TEST_F(XTest, private_figures_are_of_own_posts_of_30_days) {
    const auto token = client.access("ada_loafs");
    const auto body =
        list(token, "max_results=100&post.fields=created_at,non_public_metrics").body();
    std::size_t with = 0;
    for (const auto& post : body.at("data").as_array()) {
        with += post.as_object().contains("non_public_metrics") ? 1U : 0U;
    }
    EXPECT_GE(with, 29U);
    EXPECT_LE(with, 31U);
    const auto& errors = body.at("errors").as_array();
    EXPECT_EQ(errors.size(), 100U - with) << "told beside the data";
    EXPECT_EQ(slug_of(errors.at(0)), "not-authorized-for-field");

    const auto other = client.id(client.access("northpeak_gear"));
    const auto theirs =
        client.api(token, "users/" + other + "/tweets?post.fields=non_public_metrics").body();
    EXPECT_EQ(theirs.at("errors").as_array().size(), theirs.at("data").as_array().size());
}

TEST_F(XTest, what_is_not_there_is_told_beside_the_rest) {
    const auto token = client.access("ada_loafs");
    const auto ids = all_ids(token, "");
    const auto some = client.api(token, "tweets?ids=" + ids[0] + ",12345," + ids[1]).body();
    EXPECT_EQ(some.at("data").as_array().size(), 2U);
    EXPECT_EQ(some.at("errors").as_array().size(), 1U);
    EXPECT_EQ(text_of(some.at("errors").at(0), "resource_id"), "12345");
    const auto nobody = client.api(token, "users/12345/tweets");
    EXPECT_EQ(nobody.status, 200);
    EXPECT_FALSE(nobody.body().as_object().contains("data"));
    EXPECT_EQ(slug_of(nobody.body().at("errors").at(0)), "resource-not-found");
    EXPECT_EQ(client.api(token, "users/ada/tweets").status, 400);
    EXPECT_EQ(client.api(token, "tweets").status, 400);
}

TEST_F(XTest, a_permalink_leads_to_a_page) {
    const auto id = all_ids(client.access("ada_loafs"), "").front();
    EXPECT_EQ(client.get("/x.com/i/status/" + id).status, 200);
    EXPECT_EQ(client.get("/x.com/ada_loafs/status/" + id).status, 200);
    EXPECT_EQ(client.get("/x.com/i/status/12345").status, 404);
}

// ---- limits, credits, faults

TEST_F(XTest, a_profile_may_be_read_75_times_in_15_minutes) {
    const auto token = client.access("ada_loafs");
    const auto first = client.api(token, "users/me");
    EXPECT_EQ(first.headers.get("x-rate-limit-limit"), "75");
    EXPECT_EQ(first.headers.get("x-rate-limit-remaining"), "74");
    const auto reset = client.base.now() + 15min;
    EXPECT_EQ(first.headers.get("x-rate-limit-reset"),
              std::to_string(reset.time_since_epoch() / 1s));
    for (int i = 1; i < 75; ++i) EXPECT_EQ(client.api(token, "users/me").status, 200);
    const auto refused = client.api(token, "users/me");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.get("x-rate-limit-remaining"), "0");
    EXPECT_EQ(client.api(client.access("emoji_lab"), "users/me").status, 200) << "another user's";
    client.base.advance(15min);
    EXPECT_EQ(client.api(token, "users/me").status, 200);
}

TEST_F(XTest, limits_can_be_set) {
    client.post_json("/_control/limits", R"({"platform":"x","callsPerHour":2})");
    const auto token = client.access("ada_loafs");
    EXPECT_EQ(client.api(token, "users/me").headers.get("x-rate-limit-remaining"), "1");
    EXPECT_EQ(client.api(token, "users/me").status, 200);
    EXPECT_EQ(client.api(token, "users/me").status, 429);
    client.post_json("/_control/limits",
                     R"({"platform":"x","callsPerHour":100,"appCallsPerHour":1})");
    EXPECT_EQ(client.api(token, "users/me").status, 200);
    const auto refused = client.api(client.access("emoji_lab"), "users/me");
    EXPECT_EQ(refused.status, 429) << "the app's calls, whoever makes them";
    EXPECT_EQ(refused.headers.get("x-rate-limit-limit"), "1");
}

TEST_F(XTest, faults_have_the_shapes_of_the_platform) {
    const auto token = client.access("ada_loafs");
    const auto met = [&](std::string fault) {
        client.set_fault(R"({"platform":"x","endpoint":"users_me","times":1,)" + fault + "}");
        return client.api(token, "users/me");
    };
    const auto limited = met(R"("kind":"rate_limit","value":60)");
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.headers.get("x-rate-limit-remaining"), "0");
    EXPECT_EQ(limited.headers.get("x-rate-limit-reset"),
              std::to_string((client.base.now() + 60s).time_since_epoch() / 1s));
    const auto legacy = met(R"("kind":"status","value":403,"code":326)").body();
    EXPECT_EQ(legacy.at("errors").at(0).at("code").as_int64(), 326);
    const auto poor = met(R"("kind":"status","value":402)");
    EXPECT_EQ(poor.status, 402);
    EXPECT_EQ(slug_of(poor.body()), "credits");
    EXPECT_TRUE(poor.text.contains("https://api.twitter.com/2/problems/"));
    EXPECT_EQ(met(R"("kind":"status","value":503)").body().at("status").as_int64(), 503);
    EXPECT_EQ(met(R"("kind":"revoke")").status, 401);
    EXPECT_EQ(client.api(token, "users/me").status, 200) << "was only pretended";
    client.set_fault(R"({"platform":"x","kind":"revoke","value":"ada_loafs"})");
    EXPECT_EQ(client.api(token, "users/me").status, 401);
}

TEST_F(XTest, reading_everything_every_day_uses_the_credits_up) {
    const auto read_all = [&](std::string_view account) {
        const auto token = client.access(account);
        std::string query = "max_results=100";
        for (;;) {
            const auto answer = list(token, query);
            if (answer.status != 200) return answer;
            const auto meta = answer.body().at("meta");
            if (!meta.as_object().contains("next_token")) return answer;
            query = "max_results=100&pagination_token=" + text_of(meta, "next_token");
        }
    };
    int days = 0;
    auto answer = read_all("the_archive");
    for (; answer.status == 200 && days < 9; ++days) {
        answer = read_all("northpeak_gear");
        if (answer.status != 200) break;
        client.base.advance(24h);
        answer = read_all("the_archive");
    }
    EXPECT_EQ(answer.status, 402);
    EXPECT_EQ(slug_of(answer.body()), "credits");
    EXPECT_GE(days, 5);
    EXPECT_TRUE(answer.headers.contains("x-rate-limit-remaining"));
    client.base.set(parse_time("2026-12-01T00:00:00Z").value());
    EXPECT_EQ(read_all("ada_loafs").status, 200);
}

class XLedgerTest : public ::testing::Test {
protected:
    std::optional<x::BillRefusal> read(x::Resource resource, std::vector<std::uint64_t> ids) {
        return ledger.bill(resource, ids, now);
    }

    Time now = parse_time("2026-11-30T23:00:00Z").value();
    x::Ledger ledger{{.credits = 40, .post_price = 5, .user_price = 10, .posts_per_month = 5}};
};

TEST_F(XLedgerTest, a_resource_is_paid_for_once_a_day) {
    EXPECT_FALSE(read(x::Resource::post, {1, 2}));
    EXPECT_EQ(ledger.credits(), 30);
    EXPECT_FALSE(read(x::Resource::post, {1, 2}));
    EXPECT_FALSE(read(x::Resource::user, {1}));
    EXPECT_EQ(ledger.credits(), 20) << "a user is no post";
    now -= 24h;
    EXPECT_FALSE(read(x::Resource::post, {1, 2}));
    EXPECT_EQ(ledger.credits(), 10);
}

TEST_F(XLedgerTest, what_is_refused_costs_nothing) {
    EXPECT_FALSE(read(x::Resource::user, {1, 2, 3}));
    EXPECT_EQ(read(x::Resource::post, {1, 2, 3}), x::BillRefusal::no_credits);
    EXPECT_EQ(ledger.credits(), 10);
    EXPECT_FALSE(read(x::Resource::post, {1, 2}));
    EXPECT_EQ(read(x::Resource::post, {1}), x::BillRefusal::no_credits)
        << "although it is paid for";
}

TEST_F(XLedgerTest, a_month_has_a_cap_and_the_next_one_begins_anew) {
    EXPECT_EQ(read(x::Resource::post, {1, 2, 3, 4, 5, 6}), x::BillRefusal::month_used_up);
    EXPECT_FALSE(read(x::Resource::post, {1, 2, 3, 4, 5}));
    EXPECT_EQ(read(x::Resource::post, {6}), x::BillRefusal::month_used_up);
    now += 1h;
    EXPECT_FALSE(read(x::Resource::post, {6}));
    EXPECT_EQ(ledger.credits(), 35) << "bought anew";
}

}  // namespace
}  // namespace rostrum::sandbox
