#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "unit/sandbox/sandbox_client.hpp"

#include <map>
#include <set>
#include <vector>

namespace rostrum::sandbox {
namespace {

using namespace std::chrono_literals;
using test::Answer;

constexpr std::string_view all_scopes =
    "pages_show_list,pages_read_engagement,read_insights,business_management,instagram_basic,"
    "instagram_manage_insights";

class FacebookSandbox : public ::testing::Test {
protected:
    Answer authorize(std::string_view rest) {
        return client.get(fmt::format("/www.facebook.com/v26.0/dialog/oauth?client_id={}"
                                      "&redirect_uri={}&response_type=code&state=st&scope={}{}",
                                      app.client_id, http::percent_encode(client.redirect_uri),
                                      all_scopes, rest));
    }
    std::string code_for(std::string_view account, std::string_view rest = "") {
        const auto answer = authorize(fmt::format("&auto=allow&account={}{}", account, rest));
        EXPECT_EQ(answer.status, 302) << answer.text;
        const std::string location(answer.headers.get("Location"));
        const auto begin = location.find("code=") + 5;
        return location.substr(begin, location.find_first_of("&#", begin) - begin);
    }
    Answer token_call(std::string_view rest) {
        return client.get(fmt::format(
            "/graph.facebook.com/v26.0/oauth/access_token?client_id={}&client_secret={}{}",
            app.client_id, app.client_secret, rest));
    }
    Answer exchange(std::string_view code) {
        return token_call(fmt::format("&redirect_uri={}&code={}",
                                      http::percent_encode(client.redirect_uri), code));
    }
    static std::string token_of(const Answer& answer) {
        return std::string(answer.body().as_object().at("access_token").as_string());
    }
    std::string short_token(std::string_view account, std::string_view rest = "") {
        return token_of(exchange(code_for(account, rest)));
    }
    Answer prolong(std::string_view token) {
        return token_call(fmt::format("&grant_type=fb_exchange_token&fb_exchange_token={}", token));
    }
    std::string long_token(std::string_view account, std::string_view rest = "") {
        return token_of(prolong(short_token(account, rest)));
    }

    /// A call with the proof of its token; `path` begins behind the version.
    Answer graph(std::string_view token, std::string_view path,
                 http::Method method = http::Method::get) {
        const auto proof = crypto::hex_encode(crypto::hmac_sha256(app.client_secret, token));
        return client.send(method, fmt::format("/graph.facebook.com/v26.0/{}{}access_token={}"
                                               "&appsecret_proof={}",
                                               path, path.contains('?') ? '&' : '?', token, proof));
    }

    struct Page {
        std::string id;
        std::string token;
        std::string instagram;
    };
    /// All pages of a user's token, by following the cursors.
    std::vector<Page> pages(std::string_view token, int* lists = nullptr) {
        std::vector<Page> found;
        std::string after;
        do {
            const auto answer = graph(
                token,
                "me/accounts?limit=100&fields=id,access_token,instagram_business_account{id}" +
                    (after.empty() ? after : "&after=" + after));
            EXPECT_EQ(answer.status, 200) << answer.text;
            const auto body = answer.body();
            for (const auto& item : body.at("data").as_array()) {
                const auto* linked = item.as_object().if_contains("instagram_business_account");
                found.push_back({text(item.at("id")), text(item.at("access_token")),
                                 linked != nullptr ? text(linked->at("id")) : ""});
            }
            if (lists != nullptr) ++*lists;
            after.clear();
            const auto* paging = body.as_object().if_contains("paging");
            if (paging != nullptr && paging->as_object().contains("next")) {
                after = text(paging->at("cursors").at("after"));
            }
        } while (!after.empty());
        return found;
    }
    Page page_of(std::string_view account, std::string_view rest = "") {
        const auto all = pages(long_token(account, rest));
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? Page{} : all.front();
    }
    static std::string text(const json::value& value) { return std::string(value.as_string()); }

    test::SandboxClient client;
    const AppCredentials app = built_in_credentials("facebook");
};

// ---- login and tokens

TEST_F(FacebookSandbox, a_user_may_say_no) {
    const auto answer = authorize("&auto=deny");
    EXPECT_TRUE(answer.headers.get("Location")
                    .contains("error=access_denied&error_reason=user_denied&error_description="));
    EXPECT_TRUE(authorize("").text.contains("30 pages"));
}

TEST_F(FacebookSandbox, a_code_works_once_and_for_its_address) {
    const auto code = code_for("ada.lindqvist");
    const auto elsewhere = token_call("&redirect_uri=https%3A%2F%2Felse.example&code=" + code);
    EXPECT_EQ(elsewhere.subcode(), 36'008);
    EXPECT_EQ(exchange(code).status, 200);
    EXPECT_EQ(exchange(code).code(), 100);
    EXPECT_EQ(exchange(code).subcode(), 36'009);
    const auto late = code_for("ada.lindqvist");
    client.base.advance(10min);
    EXPECT_EQ(exchange(late).subcode(), 36'007);
}

TEST_F(FacebookSandbox, an_app_has_to_name_itself) {
    const auto unknown = client.get(
        "/graph.facebook.com/v26.0/oauth/access_token?client_id=7&client_secret=x&code=y");
    EXPECT_EQ(unknown.code(), 101);
    const auto wrong = client.get(
        fmt::format("/graph.facebook.com/v26.0/oauth/access_token?client_id={}&client_secret=x",
                    app.client_id));
    EXPECT_EQ(wrong.code(), 1);
}

TEST_F(FacebookSandbox, a_lasting_token_is_traded_while_the_short_one_lives) {
    const auto token = short_token("ada.lindqvist");
    const auto answer = prolong(token);
    EXPECT_EQ(answer.body().at("expires_in").as_int64(), 5'183'944);
    const auto lasting = token_of(answer);
    client.base.advance(5'100s);
    EXPECT_EQ(prolong(token).subcode(), 463);
    EXPECT_EQ(graph(token, "me").subcode(), 463);
    EXPECT_EQ(graph(lasting, "me").status, 200);
    client.base.advance(5'183'944s);
    EXPECT_EQ(graph(lasting, "me").subcode(), 463);
    EXPECT_EQ(prolong("nonsense").code(), 190);
}

TEST_F(FacebookSandbox, what_was_declined_is_told_too) {
    const auto status = [&](std::string_view account) {
        std::map<std::string, std::string> all;
        const auto body = graph(long_token(account), "me/permissions").body();
        for (const auto& row : body.at("data").as_array()) {
            all[text(row.at("permission"))] = text(row.at("status"));
        }
        return all;
    };
    auto declining = status("basil.basics");
    EXPECT_EQ(declining["read_insights"], "declined");
    EXPECT_EQ(declining["pages_show_list"], "granted");
    EXPECT_FALSE(declining.contains("pages_manage_posts")) << "nobody asked";
    EXPECT_EQ(status("ada.lindqvist")["read_insights"], "granted");
}

TEST_F(FacebookSandbox, errors_have_the_types_of_this_host) {
    const auto token = long_token("ada.lindqvist");
    const auto type = [&](std::string_view path) {
        return text(graph(token, path).body().at("error").at("type"));
    };
    EXPECT_EQ(type("me?fields=shoe_size"), "OAuthException");
    EXPECT_EQ(type("999999999999999?fields=id"), "GraphMethodException");
}

TEST_F(FacebookSandbox, each_token_needs_its_proof) {
    const auto token = long_token("ada.lindqvist");
    const auto without = client.get("/graph.facebook.com/v26.0/me?access_token=" + token);
    EXPECT_EQ(without.code(), 100);
    const auto wrong =
        client.get("/graph.facebook.com/v26.0/me?appsecret_proof=00&access_token=" + token);
    EXPECT_EQ(wrong.code(), 100);
    EXPECT_EQ(client.get("/graph.facebook.com/v26.0/me").code(), 104);
}

TEST_F(FacebookSandbox, the_app_may_ask_what_a_token_is) {
    const auto token = long_token("basil.basics");
    const auto app_token = fmt::format("{}|{}", app.client_id, app.client_secret);
    const auto proof = crypto::hex_encode(crypto::hmac_sha256(app.client_secret, app_token));
    const auto ask = [&](std::string_view what) {
        return client
            .get(fmt::format("/graph.facebook.com/v26.0/debug_token?input_token={}&access_token={}"
                             "&appsecret_proof={}",
                             what, http::percent_encode(app_token), proof))
            .body();
    };
    const auto info = ask(token);
    EXPECT_TRUE(info.at("data").at("is_valid").as_bool());
    EXPECT_EQ(info.at("data").at("type").as_string(), "USER");
    EXPECT_EQ(info.at("data").at("scopes").as_array().size(), 4U) << "two are withheld";
    const auto page = pages(token).at(0);
    EXPECT_EQ(ask(page.token).at("data").at("type").as_string(), "PAGE");
    EXPECT_EQ(ask(page.token).at("data").at("expires_at").as_int64(), 0);
    EXPECT_FALSE(ask("nonsense").at("data").at("is_valid").as_bool());
    EXPECT_EQ(client.get("/graph.facebook.com/v26.0/debug_token?input_token=x").code(), 190);
}

TEST_F(FacebookSandbox, the_token_of_a_page_does_not_expire) {
    const auto page = page_of("ada.lindqvist");
    client.base.advance(24h * 365);
    EXPECT_EQ(graph(page.token, page.id).status, 200);
    const auto hasty = pages(short_token("ada.lindqvist")).at(0);
    client.base.advance(5'100s);
    EXPECT_EQ(graph(hasty.token, hasty.id).subcode(), 463) << "unless the user's token was short";
}

TEST_F(FacebookSandbox, removing_the_app_ends_all_pages_of_the_user) {
    const auto token = long_token("many.hats");
    const auto all = pages(token);
    const auto other = page_of("ada.lindqvist");
    EXPECT_EQ(graph(token, "me/permissions", http::Method::delete_).status, 200);
    EXPECT_EQ(graph(all.front().token, all.front().id).subcode(), 458);
    EXPECT_EQ(graph(all.back().token, all.back().id).subcode(), 458);
    EXPECT_EQ(graph(other.token, other.id).status, 200);
}

TEST_F(FacebookSandbox, access_ends_in_three_ways) {
    const auto leaving = page_of("leaving.soon");
    const auto password = page_of("nina.newpassword");
    const auto user = long_token("former.editor");
    const auto role = pages(user).at(0);
    client.base.advance(2h + 1s);
    EXPECT_EQ(graph(leaving.token, leaving.id).subcode(), 458);
    EXPECT_EQ(graph(password.token, password.id).status, 200);
    client.base.advance(4h);
    EXPECT_EQ(graph(password.token, password.id).subcode(), 460);
    client.base.advance(6h);
    EXPECT_EQ(graph(role.token, role.id).subcode(), 492);
    EXPECT_TRUE(pages(user).empty()) << "the user is still there";
    EXPECT_EQ(page_of("leaving.soon").id, leaving.id) << "a new login works";
}

TEST_F(FacebookSandbox, access_is_taken_back_on_demand) {
    const auto page = page_of("ada.lindqvist");
    auto& facebook = *client.simulation.find("facebook");
    EXPECT_FALSE(facebook.revoke("nobody", {}));
    EXPECT_FALSE(facebook.revoke("ada.lindqvist", 7));
    EXPECT_TRUE(facebook.revoke("ada.lindqvist", 467));
    EXPECT_EQ(graph(page.token, page.id).subcode(), 467);
}

// ---- pages and posts

TEST_F(FacebookSandbox, the_list_of_pages_has_pages) {
    int lists = 0;
    const auto all = pages(long_token("many.hats"), &lists);
    EXPECT_EQ(all.size(), 30U);
    EXPECT_EQ(lists, 2);
    std::set<std::string> ids;
    for (const auto& page : all) ids.insert(page.id);
    EXPECT_EQ(ids.size(), 30U);
    EXPECT_TRUE(pages(long_token("norma.pageless")).empty());
    EXPECT_EQ(page_of("wanda.workshop").instagram, "");
    EXPECT_NE(page_of("ada.lindqvist").instagram, "");
}

TEST_F(FacebookSandbox, some_pages_are_found_through_a_business) {
    const auto token = long_token("bea.business");
    EXPECT_TRUE(pages(token).empty());
    const auto businesses = graph(token, "me/businesses?fields=id").body();
    const auto business = text(businesses.at("data").at(0).at("id"));
    const auto owned = graph(token, business + "/owned_pages?fields=id,access_token").body();
    ASSERT_EQ(owned.at("data").as_array().size(), 1U);
    EXPECT_TRUE(graph(token, business + "/client_pages").body().at("data").as_array().empty());
    const auto page = text(owned.at("data").at(0).at("id"));
    EXPECT_EQ(graph(text(owned.at("data").at(0).at("access_token")), page).status, 200);
}

TEST_F(FacebookSandbox, a_page_answers_to_its_own_token) {
    const auto page = page_of("ada.lindqvist");
    const auto other = page_of("archie.vist");
    const auto user = long_token("ada.lindqvist");
    const auto body =
        graph(page.token, page.id + "?fields=name,username,followers_count,picture{url}").body();
    EXPECT_EQ(body.at("name").as_string(), "Ada Bakes");
    EXPECT_GT(body.at("followers_count").as_int64(), 0);
    EXPECT_EQ(graph(page.token, "me?fields=id").body().at("id").as_string(), page.id);
    EXPECT_EQ(graph(page.token, other.id).subcode(), 33);
    EXPECT_EQ(graph(user, page.id + "/published_posts").subcode(), 2'069'032);
    EXPECT_EQ(graph(page.token, page.id + "?fields=impressions").code(), 100);
    EXPECT_EQ(graph(page.token, page.id + "/followers").code(), 2'500);
    EXPECT_EQ(graph(page.token, page.id, http::Method::post).code(), 200);
}

TEST_F(FacebookSandbox, the_posts_are_listed_to_the_end) {
    const auto page = page_of("archie.vist");
    std::set<std::string> ids;
    std::string after;
    int lists = 0;
    do {
        const auto body = graph(page.token, page.id + "/published_posts?limit=100&fields=id" +
                                                (after.empty() ? after : "&after=" + after))
                              .body();
        for (const auto& item : body.at("data").as_array()) {
            EXPECT_TRUE(ids.insert(text(item.at("id"))).second);
        }
        after.clear();
        const auto& paging = body.at("paging").as_object();
        if (paging.contains("next")) after = text(paging.at("cursors").at("after"));
    } while (!after.empty() && ++lists < 100);
    EXPECT_GT(ids.size(), 2'990U);
    EXPECT_EQ(graph(page.token, page.id + "/published_posts?limit=101").code(), 100);
    EXPECT_EQ(graph(page.token, page.id + "/published_posts?after=x").code(), 100);
    EXPECT_EQ(graph(page.token, page.id + "/published_posts?fields=likes_count").code(), 100);
    const auto blank = page_of("bianca.blank");
    EXPECT_TRUE(
        graph(blank.token, blank.id + "/published_posts").body().at("data").as_array().empty());
}

TEST_F(FacebookSandbox, figures_of_posts_grow) {
    const auto page = page_of("ada.lindqvist");
    const auto path =
        page.id + "/published_posts?limit=1&fields=id,reactions.summary(true).limit(0)";
    const auto post = graph(page.token, path).body().at("data").at(0);
    const auto id = text(post.at("id"));
    const auto likes = [&] {
        return graph(page.token, id + "?fields=reactions.summary(true)")
            .body()
            .at("reactions")
            .at("summary")
            .at("total_count")
            .as_int64();
    };
    const auto before = likes();
    client.base.advance(48h);
    EXPECT_GT(likes(), before);
    const auto hidden = page_of("wanda.workshop");
    const auto first = graph(hidden.token, hidden.id + "/published_posts?limit=1&fields=id,"
                                                       "reactions.summary(true).limit(0)")
                           .body()
                           .at("data")
                           .at(0);
    EXPECT_FALSE(first.at("reactions").at("summary").as_object().contains("total_count"));
    const auto other = page_of("archie.vist");
    EXPECT_EQ(graph(other.token, id).subcode(), 33);
}

// ---- insights

TEST_F(FacebookSandbox, days_of_a_page_are_told) {
    const auto page = page_of("ada.lindqvist");
    const auto now = client.base.now().time_since_epoch() / 1s;
    const auto range = [&](int days) {
        return fmt::format("&period=day&since={}&until={}", now - days * 86'400, now);
    };
    const auto body = graph(page.token, page.id +
                                            "/insights?metric=page_media_view,"
                                            "page_daily_follows" +
                                            range(10))
                          .body();
    ASSERT_EQ(body.at("data").as_array().size(), 2U);
    EXPECT_EQ(body.at("data").at(0).at("values").as_array().size(), 10U);
    EXPECT_EQ(graph(page.token, page.id + "/insights?metric=page_impressions" + range(10)).code(),
              100);
    EXPECT_EQ(graph(page.token, page.id + "/insights?metric=page_media_view" + range(91)).code(),
              100);
    EXPECT_EQ(graph(page.token, page.id + "/insights?metric=page_media_view&period=week").code(),
              100);
    EXPECT_EQ(graph(page.token, page.id + "/insights?period=day").code(), 3'001);
    const auto tiny = page_of("tina.tiny");
    const auto few = graph(tiny.token, tiny.id + "/insights?metric=page_media_view" + range(10));
    EXPECT_TRUE(few.body().at("data").as_array().empty());
    const auto basic = page_of("basil.basics");
    EXPECT_EQ(graph(basic.token, basic.id + "/insights?metric=page_media_view" + range(10)).code(),
              10);
}

// ---- Instagram by way of a page

TEST_F(FacebookSandbox, instagram_answers_to_the_token_of_its_page) {
    const auto page = page_of("ada.lindqvist");
    const auto profile = graph(page.token, page.instagram + "?fields=id,username,followers_count");
    EXPECT_EQ(profile.body().at("id").as_string(), page.instagram);
    EXPECT_EQ(profile.body().at("username").as_string(), "ada.bakes");
    EXPECT_EQ(graph(page.token, page.instagram + "?fields=account_type").code(), 100);
    const auto media = graph(page.token, page.instagram + "/media?limit=2&fields=id").body();
    EXPECT_TRUE(text(media.at("paging").at("next")).contains("/graph.facebook.com/v26.0/"));
    const auto id = text(media.at("data").at(1).at("id"));
    EXPECT_EQ(graph(page.token, id + "/insights?metric=views").status, 200);
    const auto other = page_of("archie.vist");
    EXPECT_EQ(graph(other.token, page.instagram).subcode(), 33);
    EXPECT_EQ(graph(other.token, id).subcode(), 33);
    const auto basic = page_of("basil.basics");
    EXPECT_EQ(graph(basic.token, basic.instagram + "/insights?metric=reach&period=day").code(), 10);
}

// ---- limits and faults

TEST_F(FacebookSandbox, a_page_may_call_so_often) {
    client.simulation.find("facebook")->set_limits({.calls_per_hour = 4, .app_calls_per_hour = {}});
    const auto page = page_of("ada.lindqvist");
    Answer answer;
    for (int i = 0; i < 4; ++i) answer = graph(page.token, page.id);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.headers.get("X-Business-Use-Case-Usage").contains(R"("type":"pages")"));
    EXPECT_EQ(graph(page.token, page.id).code(), 80'001);
    EXPECT_EQ(graph(page.token, page.instagram).code(), 80'002);
    const auto user = long_token("archie.vist");
    for (int i = 0; i < 4; ++i) answer = graph(user, "me");
    EXPECT_FALSE(answer.headers.get("X-App-Usage").empty());
    EXPECT_EQ(graph(user, "me").code(), 17);
    client.base.advance(1h);
    EXPECT_EQ(graph(page.token, page.id).status, 200);
}

TEST_F(FacebookSandbox, faults_have_the_platform_s_shape) {
    const auto page = page_of("ada.lindqvist");
    client.set_fault(R"({"platform":"facebook","endpoint":"posts","kind":"rate_limit","times":1})");
    EXPECT_EQ(graph(page.token, page.id + "/published_posts").code(), 80'001);
    client.set_fault(R"({"platform":"facebook","endpoint":"page","kind":"revoke","times":1})");
    EXPECT_EQ(graph(page.token, page.id).subcode(), 458);
    client.set_fault(
        R"({"platform":"facebook","endpoint":"page","kind":"status","value":503,"times":1})");
    EXPECT_EQ(graph(page.token, page.id).status, 503);
    EXPECT_EQ(graph(page.token, page.id).status, 200);
    const auto upload =
        client.send(http::Method::post, "/rupload.facebook.com/video-upload/v26.0/1");
    EXPECT_TRUE(upload.text.contains("debug_info"));
}

}  // namespace
}  // namespace rostrum::sandbox
