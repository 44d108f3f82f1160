// What validate and create say of a post, beyond the rules of one platform.

#include "conformance/publishing/fixture.hpp"

namespace rostrum::publishing {
namespace {

class ChecksTest : public PublishingTest {
protected:
    static constexpr std::array<std::string_view, 1> draft_scopes{"drafts"};
    static constexpr std::array mode_scopes{platforms::ValueScopes{"draft", draft_scopes}};
    static constexpr std::array options{platforms::OptionRule{.name = "mode",
                                                              .type = platforms::OptionType::one_of,
                                                              .description = "d",
                                                              .scopes = mode_scopes}};
    static constexpr std::array<std::string_view, 1> page_scopes{"pages"};
    static constexpr std::array kinds{platforms::AccountScopes{"page:", page_scopes}};

    std::vector<platforms::PostIssue> issues_of(PostInput wanted) {
        return run(service.validate(scope, std::move(wanted))).value().targets.at(0).issues;
    }
    void expect_issue(const PostInput& wanted, std::string_view code, std::string_view field) {
        const auto issues = issues_of(wanted);
        ASSERT_EQ(issues.size(), 1U);
        EXPECT_EQ(issues[0].code, code);
        EXPECT_EQ(issues[0].field, field);
        auto at_once = wanted;
        at_once.publish_now = true;
        const auto made = run(service.create(scope, at_once));
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().details.at(0).field, "targets[0]." + std::string(field));
    }
    std::string field_of(const BulkInput& bulk) {
        const auto made = run(service.schedule(scope, bulk));
        if (made) return "";
        return made.error().details.at(0).field;
    }
};

TEST_P(ChecksTest, a_value_of_an_option_may_want_another_permission) {
    platform->post_rules().options = options;
    auto wanted = input();
    EXPECT_TRUE(issues_of(wanted).empty());
    wanted.targets[0].options = json::object{{"mode", "draft"}};
    expect_issue(wanted, "scope_missing", "connectionId");
    execute("UPDATE connections SET scopes = '[\"drafts\"]'");
    EXPECT_TRUE(issues_of(wanted).empty()) << "without the permission of the format";
}

TEST_P(ChecksTest, a_kind_of_account_may_want_another_permission) {
    platform->post_rules().account_scopes = kinds;
    EXPECT_TRUE(issues_of(input()).empty());
    auto wanted = input();
    wanted.targets[0].connection_id = connected_as("page:1");
    expect_issue(wanted, "scope_missing", "connectionId");
}

TEST_P(ChecksTest, what_was_granted_may_not_be_known) {
    execute("UPDATE connections SET scopes = '[]'");
    EXPECT_TRUE(issues_of(input()).empty()) << "the platform will tell";
}

TEST_P(ChecksTest, a_wrong_number_of_files_is_told_in_numbers) {
    auto wanted = input();
    wanted.media_ids = std::vector{new_image(scope.workspace), new_image(scope.workspace)};
    expect_issue(wanted, "media_count", "mediaIds");
    const auto issue = issues_of(wanted).at(0);
    EXPECT_EQ(issue.limit, 1);
    EXPECT_EQ(issue.actual, 2);
}

TEST_P(ChecksTest, of_files_that_are_not_there_only_that_is_said) {
    auto wanted = input();
    wanted.media_ids = std::vector{MediaId{ids.next()}, MediaId{ids.next()}};
    const auto issues = issues_of(wanted);
    ASSERT_EQ(issues.size(), 2U);
    for (const auto& issue : issues) EXPECT_EQ(issue.code, "media_unknown");
}

TEST_P(ChecksTest, the_length_is_of_what_the_platform_gets) {
    platform->post_rules().sent_text = [](const platforms::PostContent& content) {
        return content.text + ' ' + content.link;
    };
    auto wanted = input("12345");
    wanted.link = "https://a/b";
    const auto told = run(service.validate(scope, wanted)).value();
    EXPECT_EQ(told.targets.at(0).length, 5 + 1 + 11);
}

TEST_P(ChecksTest, a_wrong_zone_of_a_bulk_is_named_where_it_stands) {
    BulkPost post;
    post.content = "hello";
    post.platforms = std::vector<std::string>{"fake"};
    BulkInput bulk;
    bulk.posts = {post};
    bulk.scheduling_options = SchedulingOptions{
        .interval_hours = std::nullopt, .start_time = std::nullopt, .timezone = "Mars/Olympus"};
    EXPECT_EQ(field_of(bulk), "schedulingOptions.timezone") << "from now on";
    bulk.scheduling_options->start_time = to_rfc3339(clock.now());
    EXPECT_EQ(field_of(bulk), "schedulingOptions.timezone") << "from an instant on";
    bulk.scheduling_options->start_time = "2099-01-01T10:00";
    EXPECT_EQ(field_of(bulk), "schedulingOptions.timezone") << "from a wall clock on";
    bulk.scheduling_options->timezone.reset();
    EXPECT_EQ(field_of(bulk), "schedulingOptions.timezone") << "a wall clock without a zone";
    bulk.scheduling_options.reset();
    bulk.posts[0].scheduled_time = "2099-01-01T10:00";
    EXPECT_EQ(field_of(bulk), "schedulingOptions.timezone") << "of one post";
    bulk.posts[0].scheduled_time = "soon";
    bulk.scheduling_options = SchedulingOptions{
        .interval_hours = std::nullopt, .start_time = std::nullopt, .timezone = "Europe/Berlin"};
    EXPECT_EQ(field_of(bulk), "posts[0].scheduledTime");
}

ROSTRUM_ON_ALL_ENGINES(ChecksTest);

}  // namespace
}  // namespace rostrum::publishing
