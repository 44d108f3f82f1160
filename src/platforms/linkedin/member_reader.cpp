#include "platforms/linkedin/member_reader.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/parse.hpp"
#include "platforms/linkedin/post_list.hpp"
#include "platforms/linkedin/urn.hpp"
#include "platforms/oauth_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

/// A figure of the member's posts.
struct Figure {
    std::string_view query_type;
    std::string_view daily_type;  ///< what its series is called here; empty: it has none
    std::optional<std::int64_t> PostMetrics::* of_post;
};
constexpr std::array figures{
    Figure{"IMPRESSION", "views", &PostMetrics::views},
    Figure{"MEMBERS_REACHED", "", &PostMetrics::reach},
    Figure{"REACTION", "likes", &PostMetrics::likes},
    Figure{"COMMENT", "comments", &PostMetrics::comments},
    Figure{"RESHARE", "shares", &PostMetrics::shares},
};

/// "(share:urn%3Ali%3Ashare%3A1)"
std::string entity_of(std::string_view urn) {
    return fmt::format("({}:{})", urn.starts_with(ugc_post_prefix) ? "ugc" : "share",
                       http::percent_encode(urn));
}

/// The whole days of a range until now.
struct Days {
    Time from;
    Time to;
};
Days whole_days(Time from, Time to, Time now) {
    const Time start = start_of_day(from);
    return {start == from ? from : start + std::chrono::days{1}, start_of_day(std::min(to, now))};
}

/// A series that is an extra: refused, it adds nothing.
Task<std::expected<void, PlatformError>> add_series(const Rest& rest, Caller caller,
                                                    RestRequest request, DailyField field,
                                                    Days days,
                                                    Answered<std::vector<DailyMetric>>& out) {
    auto answer = co_await rest.send(std::move(caller), std::move(request));
    if (!answer) {
        if (!is_refused(answer.error())) co_return std::unexpected(std::move(answer.error()));
        ++out.calls;
        co_return std::expected<void, PlatformError>{};
    }
    out.calls += answer->calls;
    out.limits.merge(answer->limits);
    std::ranges::move(parse_daily(answer->data, {&field, 1}, days.from, days.to),
                      std::back_inserter(out.data));
    co_return std::expected<void, PlatformError>{};
}

}  // namespace

Task<Outcome<Profile>> read_member(const Rest& rest, Caller caller,
                                   std::vector<std::string> scopes) {
    const bool by_basic_profile =
        has_scope(scopes, scope_basic_profile) && !has_scope(scopes, scope_openid);
    const std::string_view resource = by_basic_profile ? "me" : "userinfo";
    auto answer = co_await rest.send_unversioned(std::move(caller), resource, resource);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto member = parse_member(answer->data);
    if (!member) co_return std::unexpected(rest.unusable("the member has no id"));
    co_return Answered<Profile>{
        .data = *std::move(member), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<Profile>> MemberReader::profile(Access access) {
    auto member = co_await read_member(rest_, access, access.scopes);
    if (!member || !has_scope(access.scopes, scope_member_followers)) co_return member;
    auto followers = co_await rest_.send(
        access,
        {.endpoint = "member_followers", .method = "FINDER", .path = "memberFollowersCount?q=me"});
    if (!followers && !is_refused(followers.error())) {
        co_return std::unexpected(std::move(followers.error()));
    }
    member->calls += followers ? followers->calls : 1;
    if (followers) {
        member->limits.merge(followers->limits);
        member->data.follower_count = parse_first_number(followers->data, "memberFollowersCount");
    }
    co_return member;
}

Task<Outcome<PostPage>> MemberReader::posts(Access access, std::string cursor, std::size_t limit) {
    if (!has_scope(access.scopes, scope_member_posts)) {
        co_return Answered<PostPage>{.data = {}, .calls = 0, .limits = {}};
    }
    co_return co_await list_posts(rest_, access, access.external_id, std::move(cursor), limit);
}

Task<Outcome<PostMetrics>> MemberReader::metrics(Access access, PlatformPost post) {
    Answered<PostMetrics> out{.data = {}, .calls = 0, .limits = {}};
    if (!has_scope(access.scopes, scope_member_post_figures)) co_return out;
    for (const auto& figure : figures) {
        auto answer = co_await rest_.send(
            access,
            {.endpoint = "member_post_analytics",
             .method = "FINDER",
             .path = fmt::format("memberCreatorPostAnalytics?q=entity&entity={}&queryType={}"
                                 "&aggregation=TOTAL",
                                 entity_of(post.external_id), figure.query_type)});
        if (!answer) {
            if (!is_refused(answer.error())) co_return std::unexpected(std::move(answer.error()));
            ++out.calls;
            break;  // the others would fare no better
        }
        out.calls += answer->calls;
        out.limits.merge(answer->limits);
        out.data.*figure.of_post = parse_first_number(answer->data, "count");
    }
    co_return out;
}

Task<Outcome<std::vector<DailyMetric>>> MemberReader::daily(Access access, Time from, Time to) {
    Answered<std::vector<DailyMetric>> out{.data = {}, .calls = 0, .limits = {}};
    const auto days = whole_days(from, to, clock_.now());
    if (days.from >= days.to) co_return out;
    const auto range = date_range(days.from, days.to);
    if (has_scope(access.scopes, scope_member_followers)) {
        RestRequest request{.endpoint = "member_followers",
                            .method = "FINDER",
                            .path = "memberFollowersCount?q=dateRange&dateRange=" + range};
        auto added = co_await add_series(rest_, access, std::move(request),
                                         {"new_followers", "memberFollowersCount"}, days, out);
        if (!added) co_return std::unexpected(std::move(added.error()));
    }
    if (!has_scope(access.scopes, scope_member_post_figures)) co_return out;
    for (const auto& figure : figures) {
        if (figure.daily_type.empty()) continue;
        RestRequest request{
            .endpoint = "member_post_analytics",
            .method = "FINDER",
            .path = fmt::format("memberCreatorPostAnalytics?q=me&queryType={}&aggregation=DAILY"
                                "&dateRange={}",
                                figure.query_type, range)};
        auto added = co_await add_series(rest_, access, std::move(request),
                                         {figure.daily_type, "count"}, days, out);
        if (!added) co_return std::unexpected(std::move(added.error()));
    }
    co_return out;
}

}  // namespace rostrum::platforms::linkedin
