#include "sandbox_client.hpp"

namespace rostrum::sandbox {
namespace {

using test::Answer;
using test::SandboxClient;

constexpr std::string_view client_id = "1490000000000001";

std::string location(const Answer& answer) { return std::string(answer.headers.get("Location")); }

TEST(InstagramConsent, shows_a_form_with_accounts_scopes_and_both_decisions) {
    SandboxClient client;
    const auto answer = client.get(SandboxClient::authorize_url("&state=a%22b"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.headers.contains("Content-Security-Policy"));
    for (const auto* part :
         {"<form method=\"post\" action=\"/www.instagram.com/oauth/authorize/decision?",
          "name=\"account\" value=\"ada.bakes\" checked", "value=\"archive.of.things\"",
          "name=\"scope\" value=\"instagram_business_manage_insights\" checked",
          "name=\"decision\" value=\"Allow\"", "name=\"decision\" value=\"Deny\"",
          "2,400,000 followers", "localhost:8080"}) {
        EXPECT_NE(answer.text.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(answer.text.find("instagram_business_manage_messages"), std::string::npos)
        << "was not asked for";
    EXPECT_EQ(answer.text.find("a\"b"), std::string::npos) << "the state is escaped";
}

TEST(InstagramConsent, escapes_what_the_app_sends) {
    SandboxClient client;
    const auto answer = client.get(SandboxClient::authorize_url(
        "&state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&account=%3Cb%3E&auto=allow"));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.text.find("<script>"), std::string::npos);
    EXPECT_EQ(answer.text.find("<b>"), std::string::npos);
}

TEST(InstagramConsent, redirects_with_code_state_and_the_odd_fragment) {
    SandboxClient client;
    const auto answer =
        client.get(SandboxClient::authorize_url("&state=x%20y&auto=allow&account=ada.bakes"));
    EXPECT_EQ(answer.status, 302);
    EXPECT_TRUE(location(answer).starts_with("http://localhost:8080/callback?code=AQB"));
    EXPECT_TRUE(location(answer).ends_with("&state=x%20y#_")) << location(answer);
}

TEST(InstagramConsent, redirects_with_the_documented_denial) {
    SandboxClient client;
    const auto answer = client.get(SandboxClient::authorize_url("&state=s&auto=deny"));
    EXPECT_EQ(location(answer),
              "http://localhost:8080/callback?error=access_denied&error_reason=user_denied"
              "&error_description=The%20user%20denied%20your%20request&state=s");
}

TEST(InstagramConsent, takes_the_decision_of_the_form) {
    SandboxClient client;
    auto url = SandboxClient::authorize_url("&state=s");
    url.replace(url.find("/authorize?"), 11, "/authorize/decision?");
    const auto allowed = client.post_form(
        url,
        {{"account", "ada.bakes"}, {"scope", "instagram_business_basic"}, {"decision", "Allow"}});
    EXPECT_EQ(allowed.status, 303);
    EXPECT_NE(location(allowed).find("code="), std::string::npos);
    const auto denied = client.post_form(url, {{"account", "ada.bakes"}, {"decision", "Deny"}});
    EXPECT_EQ(denied.status, 303);
    EXPECT_NE(location(denied).find("error=access_denied"), std::string::npos);
    EXPECT_EQ(client.post_form(url, {{"account", "ada.bakes"}}).status, 400);
}

TEST(InstagramConsent, answers_a_page_while_the_app_is_not_known_to_be_right) {
    SandboxClient client;
    const struct {
        std::string query;
        const char* reason;
    } rows[] = {
        {"client_id=1&redirect_uri=http://a/b&response_type=code&scope=instagram_business_basic",
         "unknown app"},
        {fmt::format("client_id={}&response_type=code&scope=instagram_business_basic", client_id),
         "no redirect address"},
        {fmt::format("client_id={}&redirect_uri=/callback&response_type=code", client_id),
         "relative address"},
        {fmt::format("client_id={}&redirect_uri=javascript:alert(1)&response_type=code", client_id),
         "another scheme"},
        {fmt::format("client_id={}&redirect_uri=http://a/%0D%0AX:&response_type=code", client_id),
         "line break"},
        {fmt::format("client_id={}&redirect_uri=http://&response_type=code", client_id), "no host"},
    };
    for (const auto& row : rows) {
        const auto answer = client.get("/www.instagram.com/oauth/authorize?" + row.query);
        EXPECT_EQ(answer.status, 400) << row.reason;
        EXPECT_EQ(location(answer), "") << row.reason;
    }
}

TEST(InstagramConsent, sends_other_faults_back_to_the_app) {
    SandboxClient client;
    const struct {
        std::string_view query;
        std::string_view error;
    } rows[] = {
        {"response_type=token&scope=instagram_business_basic", "unsupported_response_type"},
        {"response_type=code&scope=instagram_business_basic,business_basic", "invalid_scope"},
        {"response_type=code&scope=instagram_business_content_publishing", "invalid_scope"},
        {"response_type=code&scope=instagram_business_manage_insights", "invalid_scope"},
        {"response_type=code", "invalid_scope"},
    };
    for (const auto& row : rows) {
        const auto answer = client.get(
            fmt::format("/www.instagram.com/oauth/authorize?client_id={}&redirect_uri=http://a/b"
                        "&state=s&auto=allow&{}",
                        client_id, row.query));
        EXPECT_EQ(answer.status, 302) << row.query;
        EXPECT_TRUE(location(answer).starts_with(fmt::format("http://a/b?error={}&", row.error)))
            << location(answer);
        EXPECT_TRUE(location(answer).ends_with("state=s"));
    }
}

TEST(InstagramConsent, does_not_connect_personal_or_unknown_accounts) {
    SandboxClient client;
    for (const auto* name : {"private.pia", "no.such.account"}) {
        const auto answer =
            client.get(SandboxClient::authorize_url(fmt::format("&auto=allow&account={}", name)));
        EXPECT_EQ(answer.status, 400) << name;
        EXPECT_NE(answer.text.find("Choose another account"), std::string::npos);
    }
}

TEST(InstagramCode, becomes_a_short_lived_token_in_the_documented_shape) {
    SandboxClient client;
    const auto answer = client.exchange_code(client.code_for("ada.bakes"));
    EXPECT_EQ(answer.status, 200);
    const auto body = answer.body();
    const auto& grant = body.at("data").at(0).as_object();
    EXPECT_TRUE(grant.at("access_token").as_string().starts_with("IGAA"));
    EXPECT_GT(grant.at("access_token").as_string().size(), 150U);
    EXPECT_EQ(grant.at("user_id").as_string(), "17841400000000001");
    EXPECT_EQ(grant.at("permissions").as_string(), SandboxClient::scopes);
}

TEST(InstagramCode, becomes_a_token_in_the_flat_shape_for_some_accounts) {
    SandboxClient client;
    const auto body = client.exchange_code(client.code_for("tiny.pottery")).body();
    EXPECT_TRUE(body.at("user_id").is_int64());
    EXPECT_EQ(body.at("permissions").as_array().size(), 2U);
    EXPECT_TRUE(body.at("access_token").is_string());
}

TEST(InstagramCode, is_taken_from_a_multipart_form_too) {
    SandboxClient client;
    std::string body;
    for (const auto& [name, value] : SandboxClient::exchange_form(client.code_for("ada.bakes"))) {
        body += fmt::format("--xYz\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
                            name, value);
    }
    body += "--xYz--\r\n";
    const auto answer = client.send(http::Method::post, "/api.instagram.com/oauth/access_token",
                                    {{"Content-Type", "multipart/form-data; boundary=xYz"}}, body);
    EXPECT_EQ(answer.status, 200) << answer.text;
}

TEST(InstagramCode, is_good_once_and_for_an_hour) {
    SandboxClient client;
    const auto code = client.code_for("ada.bakes");
    EXPECT_EQ(client.exchange_code(code).status, 200);
    const auto again = client.exchange_code(code);
    EXPECT_EQ(again.status, 400);
    const auto body = again.body();
    EXPECT_EQ(body.at("error_type").as_string(), "OAuthException");
    EXPECT_EQ(body.at("code").as_int64(), 400);
    EXPECT_EQ(body.at("error_message").as_string(),
              "Matching code was not found or was already used");

    const auto late = client.code_for("ada.bakes");
    client.base.advance(std::chrono::hours{1});
    EXPECT_EQ(client.exchange_code(late).status, 400);
}

TEST(InstagramCode, is_bound_to_what_it_was_given_for) {
    SandboxClient client;
    const auto code = client.code_for("ada.bakes");
    const struct {
        std::string field;
        std::string value;
        const char* reason;
    } rows[] = {
        {"client_id", "2", "another app"},
        {"client_id", "", "no app"},
        {"client_secret", "guess", "wrong secret"},
        {"grant_type", "password", "another grant"},
        {"redirect_uri", "http://localhost:8080/callback/", "a slash too many"},
        {"code", code + "#_", "the fragment belongs to the address"},
    };
    for (const auto& row : rows) {
        http::Query form;
        for (const auto& [name, value] : SandboxClient::exchange_form(code)) {
            form.add(name, name == row.field ? row.value : value);
        }
        const auto answer = client.post_form("/api.instagram.com/oauth/access_token", form);
        EXPECT_EQ(answer.status, 400) << row.reason;
        EXPECT_TRUE(answer.body().as_object().contains("error_message")) << row.reason;
    }
    EXPECT_EQ(client.exchange_code(code).status, 200) << "none of these used the code up";
}

TEST(InstagramScopes, are_those_that_the_user_left_ticked) {
    SandboxClient client;
    const auto narrow =
        client.exchange_code(client.code_for("ada.bakes", "&grant=instagram_business_basic"));
    EXPECT_EQ(narrow.body().at("data").at(0).at("permissions").as_string(),
              "instagram_business_basic");
    const auto wider = client.exchange_code(
        client.code_for("ada.bakes", "&grant=instagram_business_manage_messages"));
    EXPECT_EQ(wider.body().at("data").at(0).at("permissions").as_string(),
              "instagram_business_basic")
        << "more than was asked for is not granted";
    const auto withheld = client.exchange_code(client.code_for("numbers.are.private"));
    EXPECT_EQ(withheld.body().at("data").at(0).at("permissions").as_string(),
              "instagram_business_basic");
}

}  // namespace
}  // namespace rostrum::sandbox
