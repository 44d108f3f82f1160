#include "sandbox_client.hpp"

namespace rostrum::sandbox {
namespace {

using std::chrono::hours;
using test::Answer;
using test::SandboxClient;

TEST(SandboxFaults, hit_the_named_endpoint_as_often_as_they_say) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.set_fault(
        R"({"platform":"instagram","endpoint":"media","kind":"status","value":503,"times":2})");
    EXPECT_EQ(client.graph(token, "me").status, 200);
    for (int i = 0; i < 2; ++i) {
        const auto answer = client.graph(token, "me/media");
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.code(), 2);
        EXPECT_TRUE(answer.body().at("error").at("is_transient").as_bool());
    }
    EXPECT_EQ(client.graph(token, "me/media").status, 200);
    EXPECT_TRUE(client.get("/_control/faults").body().at("data").as_array().empty());
}

TEST(SandboxFaults, stay_without_times_until_they_are_cleared) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.set_fault(R"({"platform":"instagram","kind":"status","value":500})");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.graph(token, "me").code(), 1);
    EXPECT_EQ(client.send(http::Method::delete_, "/_control/faults").status, 204);
    EXPECT_EQ(client.graph(token, "me").status, 200);
}

TEST(SandboxFaults, tell_logical_names_from_parts_of_paths) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.set_fault(R"({"platform":"instagram","endpoint":"token","kind":"status","value":500})");
    EXPECT_EQ(client.refresh(token).code(), 100) << "too young, but answered";
    const auto refused = client.exchange_code("x");
    EXPECT_EQ(refused.status, 500);
    EXPECT_TRUE(refused.body().as_object().contains("error_message"))
        << "the shape of the token endpoint";
    client.set_fault(
        R"({"platform":"instagram","endpoint":"/refresh_access_token","kind":"status"})");
    EXPECT_EQ(client.refresh(token).status, 500);
    EXPECT_EQ(client.graph(token, "me").status, 200);
}

TEST(SandboxFaults, can_be_limited_to_one_account) {
    SandboxClient client;
    const auto ada = client.long_token("ada.bakes");
    const auto emoji = client.long_token("sunny.side.emoji");
    client.set_fault(
        R"({"platform":"instagram","account":"ada.bakes","kind":"status","value":500})");
    EXPECT_EQ(client.graph(ada, "me").status, 500);
    EXPECT_EQ(client.graph(emoji, "me").status, 200);
}

TEST(SandboxFaults, limit_the_rate_until_the_reset) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.set_fault(R"({"platform":"instagram","kind":"rate_limit","value":600})");
    const auto answer = client.graph(token, "me");
    EXPECT_EQ(answer.code(), 80'002);
    const auto header = parse_json(answer.headers.get("X-Business-Use-Case-Usage"));
    ASSERT_TRUE(header);
    const auto& usage = header->at("17841400000000001").at(0);
    EXPECT_EQ(usage.at("type").as_string(), "instagram");
    EXPECT_EQ(usage.at("call_count").as_int64(), 100);
    EXPECT_EQ(usage.at("estimated_time_to_regain_access").as_int64(), 10) << "minutes";
    client.base.advance(std::chrono::seconds{600});
    EXPECT_EQ(client.graph(token, "me").status, 200);
    client.set_fault(R"({"platform":"instagram","kind":"rate_limit","code":4,"times":1})");
    const auto app = client.graph(token, "me");
    EXPECT_EQ(app.code(), 4);
    EXPECT_TRUE(app.headers.contains("X-App-Usage"));
}

TEST(SandboxFaults, drop_the_answer_after_the_effect) {
    SandboxClient client;
    const auto code = client.code_for("ada.bakes");
    client.set_fault(
        R"({"platform":"instagram","endpoint":"token","kind":"drop_after_effect","times":1})");
    EXPECT_TRUE(client.exchange_code(code).broken_off);
    EXPECT_EQ(client.exchange_code(code).status, 400) << "the code was used";
    EXPECT_NE(client.get("/_control/calls").text.find("\"status\":0"), std::string::npos);
}

TEST(SandboxFaults, tell_of_an_error_after_the_effect) {
    SandboxClient client;
    const auto code = client.code_for("ada.bakes");
    client.set_fault(R"({"platform":"instagram","endpoint":"token","kind":"status_after_effect",
        "value":503,"times":1})");
    EXPECT_EQ(client.exchange_code(code).status, 503);
    EXPECT_EQ(client.exchange_code(code).status, 400) << "the code was used";
    EXPECT_NE(client.get("/_control/calls").text.find("\"status\":503"), std::string::npos);
}

TEST(SandboxFaults, spoil_the_body) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto whole = client.graph(token, "me/media");
    client.set_fault(R"({"platform":"instagram","kind":"truncate","times":1})");
    const auto half = client.graph(token, "me/media");
    EXPECT_EQ(half.status, 200);
    EXPECT_EQ(half.text, whole.text.substr(0, whole.text.size() / 2));
    client.set_fault(R"({"platform":"instagram","kind":"truncate","value":3,"times":1})");
    EXPECT_EQ(client.graph(token, "me/media").text.size(), 3U);
    client.set_fault(R"({"platform":"instagram","kind":"html","value":502,"times":1})");
    const auto page = client.graph(token, "me");
    EXPECT_EQ(page.status, 502);
    EXPECT_TRUE(page.headers.get("Content-Type").starts_with("text/html"));
    client.set_fault(R"({"platform":"instagram","kind":"huge","value":200000,"times":1})");
    const auto huge = client.graph(token, "me");
    EXPECT_EQ(huge.text.size(), 200'000U);
    EXPECT_TRUE(huge.body().is_object());
}

TEST(SandboxFaults, delay_the_answer) {
    SandboxClient client;
    client.set_fault(R"({"platform":"instagram","kind":"latency","value":5,"times":1})");
    const auto before = monotonic_us();
    client.get("/graph.instagram.com/me");
    EXPECT_GE(monotonic_us() - before, 5'000);
}

TEST(SandboxFaults, can_pretend_that_the_access_was_taken_back) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.set_fault(R"({"platform":"instagram","kind":"revoke","times":1,"code":463})");
    EXPECT_EQ(client.graph(token, "me").subcode(), 463);
    EXPECT_EQ(client.graph(token, "me").status, 200) << "it was not";
}

TEST(SandboxFaults, are_refused_when_they_make_no_sense) {
    SandboxClient client;
    const struct {
        const char* body;
        int status;
        const char* reason;
    } rows[] = {
        {"", 400, "no JSON"},
        {R"({"kind":"status"})", 422, "no platform"},
        {R"({"platform":"myspace","kind":"status"})", 422, "a platform that is not simulated"},
        {R"({"platform":"instagram","kind":"fire"})", 422, "an unknown kind"},
        {R"({"platform":"instagram","kind":"status","value":99})", 422, "no HTTP status"},
        {R"({"platform":"instagram","kind":"status","value":"500"})", 422, "text"},
        {R"({"platform":"instagram","kind":"latency","value":-1})", 422, "less than no time"},
        {R"({"platform":"instagram","kind":"status","times":0})", 422, "never"},
        {R"({"platform":"instagram","kind":"status","chance":0})", 422, "by no chance"},
        {R"({"platform":"instagram","kind":"status","chance":1.5})", 422, "more than certain"},
        {R"({"platform":"instagram","kind":"status","colour":1})", 422, "an unknown field"},
        {R"({"platform":"instagram","kind":"revoke","value":"nobody"})", 404, "no such account"},
        {R"({"platform":"instagram","kind":"revoke","code":1})", 422, "no subcode of a token"},
        {R"({"platform":"instagram","kind":"duplicate_webhook"})", 501, "no webhooks"},
    };
    for (const auto& row : rows) {
        const auto answer = client.post_json("/_control/faults", row.body);
        EXPECT_EQ(answer.status, row.status) << row.reason;
        EXPECT_TRUE(answer.body().at("error").as_object().contains("userMessage")) << row.reason;
    }
}

TEST(SandboxFaults, are_limited_in_number) {
    Faults faults(1);
    for (std::size_t i = 0; i < faults_max; ++i) EXPECT_TRUE(faults.add({}));
    EXPECT_FALSE(faults.add({}));
}

TEST(SandboxLimits, show_in_headers_and_end_in_80002) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto other = client.long_token("sunny.side.emoji");
    EXPECT_FALSE(client.graph(token, "me").headers.contains("X-Business-Use-Case-Usage"))
        << "only once enough calls were made";
    EXPECT_EQ(client.post_json("/_control/limits", R"({"platform":"instagram","callsPerHour":10})")
                  .status,
              204);
    Answer last;
    for (int i = 0; i < 9; ++i) last = client.graph(token, "me");
    EXPECT_EQ(last.status, 200);
    EXPECT_NE(last.headers.get("X-Business-Use-Case-Usage").find("\"call_count\":100"),
              std::string::npos);
    last = client.graph(token, "me");
    EXPECT_EQ(last.code(), 80'002);
    EXPECT_NE(last.headers.get("X-Business-Use-Case-Usage")
                  .find("\"estimated_time_to_regain_access\":61"),
              std::string::npos)
        << "an hour, and what the throttled call adds";
    EXPECT_EQ(client.graph(other, "me").status, 200) << "the allowance is of one account";
    client.base.advance(hours{1});
    EXPECT_EQ(client.graph(token, "me").code(), 80'002) << "the throttled call made it longer";
    client.base.advance(hours{1});
    EXPECT_EQ(client.graph(token, "me").status, 200);
    client.post_json("/_control/limits", R"({"platform":"instagram","appCallsPerHour":1})");
    client.graph(other, "me");
    EXPECT_EQ(client.graph(other, "me").code(), 4);
}

TEST(SandboxClock, moves_all_of_the_simulated_time) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto count = [&] {
        return client.graph(token, "me?fields=media_count").body().at("media_count").as_int64();
    };
    EXPECT_EQ(count(), 214);
    const auto answer = client.post_json("/_control/clock", R"({"advanceSeconds":864000})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body().at("now").as_string(), "2026-01-11T00:00:00Z");
    EXPECT_EQ(count(), 224);
    EXPECT_EQ(client.post_json("/_control/clock", R"({"advanceSeconds":-1})").status, 422);
    client.post_json("/_control/reset", "{}");
    EXPECT_EQ(client.get("/_control/clock").body().at("now").as_string(), "2026-01-01T00:00:00Z");
}

TEST(SandboxCalls, are_counted_without_their_query) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.post_json("/_control/reset", "");
    client.get("/graph.instagram.com/v26.0/me?access_token=" + token);
    client.get("/graph.instagram.com/v26.0/me?access_token=" + token);
    client.get("/api.instagram.com/nowhere");
    const auto answer = client.get("/_control/calls?platform=instagram");
    EXPECT_EQ(answer.text.find(token), std::string::npos);
    EXPECT_EQ(
        json::serialize(answer.body()),
        R"({"data":[{"platform":"instagram","method":"GET","path":"/api.instagram.com/nowhere",)"
        R"("status":404,"count":1},{"platform":"instagram","method":"GET",)"
        R"("path":"/graph.instagram.com/v26.0/me","status":400,"count":2}]})");
    const auto detail = client.get("/_control/calls?detail=1").body();
    EXPECT_EQ(detail.at("data").as_array().size(), 3U);
    EXPECT_TRUE(detail.at("data").at(0).as_object().contains("at"));
    EXPECT_TRUE(client.get("/_control/calls?platform=x").body().at("data").as_array().empty());
}

TEST(SandboxCalls, are_kept_within_bounds) {
    Calls calls;
    for (std::size_t i = 0; i < different_calls_max + 10; ++i) {
        calls.record({"instagram", "GET", "/" + std::to_string(i), 200, {}});
    }
    EXPECT_EQ(calls.recent("").size(), recent_calls_max);
    EXPECT_EQ(calls.counts("").size(), different_calls_max + 1);
}

TEST(SandboxControl, tells_what_was_refused_and_forgets_it_only_at_a_reset) {
    SandboxClient client;
    const auto refused = [&](std::string_view platform) {
        const auto answer = client.get(fmt::format("/_control/quotas?platform={}", platform));
        return answer.body().at("data").at(0).at("refused").as_int64();
    };
    EXPECT_GE(client.get("/_control/quotas").body().at("data").as_array().size(), 6U);
    const auto token = client.long_token("ada.bakes");
    client.post_json("/_control/limits", R"({"platform":"instagram","callsPerHour":2})");
    for (int i = 0; i < 2; ++i) client.graph(token, "me");
    EXPECT_EQ(refused("instagram"), 0);
    for (int i = 0; i < 3; ++i) client.graph(token, "me");
    EXPECT_EQ(refused("instagram"), 3);
    EXPECT_EQ(refused("instagram"), 3) << "looking changes nothing";
    EXPECT_EQ(refused("x"), 0);
    client.set_fault(R"({"platform":"instagram","kind":"rate_limit","times":1})");
    client.graph(token, "me");
    EXPECT_EQ(refused("instagram"), 3) << "a fault is no count";
    client.send(http::Method::post, "/_control/reset");
    EXPECT_EQ(refused("instagram"), 0);
}

TEST(SandboxControl, lists_accounts_and_nothing_published) {
    SandboxClient client;
    const auto accounts = client.get("/_control/accounts?platform=instagram").body();
    EXPECT_GE(accounts.at("data").as_array().size(), 12U);
    EXPECT_EQ(accounts.at("data").at(0).at("username").as_string(), "ada.bakes");
    EXPECT_EQ(accounts.at("data").at(0).at("mediaCount").as_int64(), 214);
    EXPECT_EQ(client.get("/_control/published?platform=instagram").text, R"({"data":[]})");
}

TEST(SandboxControl, says_clearly_that_there_are_no_webhooks_yet) {
    SandboxClient client;
    const auto answer =
        client.post_json("/_control/webhooks", R"({"platform":"instagram","event":"comments"})");
    EXPECT_EQ(answer.status, 501);
    EXPECT_NE(answer.text.find("webhooks are not simulated"), std::string::npos);
}

TEST(SandboxControl, answers_unknown_paths_in_the_envelope_or_as_the_platform) {
    SandboxClient client;
    EXPECT_EQ(client.get("/_control/nothing").status, 404);
    EXPECT_EQ(client.get("/example.com/").body().at("error").at("code").as_string(), "not_found");
    const auto token = client.long_token("ada.bakes");
    const auto posted = client.send(http::Method::post, "/graph.instagram.com/v26.0/me/nothing",
                                    {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(posted.code(), 100);
    EXPECT_EQ(posted.subcode(), 33);
}

TEST(SandboxCredentials, exist_for_what_is_simulated) {
    EXPECT_FALSE(built_in_credentials("instagram").client_id.empty());
    EXPECT_TRUE(built_in_credentials("myspace").client_id.empty());
}

}  // namespace
}  // namespace rostrum::sandbox
