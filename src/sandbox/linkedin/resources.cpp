#include "sandbox/linkedin/resources.hpp"

#include "core/json_writer.hpp"
#include "sandbox/linkedin/personas.hpp"
#include "sandbox/linkedin/posts.hpp"
#include "sandbox/linkedin/statistics.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::string_view api_prefix = "/api.linkedin.com/";

bool has_any(const UserGrant& grant, const std::array<std::string_view, 2>& scopes) {
    return std::ranges::any_of(scopes, [&](std::string_view scope) {
        const auto place = std::ranges::find(scope_names, scope) - scope_names.begin();
        return !scope.empty() && (grant.scopes >> place & 1U) != 0;
    });
}

constexpr std::array rows{
    Resource{"v2/userinfo", "userinfo", {"openid", ""}, &Resources::userinfo},
    Resource{"v2/me", "me", {"r_basicprofile", ""}, &Resources::me},
    Resource{"rest/organizationAcls",
             "organization_acls",
             {"r_organization_social", "rw_organization_admin"},
             &Resources::organization_acls},
    Resource{"rest/organizations",
             "organization",
             {"r_organization_social", "rw_organization_admin"},
             &Resources::organization_batch},
    Resource{"rest/organizations/",
             "organization",
             {"r_organization_social", "rw_organization_admin"},
             &Resources::organization,
             true},
    Resource{"rest/networkSizes/",
             "network_sizes",
             {"r_organization_social", "rw_organization_admin"},
             &Resources::network_size,
             true},
    Resource{"rest/posts", "posts", {}, &Resources::posts},
    Resource{
        "rest/images", "images", {"r_organization_social", "r_member_social"}, &Resources::images},
    Resource{"rest/organizationalEntityShareStatistics",
             "share_statistics",
             {"rw_organization_admin", ""},
             &Resources::share_statistics},
    Resource{"rest/organizationalEntityFollowerStatistics",
             "follower_statistics",
             {"rw_organization_admin", ""},
             &Resources::follower_statistics},
    Resource{"rest/organizationPageStatistics",
             "page_statistics",
             {"rw_organization_admin", ""},
             &Resources::page_statistics},
    Resource{"rest/memberFollowersCount",
             "member_followers",
             {"r_member_profileAnalytics", ""},
             &Resources::followers_of_member},
    Resource{"rest/memberCreatorPostAnalytics",
             "member_post_analytics",
             {"r_member_postAnalytics", ""},
             &Resources::post_analytics},
};

}  // namespace

std::string person_id(const Cast& members, std::size_t member) {
    return fmt::format("{:010x}", members.dice(member).of("person").number() >> 24);
}

const Resource* find_resource(std::string_view path) {
    if (!path.starts_with(api_prefix)) return nullptr;
    path.remove_prefix(api_prefix.size());
    const auto found = std::ranges::find_if(rows, [&](const Resource& resource) {
        return resource.has_key ? path.starts_with(resource.path) && path != resource.path
                                : path == resource.path;
    });
    return found == rows.end() ? nullptr : &*found;
}

Resources::Result Resources::answer(const Resource& resource, const Asked& asked) const {
    if (!resource.scopes.front().empty() && !has_any(asked.grant, resource.scopes)) {
        return std::unexpected(access_denied(resource.path));
    }
    return (this->*resource.answer)(asked);
}

std::string Resources::urn_of_member(std::size_t member) const {
    return "urn:li:person:" + person_id(members_, member);
}

ApiResult<std::size_t> Resources::administered(std::string_view urn, const UserGrant& grant) const {
    const auto page = pages_.find_urn(urn);
    if (!page) return std::unexpected(bad_parameter("There is no organization of this URN"));
    if (!pages_.is_administrator(handle_of(grant), *page)) {
        return std::unexpected(access_denied(urn));
    }
    return *page;
}

Resources::Result Resources::userinfo(const Asked& asked) const {
    const auto& who = members_.persona(asked.grant.persona);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("sub").value(person_id(members_, asked.grant.persona));
    out.key("name").value(who.name);
    out.key("given_name").value(who.name.substr(0, who.name.find(' ')));
    out.key("family_name").value(who.name.substr(who.name.find(' ') + 1));
    out.key("picture").value(asked.avatar_url);
    out.key("locale").begin_object().key("country").value("US");
    out.key("language").value("en").end_object().end_object();
    return body;
}

Resources::Result Resources::me(const Asked& asked) const {
    const auto& who = members_.persona(asked.grant.persona);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("id").value(person_id(members_, asked.grant.persona));
    out.key("localizedFirstName").value(who.name.substr(0, who.name.find(' ')));
    out.key("localizedLastName").value(who.name.substr(who.name.find(' ') + 1));
    if (!who.biography.empty()) out.key("localizedHeadline").value(who.biography);
    out.key("vanityName").value(who.handle).end_object();
    return body;
}

Resources::Result Resources::organization_acls(const Asked& asked) const {
    if (parameter(asked.request, "q") != "roleAssignee") {
        return std::unexpected(bad_parameter("Only the finder roleAssignee is simulated"));
    }
    const auto page = read_page(asked.request);
    if (!page) return std::unexpected(page.error());
    const auto role = parameter(asked.request, "role");
    const auto all = pages_.of_member(handle_of(asked.grant), role);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("paging").begin_object();
    out.key("start").value(page->start).key("count").value(page->count);
    out.key("links").begin_array().end_array().end_object().key("elements").begin_array();
    for (const auto index : all | std::views::drop(page->start) | std::views::take(page->count)) {
        out.begin_object();
        out.key("organization").value(fmt::format("urn:li:organization:{}", pages_.id_of(index)));
        out.key("roleAssignee").value(urn_of_member(asked.grant.persona));
        out.key("role").value(role.empty() ? "ADMINISTRATOR" : role);
        out.key("state").value("APPROVED").end_object();
    }
    out.end_array().end_object();
    return body;
}

Resources::Result Resources::organization(const Asked& asked) const {
    const auto id = asked.request.path.substr(asked.request.path.rfind('/') + 1);
    const auto page = pages_.find(id);
    if (!page) return std::unexpected(no_such_thing("Organization not found"));
    const auto allowed = administered("urn:li:organization:" + id, asked.grant);
    if (!allowed) return std::unexpected(allowed.error());
    std::string body;
    JsonWriter out(body);
    pages_.write(out, *page);
    return body;
}

Resources::Result Resources::organization_batch(const Asked& asked) const {
    const auto ids = read_list(parameter(asked.request, "ids"));
    if (!ids) return std::unexpected(bad_parameter("ids must be a List"));
    std::string results;
    std::string statuses;
    JsonWriter out(results);
    JsonWriter codes(statuses);
    out.begin_object();
    codes.begin_object();
    for (const auto id : *ids) {
        const auto page = administered(fmt::format("urn:li:organization:{}", id), asked.grant);
        codes.key(id).value(page ? 200 : 403);
        if (page) pages_.write(out.key(id), *page);
    }
    out.end_object();
    codes.end_object();
    return fmt::format(R"({{"results":{},"statuses":{},"errors":{{}}}})", results, statuses);
}

Resources::Result Resources::network_size(const Asked& asked) const {
    if (parameter(asked.request, "edgeType") != "COMPANY_FOLLOWED_BY_MEMBER") {
        return std::unexpected(bad_parameter("edgeType is missing or unknown"));
    }
    const auto page =
        administered(asked.request.path.substr(asked.request.path.rfind('/') + 1), asked.grant);
    if (!page) return std::unexpected(page.error());
    return fmt::format(R"({{"firstDegreeSize":{}}})", pages_.cast().followers(*page, asked.now));
}

/// Needs another scope for each kind of author.
Resources::Result Resources::posts(const Asked& asked) const {
    if (parameter(asked.request, "q") != "author") {
        return std::unexpected(bad_parameter("Only the finder author is simulated"));
    }
    // Both orders are the same: nobody modifies an old post.
    const auto order = parameter(asked.request, "sortBy");
    if (order != "CREATED" && order != "LAST_MODIFIED" && !order.empty()) {
        return std::unexpected(bad_parameter("sortBy is unknown"));
    }
    const auto range = read_page(asked.request);
    if (!range) return std::unexpected(range.error());
    const auto author = parameter(asked.request, "author");
    if (author.starts_with("urn:li:person:")) {
        if (!has_any(asked.grant, {"r_member_social", ""}) ||
            author != urn_of_member(asked.grant.persona)) {
            return std::unexpected(access_denied("partnerApiPostsExternal.FINDER-author"));
        }
        return write_posts(Author::member, members_, asked.grant.persona, author, *range,
                           published_.of(handle_of(asked.grant)), asked.now);
    }
    if (!has_any(asked.grant, {"r_organization_social", ""})) {
        return std::unexpected(access_denied("partnerApiPostsExternal.FINDER-author"));
    }
    const auto page = administered(author, asked.grant);
    if (!page) return std::unexpected(page.error());
    return write_posts(Author::organization, pages_.cast(), *page, author, *range,
                       published_.of(pages_.cast().persona(*page).handle), asked.now);
}

Resources::Result Resources::images(const Asked& asked) const {
    constexpr std::string_view prefix = "urn:li:image:";
    const auto urns = read_list(parameter(asked.request, "ids"));
    if (!urns) return std::unexpected(bad_parameter("ids must be a List"));
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("results").begin_object();
    for (const auto urn : *urns) {
        if (!urn.starts_with(prefix)) continue;
        const auto id = urn.substr(prefix.size());
        if (!find_pictured_post(id, members_, pages_.cast(), asked.now)) continue;
        out.key(urn).begin_object().key("id").value(urn).key("status").value("AVAILABLE");
        out.key("downloadUrl");
        out.value(fmt::format("{}/{}/{}.svg", origin_of(asked.request), post_picture_host, id));
        out.end_object();
    }
    out.end_object().end_object();
    return body;
}

Resources::Result Resources::share_statistics(const Asked& asked) const {
    const auto urn = parameter(asked.request, "organizationalEntity");
    const auto page = administered(urn, asked.grant);
    if (!page) return std::unexpected(page.error());
    if (const auto intervals = parameter(asked.request, "timeIntervals"); !intervals.empty()) {
        if (asked.request.query.get("shares") || asked.request.query.get("ugcPosts")) {
            return std::unexpected(bad_parameter("Not supported for specific shares"));
        }
        const auto range = read_time_intervals(intervals);
        if (!range) return std::unexpected(range.error());
        return share_days(pages_.cast(), *page, urn, *range, asked.now);
    }
    std::string_view kind;
    if (asked.request.query.get("shares")) kind = "shares";
    if (asked.request.query.get("ugcPosts")) kind = "ugcPosts";
    if (kind.empty()) return share_totals(pages_.cast(), *page, urn, asked.now);
    const auto urns = read_list(parameter(asked.request, kind));
    if (!urns) return std::unexpected(bad_parameter("Not a List"));
    std::vector<CastPost> found;
    for (const auto post_urn : *urns) {
        const auto post = find_post(post_urn, members_, pages_.cast(), asked.now);
        if (post && post->author == Author::organization && post->post.persona == *page) {
            found.push_back(post->post);
        }
    }
    kind.remove_suffix(1);
    return share_figures(pages_.cast(), found, urn, kind, asked.now);
}

Resources::Result Resources::follower_statistics(const Asked& asked) const {
    const auto urn = parameter(asked.request, "organizationalEntity");
    const auto page = administered(urn, asked.grant);
    if (!page) return std::unexpected(page.error());
    const auto range = read_time_intervals(parameter(asked.request, "timeIntervals"));
    if (!range) return std::unexpected(range.error());
    return follower_days(pages_.cast(), *page, urn, *range, asked.now);
}

/// The one whose finder and parameter are called otherwise.
Resources::Result Resources::page_statistics(const Asked& asked) const {
    if (parameter(asked.request, "q") != "organization") {
        return std::unexpected(bad_parameter("There is no such finder"));
    }
    const auto urn = parameter(asked.request, "organization");
    const auto page = administered(urn, asked.grant);
    if (!page) return std::unexpected(page.error());
    const auto range = read_time_intervals(parameter(asked.request, "timeIntervals"));
    if (!range) return std::unexpected(range.error());
    return page_view_days(pages_.cast(), *page, urn, *range, asked.now);
}

Resources::Result Resources::followers_of_member(const Asked& asked) const {
    if (parameter(asked.request, "q") == "me")
        return member_followers(members_, asked.grant.persona, asked.now);
    const auto range = read_date_range(parameter(asked.request, "dateRange"));
    if (!range) return std::unexpected(range.error());
    return member_follower_days(members_, asked.grant.persona, *range, asked.now);
}

Resources::Result Resources::post_analytics(const Asked& asked) const {
    const auto type = parameter(asked.request, "queryType");
    std::optional<std::string> answer;
    if (parameter(asked.request, "q") == "me") {
        const auto range = read_date_range(parameter(asked.request, "dateRange"));
        if (!range) return std::unexpected(range.error());
        answer = member_figure_days(members_, asked.grant.persona, type, *range, asked.now);
    } else {
        const auto entity = parameter(asked.request, "entity");
        auto urn = member_of(entity, "share");
        if (urn.empty()) urn = member_of(entity, "ugc");
        const auto post = find_post(urn, members_, pages_.cast(), asked.now);
        if (!post || post->author != Author::member || post->post.persona != asked.grant.persona) {
            return std::unexpected(no_such_thing("Post not found"));
        }
        answer = member_post_figure(members_, post->post, type, asked.now);
    }
    if (!answer) return std::unexpected(bad_parameter("queryType is missing or unknown"));
    return *std::move(answer);
}

}  // namespace rostrum::sandbox::linkedin
