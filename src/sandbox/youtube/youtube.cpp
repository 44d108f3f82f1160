#include "sandbox/youtube/youtube.hpp"

#include "core/timezone.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"
#include "sandbox/youtube/personas.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::string_view accounts_host = "accounts.google.com";
constexpr std::string_view oauth_host = "oauth2.googleapis.com";
constexpr std::string_view data_host = "www.googleapis.com";
constexpr std::string_view other_data_host = "youtube.googleapis.com";
constexpr std::string_view analytics_host = "youtubeanalytics.googleapis.com";
constexpr std::string_view www_host = "www.youtube.com";
constexpr std::string_view picture_host = "i.ytimg.com";

constexpr std::array all_hosts{accounts_host,  oauth_host, data_host,   other_data_host,
                               analytics_host, www_host,   picture_host};
constexpr std::array<std::string_view, 11> all_endpoints{
    "authorize", "token",  "revoke", "channels",  "playlist_items", "videos",
    "reports",   "insert", "upload", "thumbnail", "delete"};

/// Each can be unticked.
constexpr std::array login_scopes{
    LoginScope{scope_names[0], "View your YouTube account"},
    LoginScope{scope_names[1], "View YouTube Analytics reports for your YouTube content"},
    LoginScope{scope_names[2], "Manage your YouTube videos"},
    LoginScope{scope_names[3], "See, edit, and permanently delete your YouTube videos"},
};

/// What the Analytics API allows is nowhere told.
constexpr std::int64_t reports_per_day = 100'000;

/// From here on a limit that is set as a fault is the day's.
constexpr std::chrono::hours long_limit{1};

}  // namespace

bool ApiCall::wants(std::string_view part) const {
    return std::ranges::find(parts, part) != parts.end();
}

YouTube::YouTube(const SimulationParts& parts)
    : CastPlatform(
          {.id = "youtube",
           .hosts = all_hosts,
           .endpoints = all_endpoints,
           .personas = personas(),
           .picture_host = picture_host,
           .login = {.platform = "YouTube",
                     .path = "/accounts.google.com/o/oauth2/v2/auth",
                     .client_id = client_id,
                     .scope_separator = ' ',
                     .scopes = login_scopes,
                     .pkce = LoginPkce::optional,
                     .code_prefix = "4/0",
                     .granted_parameter = "scope"},
           .tokens = {.platform = "youtube", .access_prefix = "ya29.", .refresh_prefix = "1//"}},
          parts),
      uploads_(parts.random) {}

std::string YouTube::external_id(std::size_t persona) const {
    // "UC" and 22 characters.
    return "UC" + video_id(cast().dice(persona).of("channel").number()) +
           video_id(cast().dice(persona).of("more").number());
}

void YouTube::add_routes(http::Router& router) {
    using enum http::Method;
    add_common_routes(router);
    add(router, get, "/www.youtube.com/{rest*}",
        [this](http::Request& request) { return website(request); });
    add(router, post, "/oauth2.googleapis.com/token",
        [this](http::Request& request) { return token(request); });
    add(router, post, "/oauth2.googleapis.com/revoke",
        [this](http::Request& request) { return revoke_token(request); });
    for (const auto* const pattern :
         {"/www.googleapis.com/youtube/v3/{rest*}", "/youtube.googleapis.com/youtube/v3/{rest*}",
          "/youtubeanalytics.googleapis.com/{rest*}"}) {
        add(router, get, pattern, [this](http::Request& request) { return api(request); });
    }
    for (const auto host : {data_host, other_data_host}) {
        // A path of its own, since a path that is written out hides those that are not.
        const auto videos = fmt::format("/{}/youtube/v3/videos", host);
        add(router, get, videos, [this](http::Request& request) { return api(request); });
        add(router, delete_, videos,
            [this](http::Request& request) { return delete_video(request); });
        const auto upload = fmt::format("/{}/upload/youtube/v3", host);
        const auto add_large = [&](http::Method method, std::string_view path, auto answer) {
            router.add(method, {.pattern = upload + std::string(path),
                                .handler = at_once([this, answer](http::Request& request) {
                                    return (this->*answer)(request);
                                }),
                                .body_max = part_max});
        };
        add_large(post, "/videos", &YouTube::insert_video);
        add_large(put, "/videos", &YouTube::take_bytes);
        add_large(post, "/thumbnails/set", &YouTube::set_thumbnail);
    }
}

std::string_view YouTube::endpoint_of(const http::Request& request) const {
    struct Row {
        std::string_view path;
        std::string_view endpoint;
    };
    constexpr std::array rows{
        Row{"/accounts.google.com/o/oauth2/v2/auth", "authorize"},
        Row{"/accounts.google.com/o/oauth2/v2/auth/decision", "authorize"},
        Row{"/oauth2.googleapis.com/token", "token"},
        Row{"/oauth2.googleapis.com/revoke", "revoke"},
        Row{"/www.googleapis.com/youtube/v3/channels", "channels"},
        Row{"/www.googleapis.com/youtube/v3/playlistItems", "playlist_items"},
        Row{"/www.googleapis.com/youtube/v3/videos", "videos"},
        Row{"/youtube.googleapis.com/youtube/v3/channels", "channels"},
        Row{"/youtube.googleapis.com/youtube/v3/playlistItems", "playlist_items"},
        Row{"/youtube.googleapis.com/youtube/v3/videos", "videos"},
        Row{"/youtubeanalytics.googleapis.com/v2/reports", "reports"},
        Row{"/www.googleapis.com/upload/youtube/v3/videos", "insert"},
        Row{"/youtube.googleapis.com/upload/youtube/v3/videos", "insert"},
        Row{"/www.googleapis.com/upload/youtube/v3/thumbnails/set", "thumbnail"},
        Row{"/youtube.googleapis.com/upload/youtube/v3/thumbnails/set", "thumbnail"},
    };
    const auto* const row = std::ranges::find(rows, request.path, &Row::path);
    if (row == rows.end()) return {};
    if (row->endpoint == "insert" && request.method == http::Method::put) return "upload";
    if (row->endpoint == "videos" && request.method == http::Method::delete_) return "delete";
    return row->endpoint;
}

// ---- what comes before an answer

http::Response YouTube::api(const http::Request& request) {
    struct Row {
        std::string_view endpoint;
        Api api;
        std::uint32_t one_of_scopes;
        ApiResult<std::string> (YouTube::*answer)(const ApiCall&);
    };
    const auto view = login().bit(scope_names[0]) | login().bit(scope_names[3]);
    const std::array rows{
        Row{"channels", Api::data, view, &YouTube::channels},
        Row{"playlist_items", Api::data, view, &YouTube::playlist_items},
        Row{"videos", Api::data, view, &YouTube::videos},
        Row{"reports", Api::analytics, login().bit(scope_names[1]), &YouTube::reports},
    };
    const auto row = std::ranges::find(rows, endpoint_of(request), &Row::endpoint);
    if (row == rows.end()) return api_error(broken(404));
    const auto persona = authorized(request, row->one_of_scopes);
    if (!persona) return api_error(persona.error());
    if (const auto count = counted(row->api, *persona); !count) return api_error(count.error());
    if (channel_of(cast().persona(*persona)) == Channel::never_signed_up) {
        return api_error({401, "youtubeSignupRequired", "Unauthorized", "youtube.header"});
    }
    const ApiCall call{request, *persona, list_parameter(request, "part")};
    if (row->api == Api::data && call.parts.empty()) return api_error(missing_parameter("part"));
    auto body = (this->*row->answer)(call);
    if (!body) return api_error(body.error());
    return http::Response::json(200, *std::move(body));
}

ApiResult<std::size_t> YouTube::authorized(const http::Request& request,
                                           std::uint32_t one_of_scopes) {
    const auto token = grants().read(bearer_token(request));
    const bool good = token && token->use == TokenUse::access &&
                      grants().check(*token, now()) == TokenState::good;
    if (!good) return std::unexpected(bad_credentials());
    if ((token->grant.scopes & one_of_scopes) == 0) return std::unexpected(missing_scope());
    return token->grant.persona;
}

/// Every call costs a unit, also one that is wrong.
ApiResult<void> YouTube::counted(Api api, std::size_t persona, std::int64_t units) {
    const auto take = [&](const std::string& key, std::int64_t limit, std::chrono::hours window,
                          std::int64_t count = 1) {
        return quotas().take(key, {.limit = limit, .window = window}, count, now()).allowed;
    };
    constexpr std::chrono::hours hour{1};
    if (limits().calls_per_hour &&
        !take(fmt::format("calls of {}", persona), *limits().calls_per_hour, hour)) {
        return std::unexpected(rate_exceeded(true));
    }
    if (limits().app_calls_per_hour && !take("calls", *limits().app_calls_per_hour, hour)) {
        return std::unexpected(rate_exceeded(false));
    }
    // Days have 23 to 25 hours there: each is counted by itself.
    const auto midnight = next_midnight(now(), "America/Los_Angeles").value_or(start_of_day(now()));
    struct Bucket {
        std::string_view name;
        std::int64_t limit;
    };
    constexpr std::array<Bucket, 3> buckets{Bucket{"units", units_per_day},
                                            Bucket{"reports", reports_per_day},
                                            Bucket{"uploads", uploads_per_day}};
    const auto& bucket = buckets[static_cast<std::size_t>(api)];
    const auto key = fmt::format("{} until {}", bucket.name, to_rfc3339(midnight));
    if (!take(key, bucket.limit, std::chrono::hours{48}, units)) {
        return std::unexpected(quota_exceeded());
    }
    return {};
}

http::Response YouTube::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    const bool oauth = endpoint == "token" || endpoint == "revoke";
    const int status = static_cast<int>(fault.value.value_or(500));
    switch (fault.kind) {
        case FaultKind::revoke:
            return oauth ? oauth_error(400, endpoint == "token" ? "invalid_grant" : "invalid_token",
                                       "Token has been expired or revoked.")
                         : api_error(bad_credentials());
        case FaultKind::rate_limit:
            return api_error(std::chrono::seconds{fault.value.value_or(0)} < long_limit
                                 ? rate_exceeded(false)
                                 : quota_exceeded());
        default:
            return oauth ? oauth_error(status, "server_error", "Something is wrong.")
                         : api_error(broken(status));
    }
}

/// The pages that permalinks lead to.
http::Response YouTube::website(const http::Request& request) const {
    constexpr std::string_view shorts = "/www.youtube.com/shorts/";
    const auto name =
        request.path.starts_with(shorts) ? std::string_view(request.path).substr(shorts.size())
        : request.path == "/www.youtube.com/watch" ? request.query.get("v").value_or("")
                                                   : std::string_view{};
    const auto id = parse_video_id(name);
    const auto video = id ? uploads_.find(*id) : std::nullopt;
    if (video && privacy_of(*video) != "private" && failure_of(*video).empty() &&
        rejection_of(*video).empty()) {
        return html_page(200, video->details.title,
                         fmt::format("<h1>{}</h1>\n<p>{}</p>\n", html_escape(video->details.title),
                                     html_escape(video->details.description)));
    }
    const auto post = id ? cast().find_post(*id, now()) : std::nullopt;
    if (post && privacy_of(*post) != "private" && !is_deleted(*post)) {
        return post_page(request, *post);
    }
    return problem_page(404, {.title = "Video unavailable",
                              .text = "This video isn't available any more.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts) {
    return std::make_unique<YouTube>(parts);
}

}  // namespace rostrum::sandbox::youtube
