#include "sandbox/linkedin/linkedin.hpp"

#include "sandbox/linkedin/posts.hpp"
#include "unit/sandbox/sandbox_client.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace rostrum::sandbox::linkedin {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using test::Answer;

constexpr std::string_view redirect_uri = "http://localhost:8080/callback";
constexpr std::string_view all_scopes =
    "openid profile r_basicprofile r_organization_social rw_organization_admin r_member_social "
    "r_member_postAnalytics r_member_profileAnalytics";

class LinkedInSandbox : public ::testing::Test {
protected:
    std::string location(std::string_view rest, std::string_view scopes = all_scopes) {
        const auto answer = sandbox.get(fmt::format(
            "/www.linkedin.com/oauth/v2/authorization?response_type=code&client_id={}"
            "&redirect_uri={}&state=st&scope={}{}",
            client_id, http::percent_encode(redirect_uri), http::percent_encode(scopes), rest));
        EXPECT_EQ(answer.status, 302) << answer.text;
        return std::string(answer.headers.get("Location"));
    }
    std::string code_for(std::string_view account, std::string_view scopes = all_scopes) {
        const auto to = location(fmt::format("&auto=allow&account={}", account), scopes);
        const auto begin = to.find("code=") + 5;
        return to.substr(begin, to.find('&', begin) - begin);
    }
    Answer token(std::string_view grant_type, std::string_view name, std::string_view value) {
        return sandbox.post_form("/www.linkedin.com/oauth/v2/accessToken",
                                 {{"client_id", std::string(client_id)},
                                  {"client_secret", std::string(client_secret)},
                                  {"redirect_uri", std::string(redirect_uri)},
                                  {"grant_type", std::string(grant_type)},
                                  {std::string(name), std::string(value)}});
    }
    Answer exchange(std::string_view code) { return token("authorization_code", "code", code); }
    Answer refresh(std::string_view text) { return token("refresh_token", "refresh_token", text); }

    std::string sign_in(std::string_view account, std::string_view scopes = all_scopes) {
        return text(exchange(code_for(account, scopes)).body(), "access_token");
    }
    Answer get(std::string_view token, std::string_view path, std::string_view version = "202609") {
        return sandbox.get(fmt::format("/api.linkedin.com/{}", path),
                           {{"Authorization", fmt::format("Bearer {}", token)},
                            {"LinkedIn-Version", std::string(version)},
                            {"X-Restli-Protocol-Version", "2.0.0"}});
    }
    /// The URN of the first organisation that somebody administers, encoded.
    std::string organization_of(std::string_view token) {
        const auto body =
            get(token, "rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR").body();
        const auto& elements = body.at("elements").as_array();
        if (elements.empty()) return {};
        return http::percent_encode(text(elements.front(), "organization"));
    }

    static std::string text(const json::value& in, std::string_view name) {
        return std::string(in.at(name).as_string());
    }
    static void expect_error(const Answer& answer, int status, std::string_view code) {
        EXPECT_EQ(answer.status, status) << answer.text;
        EXPECT_EQ(text(answer.body(), "code"), code);
        EXPECT_EQ(answer.body().at("status").as_int64(), status);
    }

    test::SandboxClient sandbox{1, parse_time("2026-11-21T10:00:00Z").value()};
};

TEST_F(LinkedInSandbox, a_refusal_is_called_as_nowhere_else) {
    const auto to = location("&auto=deny");
    EXPECT_TRUE(to.starts_with(redirect_uri));
    EXPECT_TRUE(to.contains("error=user_cancelled_authorize"));
    EXPECT_TRUE(to.contains("state=st"));
}

TEST_F(LinkedInSandbox, scopes_are_asked_for_with_spaces_or_commas) {
    const auto token = sign_in("ada-lindqvist", "openid,profile");
    EXPECT_EQ(get(token, "v2/userinfo").status, 200);
}

TEST_F(LinkedInSandbox, the_app_may_ask_what_a_token_is) {
    const auto ask = [&](std::string_view token, std::string_view secret = client_secret) {
        return sandbox.post_form("/www.linkedin.com/oauth/v2/introspectToken",
                                 {{"client_id", std::string(client_id)},
                                  {"client_secret", std::string(secret)},
                                  {"token", std::string(token)}});
    };
    const auto token = sign_in("ada-lindqvist", "openid profile");
    const auto good = ask(token).body();
    EXPECT_TRUE(good.at("active").as_bool());
    EXPECT_EQ(text(good, "status"), "active");
    EXPECT_EQ(text(good, "scope"), "openid,profile");
    EXPECT_EQ(text(good, "auth_type"), "3L");
    EXPECT_EQ(good.at("expires_at").as_int64() - good.at("created_at").as_int64(), 5'184'000);
    EXPECT_EQ(ask(token, "guessed").status, 401);
    EXPECT_EQ(ask("nonsense").text, R"({"active":false})");
    sandbox.base.advance(days{60});
    EXPECT_EQ(text(ask(token).body(), "status"), "expired");
    sandbox.set_fault(R"({"platform":"linkedin","kind":"revoke","value":"ada-lindqvist"})");
    const auto revoked = ask(token).body();
    EXPECT_EQ(text(revoked, "status"), "revoked");
    EXPECT_FALSE(revoked.at("active").as_bool());
}

TEST_F(LinkedInSandbox, a_long_query_comes_as_a_body) {
    const auto token = sign_in("ada-lindqvist");
    const auto post = [&](std::string_view override, std::string_view type) {
        return sandbox.send(http::Method::post, "/api.linkedin.com/rest/organizationAcls",
                            {{"Authorization", fmt::format("Bearer {}", token)},
                             {"LinkedIn-Version", "202609"},
                             {"X-Restli-Protocol-Version", "2.0.0"},
                             {"X-HTTP-Method-Override", std::string(override)},
                             {"Content-Type", std::string(type)}},
                            "q=roleAssignee&role=ADMINISTRATOR");
    };
    constexpr std::string_view form = "application/x-www-form-urlencoded";
    const auto tunnelled = post("GET", form);
    EXPECT_EQ(tunnelled.status, 200);
    EXPECT_EQ(tunnelled.text,
              get(token, "rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR").text);
    expect_error(post("DELETE", form), 405, "METHOD_NOT_ALLOWED");
    expect_error(post("GET", "application/json"), 405, "METHOD_NOT_ALLOWED");
}

TEST_F(LinkedInSandbox, scopes_come_back_with_commas) {
    const auto body = exchange(code_for("selma-solo", "openid profile r_member_social")).body();
    EXPECT_EQ(text(body, "scope"), "openid,profile") << "and without what is withheld";
    EXPECT_EQ(body.at("expires_in").as_int64(), 5'184'000);
}

TEST_F(LinkedInSandbox, most_get_no_refresh_token_and_the_access_ends_after_60_days) {
    const auto body = exchange(code_for("marcus-weber")).body();
    EXPECT_FALSE(body.as_object().contains("refresh_token"));
    const auto access = text(body, "access_token");
    sandbox.base.advance(days{60} - 1s);
    EXPECT_EQ(get(access, "v2/userinfo").status, 200);
    sandbox.base.advance(1s);
    expect_error(get(access, "v2/userinfo"), 401, "EXPIRED_ACCESS_TOKEN");
}

TEST_F(LinkedInSandbox, a_refresh_token_stays_and_its_end_is_fixed) {
    const auto first = exchange(code_for("ada-lindqvist")).body();
    const auto text_of_refresh = text(first, "refresh_token");
    EXPECT_EQ(first.at("refresh_token_expires_in").as_int64(), 31'536'000);
    sandbox.base.advance(days{50});
    const auto second = refresh(text_of_refresh).body();
    EXPECT_NE(text(second, "access_token"), text(first, "access_token"));
    EXPECT_EQ(text(second, "refresh_token"), text_of_refresh);
    EXPECT_EQ(second.at("refresh_token_expires_in").as_int64(), 31'536'000 - 50 * 86'400);
    EXPECT_EQ(second.at("expires_in").as_int64(), 5'184'000);
    sandbox.base.advance(days{315});
    const auto over = refresh(text_of_refresh);
    EXPECT_EQ(over.status, 400);
    EXPECT_EQ(text(over.body(), "error"), "invalid_request");
}

TEST_F(LinkedInSandbox, codes_work_once_for_half_an_hour_at_their_address) {
    const auto code = code_for("ada-lindqvist");
    EXPECT_EQ(exchange(code).status, 200);
    EXPECT_EQ(exchange(code).status, 401);
    const auto late = code_for("ada-lindqvist");
    sandbox.base.advance(30min);
    EXPECT_EQ(exchange(late).status, 400);
    auto answer =
        sandbox.post_form("/www.linkedin.com/oauth/v2/accessToken",
                          {{"client_id", "someone"}, {"grant_type", "authorization_code"}});
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(text(answer.body(), "error"), "invalid_client");
    EXPECT_EQ(token("password", "a", "b").status, 400);
}

TEST_F(LinkedInSandbox, versions_are_asked_for_and_die) {
    const auto access = sign_in("ada-lindqvist");
    const auto path = "rest/organizationAcls?q=roleAssignee";
    expect_error(get(access, path, ""), 400, "VERSION_MISSING");
    expect_error(get(access, path, "v2"), 400, "INVALID_VERSION");
    expect_error(get(access, path, "202613"), 400, "INVALID_VERSION");
    expect_error(get(access, path, "202511"), 426, "NONEXISTENT_VERSION");
    expect_error(get(access, path, "202701"), 426, "NONEXISTENT_VERSION");
    EXPECT_EQ(get(access, path, "202512").status, 200);
    EXPECT_EQ(get(access, "v2/userinfo", "").status, 200) << "/v2 knows none";
}

TEST_F(LinkedInSandbox, structures_need_the_protocol_and_encoded_urns) {
    const auto access = sign_in("ada-lindqvist");
    const auto page = organization_of(access);
    const auto statistics = fmt::format(
        "rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={}"
        "&shares=List(",
        page);
    EXPECT_EQ(get(access, statistics + "urn%3Ali%3Ashare%3A1)").status, 200);
    EXPECT_EQ(get(access, statistics + "urn:li:share:1)").status, 400);
    EXPECT_EQ(sandbox
                  .get("/api.linkedin.com/" + statistics + "urn%3Ali%3Ashare%3A1)",
                       {{"Authorization", "Bearer " + access}, {"LinkedIn-Version", "202609"}})
                  .status,
              400);
    EXPECT_EQ(get(access, statistics + "x)&timeIntervals=(timeGranularityType:DAY)").status, 400);
}

TEST_F(LinkedInSandbox, tokens_are_refused_each_in_its_way) {
    const auto missing = sandbox.get("/api.linkedin.com/v2/userinfo");
    EXPECT_EQ(missing.status, 401);
    EXPECT_FALSE(missing.body().as_object().contains("code"));
    expect_error(get("AQVnothing", "v2/userinfo"), 401, "INVALID_ACCESS_TOKEN");
    const auto leaving = sign_in("leo-leaving");
    EXPECT_EQ(get(leaving, "v2/userinfo").status, 200);
    sandbox.base.advance(6h);
    expect_error(get(leaving, "v2/userinfo"), 401, "REVOKED_ACCESS_TOKEN");
    EXPECT_EQ(get(sign_in("leo-leaving"), "v2/userinfo").status, 200);
}

TEST_F(LinkedInSandbox, only_administrators_see_a_page) {
    const auto ada = sign_in("ada-lindqvist");
    const auto page = organization_of(ada);
    const auto id = page.substr(page.rfind('A') + 1);
    EXPECT_EQ(text(get(ada, "rest/organizations/" + id).body(), "vanityName"), "lindqvist-bakery");
    const auto marcus = sign_in("marcus-weber");
    expect_error(get(marcus, "rest/organizations/" + id), 403, "ACCESS_DENIED");
    expect_error(get(ada, "rest/organizations/1"), 404, "NOT_FOUND");
    const auto all = get(marcus, "rest/organizationAcls?q=roleAssignee").body();
    EXPECT_EQ(all.at("elements").as_array().size(), 3U);
    const auto batch = get(ada, "rest/organizations?ids=List(" + id + ",7)").body();
    EXPECT_EQ(batch.at("results").as_object().size(), 1U);
    EXPECT_EQ(batch.at("statuses").at("7").as_int64(), 403);
}

TEST_F(LinkedInSandbox, what_was_not_granted_is_denied) {
    const auto access = sign_in("selma-solo");
    for (const auto* path :
         {"rest/organizationAcls?q=roleAssignee", "rest/memberFollowersCount?q=me",
          "rest/memberCreatorPostAnalytics?q=me",
          "rest/posts?q=author&author=urn%3Ali%3Aperson%3Ax&sortBy=CREATED"}) {
        expect_error(get(access, path), 403, "ACCESS_DENIED");
    }
}

TEST_F(LinkedInSandbox, pages_of_posts_cover_all_of_them_once) {
    const auto access = sign_in("otto-archivist");
    const auto path = fmt::format("rest/posts?q=author&author={}&sortBy=CREATED&count=100",
                                  organization_of(access));
    std::set<std::string> urns;
    std::size_t count = 0;
    for (int start = 0; start <= 3'000; start += 100) {
        const auto body = get(access, fmt::format("{}&start={}", path, start)).body();
        EXPECT_FALSE(body.at("paging").as_object().contains("total"));
        for (const auto& post : body.at("elements").as_array()) {
            urns.insert(text(post, "id"));
            ++count;
        }
    }
    EXPECT_EQ(count, 3'000U);
    EXPECT_EQ(urns.size(), count);
    EXPECT_TRUE(std::ranges::any_of(urns, [](auto& urn) { return urn.starts_with("urn:li:ugc"); }));
    EXPECT_EQ(get(access, path + "&start=-1").status, 400);
}

TEST_F(LinkedInSandbox, posts_come_in_either_order) {
    const auto token = sign_in("ada-lindqvist");
    const auto path = "rest/posts?q=author&author=" + organization_of(token);
    const auto usual = get(token, path + "&sortBy=CREATED");
    EXPECT_EQ(usual.status, 200);
    EXPECT_EQ(get(token, path + "&sortBy=LAST_MODIFIED").text, usual.text);
    EXPECT_EQ(get(token, path).text, usual.text);
    EXPECT_EQ(get(token, path + "&sortBy=LENGTH").status, 400);
}

TEST_F(LinkedInSandbox, pictures_are_asked_for_by_their_urns) {
    const auto access = sign_in("ada-lindqvist");
    const auto body =
        get(access, fmt::format("rest/posts?q=author&author={}&sortBy=CREATED&count=100",
                                organization_of(access)))
            .body();
    std::string picture;
    for (const auto& post : body.at("elements").as_array()) {
        const auto* content = post.as_object().if_contains("content");
        const auto* media =
            content != nullptr ? content->as_object().if_contains("media") : nullptr;
        if (media != nullptr && text(*media, "id").contains(":image:"))
            picture = text(*media, "id");
    }
    const auto found = get(access, fmt::format("rest/images?ids=List({},urn%3Ali%3Aimage%3Ax)",
                                               http::percent_encode(picture)))
                           .body();
    ASSERT_EQ(found.at("results").as_object().size(), 1U);
    auto address = text(found.at("results").at(picture), "downloadUrl");
    const auto drawn = sandbox.get(address.substr(address.find('/', 8)));
    EXPECT_EQ(drawn.status, 200);
    EXPECT_TRUE(drawn.headers.get("Content-Type").starts_with("image/svg"));
    EXPECT_EQ(sandbox.get("/dms.licdn.com/C4E1.svg").status, 404);
}

TEST_F(LinkedInSandbox, figures_move_with_the_time) {
    const auto access = sign_in("ada-lindqvist");
    const auto page = organization_of(access);
    const auto likes = [&] {
        const auto body = get(access, "rest/organizationalEntityShareStatistics"
                                      "?q=organizationalEntity&organizationalEntity=" +
                                          page)
                              .body();
        return body.at("elements").at(0).at("totalShareStatistics").at("likeCount").as_int64();
    };
    const auto before = likes();
    sandbox.base.advance(days{2});
    EXPECT_GT(likes(), before);
}

TEST_F(LinkedInSandbox, a_page_may_have_posts_without_figures) {
    const auto access = sign_in("marcus-weber");
    const auto roles =
        get(access, "rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR").body();
    const auto page = http::percent_encode(text(roles.at("elements").at(1), "organization"));
    const auto posts =
        get(access, fmt::format("rest/posts?q=author&author={}&sortBy=CREATED", page)).body();
    const auto urn = text(posts.at("elements").at(0), "id");
    const auto body =
        get(access, fmt::format("rest/organizationalEntityShareStatistics?q=organizationalEntity"
                                "&organizationalEntity={}&{}=List({})",
                                page, urn.contains("share") ? "shares" : "ugcPosts",
                                http::percent_encode(urn)))
            .body();
    EXPECT_TRUE(body.at("elements").as_array().empty());
}

TEST_F(LinkedInSandbox, a_series_tells_the_days_that_are_over) {
    const auto access = sign_in("ada-lindqvist");
    const auto page = organization_of(access);
    const auto from = parse_time("2026-11-18T00:00:00Z").value().time_since_epoch() / 1ms;
    const auto range = fmt::format("&timeIntervals=(timeRange:(start:{},end:{}),"
                                   "timeGranularityType:DAY)",
                                   from, from + 5 * 86'400'000LL);
    const auto days_of = [&](std::string_view resource, std::string_view entity) {
        const auto body =
            get(access, fmt::format("rest/{}?q={}&{}={}{}", resource, entity, entity, page, range))
                .body();
        return body.at("elements").as_array().size();
    };
    EXPECT_EQ(days_of("organizationalEntityShareStatistics", "organizationalEntity"), 3U);
    EXPECT_EQ(days_of("organizationalEntityFollowerStatistics", "organizationalEntity"), 3U);
    EXPECT_EQ(days_of("organizationPageStatistics", "organization"), 3U);
    EXPECT_EQ(get(access, fmt::format("rest/organizationPageStatistics?q=organizationalEntity"
                                      "&organizationalEntity={}{}",
                                      page, range))
                  .status,
              400);
}

TEST_F(LinkedInSandbox, a_members_figures_come_one_by_one) {
    const auto access = sign_in("ada-lindqvist");
    const auto me = get(access, "v2/me").body();
    EXPECT_EQ(text(me, "vanityName"), "ada-lindqvist");
    const auto author = http::percent_encode("urn:li:person:" + text(me, "id"));
    const auto posts =
        get(access, fmt::format("rest/posts?q=author&author={}&sortBy=CREATED", author)).body();
    const auto urn = text(posts.at("elements").at(0), "id");
    const auto figure = [&](std::string_view type) {
        return get(access, fmt::format("rest/memberCreatorPostAnalytics?q=entity&entity=({}:{})"
                                       "&queryType={}&aggregation=TOTAL",
                                       urn.contains("share") ? "share" : "ugc",
                                       http::percent_encode(urn), type));
    };
    const auto views = figure("IMPRESSION").body().at("elements").at(0).at("count").as_int64();
    const auto reach = figure("MEMBERS_REACHED").body().at("elements").at(0).at("count").as_int64();
    EXPECT_GE(views, reach);
    EXPECT_EQ(figure("NOTHING").status, 400);
    const auto followers = get(access, "rest/memberFollowersCount?q=dateRange&dateRange="
                                       "(start:(day:19,month:11,year:2026),"
                                       "end:(day:30,month:11,year:2026))")
                               .body();
    EXPECT_EQ(followers.at("elements").as_array().size(), 2U);
    EXPECT_EQ(get(access, "rest/memberFollowersCount?q=dateRange&dateRange=(start:1)").status, 400);
}

TEST_F(LinkedInSandbox, quotas_are_used_up_until_midnight_without_a_header_about_it) {
    const auto access = sign_in("ada-lindqvist");
    const auto limits =
        sandbox.post_json("/_control/limits", R"({"platform":"linkedin","callsPerHour":2})");
    EXPECT_LT(limits.status, 300) << limits.text;
    for (int i = 0; i < 2; ++i) EXPECT_EQ(get(access, "v2/userinfo").status, 200);
    const auto refused = get(access, "v2/userinfo");
    expect_error(refused, 429, "TOO_MANY_REQUESTS");
    EXPECT_FALSE(refused.headers.contains("Retry-After"));
    EXPECT_EQ(get(access, "v2/me").status, 200) << "each resource has its own";
    sandbox.base.set(parse_time("2026-11-21T23:59:59Z").value());
    EXPECT_EQ(get(access, "v2/userinfo").status, 429);
    sandbox.base.set(parse_time("2026-11-22T00:00:00Z").value());
    EXPECT_EQ(get(access, "v2/userinfo").status, 200);
}

TEST_F(LinkedInSandbox, faults_have_the_platforms_shape) {
    const auto access = sign_in("ada-lindqvist");
    sandbox.set_fault(R"({"platform":"linkedin","endpoint":"posts","kind":"revoke"})");
    expect_error(get(access, "rest/posts?q=author"), 401, "REVOKED_ACCESS_TOKEN");
    sandbox.set_fault(R"({"platform":"linkedin","endpoint":"me","kind":"status","value":503})");
    EXPECT_EQ(get(access, "v2/me").status, 503);
    EXPECT_EQ(get(access, "v2/me").body().at("status").as_int64(), 503);
    EXPECT_EQ(get(access, "v2/userinfo").status, 200);
    EXPECT_EQ(get(access, "rest/nothing").status, 404);
}

TEST_F(LinkedInSandbox, a_permalink_leads_to_the_post) {
    const auto access = sign_in("emi-tanaka");
    const auto body =
        get(access, fmt::format("rest/posts?q=author&author={}&sortBy=CREATED&count=1",
                                organization_of(access)))
            .body();
    const auto urn = text(body.at("elements").at(0), "id");
    const auto page = sandbox.get(fmt::format("/www.linkedin.com/feed/update/{}/", urn));
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.text.contains("Emoji Lab"));
    EXPECT_EQ(sandbox.get("/www.linkedin.com/feed/update/urn:li:share:1/").status, 404);
}

TEST(LinkedInSandboxText, is_written_as_the_platform_stores_it) {
    EXPECT_EQ(little_text("plain é 🧪"), "plain é 🧪");
    EXPECT_EQ(little_text("a (b) \\ #"), R"(a \(b\) \\ \#)");
    EXPECT_EQ(little_text("#bread, #über!"), R"({hashtag|\#|bread}, {hashtag|\#|über}!)");
}

}  // namespace
}  // namespace rostrum::sandbox::linkedin
