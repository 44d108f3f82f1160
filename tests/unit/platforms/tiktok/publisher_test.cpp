#include "unit/platforms/tiktok/publisher_test.hpp"

#include "platforms/tiktok/rules.hpp"
#include "unit/platforms/found_issue.hpp"

#include <vector>

namespace rostrum::platforms::tiktok {
namespace {

using namespace std::chrono_literals;

// ---- what is sent

TEST_F(TikTokPublisherTest, asks_first_what_the_creator_may_do) {
    const auto post = plan();
    EXPECT_EQ(publisher.next_step(post, {}).name, "check_creator");
    EXPECT_EQ(publisher.next_step(post, {}).effect, Effect::none);
    const auto state = checked(post);
    EXPECT_EQ(path(0), "https://open.tiktokapis.com/v2/post/publish/creator_info/query/");
    EXPECT_EQ(header(0, "Authorization"), "Bearer act.1");
    EXPECT_EQ(publisher.next_step(post, state).name, "init");
    client.answer(std::string(creator_body));
    const auto refused = advance(plan(1'000, {{"disableDuet", false}}), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().next, Next::rejected);
    EXPECT_EQ(refused.error().code, "option_not_allowed");
    answer_error("spam_risk_too_many_posts", 200);
    EXPECT_EQ(advance(post, {}).error().next, Next::rate_limited) << "an error with status 200";
}

TEST_F(TikTokPublisherTest, describes_a_video_and_allows_nothing_by_itself) {
    begun(plan(50'000'123));
    EXPECT_EQ(path(1), "https://open.tiktokapis.com/v2/post/publish/video/init/");
    EXPECT_EQ(header(1, "Content-Type"), "application/json; charset=UTF-8");
    EXPECT_EQ(body(1), json::parse(R"({"post_info":{"title":"A loaf",
        "privacy_level":"PUBLIC_TO_EVERYONE","disable_comment":true,"brand_content_toggle":false,
        "brand_organic_toggle":false,"disable_duet":true,"disable_stitch":true,"is_aigc":false},
        "source_info":{"source":"FILE_UPLOAD","video_size":50000123,"chunk_size":10000000,
        "total_chunk_count":5}})"));
}

TEST_F(TikTokPublisherTest, says_what_was_chosen) {
    begun(plan(1'000, {{"privacyLevel", "SELF_ONLY"},
                       {"disableComment", false},
                       {"disableStitch", false},
                       {"brandOrganicToggle", true},
                       {"isAigc", true},
                       {"videoCoverTimestampMs", 1'500}}));
    EXPECT_EQ(body(1).at("post_info"), json::parse(R"({"title":"A loaf",
        "privacy_level":"SELF_ONLY","disable_comment":false,"brand_content_toggle":false,
        "brand_organic_toggle":true,"disable_duet":true,"disable_stitch":false,"is_aigc":true,
        "video_cover_timestamp_ms":1500})"));
}

TEST_F(TikTokPublisherTest, lets_a_video_be_fetched_where_that_was_chosen) {
    const auto post = plan(1'000, {{"source", "url"}});
    const auto state = checked(post);
    EXPECT_EQ(publisher.next_step(post, state).name, "publish");
    EXPECT_EQ(publisher.next_step(post, state).effect, Effect::change) << "it begins at once";
    client.answer(R"({"data":{"publish_id":"v_pub_url~1"},"error":{"code":"ok"}})");
    const auto next = advance(post, state);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_EQ(body(1).at("source_info"),
              json::parse(R"({"source":"PULL_FROM_URL","video_url":"https://media.example/m1"})"));
    EXPECT_TRUE(next->data.is_processing);
    EXPECT_EQ(publisher.next_step(post, next->data.state).name, "poll");
}

TEST_F(TikTokPublisherTest, names_the_addresses_of_photos) {
    const auto post = photos(2, {{"autoAddMusic", true}, {"photoCoverIndex", 1}});
    const auto state = checked(post);
    EXPECT_EQ(publisher.next_step(post, state).effect, Effect::change);
    client.answer(R"({"data":{"publish_id":"p_pub_url~1"},"error":{"code":"ok"}})");
    ASSERT_TRUE(advance(post, state));
    EXPECT_EQ(path(1), "https://open.tiktokapis.com/v2/post/publish/content/init/");
    EXPECT_EQ(body(1), json::parse(R"({"media_type":"PHOTO","post_mode":"DIRECT_POST",
        "post_info":{"title":"Bread","description":"A loaf","privacy_level":"PUBLIC_TO_EVERYONE",
        "disable_comment":true,"brand_content_toggle":false,"brand_organic_toggle":false,
        "auto_add_music":true},"source_info":{"source":"PULL_FROM_URL","photo_images":
        ["https://media.example/p0","https://media.example/p1"],"photo_cover_index":1}})"));
}

TEST_F(TikTokPublisherTest, a_draft_goes_to_the_inbox_unasked) {
    const auto video = plan(1'000, {{"mode", "draft"}});
    EXPECT_EQ(publisher.next_step(video, {}).name, "init");
    answer_init();
    ASSERT_TRUE(advance(video, {}));
    EXPECT_EQ(path(0), "https://open.tiktokapis.com/v2/post/publish/inbox/video/init/");
    EXPECT_EQ(body(0), json::parse(R"({"source_info":{"source":"FILE_UPLOAD","video_size":1000,
        "chunk_size":1000,"total_chunk_count":1}})"));
    const auto pictures = photos(1, {{"mode", "draft"}});
    client.answer(R"({"data":{"publish_id":"p_inbox~1"},"error":{"code":"ok"}})");
    ASSERT_TRUE(advance(pictures, {}));
    EXPECT_EQ(body(1), json::parse(R"({"media_type":"PHOTO","post_mode":"MEDIA_UPLOAD",
        "post_info":{"title":"Bread","description":"A loaf"},"source_info":{"source":
        "PULL_FROM_URL","photo_images":["https://media.example/p0"],"photo_cover_index":0}})"));
}

TEST_F(TikTokPublisherTest, an_upload_that_did_not_begin_is_begun_later_and_not_at_once) {
    const auto state = checked(plan());
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(plan(), state).error().next, Next::retry_later);
    EXPECT_EQ(client.requests.size(), 2U) << "each counts";
}

TEST_F(TikTokPublisherTest, photos_whose_answer_is_lost_may_be_live) {
    const auto post = photos(1);
    const auto state = checked(post);
    client.fail(http::TransportFailure::no_answer);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer("<html>", 502);
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous);
    client.answer(R"({"data":{},"error":{"code":"ok"}})");
    EXPECT_EQ(advance(post, state).error().next, Next::ambiguous) << "no task is named";
    client.fail(http::TransportFailure::unreachable);
    EXPECT_EQ(advance(post, state).error().next, Next::retry_later) << "nothing was sent";
}

TEST_F(TikTokPublisherTest, an_error_of_tiktoks_own_may_stand_for_photos_that_are_live) {
    const auto fetched = plan(1'000, {{"source", "url"}});
    for (const auto& post : {photos(1), fetched}) {
        const auto state = checked(post);
        for (const int status : {500, 503, 200}) {
            answer_error("internal_error", status);
            EXPECT_EQ(advance(post, state).error().next, Next::ambiguous) << status;
        }
    }
    const auto state = checked(plan());
    answer_error("internal_error", 500);
    EXPECT_EQ(advance(plan(), state).error().next, Next::retry_later)
        << "a task without bytes makes nothing";
}

TEST_F(TikTokPublisherTest, a_missing_permission_ends_the_post_and_not_the_account) {
    const auto expect_missing = [](const auto& failed, std::string_view scope) {
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().next, Next::rejected);
        EXPECT_EQ(failed.error().code, "scope_missing");
        EXPECT_TRUE(failed.error().user_message.contains(scope)) << failed.error().user_message;
    };
    answer_error("scope_not_authorized", 401);
    expect_missing(advance(plan(), {}), scope_publish);
    for (const auto& post : {plan(), photos(1)}) {
        const auto state = checked(post);
        answer_error("scope_permission_missed", 400);
        expect_missing(advance(post, state), scope_publish);
        const auto on_its_way = sent(post);
        answer_error("scope_not_authorized", 401);
        expect_missing(advance(post, on_its_way), scope_publish);
    }
    const auto draft = plan(1'000, {{"mode", "draft"}});
    answer_error("scope_not_authorized", 401);
    expect_missing(advance(draft, {}), scope_upload);

    const auto calls = client.requests.size();
    auto direct_only = access();
    direct_only.scopes = {std::string(scope_publish)};
    expect_missing(run(publisher.advance(direct_only, draft, {})), scope_upload);
    auto drafts_only = access();
    drafts_only.scopes = {std::string(scope_upload)};
    expect_missing(run(publisher.advance(drafts_only, plan(), {})), scope_publish);
    EXPECT_EQ(client.requests.size(), calls) << "it is known before anything is asked";
}

TEST_F(TikTokPublisherTest, what_tiktok_fetches_counts_at_once) {
    for (const auto& post : {photos(1), plan(1'000, {{"source", "url"}})}) {
        const auto state = checked(post);
        answer_init();
        const auto next = advance(post, state);
        ASSERT_TRUE(next) << next.error().message;
        EXPECT_FALSE(next->data.leaves_nothing);
    }
}

TEST_F(TikTokPublisherTest, an_address_elsewhere_is_not_sent_to) {
    const auto state = checked(plan());
    for (const std::string_view url :
         {"https://evil.example/v", "http://open-upload.tiktokapis.com/v", "",
          "https://open-upload.tiktokapis.com.evil.example/",
          "https://a@evil.example/.tiktokapis.com",
          "https://evil.example@open-upload.tiktokapis.com/"}) {
        answer_init(url);
        const auto next = advance(plan(), state);
        ASSERT_FALSE(next) << url;
        EXPECT_EQ(next.error().code, "malformed");
    }
    answer_init("https://upload.us.tiktokapis.com/video/?upload_id=1");
    EXPECT_TRUE(advance(plan(), state));
}

// ---- processing

TEST_F(TikTokPublisherTest, waits_until_a_public_post_has_its_id) {
    const auto post = plan();
    auto state = sent(post);
    auto last = 0s;
    for (const auto* const status : {"PROCESSING_UPLOAD", "PROCESSING_DOWNLOAD", "NEW_STAGE",
                                     "SEND_TO_USER_INBOX", "PUBLISH_COMPLETE"}) {
        answer_status(status, R"(,"publicaly_available_post_id":[])");
        const auto next = advance(post, state);
        ASSERT_TRUE(next) << next.error().message;
        EXPECT_FALSE(next->data.published);
        EXPECT_TRUE(next->data.is_processing);
        EXPECT_GE(next->data.wait, last);
        EXPECT_LE(next->data.wait, 60s);
        EXPECT_GE(next->data.wait, 2s) << "30 calls a minute";
        last = next->data.wait;
        state = next->data.state;
    }
    answer_status("PUBLISH_COMPLETE", R"(,"publicaly_available_post_id":[7123456789012345678])");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "7123456789012345678");
    EXPECT_EQ(end->data.published->permalink,
              "https://www.tiktok.com/@ada.loafs/video/7123456789012345678");
}

TEST_F(TikTokPublisherTest, does_not_wait_for_ever_for_the_id) {
    const auto post = plan();
    auto state = sent(post);
    answer_status("PUBLISH_COMPLETE");
    state = advance(post, state)->data.state;
    clock.advance(15min);
    answer_status("PUBLISH_COMPLETE");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "v_pub~1");
    EXPECT_EQ(end->data.published->permalink, "");
}

TEST_F(TikTokPublisherTest, what_is_not_public_never_gets_one) {
    const auto post = plan(1'000, {{"privacyLevel", "SELF_ONLY"}});
    const auto state = sent(post);
    answer_status("PUBLISH_COMPLETE");
    const auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "v_pub~1");
    EXPECT_EQ(end->data.published->permalink, "");
}

TEST_F(TikTokPublisherTest, a_draft_may_have_become_several_posts) {
    const auto post = plan(1'000, {{"mode", "draft"}});
    answer_init();
    auto state = advance(post, {})->data.state;
    client.answer("", 201);
    state = advance(post, state)->data.state;
    answer_status("SEND_TO_USER_INBOX");
    auto end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "v_pub~1");
    EXPECT_EQ(end->data.note, "the draft is in the inbox of the TikTok app");
    answer_status("PUBLISH_COMPLETE", R"(,"publicaly_available_post_id":["71","72"])");
    end = advance(post, state);
    ASSERT_TRUE(end && end->data.published);
    EXPECT_EQ(end->data.published->external_id, "71");
    EXPECT_EQ(end->data.published->further_ids, (std::vector<std::string>{"72"}));
}

TEST_F(TikTokPublisherTest, says_why_a_post_failed) {
    struct Row {
        std::string_view reason;
        Next next = Next::rejected;
    };
    const auto post = plan();
    const auto state = sent(post);
    for (const auto& row : {Row{"file_format_check_failed"}, Row{"frame_rate_check_failed"},
                            Row{"auth_removed", Next::reauthorize}, Row{"spam_risk"},
                            Row{"privacy_level_not_authorized"}}) {
        answer_status("FAILED", fmt::format(R"(,"fail_reason":"{}")", row.reason));
        const auto end = advance(post, state);
        ASSERT_FALSE(end) << row.reason;
        EXPECT_EQ(end.error().code, row.reason);
        EXPECT_EQ(end.error().next, row.next) << row.reason;
        EXPECT_FALSE(end.error().user_message.empty());
    }
}

TEST_F(TikTokPublisherTest, a_fault_of_tiktoks_own_is_no_end) {
    const auto post = plan();
    auto state = checked(post);
    for (int i = 0; i < 4; ++i) {
        answer_init();
        state = advance(post, state)->data.state;
        client.answer("", 201);
        state = advance(post, state)->data.state;
        answer_status("FAILED", R"(,"fail_reason":"internal")");
        const auto next = advance(post, state);
        if (i == 3) {
            ASSERT_FALSE(next) << "enough";
            EXPECT_EQ(next.error().code, "internal");
            return;
        }
        ASSERT_TRUE(next) << next.error().message;
        EXPECT_GE(next->data.wait, 10s) << "six begin a minute";
        EXPECT_TRUE(next->data.nothing_live);
        state = next->data.state;
        EXPECT_EQ(publisher.next_step(post, state).name, "init");
    }
}

TEST_F(TikTokPublisherTest, processing_has_an_end) {
    const auto post = plan();
    const auto state = sent(post);
    clock.advance(3h);
    answer_status("PROCESSING_UPLOAD");
    const auto end = advance(post, state);
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().code, "processing_timeout");
    answer_status("PUBLISH_COMPLETE");
    EXPECT_TRUE(advance(post, state)) << "it came late, but it came";
}

TEST_F(TikTokPublisherTest, what_never_ended_is_begun_anew_by_who_has_looked) {
    auto post = plan();
    const auto state = sent(post);
    clock.advance(4h);
    post.started_at = clock.now();
    answer_status("PUBLISH_COMPLETE");
    EXPECT_FALSE(advance(post, state)->data.nothing_live) << "it is asked once more before that";
    answer_status("PROCESSING_UPLOAD");
    const auto next = advance(post, state);
    ASSERT_TRUE(next) << next.error().message;
    EXPECT_TRUE(next->data.nothing_live);
    EXPECT_EQ(publisher.next_step(post, next->data.state).name, "init");
}

// ---- the rest

TEST_F(TikTokPublisherTest, tells_what_the_account_may) {
    client.answer(std::string(creator_body));
    const auto options = run(publisher.account_options(access()));
    ASSERT_TRUE(options) << options.error().message;
    EXPECT_EQ(options->data, json::parse(R"({"username":"ada.loafs","nickname":"Ada",
        "privacyLevels":["PUBLIC_TO_EVERYONE","SELF_ONLY"],"commentDisabled":false,
        "duetDisabled":true,"stitchDisabled":false,"maxVideoSeconds":120})")
                                 .as_object());
    auto reading = access();
    reading.scopes = {std::string(scope_videos)};
    const auto none = run(publisher.account_options(reading));
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->data.empty());
    client.answer(R"({"data":{},"error":{"code":"ok"}})");
    EXPECT_EQ(run(publisher.account_options(access())).error().code, "malformed");
}

TEST_F(TikTokPublisherTest, checks_what_is_no_data) {
    const auto account =
        json::parse(R"({"privacyLevels":["SELF_ONLY"],"commentDisabled":true,"duetDisabled":true,
        "stitchDisabled":true,"maxVideoSeconds":30})")
            .as_object();
    const auto fields = [&](const PublishPlan& post, const json::object& known) {
        std::vector<std::string> out;
        for (const auto& issue : publisher.check(post.content, known)) out.push_back(issue.field);
        return out;
    };
    using Fields = std::vector<std::string>;
    const json::object wild{{"disableComment", false},
                            {"disableDuet", false},
                            {"disableStitch", false},
                            {"videoCoverTimestampMs", 60'001}};
    EXPECT_EQ(fields(plan(1'000, wild), account),
              (Fields{"mediaIds[0]", "options.videoCoverTimestampMs", "options.privacyLevel",
                      "options.disableComment", "options.disableDuet", "options.disableStitch"}));
    EXPECT_EQ(fields(plan(1'000, wild), {}), Fields{"options.videoCoverTimestampMs"})
        << "nothing is known of the account";
    EXPECT_EQ(fields(photos(1, {{"privacyLevel", "SELF_ONLY"}, {"disableDuet", false}}), account),
              Fields{});
    EXPECT_EQ(
        fields(plan(1'000, {{"privacyLevel", "SELF_ONLY"}, {"brandContentToggle", true}}), {}),
        Fields{"options.brandContentToggle"});
    EXPECT_EQ(fields(photos(2, {{"photoCoverIndex", 2}}), {}), Fields{"options.photoCoverIndex"});
    const auto cover = publisher.check(photos(2, {{"photoCoverIndex", 2}}).content, {});
    EXPECT_EQ(numbers_of(cover, "option_out_of_range"), Numbers(1, 2));
    EXPECT_EQ(fields(plan(1'000, {{"mode", "draft"}, {"disableDuet", false}}), account),
              (Fields{"mediaIds[0]", "content"}))
        << "the rest is chosen in the app";
}

TEST_F(TikTokPublisherTest, who_may_see_it_is_chosen_by_all_but_drafts) {
    auto content = plan().content;
    content.options.erase("privacyLevel");
    const auto issues = publisher.check(content, {});
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "option_missing");
    EXPECT_EQ(issues[0].field, "options.privacyLevel");
    EXPECT_EQ(issues[0].severity, Severity::error);
    content.options["mode"] = "draft";
    content.text.clear();
    EXPECT_TRUE(platforms::check(post_rules, content).empty());
    EXPECT_TRUE(publisher.check(content, {}).empty());
}

TEST_F(TikTokPublisherTest, warns_of_a_text_that_a_draft_cannot_take_along) {
    const auto issues = publisher.check(plan(1'000, {{"mode", "draft"}}).content, {});
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, "text_unused");
    EXPECT_EQ(issues[0].field, "content");
    EXPECT_EQ(issues[0].severity, Severity::warning);
    EXPECT_TRUE(publisher.check(photos(1, {{"mode", "draft"}}).content, {}).empty());
    EXPECT_TRUE(publisher.check(plan().content, {}).empty());
}

TEST_F(TikTokPublisherTest, its_rules_are_data) {
    auto content = plan().content;
    EXPECT_TRUE(platforms::check(post_rules, content).empty());
    auto issues = platforms::check(post_rules, content);
    for (int i = 0; i < 1'100; ++i) content.text += "\xF0\x9F\x8D\x9E";
    issues = platforms::check(post_rules, content);
    ASSERT_EQ(issues.size(), 1U) << "each counts twice";
    EXPECT_EQ(issues[0].code, "text_too_long");
    EXPECT_EQ(format_for(post_rules, photos(35).content, {}), PostFormat::carousel);
    EXPECT_EQ(format_for(post_rules, photos(36).content, {}), std::nullopt);
    EXPECT_EQ(format_for(post_rules, photos(1).content, {}), PostFormat::image);
}

TEST_F(TikTokPublisherTest, nothing_can_be_deleted) {
    const auto gone = run(publisher.remove(access(), "7123"));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().next, Next::rejected);
    EXPECT_NE(gone.error().user_message.find("TikTok app"), std::string::npos);
}

}  // namespace
}  // namespace rostrum::platforms::tiktok
