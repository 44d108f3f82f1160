#include "x_client.hpp"

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;
using test::XClient;

std::string text_of(const json::value& in, std::string_view name) {
    return std::string(in.at(name).as_string());
}

std::string fault_of(const test::Answer& answer) { return text_of(answer.body(), "error"); }

TEST(XLogin, the_consent_page_leaves_no_choice_between_scopes) {
    XClient client;
    const auto page = client.get(XClient::consent(""));
    EXPECT_EQ(page.status, 200);
    for (const auto* part : {"ada_loafs", "northpeak_gear",
                             "value=\"offline.access\" checked "
                             "disabled"}) {
        EXPECT_TRUE(page.text.contains(part)) << part;
    }
}

TEST(XLogin, without_a_challenge_there_is_only_a_page_that_says_so) {
    XClient client;
    auto address = XClient::consent("&auto=allow");
    const auto begin = address.find("&code_challenge=");
    address.erase(begin, address.find("&code_challenge_method") - begin);
    EXPECT_EQ(client.get(address).status, 400);
}

TEST(XLogin, the_method_of_the_challenge_is_s256_in_any_case) {
    XClient client;
    const auto with = [](std::string_view method) {
        auto address = XClient::consent("");
        const std::string_view usual = "code_challenge_method=S256";
        return address.replace(address.find(usual), usual.size(),
                               fmt::format("code_challenge_method={}", method));
    };
    EXPECT_EQ(client.get(with("s256")).status, 200);
    EXPECT_EQ(client.get(with("plain")).status, 400);
    EXPECT_EQ(client.get(with("")).status, 400);
}

TEST(XLogin, the_token_endpoints_take_json_too) {
    XClient client;
    const auto post = [&](std::string_view path, std::string body) {
        const auto both = fmt::format("{}:{}", x::client_id, x::client_secret);
        return client.send(
            http::Method::post, fmt::format("/api.x.com/2/oauth2/{}", path),
            {{"Content-Type", "application/json;charset=UTF-8"},
             {"Authorization",
              "Basic " + crypto::base64_encode(crypto::as_bytes(std::string_view(both)))}},
            std::move(body));
    };
    const auto object = [](const http::Query& parameters) {
        json::object out;
        for (const auto& parameter : parameters) out[parameter.first] = parameter.second;
        return json::serialize(out);
    };
    const auto login = post("token", object(XClient::code_form(client.code("ada_loafs"))));
    ASSERT_EQ(login.status, 200) << login.text;
    const auto access = text_of(login.body(), "access_token");
    EXPECT_EQ(client.api(access, "users/me").status, 200);
    for (const auto* broken : {"", "[]", "{\"grant_type\":1}", "{\"grant_type\":"}) {
        const auto refused = post("token", broken);
        EXPECT_EQ(refused.status, 400) << broken;
        EXPECT_EQ(fault_of(refused), "invalid_request") << broken;
    }
    EXPECT_EQ(post("revoke", object({{"token", access}})).status, 200);
    EXPECT_EQ(client.api(access, "users/me").status, 401);
}

TEST(XLogin, a_suspended_account_cannot_sign_in) {
    XClient client;
    const auto page = client.get(XClient::consent("&auto=allow&account=suspended_user"));
    EXPECT_EQ(page.status, 400);
    EXPECT_TRUE(page.text.contains("suspended"));
}

TEST(XLogin, a_code_buys_a_pair_of_tokens) {
    XClient client;
    const auto tokens = client.log_in("ada_loafs");
    EXPECT_EQ(text_of(tokens, "token_type"), "bearer");
    EXPECT_EQ(tokens.at("expires_in").as_int64(), 7'200);
    EXPECT_EQ(text_of(tokens, "scope"), "tweet.read users.read offline.access");
    EXPECT_EQ(client.api(text_of(tokens, "access_token"), "users/me").status, 200);
}

TEST(XLogin, a_code_works_once_and_for_30_seconds) {
    XClient client;
    const auto code = client.code("ada_loafs");
    client.base.advance(29s);
    EXPECT_EQ(client.post("token", XClient::code_form(code)).status, 200);
    const auto again = client.post("token", XClient::code_form(code));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(fault_of(again), "invalid_request");
    const auto late = client.code("ada_loafs");
    client.base.advance(30s);
    const auto refused = client.post("token", XClient::code_form(late));
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(text_of(refused.body(), "error_description"),
              "Value passed for the authorization code was invalid.");
}

TEST(XLogin, a_code_needs_its_verifier_and_its_address) {
    XClient client;
    const auto code = client.code("ada_loafs");
    const http::Query without{{"grant_type", "authorization_code"},
                              {"code", code},
                              {"redirect_uri", std::string(XClient::redirect_uri)}};
    EXPECT_EQ(text_of(client.post("token", without).body(), "error_description"),
              "Missing required parameter [code_verifier].");
    auto wrong = without;
    wrong.add("code_verifier", "another");
    EXPECT_EQ(client.post("token", wrong).status, 400);
    const http::Query elsewhere{{"grant_type", "authorization_code"},
                                {"code", code},
                                {"redirect_uri", "https://elsewhere.example/"},
                                {"code_verifier", std::string(XClient::verifier)}};
    EXPECT_EQ(client.post("token", elsewhere).status, 400);
    EXPECT_EQ(client.post("token", XClient::code_form(code)).status, 200) << "it is still good";
}

TEST(XLogin, the_app_signs_in_with_a_header) {
    XClient client;
    const auto form = XClient::code_form(client.code("ada_loafs"));
    const auto without = client.post_form("/api.x.com/2/oauth2/token", form);
    EXPECT_EQ(without.status, 401);
    EXPECT_EQ(fault_of(without), "unauthorized_client");
    const auto wrong = client.post("token", form, "guessed");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(fault_of(wrong), "invalid_client");
    EXPECT_EQ(client.post("token", form).status, 200);
    EXPECT_EQ(fault_of(client.post("token", {{"grant_type", "password"}})),
              "unsupported_grant_type");
}

TEST(XLogin, without_offline_access_there_is_no_refresh_token) {
    XClient client;
    const auto tokens = client.log_in("two_hours_only");
    EXPECT_FALSE(tokens.as_object().contains("refresh_token"));
    EXPECT_EQ(text_of(tokens, "scope"), "tweet.read users.read");
}

TEST(XLogin, a_refresh_token_works_once_and_a_second_use_ends_everything) {
    XClient client;
    const auto first = client.log_in("ada_loafs");
    const auto old = text_of(first, "refresh_token");
    const auto answer = client.post("token", XClient::refresh_form(old));
    ASSERT_EQ(answer.status, 200) << answer.text;
    const auto second = answer.body();
    EXPECT_NE(text_of(second, "refresh_token"), old);
    const auto access = text_of(second, "access_token");
    EXPECT_EQ(client.api(access, "users/me").status, 200);

    const auto again = client.post("token", XClient::refresh_form(old));
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(text_of(again.body(), "error_description"),
              "Value passed for the token was invalid.");
    EXPECT_EQ(client.api(access, "users/me").status, 401);
    EXPECT_EQ(client.post("token", XClient::refresh_form(text_of(second, "refresh_token"))).status,
              400);
}

TEST(XLogin, an_access_token_lives_for_two_hours_and_is_no_refresh_token) {
    XClient client;
    const auto access = client.access("ada_loafs");
    EXPECT_EQ(client.post("token", XClient::refresh_form(access)).status, 400);
    client.base.advance(2h);
    const auto late = client.api(access, "users/me");
    EXPECT_EQ(late.status, 401);
    EXPECT_EQ(text_of(late.body(), "type"), "about:blank");
    EXPECT_EQ(late.headers.get("Content-Type"), "application/problem+json");
}

TEST(XLogin, revoking_ends_the_grant_and_says_yes_to_everything) {
    XClient client;
    const auto tokens = client.log_in("ada_loafs");
    const auto access = text_of(tokens, "access_token");
    EXPECT_EQ(client.post_form("/api.x.com/2/oauth2/revoke", {{"token", access}}).status, 401);
    for (const auto& token : {text_of(tokens, "refresh_token"), access, std::string("made-up")}) {
        const auto answer = client.post("revoke", {{"token", token}});
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(answer.body().at("revoked").as_bool());
        EXPECT_EQ(client.api(access, "users/me").status, 401);
    }
    EXPECT_EQ(client.post("revoke", {}).status, 400);
}

TEST(XLogin, an_account_takes_its_access_back_by_itself) {
    XClient client;
    const auto tokens = client.log_in("fading_star");
    client.base.advance(1h);
    EXPECT_EQ(client.api(text_of(tokens, "access_token"), "users/me").status, 401);
    EXPECT_EQ(client.post("token", XClient::refresh_form(text_of(tokens, "refresh_token"))).status,
              400);
    EXPECT_EQ(client.api(client.access("fading_star"), "users/me").status, 200);
}

}  // namespace
}  // namespace rostrum::sandbox
