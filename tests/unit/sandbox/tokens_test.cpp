#include "sandbox_client.hpp"

namespace rostrum::sandbox {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using test::SandboxClient;

TEST(InstagramToken, lives_an_hour_when_short) {
    SandboxClient client;
    const auto token = client.short_token("ada.bakes");
    EXPECT_EQ(client.graph(token, "me").status, 200);
    client.base.advance(hours{1} - seconds{1});
    EXPECT_EQ(client.graph(token, "me").status, 200);
    client.base.advance(seconds{1});
    const auto answer = client.graph(token, "me");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), 190);
    EXPECT_EQ(answer.subcode(), 463);
}

TEST(InstagramToken, lives_about_sixty_days_when_long) {
    SandboxClient client;
    const auto answer = client.exchange_token(client.short_token("ada.bakes"));
    EXPECT_EQ(answer.body().at("token_type").as_string(), "bearer");
    EXPECT_EQ(answer.body().at("expires_in").as_int64(), 5'183'944);
    const std::string token(answer.body().at("access_token").as_string());
    client.base.advance(days{59});
    EXPECT_EQ(client.graph(token, "me").status, 200);
    client.base.advance(days{1});
    EXPECT_EQ(client.graph(token, "me").subcode(), 463);
    EXPECT_EQ(client.refresh(token).subcode(), 463) << "an expired token is gone for good";
}

TEST(InstagramToken, is_exchanged_with_the_right_secret_and_only_when_short) {
    SandboxClient client;
    const auto token = client.short_token("ada.bakes");
    const struct {
        std::string query;
        const char* reason;
    } rows[] = {
        {"grant_type=ig_exchange_token&client_secret=guess&access_token=" + token, "wrong secret"},
        {"grant_type=other&client_secret=5ab7c1d2e3f40516273849a0b1c2d3e4&access_token=" + token,
         "another grant"},
        {"grant_type=ig_exchange_token&client_secret=5ab7c1d2e3f40516273849a0b1c2d3e4", "no token"},
        {"grant_type=ig_exchange_token&client_secret=5ab7c1d2e3f40516273849a0b1c2d3e4"
         "&access_token=" +
             client.long_token("ada.bakes"),
         "a long token"},
    };
    for (const auto& row : rows) {
        const auto answer = client.get("/graph.instagram.com/access_token?" + row.query);
        EXPECT_EQ(answer.status, 400) << row.reason;
        EXPECT_NE(answer.code(), 0) << row.reason;
    }
}

TEST(InstagramToken, is_refreshed_after_a_day_and_not_before) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    client.base.advance(hours{24} - seconds{1});
    EXPECT_EQ(client.refresh(token).code(), 100);
    client.base.advance(seconds{1});
    const auto answer = client.refresh(token);
    ASSERT_EQ(answer.status, 200) << answer.text;
    const std::string fresh(answer.body().at("access_token").as_string());
    EXPECT_NE(fresh, token);
    EXPECT_EQ(client.graph(token, "me").status, 200) << "the old one goes on until it expires";
    client.base.advance(days{59} + hours{1});
    EXPECT_EQ(client.graph(token, "me").subcode(), 463);
    EXPECT_EQ(client.graph(fresh, "me").status, 200);
    EXPECT_EQ(client.refresh(client.short_token("ada.bakes")).code(), 100) << "short ones never";
}

TEST(InstagramToken, is_refused_when_it_is_none) {
    SandboxClient client;
    auto tampered = client.long_token("ada.bakes");
    tampered[tampered.size() / 2] = tampered[tampered.size() / 2] == 'A' ? 'B' : 'A';
    for (const auto& text : {std::string("IGAAnonsense"), std::string("x"), tampered}) {
        const auto answer = client.graph(text, "me");
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.code(), 190);
        EXPECT_EQ(answer.subcode(), 0);
        EXPECT_TRUE(answer.headers.contains("WWW-Authenticate"));
    }
    EXPECT_EQ(client.get("/graph.instagram.com/v26.0/me").code(), 104);
}

TEST(InstagramToken, works_as_parameter_and_as_bearer_with_and_without_version) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    EXPECT_EQ(client.get("/graph.instagram.com/v26.0/me?access_token=" + token).status, 200);
    EXPECT_EQ(client.get("/graph.instagram.com/me?access_token=" + token).status, 200);
    const auto old = client.get("/graph.instagram.com/v12.0/me?access_token=" + token);
    EXPECT_EQ(old.headers.get("facebook-api-version"), "v21.0");
    EXPECT_EQ(client.get("/graph.instagram.com/v99.0/me?access_token=" + token).code(), 2'500);
}

TEST(InstagramToken, outlives_a_restart_with_the_same_seed) {
    SandboxClient first(5);
    const auto token = first.long_token("ada.bakes");
    SandboxClient second(5);
    EXPECT_EQ(second.graph(token, "me").status, 200);
    SandboxClient other(6);
    EXPECT_EQ(other.graph(token, "me").code(), 190);
}

TEST(InstagramToken, dies_when_its_account_leaves) {
    SandboxClient client;
    const auto leaving = client.long_token("leaving.soon");
    const auto nina = client.long_token("new.password.nina");
    EXPECT_EQ(client.graph(leaving, "me").status, 200);
    client.base.advance(hours{2});
    EXPECT_EQ(client.graph(leaving, "me").subcode(), 458);
    EXPECT_EQ(client.graph(nina, "me").status, 200);
    client.base.advance(hours{4} + seconds{1});
    EXPECT_EQ(client.graph(nina, "me").subcode(), 460);
    EXPECT_EQ(client.graph(client.long_token("leaving.soon"), "me").status, 200)
        << "a new login works again";
}

TEST(InstagramToken, dies_by_control_until_the_next_login) {
    SandboxClient client;
    const auto ada = client.long_token("ada.bakes");
    const auto emoji = client.long_token("sunny.side.emoji");
    client.set_fault(R"({"platform":"instagram","kind":"revoke","value":"ada.bakes"})");
    EXPECT_EQ(client.graph(ada, "me").subcode(), 458);
    EXPECT_EQ(client.refresh(ada).subcode(), 458);
    EXPECT_EQ(client.graph(emoji, "me").status, 200);
    EXPECT_EQ(client.graph(client.long_token("ada.bakes"), "me").status, 200);
    client.set_fault(R"({"platform":"instagram","kind":"revoke","value":"all","code":467})");
    EXPECT_EQ(client.graph(emoji, "me").subcode(), 467);
}

TEST(InstagramToken, dies_by_reset_and_is_forgotten) {
    SandboxClient client;
    const auto token = client.long_token("ada.bakes");
    const auto listed = client.get("/_control/tokens?platform=instagram");
    EXPECT_NE(listed.text.find(token), std::string::npos);
    EXPECT_EQ(listed.body().at("data").as_array().size(), 2U);
    EXPECT_EQ(client.post_json("/_control/reset", "").status, 204);
    EXPECT_EQ(client.graph(token, "me").subcode(), 467);
    EXPECT_TRUE(client.get("/_control/tokens").body().at("data").as_array().empty());
    EXPECT_EQ(client.graph(client.long_token("ada.bakes"), "me").status, 200);
}

}  // namespace
}  // namespace rostrum::sandbox
