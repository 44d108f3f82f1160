#include "sandbox/tiktok/tiktok.hpp"

#include "core/json_writer.hpp"
#include "sandbox/page.hpp"
#include "sandbox/tiktok/personas.hpp"
#include "sandbox/tiktok/publish_requests.hpp"
#include "sandbox/tiktok/simulator.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::string_view www_host = "www.tiktok.com";
constexpr std::string_view api_host = "open.tiktokapis.com";
constexpr std::string_view picture_host = "p16-sign.tiktokcdn.com";
constexpr std::string_view upload_host = "open-upload.tiktokapis.com";

constexpr std::array<std::string_view, 4> all_hosts{www_host, api_host, picture_host, upload_host};
constexpr std::array<std::string_view, 12> all_endpoints{
    "authorize",    "token",      "revoke",     "user_info",    "video_list", "video_query",
    "creator_info", "video_init", "inbox_init", "content_init", "status",     "upload"};

constexpr std::array login_scopes{
    LoginScope{scope_names[0], "See your name and your picture", true},
    LoginScope{scope_names[1], "See your username, bio and verification"},
    LoginScope{scope_names[2], "See your followers, likes and number of videos"},
    LoginScope{scope_names[3], "See your public videos"},
    LoginScope{scope_names[4], "Post content to TikTok"},
    LoginScope{scope_names[5], "Upload drafts for you to finish"},
};

/// Calls a minute to each endpoint of the Display API, of the app.
constexpr std::int64_t calls_per_minute = 600;

}  // namespace

TikTok::TikTok(const SimulationParts& parts)
    : CastPlatform(
          {.id = "tiktok",
           .hosts = all_hosts,
           .endpoints = all_endpoints,
           .personas = personas(),
           .picture_host = picture_host,
           .login = {.platform = "TikTok",
                     .path = "/www.tiktok.com/v2/auth/authorize",
                     .client_id_parameter = "client_key",
                     .client_id = client_key,
                     .scope_separator = ',',
                     .scopes = login_scopes,
                     .pkce = LoginPkce::ignored,
                     .code_prefix = "",
                     .granted_parameter = "scopes"},
           .tokens = {.platform = "tiktok", .access_prefix = "act.", .refresh_prefix = "rft."}},
          parts),
      client_(parts.client),
      tasks_(parts.random) {}

std::string TikTok::external_id(std::size_t persona) const {
    return fmt::format("-000{:016x}{:016x}", cast().dice(persona).of("open").number(),
                       cast().dice(persona).of("id").number());
}

void TikTok::add_routes(http::Router& router) {
    using enum http::Method;
    add_common_routes(router);
    add(router, get, "/www.tiktok.com/v2/auth/authorize/",
        [this](http::Request& request) { return login().authorize(request); });
    add(router, get, "/www.tiktok.com/{rest*}",
        [this](http::Request& request) { return website(request); });
    for (const auto method : {get, post}) {
        router.add(method, {.pattern = "/open.tiktokapis.com/{rest*}",
                            .handler = [this](http::Request& request) { return answer(request); }});
    }
    router.add(put, {.pattern = "/open-upload.tiktokapis.com/{rest*}",
                     .handler = at_once([this](http::Request& request) {
                         return endpoint_of(request) == "upload" ? take_bytes(request)
                                                                 : http::Response::empty(404);
                     }),
                     .body_max = chunk_max});
}

std::string_view TikTok::endpoint_of(const http::Request& request) const {
    struct Row {
        std::string_view path;
        std::string_view endpoint;
    };
    // Every path of the API ends with a slash; without it, nothing is there.
    constexpr std::array rows{
        Row{"/www.tiktok.com/v2/auth/authorize", "authorize"},
        Row{"/www.tiktok.com/v2/auth/authorize/", "authorize"},
        Row{"/www.tiktok.com/v2/auth/authorize/decision", "authorize"},
        Row{"/open.tiktokapis.com/v2/oauth/token/", "token"},
        Row{"/open.tiktokapis.com/v2/oauth/revoke/", "revoke"},
        Row{"/open.tiktokapis.com/v2/user/info/", "user_info"},
        Row{"/open.tiktokapis.com/v2/video/list/", "video_list"},
        Row{"/open.tiktokapis.com/v2/video/query/", "video_query"},
        Row{"/open.tiktokapis.com/v2/post/publish/creator_info/query/", "creator_info"},
        Row{"/open.tiktokapis.com/v2/post/publish/video/init/", "video_init"},
        Row{"/open.tiktokapis.com/v2/post/publish/inbox/video/init/", "inbox_init"},
        Row{"/open.tiktokapis.com/v2/post/publish/content/init/", "content_init"},
        Row{"/open.tiktokapis.com/v2/post/publish/status/fetch/", "status"},
        Row{"/open-upload.tiktokapis.com/video/", "upload"},
    };
    const auto row = std::ranges::find(rows, request.path, &Row::path);
    return row == rows.end() ? std::string_view{} : row->endpoint;
}

// ---- what comes before an answer

Task<http::Response> TikTok::answer(http::Request& request) {
    const auto endpoint = endpoint_of(request);
    if (endpoint == "token") co_return token(request);
    if (endpoint == "revoke") co_return revoke_token(request);
    auto response = api(request);
    if (!endpoint.ends_with("_init")) co_return response;
    auto task = tasks_.find(read_publish_id(response.body));
    if (task && !task->urls.empty()) co_await fetch_files(request, *std::move(task));
    co_return response;
}

http::Response TikTok::api(const http::Request& request) {
    struct Row {
        std::string_view endpoint;
        http::Method method;
        ApiResult<std::string> (TikTok::*answer)(const http::Request&);
    };
    using enum http::Method;
    constexpr std::array rows{
        Row{"user_info", get, &TikTok::user_info},
        Row{"video_list", post, &TikTok::video_list},
        Row{"video_query", post, &TikTok::video_query},
        Row{"creator_info", post, &TikTok::creator_info},
        Row{"video_init", post, &TikTok::init_post},
        Row{"inbox_init", post, &TikTok::init_post},
        Row{"content_init", post, &TikTok::init_post},
        Row{"status", post, &TikTok::fetch_status},
    };
    const auto* const row = std::ranges::find(rows, endpoint_of(request), &Row::endpoint);
    if (row == rows.end() || row->method != request.method) {
        return api_error({404, "invalid_params", "No such API"}, now());
    }
    const auto data = (this->*row->answer)(request);
    if (!data) return api_error(data.error(), now());
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").raw(*data);
    write_error(out, "ok", "", now());
    out.end_object();
    return http::Response::json(200, std::move(body));
}

ApiResult<GrantToken> TikTok::authorized(const http::Request& request, std::uint32_t scope) {
    const auto token = grants().read(bearer_token(request));
    const bool good = token && token->use == TokenUse::access &&
                      grants().check(*token, now()) == TokenState::good;
    if (!good) {
        return std::unexpected(
            ApiError{401, "access_token_invalid",
                     "The access token is invalid or not found in the request."});
    }
    if ((token->grant.scopes & scope) != scope) {
        return std::unexpected(ApiError{401, "scope_not_authorized",
                                        "The user did not authorize the scope required."});
    }
    return *token;
}

ApiResult<void> TikTok::counted(std::string_view endpoint) {
    Quota quota{.limit = calls_per_minute, .window = std::chrono::minutes{1}};
    if (limits().app_calls_per_hour) {
        quota = {.limit = *limits().app_calls_per_hour, .window = std::chrono::hours{1}};
    }
    if (quotas().take(std::string(endpoint), quota, 1, now()).allowed) return {};
    return std::unexpected(ApiError{429, "rate_limit_exceeded",
                                    "The API rate limit was exceeded. Please try again later."});
}

/// The pages that permalinks lead to.
http::Response TikTok::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const bool is_post = segments.size() == 4 && (segments[2] == "video" || segments[2] == "photo");
    const auto id = is_post ? parse_video_id(segments[3]) : std::nullopt;
    const auto post = id ? cast().find_post(*id, now()) : std::nullopt;
    if (post) return post_page(request, *post);
    if (const auto task = id ? tasks_.find_shown(*id, now()) : std::nullopt) {
        return html_page(200, "TikTok (simulated)",
                         fmt::format("<h1>{}</h1>\n<p>{}</p>\n", html_escape(task->title),
                                     html_escape(task->text)));
    }
    return problem_page(404, {.title = "Video currently unavailable",
                              .text = "The link may be broken, or the video may have been removed.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

http::Response TikTok::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    const bool oauth = endpoint == "token" || endpoint == "revoke";
    const int status = static_cast<int>(fault.value.value_or(500));
    // Uploads have statuses only.
    if (endpoint == "upload") {
        return http::Response::empty(fault.kind == FaultKind::revoke       ? 403
                                     : fault.kind == FaultKind::rate_limit ? 429
                                                                           : status);
    }
    switch (fault.kind) {
        case FaultKind::revoke:
            return oauth ? oauth_error(200, "invalid_grant", "Refresh token is invalid.", now())
                         : api_error({401, "access_token_invalid", "The token is invalid."}, now());
        case FaultKind::rate_limit:
            return api_error({429, "rate_limit_exceeded", "The API rate limit was exceeded."},
                             now());
        default:
            return oauth ? oauth_error(status, "server_error", "Something is wrong.", now())
                         : api_error({status, "internal_error", "Something is wrong."}, now());
    }
}

void TikTok::reset() {
    CastPlatform::reset();
    tasks_.reset();
}

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts) {
    return std::make_unique<TikTok>(parts);
}

}  // namespace rostrum::sandbox::tiktok
