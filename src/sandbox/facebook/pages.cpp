#include "core/json_writer.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/instagram/pictures.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::sandbox::facebook {
namespace {

using instagram::graph_json;

/// The list of pages never has more on one page, whatever is asked for.
constexpr std::int64_t pages_per_list = 25;

constexpr std::array<std::string_view, 13> page_fields{"id",
                                                       "name",
                                                       "username",
                                                       "link",
                                                       "picture",
                                                       "about",
                                                       "fan_count",
                                                       "category",
                                                       "access_token",
                                                       "followers_count",
                                                       "tasks",
                                                       "instagram_business_account",
                                                       "verification_status"};
constexpr std::array<std::string_view, 2> user_fields{"id", "name"};
constexpr std::array<std::string_view, 3> business_fields{"id", "name", "verification_status"};
constexpr std::array<std::string_view, 6> tasks{"ADVERTISE", "ANALYZE",   "CREATE_CONTENT",
                                                "MANAGE",    "MESSAGING", "MODERATE"};

/// A list that fits on one page.
http::Response only_page(std::string_view items) {
    return graph_json(200, fmt::format(R"({{"data":[{}]}})", items));
}

}  // namespace

std::vector<std::size_t> Facebook::pages_of(const Caller& caller, bool of_business) const {
    std::vector<std::size_t> pages;
    if (!caller.may(Scope::show_list) || has_lost_role(caller.token.grant)) return pages;
    const auto infos = page_infos();
    for (std::size_t i = 0; i < infos.size(); ++i) {
        const bool own = infos[i].user == users()[caller.user()].handle;
        if (own && infos[i].of_business == of_business) pages.push_back(i);
    }
    return pages;
}

GraphResult<http::Response> Facebook::user_node(const PageCall& call) {
    const auto edge = call.path.edge;
    const auto user = call.caller.user();
    if (edge == "permissions") return permissions(call);
    if (call.request.method != http::Method::get) {
        return std::unexpected(instagram::missing_object(call.path.node, "delete"));
    }
    if (edge == "accounts") return page_list(call, pages_of(call.caller, false));
    if (edge == "businesses") {
        if (!call.caller.may(Scope::business)) {
            return std::unexpected(instagram::missing_permission());
        }
        const auto fields = fields_of(call, "id,name", business_fields, "Business");
        if (!fields) return std::unexpected(fields.error());
        if (pages_of(call.caller, true).empty()) return only_page("");
        return only_page(
            fmt::format(R"({{"id":"{}","name":"Northwind Holding"}})", business_id(user)));
    }
    if (!edge.empty()) return std::unexpected(instagram::unknown_path("/" + std::string(edge)));
    const auto fields = fields_of(call, "id,name", user_fields, "User");
    if (!fields) return std::unexpected(fields.error());
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("id").value(std::to_string(user_id(user)));
    out.key("name").value(users()[user].name).end_object();
    return graph_json(200, body);
}

/// By cursors, which are places in the list.
GraphResult<http::Response> Facebook::page_list(const PageCall& call,
                                                std::vector<std::size_t> pages) {
    const auto fields = fields_of(call, "id,name,access_token,category,tasks", page_fields, "Page");
    if (!fields) return std::unexpected(fields.error());
    const auto limit = limit_of(call, pages_per_list);
    if (!limit) return std::unexpected(limit.error());
    std::int64_t begin = 0;
    if (const auto after = call.param("after"); !after.empty()) {
        const auto cursor = decode_cursor(after);
        if (!cursor) return std::unexpected(instagram::bad_parameter("(#100) Invalid cursor"));
        begin = *cursor;
    }
    const auto size = static_cast<std::int64_t>(pages.size());
    const auto end = std::min(size, begin + std::min(*limit, pages_per_list));
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (auto i = begin; i < end; ++i) {
        const auto written = write_page(out, call, pages[static_cast<std::size_t>(i)], *fields);
        if (!written) return std::unexpected(written.error());
    }
    out.end_array();
    if (begin < end) {
        out.key("paging").begin_object().key("cursors").begin_object();
        out.key("before").value(encode_cursor(begin)).key("after").value(encode_cursor(end));
        out.end_object();
        if (end < size) out.key("next").value(next_address(call, encode_cursor(end)));
        out.end_object();
    }
    out.end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> Facebook::page_node(const PageCall& call, std::size_t page) {
    const auto edge = call.path.edge;
    const bool own_token = call.caller.page == page;
    const bool of_user = page_infos()[page].user == users()[call.caller.user()].handle;
    if (!own_token && (call.caller.page || !of_user)) {
        return std::unexpected(instagram::missing_object(call.path.node));
    }
    if (!call.caller.may(Scope::read_engagement)) {
        return std::unexpected(instagram::missing_permission());
    }
    if (edge.empty()) {
        const auto fields = fields_of(call, "id,name", page_fields, "Page");
        if (!fields) return std::unexpected(fields.error());
        std::string body;
        JsonWriter out(body);
        const auto written = write_page(out, call, page, *fields);
        if (!written) return std::unexpected(written.error());
        return graph_json(200, body);
    }
    if (!own_token) {
        return std::unexpected(GraphError{.message = "This method must be called with a Page "
                                                     "Access Token",
                                          .code = 190,
                                          .subcode = 2'069'032,
                                          .type = "OAuthException"});
    }
    if (edge == "published_posts" || edge == "posts" || edge == "feed") {
        return post_list(call, page);
    }
    if (edge == "stories") return story_list(call, page);
    if (edge == "insights") return page_insights(call, page);
    return std::unexpected(instagram::unknown_path("/" + std::string(edge)));
}

GraphResult<> Facebook::write_page(JsonWriter& out, const PageCall& call, std::size_t page,
                                   const std::vector<Field>& fields) {
    const auto& who = cast().persona(page);
    const auto& info = page_infos()[page];
    const auto followers = cast().followers(page, call.now);
    out.begin_object();
    for (const auto& field : fields) {
        const auto& name = field.name;
        if (name == "id") out.key(name).value(std::to_string(page_id(page)));
        if (name == "name") out.key(name).value(who.name);
        if (name == "username" && info.has_username) out.key(name).value(who.handle);
        if (name == "about" && !who.biography.empty()) out.key(name).value(who.biography);
        if (name == "category") out.key(name).value(info.category);
        // Not all who like a page follow it.
        if (name == "fan_count") out.key(name).value(followers * 97 / 100);
        if (name == "followers_count") out.key(name).value(followers);
        if (name == "verification_status") {
            out.key(name).value(who.verified ? "blue_verified" : "not_verified");
        }
        if (name == "link") {
            out.key(name).value(
                fmt::format("{}/{}/{}", origin_of(call.request), www_host, page_id(page)));
        }
        if (name == "picture") {
            out.key(name).begin_object().key("data").begin_object();
            out.key("url").value(avatar_url(call.request, page)).end_object().end_object();
        }
        if (name == "tasks") {
            out.key(name).begin_array();
            for (const auto task : tasks) out.value(task);
            out.end_array();
        }
        if (name == "access_token") {
            out.key(name).value(call.caller.page == page
                                    ? std::string(instagram::access_token(call.request))
                                    : page_token(call.caller, page));
        }
        if (name == "instagram_business_account" && !info.instagram.empty() &&
            call.caller.may(Scope::instagram_basic)) {
            out.key(name);
            write_instagram(out, call, info.instagram, field.of);
        }
    }
    if (std::ranges::find(fields, "id", &Field::name) == fields.end()) {
        out.key("id").value(std::to_string(page_id(page)));
    }
    out.end_object();
    return {};
}

void Facebook::write_instagram(JsonWriter& out, const PageCall& call, std::string_view username,
                               const std::vector<Field>& fields) const {
    const auto& account = *instagram::find_account(username);
    const auto has = [&](std::string_view name) {
        return std::ranges::find(fields, name, &Field::name) != fields.end();
    };
    out.begin_object().key("id").value(std::to_string(instagram::ig_id(account)));
    if (has("username")) out.key("username").value(account.username);
    if (has("name") && !account.name.empty()) out.key("name").value(account.name);
    if (has("profile_picture_url") && !account.quirks.no_picture) {
        out.key("profile_picture_url")
            .value(instagram::picture_url(origin_of(call.request), instagram::ig_id(account),
                                          call.now));
    }
    out.end_object();
}

void Facebook::write_accounts(JsonWriter& out, const std::string& origin) const {
    for (std::size_t user = 0; user < users().size(); ++user) {
        out.begin_object().key("platform").value(id());
        out.key("username").value(users()[user].handle);
        out.key("name").value(users()[user].name);
        out.key("shape").value(users()[user].shape);
        out.key("userId").value(std::to_string(user_id(user)));
        out.key("pages").begin_array();
        for (std::size_t page = 0; page < page_infos().size(); ++page) {
            if (page_infos()[page].user != users()[user].handle) continue;
            out.begin_object().key("id").value(external_id(page));
            out.key("username").value(cast().persona(page).handle);
            out.key("name").value(cast().persona(page).name);
            out.key("instagram").value(page_infos()[page].instagram);
            out.key("followers").value(cast().followers(page, now()));
            out.key("postCount").value(cast().posts(page, now()).size());
            out.key("pictureUrl");
            out.value(fmt::format("{}/scontent.xx.fbcdn.net/avatar/{}.svg", origin, page));
            out.end_object();
        }
        out.end_array().end_object();
    }
}

}  // namespace rostrum::sandbox::facebook
