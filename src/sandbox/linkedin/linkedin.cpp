#include "sandbox/linkedin/linkedin.hpp"

#include "core/json_writer.hpp"
#include "sandbox/linkedin/endpoints.hpp"
#include "sandbox/linkedin/pages.hpp"
#include "sandbox/linkedin/personas.hpp"
#include "sandbox/linkedin/posts.hpp"
#include "sandbox/linkedin/publishing.hpp"
#include "sandbox/linkedin/resources.hpp"
#include "sandbox/linkedin/wire.hpp"
#include "sandbox/page.hpp"
#include "sandbox/picture.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::string_view www_host = "www.linkedin.com";
constexpr std::string_view api_host = "api.linkedin.com";
constexpr std::string_view picture_host = "media.licdn.com";
constexpr std::array<std::string_view, 4> all_hosts{www_host, api_host, picture_host,
                                                    post_picture_host};

constexpr std::array login_scopes{
    LoginScope{scope_names[0], "Sign you in", true},
    LoginScope{scope_names[1], "Use your name and photo", true},
    LoginScope{scope_names[2], "Use your basic profile"},
    LoginScope{scope_names[3], "Retrieve the posts of your organizations"},
    LoginScope{scope_names[4], "Manage your organizations' pages and retrieve reporting data"},
    LoginScope{scope_names[5], "Retrieve your posts"},
    LoginScope{scope_names[6], "Retrieve analytics of your posts"},
    LoginScope{scope_names[7], "Retrieve your profile analytics"},
    LoginScope{scope_names[8], "Create, modify, and delete posts on your behalf"},
    LoginScope{scope_names[9], "Create, modify, and delete posts on your organizations' behalf"},
};

/// Calls a day to each endpoint; the real numbers are shown in the developer portal only.
constexpr std::int64_t member_calls_per_day = 5'000;
constexpr std::int64_t app_calls_per_day = 100'000;

class LinkedIn final : public CastPlatform {
public:
    explicit LinkedIn(const SimulationParts& parts)
        : CastPlatform(
              {.id = "linkedin",
               .hosts = all_hosts,
               .endpoints = endpoint_names,
               .personas = members(),
               .picture_host = picture_host,
               .login = {.platform = "LinkedIn",
                         .path = "/www.linkedin.com/oauth/v2/authorization",
                         .client_id = client_id,
                         .scope_separator = ' ',
                         .other_scope_separator = ',',
                         .scopes = login_scopes,
                         .pkce = LoginPkce::ignored,
                         .code_prefix = "AQT",
                         .code_life = code_life,
                         .denial = "user_cancelled_authorize"},
               .tokens = {.platform = "linkedin", .access_prefix = "AQV", .refresh_prefix = "AQW"}},
              parts),
          pages_(parts.seed, parts.clock.now()),
          resources_(cast(), pages_, published()),
          publishing_(cast(), pages_, published()) {}

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    void reset() override {
        CastPlatform::reset();
        publishing_.reset();
    }

private:
    std::string external_id(std::size_t persona) const override;

    http::Response token(const http::Request& request);
    http::Response exchange(const http::Query& form);
    http::Response refresh(const http::Query& form);
    http::Response answer_tokens(const UserGrant& grant, std::string_view refresh_token,
                                 std::chrono::seconds refresh_left);

    std::string scopes_of(const UserGrant& grant) const;
    http::Response introspect(const http::Request& request) const;

    http::Response tunnelled(http::Request& request);
    http::Response api(const http::Request& request);
    ApiResult<std::string> ask(const http::Request& request);
    ApiResult<UserGrant> authorized(const http::Request& request) const;
    ApiResult<void> counted(std::string_view endpoint, const UserGrant& grant);

    http::Response website(const http::Request& request) const;
    http::Response post_picture(const http::Request& request) const;

    Pages pages_;
    Resources resources_;
    Publishing publishing_;
};

std::string LinkedIn::external_id(std::size_t persona) const { return person_id(cast(), persona); }

void LinkedIn::add_routes(http::Router& router) {
    using enum http::Method;
    add_common_routes(router);
    add(router, post, "/www.linkedin.com/oauth/v2/accessToken",
        [this](http::Request& request) { return token(request); });
    add(router, post, "/www.linkedin.com/oauth/v2/introspectToken",
        [this](http::Request& request) { return introspect(request); });
    add(router, get, "/www.linkedin.com/{rest*}",
        [this](http::Request& request) { return website(request); });
    add(router, get, "/dms.licdn.com/{name}",
        [this](http::Request& request) { return post_picture(request); });
    add(router, get, "/api.linkedin.com/{rest*}",
        [this](http::Request& request) { return api(request); });
    add(router, post, "/api.linkedin.com/{rest*}", [this](http::Request& request) {
        return write_endpoint_of(request).empty() ? tunnelled(request) : api(request);
    });
    add(router, delete_, "/api.linkedin.com/{rest*}",
        [this](http::Request& request) { return api(request); });
    router.add(put, {.pattern = "/www.linkedin.com/dms-uploads/{id}/{part}",
                     .handler = at_once([this](http::Request& request) {
                         return publishing_.put(request, now());
                     }),
                     .body_max = upload_body_max});
}

std::string_view LinkedIn::endpoint_of(const http::Request& request) const {
    const std::string_view path = request.path;
    if (path.starts_with("/www.linkedin.com/oauth/v2/authorization")) return "authorize";
    if (path == "/www.linkedin.com/oauth/v2/accessToken") return "token";
    if (path == "/www.linkedin.com/oauth/v2/introspectToken") return "introspect";
    if (const auto write = write_endpoint_of(request); !write.empty()) return write;
    const auto* resource = find_resource(path);
    return resource == nullptr ? std::string_view{} : resource->endpoint;
}

// ---- tokens

http::Response LinkedIn::token(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form) return oauth_error(400, "invalid_request", "A form is expected");
    if (form->get("client_id") != client_id || form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client authentication failed");
    }
    const auto type = form->get("grant_type").value_or("");
    if (type == "authorization_code") return exchange(*form);
    if (type == "refresh_token") return refresh(*form);
    return oauth_error(400, "unsupported_grant_type", "The grant type is not supported");
}

http::Response LinkedIn::exchange(const http::Query& form) {
    const auto redeemed =
        login().redeem(form.get("code").value_or(""), form.get("redirect_uri").value_or(""), "");
    if (!redeemed && redeemed.error() == CodeFault::unknown_or_used) {
        return oauth_error(401, "invalid_request",
                           "Unable to retrieve access token: authorization code not found");
    }
    if (!redeemed) {
        return oauth_error(400, "invalid_request",
                           "Unable to retrieve access token: appid/redirect uri/code verifier does "
                           "not match authorization code. Or authorization code expired. Or "
                           "external member binding exists");
    }
    const auto grant = grants().begin(redeemed->account, redeemed->scopes, now());
    if (!gets_refresh_token(cast().persona(grant.persona).handle)) {
        return answer_tokens(grant, {}, {});
    }
    return answer_tokens(grant, grants().issue_refresh(grant, now(), refresh_life), refresh_life);
}

/// A refresh neither replaces the refresh token nor prolongs its life.
http::Response LinkedIn::refresh(const http::Query& form) {
    const auto text = form.get("refresh_token").value_or("");
    const auto sent = grants().read(text);
    const bool good =
        sent && sent->use == TokenUse::refresh && grants().check(*sent, now()) == TokenState::good;
    if (!good) {
        return oauth_error(400, "invalid_request",
                           "The provided authorization grant or refresh token is invalid, expired "
                           "or revoked");
    }
    return answer_tokens(sent->grant, text,
                         std::chrono::floor<std::chrono::seconds>(sent->expires_at - now()));
}

/// Asked for with spaces, the scopes come back with commas.
std::string LinkedIn::scopes_of(const UserGrant& grant) const {
    auto scopes = login().names(grant.scopes);
    std::ranges::replace(scopes, ' ', ',');
    return scopes;
}

http::Response LinkedIn::answer_tokens(const UserGrant& grant, std::string_view refresh_token,
                                       std::chrono::seconds refresh_left) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    out.key("access_token").value(grants().issue_access(grant, now(), access_life));
    out.key("expires_in").value(std::chrono::seconds{access_life}.count());
    if (!refresh_token.empty()) {
        out.key("refresh_token").value(refresh_token);
        out.key("refresh_token_expires_in").value(refresh_left.count());
    }
    out.key("scope").value(scopes_of(grant));
    out.key("token_type").value("Bearer").end_object();
    return http::Response::json(200, body);
}

/// What a token is, whoever it was given to.
http::Response LinkedIn::introspect(const http::Request& request) const {
    const auto form = parse_form(request);
    if (!form) return oauth_error(400, "invalid_request", "A form is expected");
    if (form->get("client_id") != client_id || form->get("client_secret") != client_secret) {
        return oauth_error(401, "invalid_client", "Client authentication failed");
    }
    const auto token = grants().read(form->get("token").value_or(""));
    if (!token || token->use != TokenUse::access) {
        return http::Response::json(200, R"({"active":false})");
    }
    const auto state = grants().check(*token, now());
    const auto seconds = [](Time time) {
        return time.time_since_epoch() / std::chrono::seconds{1};
    };
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("active").value(state == TokenState::good);
    out.key("client_id").value(client_id);
    out.key("authorized_at").value(seconds(token->grant.granted_at));
    out.key("created_at").value(seconds(token->issued_at));
    out.key("status").value(state == TokenState::good      ? "active"
                            : state == TokenState::expired ? "expired"
                                                           : "revoked");
    out.key("expires_at").value(seconds(token->expires_at));
    out.key("scope").value(scopes_of(token->grant));
    out.key("auth_type").value("3L").end_object();
    return http::Response::json(200, body);
}

// ---- the API

/// A query that is too long for an address comes as the body of a POST.
http::Response LinkedIn::tunnelled(http::Request& request) {
    auto query = parse_form(request);
    if (!query || request.headers.get("X-HTTP-Method-Override") != "GET") {
        return api_error({405, "METHOD_NOT_ALLOWED", 0, "Writing is not simulated"});
    }
    request.target = fmt::format("{}?{}", request.path, request.body);
    request.query = *std::move(query);
    return api(request);
}

http::Response LinkedIn::api(const http::Request& request) {
    if (const auto endpoint = write_endpoint_of(request); !endpoint.empty()) {
        const auto grant = authorized(request);
        if (!grant) return api_error(grant.error());
        const auto count = counted(endpoint, *grant);
        return count ? publishing_.answer(endpoint, {request, *grant, now()})
                     : api_error(count.error());
    }
    const auto answer = ask(request);
    return answer ? http::Response::json(200, *answer) : api_error(answer.error());
}

ApiResult<std::string> LinkedIn::ask(const http::Request& request) {
    const auto* resource = find_resource(request.path);
    if (resource == nullptr) {
        return std::unexpected(no_such_thing("No root resource defined for this path"));
    }
    const auto grant = authorized(request);
    if (!grant) return std::unexpected(grant.error());
    if (resource->path.starts_with("rest/")) {
        if (const auto good = check_headers(request); !good) return std::unexpected(good.error());
    }
    if (const auto count = counted(resource->endpoint, *grant); !count) {
        return std::unexpected(count.error());
    }
    return resources_.answer(*resource, {.request = request,
                                         .grant = *grant,
                                         .now = now(),
                                         .avatar_url = avatar_url(request, grant->persona)});
}

ApiResult<UserGrant> LinkedIn::authorized(const http::Request& request) const {
    const auto text = bearer_token(request);
    // This one has no code.
    if (text.empty()) return std::unexpected(ApiError{401, "", 401, "Empty oauth2_access_token"});
    const auto token = grants().read(text);
    const auto state = token && token->use == TokenUse::access ? grants().check(*token, now())
                                                               : TokenState::unknown;
    switch (state) {
        case TokenState::good: return token->grant;
        case TokenState::revoked:
            return std::unexpected(
                ApiError{401, "REVOKED_ACCESS_TOKEN", 65601, "The token has been revoked"});
        case TokenState::expired:
            return std::unexpected(
                ApiError{401, "EXPIRED_ACCESS_TOKEN", 65602, "The token has expired"});
        default:
            return std::unexpected(
                ApiError{401, "INVALID_ACCESS_TOKEN", 65600, "Invalid access token"});
    }
}

/// Days of quotas end at midnight UTC, and no header tells how much is left.
ApiResult<void> LinkedIn::counted(std::string_view endpoint, const UserGrant& grant) {
    const auto quota = [](std::int64_t limit) {
        return Quota{
            .limit = limit, .window = std::chrono::days{1}, .begins_at = std::chrono::seconds{0}};
    };
    const auto of_member = quota(limits().calls_per_hour.value_or(member_calls_per_day));
    const auto of_app = quota(limits().app_calls_per_hour.value_or(app_calls_per_day));
    const auto member = fmt::format("{} {}", endpoint, grant.persona);
    if (quotas().take(member, of_member, 1, now()).allowed &&
        quotas().take(std::string(endpoint), of_app, 1, now()).allowed) {
        return {};
    }
    return std::unexpected(throttled());
}

/// The pages that permalinks lead to.
http::Response LinkedIn::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const bool is_post = segments.size() == 4 && segments[1] == "feed" && segments[2] == "update";
    const auto found =
        is_post ? find_post(segments[3], cast(), pages_.cast(), now()) : std::nullopt;
    if (found && found->author == Author::member) return post_page(request, found->post);
    if (found) {
        const auto& who = pages_.cast().persona(found->post.persona);
        return html_page(
            200, fmt::format("{} on LinkedIn (simulated)", who.name),
            fmt::format("<h1>{}</h1>\n<p class=\"note\">{}</p>\n<p dir=\"auto\" "
                        "style=\"white-space:pre-wrap\">{}</p>\n",
                        html_escape(who.name), to_rfc3339(found->post.posted_at),
                        html_escape(caption(who.voice, found->post.dice.of("caption")))));
    }
    const auto own = is_post ? published().find(segments[3]) : std::nullopt;
    if (own) return published_page(*own);
    return problem_page(404, {.title = "This page doesn't exist",
                              .text = "Please check the address, or return to the start page.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

http::Response LinkedIn::post_picture(const http::Request& request) const {
    auto id = request.params.get("name");
    if (id.ends_with(".svg")) id.remove_suffix(4);
    const auto found = find_pictured_post(id, cast(), pages_.cast(), now());
    if (!found) return http::Response::text(404, "Not found");
    const auto& authors = found->author == Author::member ? cast() : pages_.cast();
    return draw_picture({432, 540}, found->post.dice.of("picture"),
                        initials(authors.persona(found->post.persona).name));
}

http::Response LinkedIn::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    const bool oauth = endpoint == "token" || endpoint == "introspect";
    const int status = static_cast<int>(fault.value.value_or(500));
    switch (fault.kind) {
        case FaultKind::revoke:
            return oauth ? oauth_error(400, "invalid_request",
                                       "The provided authorization grant or refresh token is "
                                       "invalid, expired or revoked")
                         : api_error(
                               {401, "REVOKED_ACCESS_TOKEN", 65601, "The token has been revoked"});
        case FaultKind::rate_limit: return api_error(throttled());
        default:
            return oauth ? oauth_error(status, "server_error", "Unable to retrieve access token")
                         : api_error({status, "", 0, "Unable to obtain activity"});
    }
}

}  // namespace

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts) {
    return std::make_unique<LinkedIn>(parts);
}

}  // namespace rostrum::sandbox::linkedin
