#include "sandbox/tiktok/tiktok.hpp"

#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "sandbox/page.hpp"
#include "sandbox/tiktok/personas.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <expected>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::string_view www_host = "www.tiktok.com";
constexpr std::string_view api_host = "open.tiktokapis.com";
constexpr std::string_view picture_host = "p16-sign.tiktokcdn.com";

constexpr std::array<std::string_view, 3> all_hosts{www_host, api_host, picture_host};
constexpr std::array<std::string_view, 6> all_endpoints{"authorize", "token",      "revoke",
                                                        "user_info", "video_list", "video_query"};

constexpr std::array login_scopes{
    LoginScope{scope_names[0], "See your name and your picture", true},
    LoginScope{scope_names[1], "See your username, bio and verification"},
    LoginScope{scope_names[2], "See your followers, likes and number of videos"},
    LoginScope{scope_names[3], "See your public videos"},
};

/// Calls a minute to each endpoint of the Display API, of the app.
constexpr std::int64_t calls_per_minute = 600;
constexpr std::int64_t page_default = 10;
constexpr std::int64_t page_max = 20;
constexpr std::size_t query_ids_max = 20;

/// A field of a user, and the bit of the scope that it needs.
struct UserField {
    std::string_view name;
    std::uint32_t scope;
};
constexpr std::array user_fields{
    UserField{"open_id", 1},          UserField{"union_id", 1},
    UserField{"avatar_url", 1},       UserField{"avatar_url_100", 1},
    UserField{"avatar_large_url", 1}, UserField{"display_name", 1},
    UserField{"bio_description", 2},  UserField{"profile_deep_link", 2},
    UserField{"is_verified", 2},      UserField{"username", 2},
    UserField{"follower_count", 4},   UserField{"following_count", 4},
    UserField{"likes_count", 4},      UserField{"video_count", 4},
};

constexpr std::array<std::string_view, 15> video_fields{
    "id",         "create_time", "cover_image_url", "share_url",   "video_description",
    "duration",   "height",      "width",           "title",       "embed_html",
    "embed_link", "like_count",  "comment_count",   "share_count", "view_count"};

std::string log_id(Time now) { return fmt::format("{:034X}", now.time_since_epoch().count()); }

/// The flat shape of the OAuth endpoints.
http::Response oauth_error(int status, std::string_view error, std::string_view description,
                           Time now) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").value(error);
    out.key("error_description").value(description);
    out.key("log_id").value(log_id(now)).end_object();
    return http::Response::json(status, body);
}

/// The shape of the API: every answer has an `error`, also a good one.
struct ApiError {
    int status;
    std::string_view code;
    std::string message;
};

void write_error(JsonWriter& out, std::string_view code, std::string_view message, Time now) {
    out.key("error").begin_object().key("code").value(code).key("message").value(message);
    out.key("log_id").value(log_id(now)).end_object();
}

http::Response api_error(const ApiError& error, Time now) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_object().end_object();
    write_error(out, error.code, error.message, now);
    out.end_object();
    return http::Response::json(error.status, body);
}

ApiError bad_parameter(std::string message) { return {400, "invalid_params", std::move(message)}; }

template <typename T>
using ApiResult = std::expected<T, ApiError>;

/// The 19 digits that a video is called by.
std::string video_id(const CastPost& post) { return fmt::format("7{:018}", post.id * 97); }

std::optional<std::uint64_t> parse_video_id(std::string_view text) {
    std::uint64_t number = 0;
    if (text.size() != 19 || !text.starts_with('7')) return std::nullopt;
    text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number % 97 != 0) {
        return std::nullopt;
    }
    return number / 97;
}

bool has(const std::vector<std::string_view>& fields, std::string_view name) {
    return std::ranges::find(fields, name) != fields.end();
}

class TikTok final : public CastPlatform {
public:
    explicit TikTok(const SimulationParts& parts)
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
              parts) {}

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;

private:
    std::string external_id(std::size_t persona) const override;

    http::Response token(const http::Request& request);
    http::Response exchange(const http::Query& form);
    http::Response refresh(const http::Query& form);
    http::Response answer_tokens(const UserGrant& grant);
    http::Response revoke_token(const http::Request& request);

    http::Response api(const http::Request& request);
    ApiResult<GrantToken> authorized(const http::Request& request, std::uint32_t scope);
    ApiResult<void> counted(std::string_view endpoint);
    ApiResult<std::string> user_info(const http::Request& request);
    ApiResult<std::string> video_list(const http::Request& request);
    ApiResult<std::string> video_query(const http::Request& request);
    ApiResult<std::vector<std::string_view>> read_video_fields(const http::Request& request) const;
    void write_video(JsonWriter& out, const http::Request& request, const CastPost& post,
                     const std::vector<std::string_view>& fields) const;
    http::Response website(const http::Request& request) const;
};

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
        add(router, method, "/open.tiktokapis.com/{rest*}", [this](http::Request& request) {
            const auto endpoint = endpoint_of(request);
            if (endpoint == "token") return token(request);
            if (endpoint == "revoke") return revoke_token(request);
            return api(request);
        });
    }
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
    };
    const auto row = std::ranges::find(rows, request.path, &Row::path);
    return row == rows.end() ? std::string_view{} : row->endpoint;
}

// ---- tokens

http::Response TikTok::token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form || request.method != http::Method::post) {
        return oauth_error(400, "invalid_request", "Only `application/x-www-form-urlencoded` works",
                           now());
    }
    if (form->get("client_key") != client_key || form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client key or secret is incorrect.", now());
    }
    const auto type = form->get("grant_type").value_or("");
    if (type == "authorization_code") return exchange(*form);
    if (type == "refresh_token") return refresh(*form);
    return oauth_error(400, "unsupported_grant_type", "Grant type is not supported.", now());
}

http::Response TikTok::exchange(const http::Query& form) {
    const auto redeemed =
        login().redeem(form.get("code").value_or(""), form.get("redirect_uri").value_or(""), "");
    // Failures of this endpoint have been seen with status 200.
    if (!redeemed) {
        return redeemed.error() == CodeFault::other_redirect_uri
                   ? oauth_error(200, "invalid_request",
                                 "Redirect_uri is not matched with the uri when requesting code.",
                                 now())
                   : oauth_error(200, "invalid_grant", "Authorization code is expired.", now());
    }
    return answer_tokens(grants().begin(redeemed->account, redeemed->scopes, now()));
}

http::Response TikTok::refresh(const http::Query& form) {
    const auto sent = grants().read(form.get("refresh_token").value_or(""));
    const bool good = sent && sent->use == TokenUse::refresh &&
                      grants().check(*sent, now()) == TokenState::good && grants().use_up(*sent);
    if (!good) {
        return oauth_error(200, "invalid_grant", "Refresh token is invalid or expired.", now());
    }
    return answer_tokens(sent->grant);
}

http::Response TikTok::answer_tokens(const UserGrant& grant) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    out.key("access_token").value(grants().issue_access(grant, now(), access_life));
    out.key("expires_in").value(std::chrono::seconds{access_life}.count());
    out.key("open_id").value(external_id(grant.persona));
    out.key("refresh_expires_in").value(std::chrono::seconds{refresh_life}.count());
    out.key("refresh_token").value(grants().issue_refresh(grant, now(), refresh_life));
    out.key("scope").value(login().names(grant.scopes));
    out.key("token_type").value("Bearer").end_object();
    return http::Response::json(200, body);
}

http::Response TikTok::revoke_token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form || form->get("client_key") != client_key ||
        form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client key or secret is incorrect.", now());
    }
    const auto token = grants().read(form->get("token").value_or(""));
    if (!token || token->use != TokenUse::access) {
        return oauth_error(400, "invalid_grant", "Access token is invalid.", now());
    }
    grants().end(token->grant);
    http::Response response;
    response.status = 200;
    return response;
}

// ---- the Display API

http::Response TikTok::api(const http::Request& request) {
    const auto endpoint = endpoint_of(request);
    ApiResult<std::string> data = std::unexpected(ApiError{404, "invalid_params", "No such API"});
    if (endpoint == "user_info" && request.method == http::Method::get) data = user_info(request);
    if (endpoint == "video_list" && request.method == http::Method::post)
        data = video_list(request);
    if (endpoint == "video_query" && request.method == http::Method::post) {
        data = video_query(request);
    }
    if (!data) return api_error(data.error(), now());
    std::string body = R"({"data":)" + *data + ',';
    std::string error;
    JsonWriter out(error);
    out.begin_object();
    write_error(out, "ok", "", now());
    out.end_object();
    return http::Response::json(200, body + error.substr(1));
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

ApiResult<std::string> TikTok::user_info(const http::Request& request) {
    const auto token = authorized(request, 0);
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("user_info"); !count) return std::unexpected(count.error());
    const auto fields = split(request.query.get("fields").value_or(""), ',');
    if (fields.empty()) return std::unexpected(bad_parameter("Fields is required"));
    for (const auto name : fields) {
        const auto known = std::ranges::find(user_fields, name, &UserField::name);
        if (known == user_fields.end()) {
            return std::unexpected(bad_parameter(fmt::format("Fields {} is invalid", name)));
        }
        if ((token->grant.scopes & known->scope) == 0) {
            return std::unexpected(ApiError{401, "scope_not_authorized",
                                            "The user did not authorize the scope required."});
        }
    }
    const auto persona = token->grant.persona;
    const auto& who = cast().persona(persona);
    const auto videos = cast().posts(persona, now()).size();
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("user").begin_object();
    const auto text = [&](std::string_view name, std::string_view value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    const auto number = [&](std::string_view name, std::int64_t value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    text("open_id", external_id(persona));
    text("union_id", "union" + external_id(persona));
    for (const std::string_view name : {"avatar_url", "avatar_url_100", "avatar_large_url"}) {
        text(name, avatar_url(request, persona));
    }
    text("display_name", who.name);
    text("username", who.handle);
    text("bio_description", who.biography);
    text("profile_deep_link", fmt::format("https://vm.tiktok.com/{}", who.handle));
    if (has(fields, "is_verified")) out.key("is_verified").value(who.verified);
    number("follower_count", cast().followers(persona, now()));
    number("following_count", who.follows);
    number("likes_count", cast().followers(persona, now()) * 7);
    number("video_count", videos);
    out.end_object().end_object();
    return body;
}

ApiResult<std::vector<std::string_view>> TikTok::read_video_fields(
    const http::Request& request) const {
    auto fields = split(request.query.get("fields").value_or(""), ',');
    if (fields.empty()) return std::unexpected(bad_parameter("Fields is required"));
    for (const auto name : fields) {
        if (std::ranges::find(video_fields, name) == video_fields.end()) {
            return std::unexpected(bad_parameter(fmt::format("Fields {} is invalid", name)));
        }
    }
    return fields;
}

/// Videos newest first, from before the cursor: a time in milliseconds.
ApiResult<std::string> TikTok::video_list(const http::Request& request) {
    const auto token = authorized(request, login().bit("video.list"));
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("video_list"); !count) return std::unexpected(count.error());
    const auto fields = read_video_fields(request);
    if (!fields) return std::unexpected(fields.error());

    std::int64_t wanted = page_default;
    std::optional<std::int64_t> cursor;
    if (!request.body.empty()) {
        const auto body = parse_json(request.body);
        const auto* object = body ? body->if_object() : nullptr;
        if (object == nullptr) return std::unexpected(bad_parameter("The body is no JSON object"));
        const auto read = [&](std::string_view name) -> std::optional<std::int64_t> {
            const auto* field = object->if_contains(name);
            return field != nullptr && field->is_int64() ? std::optional(field->as_int64())
                                                         : std::nullopt;
        };
        wanted = read("max_count").value_or(page_default);
        cursor = read("cursor");
    }
    if (wanted < 1 || wanted > page_max) {
        return std::unexpected(bad_parameter("max_count must be from 1 to 20"));
    }
    const auto persona = token->grant.persona;
    const auto slots = cast().posts(persona, now());
    auto slot = slots.newest;
    const auto millis = [&](std::int64_t s) {
        return cast().post(persona, s).posted_at.time_since_epoch() / std::chrono::milliseconds{1};
    };
    while (cursor && slot >= slots.oldest && millis(slot) >= *cursor) --slot;

    std::string body;
    JsonWriter out(body);
    out.begin_object().key("videos").begin_array();
    std::int64_t last = 0;
    for (; wanted > 0 && slot >= slots.oldest; --wanted, --slot) {
        write_video(out, request, cast().post(persona, slot), *fields);
        last = millis(slot);
    }
    out.end_array().key("cursor").value(last);
    out.key("has_more").value(slot >= slots.oldest).end_object();
    return body;
}

ApiResult<std::string> TikTok::video_query(const http::Request& request) {
    const auto token = authorized(request, login().bit("video.list"));
    if (!token) return std::unexpected(token.error());
    if (auto count = counted("video_query"); !count) return std::unexpected(count.error());
    const auto fields = read_video_fields(request);
    if (!fields) return std::unexpected(fields.error());
    const auto parsed = parse_json(request.body);
    const auto* filters =
        parsed && parsed->is_object() ? parsed->as_object().if_contains("filters") : nullptr;
    const auto* ids = filters != nullptr && filters->is_object()
                          ? filters->as_object().if_contains("video_ids")
                          : nullptr;
    if (ids == nullptr || !ids->is_array() || ids->as_array().size() > query_ids_max) {
        return std::unexpected(bad_parameter("video_ids must name up to 20 videos"));
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("videos").begin_array();
    for (const auto& id : ids->as_array()) {
        const auto number = id.is_string() ? parse_video_id(id.as_string()) : std::nullopt;
        const auto post = number ? cast().find_post(*number, now()) : std::nullopt;
        if (post && post->persona == token->grant.persona) {
            write_video(out, request, *post, *fields);
        }
    }
    out.end_array().end_object();
    return body;
}

void TikTok::write_video(JsonWriter& out, const http::Request& request, const CastPost& post,
                         const std::vector<std::string_view>& fields) const {
    const auto& who = cast().persona(post.persona);
    const auto figures = cast().figures(post, now());
    const auto id = video_id(post);
    const auto caption = text_of(post);
    const auto text = [&](std::string_view name, std::string_view value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    const auto number = [&](std::string_view name, std::int64_t value) {
        if (has(fields, name)) out.key(name).value(value);
    };
    out.begin_object();
    text("id", id);
    number("create_time", post.posted_at.time_since_epoch() / std::chrono::seconds{1});
    text("cover_image_url", cover_url(request, post));
    text("share_url",
         fmt::format("{}/{}/@{}/video/{}", origin_of(request), www_host, who.handle, id));
    text("video_description", caption);
    text("title", caption.substr(0, caption.find('\n')));
    number("duration", post.dice.of("duration").between(8, 180));
    number("width", 576);
    number("height", 1024);
    text("embed_link", fmt::format("https://www.tiktok.com/embed/v2/{}", id));
    text("embed_html", "<blockquote></blockquote>");
    number("like_count", figures.likes);
    number("comment_count", figures.comments);
    number("share_count", figures.shares);
    number("view_count", figures.views);
    out.end_object();
}

/// The pages that permalinks lead to.
http::Response TikTok::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const auto id =
        segments.size() == 4 && segments[2] == "video" ? parse_video_id(segments[3]) : std::nullopt;
    const auto post = id ? cast().find_post(*id, now()) : std::nullopt;
    if (post) return post_page(request, *post);
    return problem_page(404, {.title = "Video currently unavailable",
                              .text = "The link may be broken, or the video may have been removed.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

http::Response TikTok::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    const bool oauth = endpoint == "token" || endpoint == "revoke";
    const int status = static_cast<int>(fault.value.value_or(500));
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

}  // namespace

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts) {
    return std::make_unique<TikTok>(parts);
}

}  // namespace rostrum::sandbox::tiktok
