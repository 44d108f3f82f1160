#include "sandbox/x/x.hpp"

#include "sandbox/page.hpp"
#include "sandbox/web.hpp"
#include "sandbox/x/endpoints.hpp"
#include "sandbox/x/ledger.hpp"
#include "sandbox/x/oauth.hpp"
#include "sandbox/x/personas.hpp"
#include "sandbox/x/posts.hpp"
#include "sandbox/x/problems.hpp"
#include "sandbox/x/publishing.hpp"
#include "sandbox/x/timeline.hpp"
#include "sandbox/x/users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

constexpr std::string_view www_host = "x.com";
constexpr std::string_view api_host = "api.x.com";
constexpr std::string_view picture_host = "pbs.twimg.com";

constexpr std::array<std::string_view, 3> all_hosts{www_host, api_host, picture_host};

// The consent page leaves no choice between scopes.
constexpr std::array login_scopes{
    LoginScope{scope_names[0], "See posts", true},
    LoginScope{scope_names[1], "See profiles", true},
    LoginScope{scope_names[2], "Stay connected until you revoke the access", true},
    LoginScope{scope_names[3], "Post for you", true},
    LoginScope{scope_names[4], "Upload media for you", true},
    LoginScope{scope_names[5], "See your e-mail address", true},
};
constexpr std::chrono::minutes window{15};

constexpr std::array<std::string_view, 4> me_parameters{"user.fields", "expansions", "post.fields",
                                                        "tweet.fields"};
constexpr std::array<std::string_view, 13> list_parameters{
    "max_results", "pagination_token", "since_id",    "until_id",     "start_time",
    "end_time",    "exclude",          "post.fields", "tweet.fields", "media.fields",
    "user.fields", "expansions",       "poll.fields"};
constexpr std::array<std::string_view, 6> lookup_parameters{
    "ids", "post.fields", "tweet.fields", "media.fields", "user.fields", "expansions"};

/// What a call answers: the body of a 200, or a problem.
using ApiAnswer = std::expected<std::string, Problem>;

std::unexpected<Problem> refused(const BadParameter& parameter) {
    return std::unexpected(bad_parameter(parameter));
}

void set_limit_headers(http::Response& response, const QuotaUse& use) {
    const auto reset = use.resets_at.time_since_epoch() / std::chrono::seconds{1};
    response.headers.set("x-rate-limit-limit", std::to_string(use.limit));
    response.headers.set("x-rate-limit-remaining", std::to_string(use.remaining));
    response.headers.set("x-rate-limit-reset", std::to_string(reset));
}

class X final : public CastPlatform {
public:
    explicit X(const SimulationParts& parts)
        : CastPlatform(
              {.id = "x",
               .hosts = all_hosts,
               .endpoints = endpoint_names,
               .personas = personas(),
               .picture_host = picture_host,
               .login = {.platform = "X",
                         .path = "/x.com/i/oauth2/authorize",
                         .client_id = client_id,
                         .scope_separator = ' ',
                         .scopes = login_scopes,
                         .pkce = LoginPkce::required,
                         .pkce_method_in_any_case = true,
                         .code_prefix = "",
                         .code_life = code_life},
               .tokens = {.platform = "x", .access_prefix = "xat1", .refresh_prefix = "xrt1"}},
              parts),
          oauth_(grants(), login(), parts.clock),
          publishing_(cast(), published(), ledger_) {}

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    void reset() override;

private:
    std::string external_id(std::size_t persona) const override;

    http::Response api(const http::Request& request);
    QuotaUse count(const EndpointLimits& row, std::size_t persona);
    ApiAnswer answer(std::string_view endpoint, const http::Request& request, std::size_t reader);
    ApiAnswer users_me(const http::Request& request, std::size_t reader);
    ApiAnswer users_posts(const http::Request& request, std::size_t reader);
    ApiAnswer posts(const http::Request& request, std::size_t reader);
    std::optional<Problem> billed(Resource resource, std::span<const std::uint64_t> ids);
    PostView view_of(const http::Request& request, const CastPost& post, std::size_t reader) const;
    PostView view_of(const http::Request& request, const CastPost& post, const PublishedPost& own,
                     std::size_t reader) const;
    std::int64_t own_count(std::size_t persona) const {
        return static_cast<std::int64_t>(published().of(cast().persona(persona).handle).size());
    }
    std::optional<std::size_t> find_user(std::string_view id) const;
    http::Response website(const http::Request& request) const;

    OAuth oauth_;
    Ledger ledger_;
    Publishing publishing_;
};

void X::add_routes(http::Router& router) {
    using enum http::Method;
    add_common_routes(router);
    add(router, get, "/x.com/{rest*}", [this](http::Request& request) { return website(request); });
    for (const auto method : {get, post}) {
        add(router, method, "/api.x.com/{rest*}", [this](http::Request& request) {
            const auto endpoint = endpoint_of(request);
            if (endpoint == "token") return oauth_.token(request);
            if (endpoint == "revoke") return oauth_.revoke(request);
            return api(request);
        });
    }
    add(router, delete_, "/api.x.com/{rest*}",
        [this](http::Request& request) { return api(request); });
    // An address with a row of its own has no other.
    add(router, get, "/api.x.com/2/media/upload",
        [this](http::Request& request) { return api(request); });
    for (const std::string_view pattern :
         {"/api.x.com/2/media/upload", "/api.x.com/2/media/upload/{id}/append"}) {
        router.add(post,
                   {.pattern = std::string(pattern),
                    .handler = at_once([this](http::Request& request) { return api(request); }),
                    .body_max = upload_body_max});
    }
}

std::string_view X::endpoint_of(const http::Request& request) const {
    return find_endpoint_name(request);
}

void X::reset() {
    CastPlatform::reset();
    ledger_.reset();
    publishing_.reset();
}

// ---- the API

http::Response X::api(const http::Request& request) {
    const auto endpoint = endpoint_of(request);
    const auto* row = find_limits(endpoint);
    if (row == nullptr || (!row->writes && request.method != http::Method::get)) {
        return problem_response(plain_problem(404));
    }
    const auto token = grants().read(bearer_token(request));
    const bool good = token && token->use == TokenUse::access &&
                      grants().check(*token, now()) == TokenState::good;
    if (!good) return problem_response(unauthorized());
    const auto use = count(*row, token->grant.persona);
    http::Response response;
    if (!use.allowed) {
        response = problem_response(plain_problem(429));
    } else if ((token->grant.scopes & row->scopes) != row->scopes) {
        response = problem_response(plain_problem(403));
    } else if (row->writes) {
        response = publishing_.answer(endpoint, {request, token->grant.persona, now()});
    } else {
        auto body = answer(endpoint, request, token->grant.persona);
        response =
            body ? http::Response::json(200, *std::move(body)) : problem_response(body.error());
    }
    set_limit_headers(response, use);
    return response;
}

/// Counts a call for the user and for the app; what it answers is the user's window, unless the
/// app's is used up.
QuotaUse X::count(const EndpointLimits& row, std::size_t persona) {
    const auto quota_of = [](std::optional<std::int64_t> set, std::int64_t usual,
                             std::chrono::seconds length) {
        return set ? Quota{.limit = *set, .window = std::chrono::hours{1}}
                   : Quota{.limit = usual, .window = length};
    };
    if (row.per_app > 0 || limits().app_calls_per_hour) {
        const auto of_app = quotas().take(
            std::string(row.endpoint),
            quota_of(limits().app_calls_per_hour, row.per_app, row.app_window), 1, now());
        if (!of_app.allowed) return of_app;
    }
    return quotas().take(fmt::format("{} {}", row.endpoint, persona),
                         quota_of(limits().calls_per_hour, row.per_user, window), 1, now());
}

ApiAnswer X::answer(std::string_view endpoint, const http::Request& request, std::size_t reader) {
    if (endpoint == "users_me") return users_me(request, reader);
    if (endpoint == "users_posts") return users_posts(request, reader);
    return posts(request, reader);
}

std::optional<Problem> X::billed(Resource resource, std::span<const std::uint64_t> ids) {
    const auto refusal = ledger_.bill(resource, ids, now());
    if (!refusal) return std::nullopt;
    return *refusal == BillRefusal::no_credits ? no_credits() : month_used_up();
}

std::string X::external_id(std::size_t persona) const {
    return std::to_string(1'000'000'000'000'000'000 +
                          cast().dice(persona).of("id").below(900'000'000'000'000'000));
}

std::optional<std::size_t> X::find_user(std::string_view id) const {
    for (std::size_t i = 0; i < cast().personas().size(); ++i) {
        if (external_id(i) == id) return i;
    }
    return std::nullopt;
}

ApiAnswer X::users_me(const http::Request& request, std::size_t reader) {
    if (const auto known = check_names(request.query, me_parameters); !known) {
        return refused(known.error());
    }
    const auto fields = read_user_fields(request.query);
    if (!fields) return refused(fields.error());
    const std::array<std::uint64_t, 1> id{reader};
    if (auto problem = billed(Resource::user, id)) return std::unexpected(*std::move(problem));
    const UserView view{.id = external_id(reader),
                        .persona = cast().persona(reader),
                        .avatar_url = avatar_url(request, reader),
                        .followers = cast().followers(reader, now()),
                        .posts = cast().posts(reader, now()).size() + own_count(reader),
                        .old_names = request.query.get("tweet.fields").has_value()};
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data");
    write_user(out, view, *fields);
    out.end_object();
    return body;
}

PostView X::view_of(const http::Request& request, const CastPost& post, std::size_t reader) const {
    const auto& author = cast().persona(post.persona);
    PostView view{.post = post,
                  .author = author,
                  .author_id = external_id(post.persona),
                  .content = content_of(post, author, text_of(post)),
                  .figures = cast().figures(post, now()),
                  .cover_url = cover_url(request, post)};
    view.shows_private_figures = post.persona == reader && view.content.kind != PostKind::repost &&
                                 post.posted_at + private_figures_for > now();
    return view;
}

PostView X::view_of(const http::Request& request, const CastPost& post, const PublishedPost& own,
                    std::size_t reader) const {
    return {.post = post,
            .author = cast().persona(post.persona),
            .author_id = external_id(post.persona),
            .content = content_of(own),
            .figures = {},
            .cover_url = avatar_url(request, post.persona),
            .shows_private_figures = post.persona == reader};
}

/// A page is cut before replies and reposts are left out, so that it may be short or even empty
/// and still have a next one.
ApiAnswer X::users_posts(const http::Request& request, std::size_t reader) {
    if (const auto known = check_names(request.query, list_parameters); !known) {
        return refused(known.error());
    }
    const auto fields = read_post_fields(request.query);
    if (!fields) return refused(fields.error());
    const auto page = read_page_query(request.query);
    if (!page) return refused(page.error());
    const std::string user_id(split(request.path, '/')[3]);
    if (!parse_id(user_id)) {
        return refused({"id", user_id,
                        fmt::format("The `id` query parameter value [{}] is not valid", user_id)});
    }
    const auto persona = find_user(user_id);
    PostList list(*fields, avatar_url(request, persona.value_or(reader)));
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    if (!persona) {
        list.add(not_found("user", "id", user_id));
        list.write(out);
        out.end_object();
        return body;
    }
    const Timeline timeline(cast(), *persona, *page,
                            published().of(cast().persona(*persona).handle), now());
    const auto first = std::min(page->first_slot.value_or(timeline.newest()), timeline.newest());
    const auto last = std::max(timeline.oldest(), first - page->max_results + 1);
    for (auto place = first; place >= last; --place) {
        const auto [post, own] = timeline.at(place);
        auto view =
            own != nullptr ? view_of(request, post, *own, reader) : view_of(request, post, reader);
        if (page->without_replies && view.content.kind == PostKind::reply) continue;
        if (page->without_reposts && view.content.kind == PostKind::repost) continue;
        list.add(std::move(view));
    }
    if (auto problem = billed(Resource::post, list.ids())) {
        return std::unexpected(*std::move(problem));
    }
    list.write(out);
    out.key("meta").begin_object().key("result_count").value(list.views().size());
    if (!list.empty()) {
        out.key("newest_id").value(post_id(list.views().front().post));
        out.key("oldest_id").value(post_id(list.views().back().post));
    }
    if (last > timeline.oldest()) out.key("next_token").value(page_token(last - 1));
    if (first < timeline.newest()) {
        out.key("previous_token")
            .value(page_token(std::min(first + page->max_results, timeline.newest())));
    }
    out.end_object().end_object();
    return body;
}

/// Posts by their ids. Those that are not there are told beside the others.
ApiAnswer X::posts(const http::Request& request, std::size_t reader) {
    if (const auto known = check_names(request.query, lookup_parameters); !known) {
        return refused(known.error());
    }
    const auto fields = read_post_fields(request.query);
    if (!fields) return refused(fields.error());
    const auto ids = read_ids(request.query);
    if (!ids) return refused(ids.error());
    PostList list(*fields, avatar_url(request, reader));
    for (const auto id : *ids) {
        const auto post = cast().find_post(cast_id(*parse_id(id)), now());
        const auto own = published().find(id);
        const auto author = own ? cast().find(own->account) : std::nullopt;
        if (post) {
            list.add(view_of(request, *post, reader));
        } else if (author) {
            list.add(view_of(request, as_cast_post(cast(), *author, *own), *own, reader));
        } else {
            list.add(not_found("tweet", "ids", std::string(id)));
        }
    }
    if (auto problem = billed(Resource::post, list.ids())) {
        return std::unexpected(*std::move(problem));
    }
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    list.write(out);
    out.end_object();
    return body;
}

/// The pages that permalinks lead to: /i/status/ID, or with a name in the place of "i".
http::Response X::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const bool is_status = segments.size() == 4 && segments[2] == "status";
    const auto id = is_status ? parse_id(segments[3]) : std::nullopt;
    const auto post = id ? cast().find_post(cast_id(*id), now()) : std::nullopt;
    if (post) return post_page(request, *post);
    const auto own = is_status ? published().find(segments[3]) : std::nullopt;
    if (own) return published_page(*own);
    return problem_page(404, {.title = "Hmm...this page doesn't exist",
                              .text = "Try searching for something else.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

http::Response X::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    const bool oauth = endpoint == "token" || endpoint == "revoke";
    const int status = static_cast<int>(fault.value.value_or(500));
    if (fault.kind == FaultKind::rate_limit) {
        auto response = fault.code ? legacy_error(429, *fault.code, "Rate limit exceeded")
                                   : problem_response(plain_problem(429));
        set_limit_headers(response,
                          {.allowed = false,
                           .limit = 75,
                           .remaining = 0,
                           .resets_at = now() + std::chrono::seconds{fault.value.value_or(900)}});
        return response;
    }
    if (fault.kind == FaultKind::revoke) {
        return oauth
                   ? oauth_error(400, "invalid_request", "Value passed for the token was invalid.")
                   : problem_response(unauthorized());
    }
    if (fault.code) return legacy_error(status, *fault.code, http::reason(status));
    return problem_response(status == 402 ? no_credits() : plain_problem(status));
}

}  // namespace

std::unique_ptr<SimulatedPlatform> create(const SimulationParts& parts) {
    return std::make_unique<X>(parts);
}

}  // namespace rostrum::sandbox::x
