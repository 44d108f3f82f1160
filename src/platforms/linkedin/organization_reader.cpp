#include "platforms/linkedin/organization_reader.hpp"

#include "http/query.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/member_reader.hpp"
#include "platforms/linkedin/parse.hpp"
#include "platforms/linkedin/post_list.hpp"
#include "platforms/linkedin/urn.hpp"
#include "platforms/oauth_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

using Step = std::expected<void, PlatformError>;

/// Of one request, whether it is for roles or for organisations.
constexpr std::size_t batch_size = 50;
/// Statistics reach back twelve months; a range that begins earlier is refused.
constexpr std::chrono::days history_max{360};

/// A kind of statistics that comes as a series of days.
struct Series {
    std::string_view endpoint;
    std::string_view resource;
    std::string_view finder;  ///< also the name of the parameter that says which organisation
    std::span<const DailyField> fields;
};

constexpr std::array share_fields{
    DailyField{"views", "totalShareStatistics.impressionCount"},
    DailyField{"reach", "totalShareStatistics.uniqueImpressionsCount"},
    DailyField{"likes", "totalShareStatistics.likeCount"},
    DailyField{"comments", "totalShareStatistics.commentCount"},
    DailyField{"shares", "totalShareStatistics.shareCount"},
    DailyField{"clicks", "totalShareStatistics.clickCount"},
};
constexpr std::array follower_fields{
    DailyField{"new_followers", "followerGains.organicFollowerGain"},
    DailyField{"new_followers", "followerGains.paidFollowerGain"},
};
constexpr std::array page_fields{
    DailyField{"page_views", "totalPageStatistics.views.allPageViews.pageViews"},
};
constexpr std::array all_series{
    Series{"share_statistics", "organizationalEntityShareStatistics", "organizationalEntity",
           share_fields},
    Series{"follower_statistics", "organizationalEntityFollowerStatistics", "organizationalEntity",
           follower_fields},
    Series{"page_statistics", "organizationPageStatistics", "organization", page_fields},
};

/// Posts have ids of two kinds, whose figures are asked for by different parameters.
struct PostKind {
    std::string_view parameter;
    std::string_view prefix;
};
constexpr std::array post_kinds{PostKind{"shares", share_prefix},
                                PostKind{"ugcPosts", ugc_post_prefix}};

template <typename T, typename U>
void add_cost(Answered<T>& out, const Outcome<U>& answer) {
    out.calls += answer ? answer->calls : 1;
    if (answer) out.limits.merge(answer->limits);
}

RestRequest one_organization(std::string_view id) {
    return {.endpoint = "organization",
            .method = "GET",
            .path = fmt::format("organizations/{}", http::percent_encode(id))};
}

/// The ids of the organisations, to the end of the list. A refusal ends it.
Task<Step> add_roles(const Rest& rest, Caller caller, Answered<std::vector<std::string>>& out) {
    bool more = true;
    for (std::size_t start = 0; more && out.data.size() < organizations_max; start += batch_size) {
        auto answer = co_await rest.send(
            caller, {.endpoint = "organization_acls",
                     .method = "FINDER",
                     .path = fmt::format("organizationAcls?q=roleAssignee&role=ADMINISTRATOR"
                                         "&state=APPROVED&start={}&count={}",
                                         start, batch_size)});
        add_cost(out, answer);
        if (!answer && is_refused(answer.error())) co_return Step{};
        if (!answer) co_return std::unexpected(std::move(answer.error()));
        const auto page = parse_roles(answer->data, batch_size);
        if (!page) co_return std::unexpected(rest.unusable("the roles have no list"));
        const auto before = out.data.size();
        for (const auto& id : page->organizations) {
            if (std::ranges::find(out.data, id) == out.data.end()) out.data.push_back(id);
        }
        more = page->more && out.data.size() > before;  // a page of nothing new is the last one
    }
    if (out.data.size() > organizations_max) out.data.resize(organizations_max);
    co_return Step{};
}

/// Some organisations at once; one by one where the app's tier has no such request. One that is
/// refused is left out.
Task<Step> add_organizations(const Rest& rest, Caller caller, std::vector<std::string> ids,
                             Answered<std::vector<Profile>>& out) {
    auto batch = co_await rest.send(caller, {.endpoint = "organization",
                                             .method = "BATCH_GET",
                                             .path = "organizations?ids=" + list_of(ids)});
    add_cost(out, batch);
    if (batch) {
        std::ranges::move(parse_organizations(batch->data), std::back_inserter(out.data));
        co_return Step{};
    }
    if (!is_refused(batch.error())) co_return std::unexpected(std::move(batch.error()));
    for (const auto& id : ids) {
        auto answer = co_await rest.send(caller, one_organization(id));
        add_cost(out, answer);
        if (!answer && !is_refused(answer.error())) {
            co_return std::unexpected(std::move(answer.error()));
        }
        auto organization = answer ? parse_organization(answer->data) : std::nullopt;
        if (organization) out.data.push_back(*std::move(organization));
    }
    co_return Step{};
}

std::vector<std::string> urns_of(const PostPage& page, std::string_view prefix) {
    std::vector<std::string> urns;
    for (const auto& post : page.posts) {
        if (post.external_id.starts_with(prefix)) urns.push_back(post.external_id);
    }
    return urns;
}

}  // namespace

Task<Outcome<std::vector<Profile>>> read_organizations(const Rest& rest, Caller caller) {
    Answered<std::vector<std::string>> ids{.data = {}, .calls = 0, .limits = {}};
    auto listed = co_await add_roles(rest, caller, ids);
    if (!listed) co_return std::unexpected(std::move(listed.error()));
    Answered<std::vector<Profile>> out{.data = {}, .calls = ids.calls, .limits = ids.limits};
    const std::span all(ids.data);
    for (std::size_t start = 0; start < all.size(); start += batch_size) {
        const auto some = all.subspan(start, std::min(batch_size, all.size() - start));
        auto added = co_await add_organizations(rest, caller, {some.begin(), some.end()}, out);
        if (!added) co_return std::unexpected(std::move(added.error()));
    }
    co_return out;
}

Task<Outcome<Profile>> OrganizationReader::profile(Access access) {
    auto answer = co_await rest_.send(access, one_organization(id_of_urn(access.external_id)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto organization = parse_organization(answer->data);
    if (!organization) co_return std::unexpected(rest_.unusable("the organisation has no id"));
    Answered<Profile> out{
        .data = *std::move(organization), .calls = answer->calls, .limits = answer->limits};
    auto followers = co_await rest_.send(
        access, {.endpoint = "network_sizes",
                 .method = "GET",
                 .path = fmt::format("networkSizes/{}?edgeType=COMPANY_FOLLOWED_BY_MEMBER",
                                     http::percent_encode(access.external_id))});
    if (!followers && !is_refused(followers.error())) {
        co_return std::unexpected(std::move(followers.error()));
    }
    add_cost(out, followers);
    if (followers) out.data.follower_count = whole_number_of(followers->data, "firstDegreeSize");
    co_return out;
}

Task<Step> OrganizationReader::add_figures(const Access& access, std::string_view parameter,
                                           std::vector<std::string> urns,
                                           Answered<PostPage>& page) const {
    if (urns.empty()) co_return Step{};
    auto answer = co_await rest_.send(
        access,
        {.endpoint = "share_statistics",
         .method = "FINDER",
         .path = fmt::format("organizationalEntityShareStatistics?q=organizationalEntity"
                             "&organizationalEntity={}&{}={}",
                             http::percent_encode(access.external_id), parameter, list_of(urns))});
    if (!answer && !is_refused(answer.error())) {
        co_return std::unexpected(std::move(answer.error()));
    }
    add_cost(page, answer);
    if (!answer) co_return Step{};
    auto figures = parse_share_statistics(answer->data);
    for (auto& post : page.data.posts) {
        const auto found = figures.find(post.external_id);
        if (found != figures.end()) post.metrics = found->second;
    }
    co_return Step{};
}

Task<Outcome<PostPage>> OrganizationReader::posts(Access access, std::string cursor,
                                                  std::size_t limit) {
    if (!has_scope(access.scopes, scope_organization_posts)) {
        co_return Answered<PostPage>{.data = {}, .calls = 0, .limits = {}};
    }
    auto page = co_await list_posts(rest_, access, access.external_id, std::move(cursor), limit);
    if (!page || !has_scope(access.scopes, scope_organization_admin)) co_return page;
    for (const auto& kind : post_kinds) {
        auto urns = urns_of(page->data, kind.prefix);
        auto added = co_await add_figures(access, kind.parameter, std::move(urns), *page);
        if (!added) co_return std::unexpected(std::move(added.error()));
    }
    co_return page;
}

Task<Outcome<std::vector<DailyMetric>>> OrganizationReader::daily(Access access, Time from,
                                                                  Time to) {
    Answered<std::vector<DailyMetric>> out{.data = {}, .calls = 0, .limits = {}};
    const Time now = clock_.now();
    from = std::max(from, start_of_day(now) - history_max);
    if (from != start_of_day(from)) from = start_of_day(from) + std::chrono::days{1};
    to = start_of_day(std::min(to, now));
    if (from >= to || !has_scope(access.scopes, scope_organization_admin)) co_return out;
    for (const auto& series : all_series) {
        auto answer = co_await rest_.send(
            access,
            {.endpoint = series.endpoint,
             .method = "FINDER",
             .path = fmt::format("{}?q={}&{}={}&timeIntervals=(timeRange:{},"
                                 "timeGranularityType:DAY)",
                                 series.resource, series.finder, series.finder,
                                 http::percent_encode(access.external_id), time_range(from, to))});
        if (!answer && !is_refused(answer.error())) {
            co_return std::unexpected(std::move(answer.error()));
        }
        add_cost(out, answer);
        if (answer) {
            std::ranges::move(parse_daily(answer->data, series.fields, from, to),
                              std::back_inserter(out.data));
        }
    }
    co_return out;
}

}  // namespace rostrum::platforms::linkedin
