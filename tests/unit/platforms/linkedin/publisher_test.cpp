#include "platforms/linkedin/post_rules.hpp"
#include "platforms/linkedin/publish_data.hpp"
#include "unit/platforms/found_issue.hpp"
#include "unit/platforms/linkedin/linkedin_fixture.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::platforms::linkedin {
namespace {

using namespace std::chrono_literals;

class LinkedInPublisherTest : public LinkedInTest {
protected:
    PublishPlan plan(PostContent content) {
        return {.content = std::move(content), .handle = "ada", .started_at = clock.now()};
    }
    static PostContent text_post(std::string text) {
        PostContent content;
        content.text = std::move(text);
        return content;
    }
    static PostContent file_post(PostFormat format, MediaKind kind, std::uint64_t bytes) {
        PostContent content;
        content.format = format;
        content.title = "T";
        MediaFile file;
        file.kind = kind;
        file.mime = kind == MediaKind::image ? "image/png" : "";
        file.bytes = bytes;
        file.range = [](std::uint64_t, std::uint64_t length) {
            return http::BodySource(std::string(length, 'b'));
        };
        content.media.push_back(std::move(file));
        return content;
    }
    Outcome<Advanced> advance(const PublishPlan& plan, const PublishState& state,
                              const Access& access) {
        return run(publisher.advance(access, plan, state));
    }
    Outcome<Reconciled> reconcile(const PublishPlan& plan, const Access& access) {
        return run(publisher.reconcile(access, plan, {}, plan.started_at));
    }
    json::value body(std::size_t request) {
        return parse_json(client.requests.at(request).body).value();
    }
    /// A page of one post, of just now.
    std::string listed(std::string_view commentary) {
        const auto now =
            std::chrono::floor<std::chrono::milliseconds>(clock.now().time_since_epoch()).count();
        return fmt::format(R"json({{"elements":[{{"id":"urn:li:share:9","lifecycleState":
            "PUBLISHED","commentary":"{}","createdAt":{},"publishedAt":{}}}]}})json",
                           commentary, now, now);
    }
    /// A picture, up to the step that posts.
    PublishState uploaded(const PublishPlan& plan) {
        client.answer(R"({"value":{"image":"urn:li:image:I1",
            "uploadUrl":"https://www.linkedin.com/dms-uploads/i"}})");
        auto state = advance(plan, {}, organization())->data.state;
        client.answer("", 201);
        state = advance(plan, state, organization())->data.state;
        client.answer(R"({"status":"AVAILABLE"})");
        return advance(plan, state, organization())->data.state;
    }
    static http::Headers created(std::string urn) { return {{"X-RestLi-Id", std::move(urn)}}; }

    Publisher& publisher = *platform->publisher();
};

constexpr const char* duplicate =
    R"({"status":422,"code":"DUPLICATE_POST","message":"Content is a duplicate of urn:li:share:77"})";

TEST_F(LinkedInPublisherTest, posts_and_takes_the_urn_from_the_header) {
    client.answer("", 201, created("urn:li:share:42"));
    const auto out = advance(plan(text_post("Hi (you) #bread")), {}, organization());
    ASSERT_TRUE(out) << out.error().message;
    EXPECT_EQ(out->data.published->external_id, "urn:li:share:42");
    EXPECT_FALSE(out->data.leaves_nothing);
    EXPECT_EQ(out->data.published->permalink,
              "https://www.linkedin.com/feed/update/urn:li:share:42/");
    EXPECT_EQ(url(0), "https://api.linkedin.com/rest/posts");
    EXPECT_EQ(header(0, "LinkedIn-Version"), "202609");
    EXPECT_EQ(body(0), parse_json(R"({"author":"urn:li:organization:55",
        "commentary":"Hi \\(you\\) {hashtag|\\#|bread}","visibility":"PUBLIC",
        "distribution":{"feedDistribution":"MAIN_FEED","targetEntities":[],
        "thirdPartyDistributionChannels":[]},"lifecycleState":"PUBLISHED",
        "isReshareDisabledByAuthor":false})")
                           .value());
}

TEST_F(LinkedInPublisherTest, an_answer_without_a_urn_is_a_lost_one) {
    client.answer("", 201);
    const auto out = advance(plan(text_post("t")), {}, organization());
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().next, Next::ambiguous);
}

TEST_F(LinkedInPublisherTest, uploads_a_video_in_the_parts_that_are_asked_for) {
    const auto it = plan(file_post(PostFormat::video, MediaKind::video, 10));
    client.answer(R"({"value":{"video":"urn:li:video:V1","uploadToken":"tok","uploadInstructions":[
        {"uploadUrl":"https://up/1","firstByte":0,"lastByte":5},
        {"uploadUrl":"https://up/2","firstByte":6,"lastByte":9}]}})");
    auto state = advance(it, {}, organization())->data.state;
    for (const auto* etag : {"\"e1\"", "\"e2\""}) {
        EXPECT_EQ(publisher.next_step(it, state).name, "upload");
        client.answer("", 200, {{"ETag", etag}});
        state = advance(it, state, organization())->data.state;
    }
    EXPECT_EQ(url(2), "https://up/2");
    EXPECT_EQ(std::get<std::string>(*client.requests[2].body_source), "bbbb");
    EXPECT_EQ(header(1, "Authorization"), "");
    EXPECT_EQ(publisher.next_step(it, state).name, "finish_upload");
    client.answer("", 200);
    state = advance(it, state, organization())->data.state;
    EXPECT_EQ(body(3), parse_json(R"({"finalizeUploadRequest":{"video":"urn:li:video:V1",
        "uploadToken":"tok","uploadedPartIds":["e1","e2"]}})")
                           .value());
    client.answer(R"({"status":"PROCESSING"})");
    auto out = advance(it, state, organization());
    ASSERT_TRUE(out);
    EXPECT_TRUE(out->data.is_processing);
    EXPECT_EQ(url(4), "https://api.linkedin.com/rest/videos/urn%3Ali%3Avideo%3AV1");
    clock.advance(31min);
    client.answer(R"({"status":"PROCESSING"})");
    EXPECT_EQ(advance(it, out->data.state, organization()).error().code, "processing_timeout");
    client.answer(R"({"status":"PROCESSING_FAILED","processingFailureReason":"codec"})");
    EXPECT_EQ(advance(it, out->data.state, organization()).error().code, "processing_failed");
    client.answer(R"({"status":"AVAILABLE"})");
    out = advance(it, out->data.state, organization());
    EXPECT_EQ(publisher.next_step(it, out->data.state).name, "publish");
}

TEST_F(LinkedInPublisherTest, instructions_with_a_gap_are_not_followed) {
    const auto it = plan(file_post(PostFormat::video, MediaKind::video, 10));
    client.answer(R"({"value":{"video":"urn:li:video:V1","uploadToken":"tok","uploadInstructions":[
        {"uploadUrl":"https://up/1","firstByte":0,"lastByte":5}]}})");
    const auto out = advance(it, {}, organization());
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, "malformed");
}

TEST_F(LinkedInPublisherTest, who_may_not_ask_about_an_image_waits_a_while) {
    const auto it = plan(file_post(PostFormat::image, MediaKind::image, 10));
    const auto poor = member({"w_member_social"});
    client.answer(
        R"({"value":{"image":"urn:li:image:I1","uploadUrl":"https://www.linkedin.com/dms-uploads/i"}})");
    auto state = advance(it, {}, poor)->data.state;
    client.answer("", 201);
    state = advance(it, state, poor)->data.state;
    EXPECT_EQ(header(1, "Authorization"), "Bearer tok");
    EXPECT_EQ(publisher.next_step(it, state).name, "poll");
    state = advance(it, state, poor)->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "poll");
    clock.advance(15s);
    state = advance(it, state, poor)->data.state;
    EXPECT_EQ(publisher.next_step(it, state).name, "publish");
    EXPECT_EQ(client.requests.size(), 2U);
}

TEST_F(LinkedInPublisherTest, an_upload_address_that_expired_makes_it_begin_again_twice) {
    const auto it = plan(file_post(PostFormat::image, MediaKind::image, 10));
    PublishState state;
    const auto expired = R"({"status":400,"code":"EXPIRED_UPLOAD_URL","message":"m"})";
    for (int i = 0; i < 3; ++i) {
        client.answer(
            R"({"value":{"image":"urn:li:image:I1","uploadUrl":"https://www.linkedin.com/dms-uploads/i"}})");
        state = advance(it, state, organization())->data.state;
        client.answer(expired, 400);
        const auto out = advance(it, state, organization());
        EXPECT_EQ(out.has_value(), i < 2);
        if (out) state = out->data.state;
    }
}

TEST_F(LinkedInPublisherTest, a_lost_post_is_sent_again_and_found_by_the_refusal) {
    client.answer(duplicate, 422);
    const auto found = reconcile(plan(text_post("t")), member());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "urn:li:share:77");
}

TEST_F(LinkedInPublisherTest, a_lost_post_that_was_not_made_is_made_then) {
    client.answer("", 201, created("urn:li:ugcPost:5"));
    const auto found = reconcile(plan(text_post("t")), member());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.finding, Finding::done);
    EXPECT_EQ(found->data.advanced->published->external_id, "urn:li:ugcPost:5");
}

TEST_F(LinkedInPublisherTest, a_second_lost_answer_is_looked_at_again) {
    client.fail(http::TransportFailure::no_answer);
    const auto found = reconcile(plan(text_post("t")), member());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_EQ(found->data.look_again, 30s);
    client.answer(R"({"status":400,"code":"MISSING_FIELD","message":"m"})", 400);
    EXPECT_EQ(reconcile(plan(text_post("t")), member())->data.finding, Finding::not_done);
}

TEST_F(LinkedInPublisherTest, after_the_window_a_page_is_read_and_a_member_is_not) {
    const auto it = plan(text_post("Hi (you)"));
    clock.advance(9min);
    const auto unknown = reconcile(it, member({"w_member_social"}));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->data.finding, Finding::unknown);
    client.answer(R"json({"elements":[{"id":"urn:li:share:9","lifecycleState":"PUBLISHED",
        "commentary":"Hi \\(you\\)","createdAt":1767225605000,"publishedAt":1767225605000}]})json");
    const auto found = reconcile(it, organization());
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->data.finding, Finding::done);
    client.answer(R"({"elements":[]})");
    EXPECT_EQ(reconcile(it, organization())->data.finding, Finding::not_done);
}

TEST_F(LinkedInPublisherTest, a_list_finds_the_text_that_was_sent_with_its_link) {
    auto post = file_post(PostFormat::image, MediaKind::image, 10);
    post.text = "Hi \r\nyou";
    post.link = "https://a.org/x";
    const auto it = plan(post);
    clock.advance(9min);
    client.answer(listed("Hi \\nyou\\nhttps://a.org/x\\n"));
    EXPECT_EQ(reconcile(it, organization())->data.finding, Finding::done);
}

TEST_F(LinkedInPublisherTest, with_other_posts_in_the_list_nothing_is_certain) {
    const auto it = plan(text_post("Hi"));
    clock.advance(9min);
    client.answer(listed("Hi, but told otherwise"));
    const auto found = reconcile(it, organization());
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_FALSE(found->data.look_again);
}

TEST_F(LinkedInPublisherTest, a_server_error_may_hide_a_post) {
    for (const auto* body :
         {R"({"status":500,"code":"INTERNAL_SERVER_ERROR","message":"Unable to obtain activity"})",
          R"({"status":409,"code":"CONFLICT","message":"m"})"}) {
        client.answer(body, 500);
        const auto out = advance(plan(text_post("t")), {}, member());
        EXPECT_EQ(out.error().next, Next::ambiguous) << body;
    }
    client.fail(http::TransportFailure::unreachable);
    EXPECT_EQ(advance(plan(text_post("t")), {}, member()).error().next, Next::retry_later);
}

TEST_F(LinkedInPublisherTest, a_repetition_of_a_post_that_is_not_named_is_not_sent_again) {
    const auto unnamed = R"({"status":422,"code":"DUPLICATE_POST","message":"m"})";
    client.answer(unnamed, 422);
    auto found = reconcile(plan(text_post("Hi")), member({"w_member_social"}));
    EXPECT_EQ(found->data.finding, Finding::unknown);
    EXPECT_FALSE(found->data.look_again);
    client.answer(unnamed, 422);
    client.answer(R"({"elements":[]})");
    EXPECT_EQ(reconcile(plan(text_post("Hi")), organization())->data.finding, Finding::unknown);
    client.answer(unnamed, 422);
    client.answer(listed("Hi"));
    EXPECT_EQ(reconcile(plan(text_post("Hi")), organization())->data.finding, Finding::done);
}

TEST_F(LinkedInPublisherTest, a_file_that_has_not_arrived_is_waited_for) {
    const auto it = plan(file_post(PostFormat::image, MediaKind::image, 10));
    const auto state = uploaded(it);
    ASSERT_EQ(publisher.next_step(it, state).name, "publish");
    const auto waiting = R"({"status":400,"code":"MEDIA_ASSET_WAITING_UPLOAD","message":"m"})";
    client.answer(waiting, 400);
    const auto out = advance(it, state, organization());
    ASSERT_TRUE(out);
    EXPECT_FALSE(out->data.published);
    EXPECT_TRUE(out->data.is_processing);
    EXPECT_EQ(out->data.wait, 30s);
    EXPECT_TRUE(out->data.leaves_nothing);
    EXPECT_EQ(out->data.state.data, state.data);
    client.answer(waiting, 400);
    const auto found = run(publisher.reconcile(organization(), it, state, clock.now()));
    EXPECT_EQ(found->data.finding, Finding::not_done) << "nor was it posted before";
    clock.advance(31min);
    client.answer(waiting, 400);
    EXPECT_EQ(advance(it, state, organization()).error().next, Next::rejected);
}

TEST_F(LinkedInPublisherTest, asks_rarer_the_longer_a_file_takes) {
    const auto it = plan(file_post(PostFormat::image, MediaKind::image, 10));
    client.answer(R"({"value":{"image":"urn:li:image:I1",
        "uploadUrl":"https://www.linkedin.com/dms-uploads/i"}})");
    auto state = advance(it, {}, organization())->data.state;
    client.answer("", 201);
    auto out = advance(it, state, organization());
    std::vector<std::chrono::seconds> waits;
    for (int i = 0; i < 6; ++i) {
        waits.push_back(out->data.wait);
        clock.advance(out->data.wait);
        client.answer(R"({"status":"PROCESSING"})");
        out = advance(it, out->data.state, organization());
        ASSERT_TRUE(out);
    }
    EXPECT_EQ(waits, (std::vector<std::chrono::seconds>{5s, 5s, 10s, 20s, 40s, 60s}));
}

TEST_F(LinkedInPublisherTest, the_token_goes_to_no_other_host) {
    for (const auto* host : {"https://evil.org/i", "https://evil.org?www.linkedin.com/i",
                             "https://www.linkedin.com.evil.org/i", "http://www.linkedin.com/i"}) {
        client.answer(R"({"value":{"image":"urn:li:image:I1","uploadUrl":")" + std::string(host) +
                      R"("}})");
        const auto out =
            advance(plan(file_post(PostFormat::image, MediaKind::image, 10)), {}, organization());
        EXPECT_FALSE(out) << host;
    }
}

TEST_F(LinkedInPublisherTest, the_first_refusals_for_haste_are_short) {
    for (const std::chrono::seconds wait : {60s, 300s, 900s}) {
        client.answer(R"({"status":429,"code":"TOO_MANY_REQUESTS","message":"m"})", 429);
        const auto out = advance(plan(text_post("t")), {}, member());
        EXPECT_EQ(out.error().next, Next::rate_limited);
        EXPECT_EQ(out.error().retry_after, wait);
        clock.advance(wait);
    }
}

TEST_F(LinkedInPublisherTest, a_link_without_a_title_has_a_short_one) {
    auto post = text_post("t");
    post.format = PostFormat::link;
    post.link = "https://a.org/" + std::string(386, 'x');
    const auto first = post.link;
    for (const auto& title : {first, std::string("a.org")}) {
        client.answer("", 201, created("urn:li:share:42"));
        ASSERT_TRUE(advance(plan(post), {}, member()));
        const auto sent = body(client.requests.size() - 1);
        EXPECT_EQ(sent.at("content").at("article").at("title").as_string(), title);
        post.link += '?';
    }
}

TEST_F(LinkedInPublisherTest, the_same_post_on_purpose_is_refused) {
    client.answer(duplicate, 422);
    const auto out = advance(plan(text_post("t")), {}, member());
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().next, Next::rejected);
    EXPECT_TRUE(out.error().user_message.contains("/feed/update/urn:li:share:77/"))
        << out.error().user_message;
}

TEST_F(LinkedInPublisherTest, a_repetition_on_a_later_try_may_be_our_own) {
    const auto text = plan(text_post("t"));
    clock.advance(5s);
    client.answer(duplicate, 422);
    EXPECT_EQ(advance(text, {}, member()).error().next, Next::ambiguous);
    client.answer(duplicate, 422);
    const auto found = run(publisher.reconcile(member(), text, {}, clock.now()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->data.advanced->published->external_id, "urn:li:share:77");

    const auto image = plan(file_post(PostFormat::image, MediaKind::image, 10));
    clock.advance(1min);
    const auto state = uploaded(image);
    client.answer(duplicate, 422);
    EXPECT_EQ(advance(image, state, organization()).error().next, Next::rejected)
        << "right behind the last step, nothing was sent before";
    clock.advance(5s);
    client.answer(duplicate, 422);
    EXPECT_EQ(advance(image, state, organization()).error().next, Next::ambiguous);
}

TEST_F(LinkedInPublisherTest, a_missing_permission_is_named) {
    struct Row {
        Access access;
        std::string_view scope;
    };
    for (const auto& [access, scope] :
         {Row{organization(), "w_organization_social"}, Row{member(), "w_member_social"}}) {
        for (const auto& content :
             {text_post("t"), file_post(PostFormat::image, MediaKind::image, 10)}) {
            refuse();
            const auto out = advance(plan(content), {}, access);
            ASSERT_FALSE(out);
            EXPECT_EQ(out.error().next, Next::rejected);
            EXPECT_EQ(out.error().code, "scope_missing");
            EXPECT_TRUE(out.error().user_message.contains(scope)) << out.error().user_message;
        }
    }
}

TEST_F(LinkedInPublisherTest, who_may_see_it_depends_on_who_posts) {
    auto post = text_post("t");
    post.options = {{"visibility", "CONNECTIONS"}};
    const auto codes = [&](const Access& access) {
        const auto account = run(publisher.account_options(access));
        std::vector<std::string> out;
        for (const auto& issue : publisher.check(post, account->data)) out.push_back(issue.code);
        return out;
    };
    EXPECT_EQ(codes(organization()), std::vector<std::string>{"visibility_not_offered"});
    EXPECT_TRUE(codes(member()).empty());
    EXPECT_TRUE(publisher.check(post, {}).empty()) << "nothing is known of the account";
    EXPECT_TRUE(client.requests.empty());
    client.answer(R"({"status":400,"code":"INVALID_VALUE_FOR_FIELD",
        "message":"visibility is not possible here"})",
                  400);
    const auto out = advance(plan(post), {}, organization());
    EXPECT_EQ(out.error().next, Next::rejected);
    EXPECT_TRUE(out.error().user_message.contains("CONNECTIONS")) << out.error().user_message;
}

TEST_F(LinkedInPublisherTest, deletes) {
    client.answer("", 204);
    ASSERT_TRUE(run(publisher.remove(member(), "urn:li:share:1")));
    EXPECT_EQ(url(0), "https://api.linkedin.com/rest/posts/urn%3Ali%3Ashare%3A1");
    EXPECT_EQ(client.requests[0].method, http::Method::delete_);
}

TEST_F(LinkedInPublisherTest, checks_what_is_no_data) {
    const auto has = [&](const PostContent& content, std::string_view code) {
        return has_issue(publisher.check(content, {}), code);
    };
    const auto numbers = [&](const PostContent& content, std::string_view code) {
        return numbers_of(publisher.check(content, {}), code);
    };
    auto poll = text_post("?");
    EXPECT_TRUE(publisher.check(poll, {}).empty());
    poll.options = {{"pollQuestion", "Which?"}};
    EXPECT_EQ(numbers(poll, "poll_choices"), Numbers(2, 0));
    poll.options = {{"pollOptions", {"a", std::string(31, 'b')}}};
    EXPECT_TRUE(has(poll, "poll_question"));
    EXPECT_EQ(numbers(poll, "poll_choice_length"), Numbers(30, 31));
    poll.link = "https://a.org";
    EXPECT_TRUE(has(poll, "poll_with_media"));
    auto image = file_post(PostFormat::image, MediaKind::image, 10);
    image.media[0].width = 10'000;
    image.media[0].height = 4'000;
    image.media[0].alt_text = std::string(4'087, 'a');
    EXPECT_EQ(numbers(image, "media_pixels"), Numbers(36'152'320, 40'000'000));
    EXPECT_TRUE(has(image, "alt_text_too_long"));
    image.text = std::string(2'990, 'a');
    EXPECT_FALSE(has(image, "text_too_long"));
    image.link = "https://a.org";
    EXPECT_TRUE(has(image, "text_too_long"));
    image.format = PostFormat::link;
    EXPECT_FALSE(has(image, "text_too_long")) << "it is no part of the text";
}

}  // namespace
}  // namespace rostrum::platforms::linkedin
