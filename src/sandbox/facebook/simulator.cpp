#include "sandbox/facebook/simulator.hpp"

#include "sandbox/facebook/facebook.hpp"
#include "sandbox/instagram/publishing.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::facebook {
namespace {

constexpr std::string_view upload_host = "rupload.facebook.com";
constexpr std::string_view picture_host = "scontent.xx.fbcdn.net";

constexpr std::array<std::string_view, 4> all_hosts{www_host, graph_host, upload_host,
                                                    picture_host};
constexpr std::array<std::string_view, 29> all_endpoints{
    "authorize",   "token",          "debug_token",  "user",         "accounts",  "businesses",
    "page",        "business_pages", "permissions",  "posts",        "post",      "insights",
    "ig_user",     "ig_media",       "ig_insights",  "ig_container", "ig_status", "ig_publish",
    "ig_limit",    "ig_upload",      "feed",         "photos",       "stories",   "photo_stories",
    "video_start", "video_transfer", "video_finish", "video",        "upload"};

constexpr std::array login_scopes{
    LoginScope{scope_names[0], "See a list of the pages you manage"},
    LoginScope{scope_names[1], "Read content posted on the pages"},
    LoginScope{scope_names[2], "Read the insights of the pages"},
    LoginScope{scope_names[3], "Manage your business"},
    LoginScope{scope_names[4], "See the profile and posts of the linked Instagram account"},
    LoginScope{scope_names[5], "See the insights of the linked Instagram account"},
    LoginScope{scope_names[6], "Create and manage posts on the pages"},
    LoginScope{scope_names[7], "Read what users wrote on the pages"},
    LoginScope{scope_names[8], "Manage comments on the pages"},
    LoginScope{scope_names[9], "Manage settings of the pages"},
    LoginScope{scope_names[10], "Publish to the linked Instagram account"},
    LoginScope{scope_names[11], "Manage comments of the linked Instagram account"},
    LoginScope{scope_names[12], "Delete posts of the linked Instagram account"},
};

/// The subcodes with which a user's decision shows at a token.
constexpr std::array revocation_subcodes{458, 459, 460, 463, 464, 467, 492};

constexpr std::int64_t calls_per_hour_default = 20'000;
constexpr std::int64_t app_calls_per_hour_default = 200'000;

/// How much is used of what a page or user may call in an hour.
struct Usage {
    std::int64_t percent = 0;
    std::int64_t minutes_to_regain = 0;
};

/// A page's and an Instagram account's limits are told by account, those of a user for the app.
void add_usage_headers(http::Headers& headers, std::string_view account, std::string_view type,
                       const Usage& usage) {
    if (usage.percent == 0) return;
    if (account.empty()) {
        headers.set("X-App-Usage",
                    fmt::format(R"({{"call_count":{},"total_time":{},"total_cputime":{}}})",
                                usage.percent, usage.percent / 3, usage.percent / 4));
        return;
    }
    headers.set("X-Business-Use-Case-Usage",
                fmt::format(R"({{"{}":[{{"type":"{}","call_count":{},"total_cputime":{},)"
                            R"("total_time":{},"estimated_time_to_regain_access":{}}}]}})",
                            account, type, usage.percent, usage.percent / 6, usage.percent / 4,
                            usage.minutes_to_regain));
}

/// A picture of a post may take 4 MB; what a video is sent in is bounded by the answers.
constexpr std::size_t form_body_max = 10 * std::size_t{1024} * 1024;
constexpr std::size_t upload_body_max = 1024 * std::size_t{1024} * 1024;

http::Response published_page(std::string_view name, std::string_view text) {
    return html_page(200, fmt::format("{} on Facebook (simulated)", name),
                     fmt::format("<h1>{}</h1>\n<p dir=\"auto\" style=\"white-space:pre-wrap\">{}"
                                 "</p>\n",
                                 html_escape(name), html_escape(text)));
}

/// The phase of a video at any of the three edges.
std::string_view video_endpoint(const http::Request& request) {
    const auto form = http::parse_query(request.body);
    const auto phase = form ? form->get("upload_phase") : std::nullopt;
    if (phase == "start") return "video_start";
    return phase == "finish" ? "video_finish" : "video_transfer";
}

std::string_view user_endpoint(std::string_view edge) {
    if (edge.empty()) return "user";
    if (edge == "accounts" || edge == "businesses" || edge == "permissions") return edge;
    return {};
}

}  // namespace

http::Response error_response(GraphError error) {
    if (error.type == "IGApiException") {
        const bool no_object = error.code == 100 && error.subcode == 33;
        error.type = no_object ? "GraphMethodException" : "OAuthException";
    }
    return instagram::to_response(error);
}

Facebook::Facebook(const SimulationParts& parts, std::shared_ptr<instagram::Containers> containers)
    : CastPlatform(
          {.id = "facebook",
           .hosts = all_hosts,
           .endpoints = all_endpoints,
           .personas = page_personas(),
           .users = facebook::users(),
           .picture_host = picture_host,
           .login = {.platform = "Facebook",
                     .path = "/www.facebook.com/v26.0/dialog/oauth",
                     .client_id = app_id,
                     .scope_separator = ',',
                     .scopes = login_scopes,
                     .pkce = LoginPkce::ignored,
                     .code_prefix = "AQ",
                     .denial_reason = "user_denied",
                     .denial_description = "Permissions error"},
           .tokens = {.platform = "facebook", .access_prefix = "EAA", .refresh_prefix = "EAR"}},
          parts),
      instagram_(parts.seed, parts.clock.now()),
      containers_(std::move(containers)),
      client_(parts.client) {
    page_posts_.enter_in(published());
}

std::string Facebook::external_id(std::size_t page) const { return std::to_string(page_id(page)); }

void Facebook::add_routes(http::Router& router) {
    using enum http::Method;
    add_common_routes(router);
    add(router, get, "/www.facebook.com/{rest*}",
        [this](http::Request& request) { return website(request); });
    add(router, get, "/graph.facebook.com/{rest*}",
        [this](http::Request& request) { return graph(request); });
    for (const auto method : {post, delete_}) {
        router.add(method, {.pattern = "/graph.facebook.com/{rest*}",
                            .handler = [this](http::Request& request) { return change(request); },
                            .body_max = form_body_max});
    }
    router.add(post,
               {.pattern = "/rupload.facebook.com/{rest*}",
                .handler = at_once([this](http::Request& request) { return upload(request); }),
                .body_max = upload_body_max});
}

std::string_view Facebook::endpoint_of(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    if (segments.empty()) return {};
    if (segments.front() == www_host) {
        return request.path.contains("/dialog/oauth") ? "authorize" : "";
    }
    if (segments.front() == upload_host) {
        return segments.size() > 1 && segments[1] == "ig-api-upload" ? "ig_upload" : "upload";
    }
    if (segments.front() != graph_host) return {};
    const auto path = instagram::parse_graph_path(request.path, graph_host);
    if (!path) return {};
    const auto [version, versioned, node, edge] = *path;
    if (node == "oauth") return "token";
    if (node == "debug_token") return "debug_token";
    if (node == "me") return user_endpoint(edge);
    if (edge == "owned_pages" || edge == "client_pages") return "business_pages";
    if (find_post(node)) return edge == "insights" ? "insights" : "post";
    if (const auto id = instagram::parse_id(node); id && find_page(*id)) {
        if (edge.empty()) return "page";
        if (edge.starts_with("video")) return video_endpoint(request);
        if (request.method == http::Method::post || edge == "stories") {
            const auto known = std::ranges::find(all_endpoints, edge);
            return known == all_endpoints.end() ? std::string_view{} : *known;
        }
        return edge == "insights" ? "insights" : "posts";
    }
    const auto number = instagram::parse_id(node);
    if (number && page_posts_.find_video(*number)) return "video";
    if (!is_instagram_node(node)) return {};
    if (instagram::is_container_id(*number)) return "ig_status";
    if (edge == "insights") return "ig_insights";
    if (edge == "media_publish") return "ig_publish";
    if (edge == "content_publishing_limit") return "ig_limit";
    if (edge == "media" && request.method == http::Method::post) return "ig_container";
    const bool of_account = instagram::find_account(*instagram::parse_id(node)) != nullptr;
    return edge.empty() && of_account ? "ig_user" : "ig_media";
}

std::string_view Facebook::account_of(const http::Request& request) const {
    constexpr std::string_view scheme = "OAuth ";
    const auto header = request.headers.get("Authorization");
    const auto caller = header.starts_with(scheme) ? read_token(header.substr(scheme.size()))
                                                   : read_token(instagram::token_anywhere(request));
    return caller ? users()[caller->user()].handle : std::string_view{};
}

// ---- calls

/// What a call takes of the limits, and the refusal where that is too much.
struct Facebook::Counted {
    std::optional<GraphError> refusal;
    std::string account;
    std::string_view type;
    Usage usage;

    http::Response finish(http::Response response, int version) const {
        add_usage_headers(response.headers, account, type, usage);
        response.headers.set("facebook-api-version", fmt::format("v{}.0", version));
        return response;
    }
};

http::Response Facebook::graph(const http::Request& request) {
    const auto path = instagram::parse_graph_path(request.path, graph_host);
    if (!path) return error_response(path.error());
    if (path->node == "oauth" && path->edge == "access_token") return access_token(request);
    if (path->node == "debug_token") return debug_token(request);
    const auto caller = authorized(request);
    if (!caller) return error_response(caller.error());
    const PageCall call{request, *path, *caller, now()};
    const auto counted = count(call);
    const auto result = counted.refusal ? std::unexpected(*counted.refusal) : answer(call);
    return counted.finish(result ? *result : error_response(result.error()), path->version);
}

/// Calls that publish, delete and revoke.
Task<http::Response> Facebook::change(http::Request& request) {
    instagram::merge_body(request);
    const auto path = instagram::parse_graph_path(request.path, graph_host);
    if (!path) co_return error_response(path.error());
    if (path->node == "oauth" && path->edge == "access_token") co_return access_token(request);
    const auto caller = authorized(request);
    if (!caller) co_return error_response(caller.error());
    const PageCall call{request, *path, *caller, now()};
    const auto counted = count(call);
    if (counted.refusal) {
        co_return counted.finish(error_response(*counted.refusal), path->version);
    }
    const auto result = co_await change_of(call);
    co_return counted.finish(result ? *result : error_response(result.error()), path->version);
}

Facebook::Counted Facebook::count(const PageCall& call) {
    const auto& page = call.caller.page;
    const bool instagram = is_instagram_node(call.path.node);
    Counted counted{.refusal = {},
                    .account = page ? std::to_string(page_id(*page)) : std::string(),
                    .type = instagram ? "instagram" : "pages",
                    .usage = {}};
    const auto limit = limits().calls_per_hour.value_or(calls_per_hour_default);
    const auto app_limit = limits().app_calls_per_hour.value_or(app_calls_per_hour_default);
    const auto key = page ? counted.account : fmt::format("user {}", call.caller.user());
    const auto used =
        quotas().take(key, {.limit = limit, .window = std::chrono::hours{1}}, 1, call.now);
    const auto app =
        quotas().take("app", {.limit = app_limit, .window = std::chrono::hours{1}}, 1, call.now);
    counted.usage.percent = limit > 0 ? (used.limit - used.remaining) * 100 / limit : 100;
    if (!app.allowed) {
        counted.refusal = instagram::rate_limited(4);
    } else if (!used.allowed) {
        counted.usage.percent = 100;
        counted.usage.minutes_to_regain =
            std::chrono::ceil<std::chrono::minutes>(used.resets_at - call.now).count();
        counted.refusal = instagram::rate_limited(!page ? 17 : instagram ? 80'002 : 80'001);
    }
    return counted;
}

Task<GraphResult<http::Response>> Facebook::change_of(PageCall call) {
    const auto node = call.path.node;
    const auto id = instagram::parse_id(node);
    const bool posts = call.request.method == http::Method::post;
    const bool is_user = node == "me" || (id && *id == user_id(call.caller.user()));
    if (is_user && !call.caller.page) co_return user_node(call);
    if (is_instagram_node(node)) co_return co_await instagram_change(call);
    if (!posts) co_return remove_node(call);
    const auto page = node == "me" ? call.caller.page : id ? find_page(*id) : std::nullopt;
    if (!page) co_return std::unexpected(instagram::missing_object(node, "post"));
    co_return co_await page_change(call, *page);
}

GraphResult<http::Response> Facebook::answer(const PageCall& call) {
    const auto node = call.path.node;
    const auto id = instagram::parse_id(node);
    if (node == "me" && call.caller.page) return page_node(call, *call.caller.page);
    const bool is_user = node == "me" || (id && *id == user_id(call.caller.user()));
    if (is_user && !call.caller.page) return user_node(call);
    if (id && *id == business_id(call.caller.user()) && !call.caller.page) {
        if (!call.caller.may(Scope::business)) {
            return std::unexpected(instagram::missing_permission());
        }
        if (call.path.edge == "owned_pages") return page_list(call, pages_of(call.caller, true));
        if (call.path.edge == "client_pages") return page_list(call, {});
        return std::unexpected(instagram::unknown_path("/" + std::string(call.path.edge)));
    }
    if (const auto page = id ? find_page(*id) : std::nullopt) return page_node(call, *page);
    if (const auto post = find_post(node)) return post_node(call, *post);
    if (const auto video = id ? page_posts_.find_video(*id) : std::nullopt) {
        return video_node(call, *id, *video);
    }
    return instagram_node(call);
}

/// The pages that permalinks lead to.
http::Response Facebook::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    std::optional<CastPost> post;
    if (segments.size() >= 3 &&
        (segments[1] == "reel" || segments[2] == "posts" || segments[2] == "stories")) {
        const auto id = instagram::parse_id(segments.back());
        const auto own = id ? page_posts_.find_post(*id, now()) : std::nullopt;
        if (own) return published_page(cast().persona(own->post.persona).name, own->message);
        if (id) post = cast().find_post(*id, now());
    }
    if (post) return post_page(request, *post);
    return problem_page(404, {.title = "This content isn't available right now",
                              .text = "The link may be broken, or the page may have been removed.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

// ---- what goes wrong on purpose

http::Response Facebook::refuse(const http::Request& request, const Fault& fault) {
    if (fault.kind == FaultKind::revoke) {
        return error_response(instagram::invalid_token(fault.code.value_or(458)));
    }
    if (fault.kind == FaultKind::rate_limit) return rate_limit(request, fault);
    const int status = static_cast<int>(fault.value.value_or(500));
    if (request.path.starts_with("/rupload")) {
        return instagram::upload_error(status, "Internal error", status >= 500);
    }
    return error_response(instagram::error_of_status(status, fault.code));
}

http::Response Facebook::rate_limit(const http::Request& request, const Fault& fault) const {
    const auto caller = read_token(instagram::token_anywhere(request));
    const bool instagram = endpoint_of(request).starts_with("ig_");
    const bool of_page = caller && caller->page;
    const int usual = !of_page ? 17 : instagram ? 80'002 : 80'001;
    const int code = fault.code.value_or(usual);
    auto response = error_response(instagram::rate_limited(code));
    const Usage usage{.percent = 100, .minutes_to_regain = (fault.value.value_or(3'600) + 59) / 60};
    const auto account = of_page && code >= 80'000 ? std::to_string(page_id(*caller->page)) : "";
    add_usage_headers(response.headers, account, instagram ? "instagram" : "pages", usage);
    return response;
}

Result<> Facebook::revoke(std::string_view account, std::optional<int> code) {
    const int subcode = code.value_or(458);
    if (std::ranges::find(revocation_subcodes, subcode) == revocation_subcodes.end()) {
        return fail(invalid_field("code", "must be 458, 459, 460, 463, 464, 467 or 492"));
    }
    if (auto revoked = CastPlatform::revoke(account, std::nullopt); !revoked) return revoked;
    const std::scoped_lock lock(mutex_);
    revoked_with_[std::string(account)] = subcode;
    return {};
}

void Facebook::reset() {
    CastPlatform::reset();
    page_posts_.reset();
    const std::scoped_lock lock(mutex_);
    revoked_with_.clear();
}

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts,
                                          std::shared_ptr<instagram::Containers> containers) {
    return std::make_unique<Facebook>(parts, std::move(containers));
}

}  // namespace rostrum::sandbox::facebook
