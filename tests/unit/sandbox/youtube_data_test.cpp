#include "unit/sandbox/youtube_client.hpp"

#include <set>

namespace rostrum::sandbox::youtube {
namespace {

using namespace std::chrono_literals;

// ---- channels

TEST_F(YouTubeSandbox, a_channel_is_told_by_its_parts) {
    const auto token = access("northpeakfilms");
    const auto channel =
        data(token, "channels?part=id,snippet,statistics,contentDetails&mine=true").body();
    EXPECT_EQ(at(channel, "items/0/snippet/customUrl"), "@northpeakfilms");
    EXPECT_EQ(at(channel, "items/0/id").size(), 24U);
    EXPECT_EQ(at(channel, "items/0/statistics/subscriberCount"), "4230000") << "three digits";
    EXPECT_TRUE(channel.at_pointer("/items/0/statistics/videoCount").is_string());
    EXPECT_EQ(at(channel, "items/0/contentDetails/relatedPlaylists/uploads").substr(0, 2), "UU");
    EXPECT_TRUE(at(data(token, "channels?part=id&mine=true").body(), "items/0/snippet").empty());
    EXPECT_EQ(reason(data(token, "channels?mine=true")), "missingRequiredParameter");
    EXPECT_EQ(reason(data(token, "channels?part=id")), "invalidCriteria");
    EXPECT_EQ(reason(data(token, "channels?part=id,secrets&mine=true")), "unknownPart");
    EXPECT_EQ(reason(client.get("/www.googleapis.com/youtube/v3/channels?part=id&mine=true")),
              "authError");
}

TEST_F(YouTubeSandbox, lists_come_with_commas_or_one_by_one) {
    const auto token = access("adabakesbread");
    const auto channel = data(token, "channels?part=snippet&part=statistics&mine=true").body();
    EXPECT_FALSE(at(channel, "items/0/snippet/title").empty());
    EXPECT_FALSE(at(channel, "items/0/statistics/viewCount").empty());
    const auto list =
        data(token, "playlistItems?part=contentDetails&playlistId=" + uploads(token)).body();
    const auto video = [&](int i) {
        return at(list, fmt::format("items/{}/contentDetails/videoId", i));
    };
    const auto videos =
        data(token, fmt::format("videos?part=id&id={}&id={},{}", video(0), video(1), video(2)))
            .body();
    EXPECT_EQ(videos.at("items").as_array().size(), 3);
    EXPECT_EQ(at(videos, "items/2/id"), video(2));
}

TEST_F(YouTubeSandbox, the_data_api_has_two_hosts) {
    const auto token = access("adabakesbread");
    const auto other = client.get("/youtube.googleapis.com/youtube/v3/channels?part=id&mine=true",
                                  {{"Authorization", fmt::format("Bearer {}", token)}});
    EXPECT_EQ(other.status, 200);
    EXPECT_EQ(other.text, data(token, "channels?part=id&mine=true").text);
}

TEST_F(YouTubeSandbox, figures_can_be_hidden) {
    const auto token = access("uncounted");
    const auto channel = data(token, "channels?part=statistics&mine=true").body();
    EXPECT_EQ(at(channel, "items/0/statistics/hiddenSubscriberCount"), "true");
    EXPECT_TRUE(at(channel, "items/0/statistics/subscriberCount").empty());
    const auto list =
        data(token, "playlistItems?part=contentDetails&playlistId=" + uploads(token)).body();
    const auto video =
        data(token, "videos?part=statistics&id=" + at(list, "items/0/contentDetails/videoId"))
            .body();
    EXPECT_FALSE(at(video, "items/0/statistics/viewCount").empty());
    EXPECT_TRUE(at(video, "items/0/statistics/likeCount").empty());
}

TEST_F(YouTubeSandbox, not_everybody_has_a_channel) {
    const auto none = data(access("no.channel"), "channels?part=id&mine=true");
    EXPECT_EQ(none.status, 200);
    EXPECT_TRUE(at(none.body(), "items").empty()) << "there is no list at all";
    EXPECT_EQ(at(none.body(), "pageInfo/totalResults"), "0");
    const auto never = data(access("never.signed.up"), "channels?part=id&mine=true");
    EXPECT_EQ(never.status, 401);
    EXPECT_EQ(reason(never), "youtubeSignupRequired");
}

// ---- videos

TEST_F(YouTubeSandbox, the_pages_of_a_playlist_have_each_video_once) {
    const auto token = access("thearchive");
    const auto playlist = uploads(token);
    std::set<std::string> ids;
    std::size_t count = 0;
    std::string page;
    do {
        const auto answer = data(
            token, fmt::format("playlistItems?part=contentDetails&playlistId={}&maxResults=50{}",
                               playlist, page));
        ASSERT_EQ(answer.status, 200) << answer.text;
        const auto body = answer.body();
        for (const auto& item : body.at("items").as_array()) {
            ids.insert(at(item, "contentDetails/videoId"));
            ++count;
        }
        page = at(body, "nextPageToken");
        if (!page.empty()) page = "&pageToken=" + page;
    } while (!page.empty() && count < 5'000);
    EXPECT_EQ(count, 1'600U);
    EXPECT_EQ(ids.size(), count);
    for (const auto& id : ids) ASSERT_EQ(id.size(), 11U);
}

TEST_F(YouTubeSandbox, pages_lead_back_too) {
    const auto token = access("adabakesbread");
    const auto page = [&, list = uploads(token)](std::string_view page_token) {
        return data(token, fmt::format("playlistItems?part=contentDetails&playlistId={}{}", list,
                                       page_token));
    };
    const auto first = page("").body();
    EXPECT_EQ(at(first, "prevPageToken"), "");
    const auto second = page("&pageToken=" + at(first, "nextPageToken")).body();
    const auto back = page("&pageToken=" + at(second, "prevPageToken")).body();
    EXPECT_EQ(back.at("items"), first.at("items"));
    EXPECT_EQ(at(back, "prevPageToken"), "");
}

TEST_F(YouTubeSandbox, a_playlist_is_checked) {
    const auto token = access("adabakesbread");
    const auto playlist = uploads(token);
    const auto get = [&](std::string_view more) {
        return data(token, fmt::format("playlistItems?part=id&{}", more));
    };
    EXPECT_EQ(get("playlistId=" + playlist).body().at("items").as_array().size(), 5U);
    EXPECT_EQ(reason(get("")), "missingRequiredParameter");
    EXPECT_EQ(get("playlistId=" + playlist + "&maxResults=51").status, 400);
    EXPECT_EQ(reason(get("playlistId=" + playlist + "&pageToken=x")), "invalidPageToken");
    EXPECT_EQ(reason(get("playlistId=UUnothing")), "playlistNotFound");
    const auto empty = access("quietnewcomer");
    EXPECT_EQ(data(empty, "playlistItems?part=id&playlistId=" + uploads(empty)).status, 404);
}

TEST_F(YouTubeSandbox, videos_are_told_in_batches_and_their_figures_grow) {
    const auto token = access("emojilab");
    const auto list =
        data(token, "playlistItems?part=contentDetails&maxResults=50&playlistId=" + uploads(token))
            .body();
    std::string ids;
    for (const auto& item : list.at("items").as_array()) {
        ids += at(item, "contentDetails/videoId") + ',';
    }
    const auto get = [&] {
        return data(token,
                    "videos?part=snippet,statistics,contentDetails,player&maxHeight=720&id=" + ids +
                        "AAAAAAAAAAA");
    };
    EXPECT_EQ(reason(get()), "invalidFilters") << "one too many";
    ids.resize(ids.size() - 12);
    const auto videos = get().body();
    const auto& items = videos.at("items").as_array();
    EXPECT_EQ(items.size(), 49U) << "what is not there is left out";
    std::set<bool> shapes;
    for (const auto& item : items) {
        shapes.insert(std::stoi(at(item, "player/embedWidth")) < 720);
        EXPECT_TRUE(at(item, "contentDetails/duration").starts_with("PT"));
        EXPECT_FALSE(at(item, "snippet/title").empty());
    }
    EXPECT_EQ(shapes.size(), 2U) << "some are upright";
    const auto before = std::stoll(at(videos, "items/0/statistics/viewCount"));
    client.base.advance(50min);
    EXPECT_GT(std::stoll(at(get().body(), "items/0/statistics/viewCount")), before);
}

TEST_F(YouTubeSandbox, the_owner_sees_what_others_do_not) {
    const auto token = access("halfhidden");
    const auto other = access("emojilab");
    const auto path =
        "playlistItems?part=contentDetails,status&maxResults=50&playlistId=" + uploads(token);
    const auto own = data(token, path).body();
    std::set<std::string> privacies;
    std::string ids;
    for (const auto& item : own.at("items").as_array()) {
        privacies.insert(at(item, "status/privacyStatus"));
        ids += (ids.empty() ? "" : ",") + at(item, "contentDetails/videoId");
    }
    EXPECT_EQ(privacies, (std::set<std::string>{"private", "public", "unlisted"}));
    const auto public_only = data(other, path).body();
    for (const auto& item : public_only.at("items").as_array()) {
        EXPECT_EQ(at(item, "status/privacyStatus"), "public");
    }
    const auto count = [&](std::string_view token) {
        return data(token, "videos?part=id&id=" + ids).body().at("items").as_array().size();
    };
    EXPECT_LT(count(other), count(token));
    EXPECT_LE(count(token), 50U);
}

// ---- reports

TEST_F(YouTubeSandbox, reports_come_by_day_and_two_days_late) {
    const auto token = access("adabakesbread");
    constexpr std::string_view query =
        "ids=channel%3D%3DMINE&startDate=2026-11-10&endDate=2026-11-21"
        "&metrics=views,subscribersGained,subscribersLost&dimensions=day";
    const auto body = report(token, query).body();
    EXPECT_EQ(at(body, "columnHeaders/0/name"), "day");
    EXPECT_EQ(at(body, "columnHeaders/3/name"), "subscribersLost");
    const auto& rows = body.at("rows").as_array();
    EXPECT_EQ(at(rows.front(), "0"), "2026-11-10");
    EXPECT_EQ(at(rows.back(), "0"), "2026-11-18");
    EXPECT_EQ(rows.size(), 9U);
    EXPECT_FALSE(report(access("quietnewcomer"), query).body().as_object().contains("rows"));
    EXPECT_EQ(reason(report(access("justthechannel"), query)), "insufficientPermissions");
    EXPECT_EQ(reason(report(token, "ids=channel%3D%3DUCx&startDate=2026-11-10&endDate=2026-11-11"
                                   "&metrics=views&dimensions=day")),
              "forbidden");
    EXPECT_EQ(reason(report(token, "ids=channel%3D%3DMINE&startDate=2026-11-10"
                                   "&endDate=2026-11-11&metrics=impressions&dimensions=day")),
              "badRequest");
}

// ---- limits and faults

TEST_F(YouTubeSandbox, the_units_of_a_day_come_back_at_midnight_in_california) {
    const auto token = access("adabakesbread");
    for (std::int64_t i = 0; i < units_per_day; ++i) {
        ASSERT_NE(data(token, "channels").status, 403) << "wrong calls cost a unit too";
    }
    const auto refused = data(token, "channels?part=id&mine=true");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(reason(refused), "quotaExceeded");
    EXPECT_EQ(at(refused.body(), "error/errors/0/domain"), "youtube.quota");
    EXPECT_EQ(report(token, "ids=channel%3D%3DMINE&startDate=2026-11-10&endDate=2026-11-11"
                            "&metrics=views&dimensions=day")
                  .status,
              200)
        << "reports are counted by themselves";
    client.base.set(*parse_time("2026-11-22T07:59:59Z"));
    EXPECT_EQ(reason(data(access("adabakesbread"), "channels?part=id&mine=true")), "quotaExceeded");
    client.base.set(*parse_time("2026-11-22T08:00:00Z"));
    EXPECT_EQ(data(access("adabakesbread"), "channels?part=id&mine=true").status, 200);
}

TEST_F(YouTubeSandbox, limits_can_be_set) {
    const auto token = access("adabakesbread");
    const auto call = [&] { return reason(data(token, "channels?part=id&mine=true")); };
    client.post_json("/_control/limits", R"({"platform":"youtube","callsPerHour":1})");
    EXPECT_EQ(call(), "");
    EXPECT_EQ(call(), "userRateLimitExceeded");
    EXPECT_EQ(data(access("emojilab"), "channels?part=id&mine=true").status, 200);
}

TEST_F(YouTubeSandbox, faults_have_googles_shapes) {
    const auto token = access("adabakesbread");
    const auto call = [&] { return data(token, "channels?part=id&mine=true"); };
    struct Row {
        std::string_view fault;
        int status;
        std::string_view reason;
    };
    constexpr Row rows[] = {
        {R"("kind":"status","value":503)", 503, "backendError"},
        {R"("kind":"status","value":404)", 404, "notFound"},
        {R"("kind":"status","value":429)", 429, "rateLimitExceeded"},
        {R"("kind":"rate_limit","value":60)", 403, "rateLimitExceeded"},
        {R"("kind":"rate_limit","value":7200)", 403, "quotaExceeded"},
        {R"("kind":"revoke")", 401, "authError"},
    };
    for (const auto& row : rows) {
        client.set_fault(fmt::format(R"({{"platform":"youtube","times":1,{}}})", row.fault));
        const auto answer = call();
        EXPECT_EQ(answer.status, row.status) << row.fault;
        EXPECT_EQ(reason(answer), row.reason) << row.fault;
        EXPECT_EQ(call().status, 200) << row.fault;
    }
    client.set_fault(R"({"platform":"youtube","endpoint":"token","kind":"revoke"})");
    EXPECT_EQ(error(refresh("1//x")), "invalid_grant");
}

TEST_F(YouTubeSandbox, a_permalink_leads_to_a_page) {
    const auto token = access("adabakesbread");
    const auto list =
        data(token, "playlistItems?part=contentDetails&playlistId=" + uploads(token)).body();
    const auto id = at(list, "items/0/contentDetails/videoId");
    EXPECT_EQ(client.get("/www.youtube.com/watch?v=" + id).status, 200);
    EXPECT_EQ(client.get("/www.youtube.com/watch?v=AAAAAAAAAAA").status, 404);
    EXPECT_EQ(client.get("/www.youtube.com/watch").status, 404);
}

TEST_F(YouTubeSandbox, a_reset_forgets_everything) {
    const auto tokens = exchange(code("adabakesbread")).body();
    client.post_json("/_control/reset", "{}");
    EXPECT_EQ(error(refresh(at(tokens, "refresh_token"))), "invalid_grant");
    EXPECT_FALSE(at(exchange(code("adabakesbread", "", "")).body(), "refresh_token").empty());
}

}  // namespace
}  // namespace rostrum::sandbox::youtube
