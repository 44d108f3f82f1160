#include "sandbox/instagram/instagram.hpp"

#include "sandbox/instagram/graph.hpp"
#include "sandbox/instagram/media_fields.hpp"
#include "sandbox/instagram/nodes.hpp"
#include "sandbox/instagram/oauth.hpp"
#include "sandbox/instagram/pages.hpp"
#include "sandbox/instagram/pictures.hpp"
#include "sandbox/instagram/profile.hpp"
#include "sandbox/instagram/publishing.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::string_view login_host = "www.instagram.com";
constexpr std::string_view api_host = "api.instagram.com";

constexpr std::array<std::string_view, 4> all_hosts{login_host, api_host, graph_host, picture_host};
constexpr std::array<std::string_view, 14> all_endpoints{
    "authorize",     "token",
    "exchange",      "refresh",
    "profile",       "media",
    "stories",       "insights",
    "picture",       "container",
    "status",        "permalink",
    "media_publish", "content_publishing_limit"};

/// The subcodes with which a user's decision shows at a token.
constexpr std::array revocation_subcodes{458, 459, 460, 463, 464, 467};

/// The logical name of a Graph path.
std::string_view graph_endpoint(std::string_view path, http::Method method) {
    const auto parsed = parse_graph_path(path);
    if (!parsed) return {};
    if (parsed->edge.empty()) {
        if (parsed->node == "access_token") return "exchange";
        if (parsed->node == "refresh_access_token") return "refresh";
        const auto id = parse_id(parsed->node);
        if (id && is_container_id(*id)) return "status";
        if (id && is_published_id(*id)) return "permalink";
        return parsed->node == "me" || (id && find_account(*id) != nullptr) ? "profile" : "media";
    }
    if (parsed->edge == "media" && method == http::Method::post) return "container";
    const auto known = std::ranges::find(all_endpoints, parsed->edge);
    return known == all_endpoints.end() ? std::string_view{} : *known;
}

class Instagram final : public SimulatedPlatform {
public:
    Instagram(const SimulationParts& parts, std::shared_ptr<Containers> containers)
        : clock_(parts.clock),
          client_(parts.client),
          world_(parts.seed, parts.clock.now()),
          containers_(std::move(containers)),
          tokens_(parts.random, parts.seed),
          oauth_(world_, parts.clock, parts.random, tokens_) {
        containers_->enter_in(published());
    }

    std::string_view id() const override { return "instagram"; }
    std::span<const std::string_view> hosts() const override { return all_hosts; }
    std::span<const std::string_view> endpoints() const override { return all_endpoints; }
    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    std::string_view account_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    Result<> revoke(std::string_view account, std::optional<int> code) override;
    void set_limits(const CallLimits& limits) override { usage_.set_limits(limits); }
    /// A token may be renewed any number of times.
    PlatformRefusals refusals() const override {
        return {.units = usage_.refused(), .used_refresh_tokens = 0};
    }
    void reset() override;
    void write_accounts(JsonWriter& out, const std::string& origin) const override;
    void write_tokens(JsonWriter& out) const override { tokens_.write_all(out); }

private:
    http::Response graph(const http::Request& request);
    http::Response counted(const http::Request& request, const GraphPath& path, const Token& token);
    Task<http::Response> change(http::Request& request);
    http::Response website(const http::Request& request) const;
    http::Response rate_limit(const http::Request& request, const Fault& fault) const;

    const Clock& clock_;
    http::Client* client_;
    World world_;
    std::shared_ptr<Containers> containers_;
    Tokens tokens_;
    OAuth oauth_;
    UsageMeter usage_;
};

void Instagram::add_routes(http::Router& router) {
    const auto add = [&](http::Method method, std::string pattern, auto answer) {
        router.add(method, {.pattern = std::move(pattern), .handler = at_once(std::move(answer))});
    };
    using enum http::Method;
    add(get, "/www.instagram.com/oauth/authorize",
        [this](http::Request& request) { return oauth_.authorize(request); });
    add(post, "/www.instagram.com/oauth/authorize/decision",
        [this](http::Request& request) { return oauth_.decide(request); });
    add(get, "/www.instagram.com/{rest*}",
        [this](http::Request& request) { return website(request); });
    add(post, "/api.instagram.com/oauth/access_token",
        [this](http::Request& request) { return oauth_.exchange_code(request); });
    add(get, "/graph.instagram.com/access_token",
        [this](http::Request& request) { return oauth_.exchange_token(request); });
    add(get, "/graph.instagram.com/refresh_access_token",
        [this](http::Request& request) { return oauth_.refresh(request); });
    add(get, "/graph.instagram.com/{rest*}",
        [this](http::Request& request) { return graph(request); });
    for (const auto method : {post, delete_}) {
        router.add(method, {.pattern = "/graph.instagram.com/{rest*}",
                            .handler = [this](http::Request& request) { return change(request); }});
    }
    add(get, "/scontent.cdninstagram.com/{rest*}",
        [this](http::Request& request) { return picture(world_, request, clock_.now()); });
}

http::Response Instagram::graph(const http::Request& request) {
    const auto path = parse_graph_path(request.path);
    if (!path) return to_response(path.error());
    const auto text = access_token(request);
    if (text.empty()) return to_response(missing_token());
    const auto token = tokens_.check(text, clock_.now());
    if (!token) return to_response(token.error());
    auto response = counted(request, *path, *token);
    response.headers.set("facebook-api-version", fmt::format("v{}.0", path->version));
    return response;
}

http::Response Instagram::counted(const http::Request& request, const GraphPath& path,
                                  const Token& token) {
    const auto now = clock_.now();
    const auto usage = usage_.count(*token.grant.account, now);
    http::Response response;
    if (const auto refusal = usage.refusal()) {
        response = to_response(rate_limited(*refusal));
    } else {
        auto result =
            answer_node({request, world_, *containers_, path, token, now, origin_of(request)});
        response = result ? std::move(*result) : to_response(result.error());
    }
    add_usage_headers(response.headers, *token.grant.account, usage);
    return response;
}

/// Calls that prepare, publish and delete.
Task<http::Response> Instagram::change(http::Request& request) {
    merge_body(request);
    const auto path = parse_graph_path(request.path);
    if (!path) co_return to_response(path.error());
    const auto text = access_token(request);
    if (text.empty()) co_return to_response(missing_token());
    const auto now = clock_.now();
    const auto token = tokens_.check(text, now);
    if (!token) co_return to_response(token.error());
    const auto& account = *token->grant.account;
    const auto usage = usage_.count(account, now);
    http::Response response;
    if (const auto refusal = usage.refusal()) {
        response = to_response(rate_limited(*refusal));
    } else {
        auto result = co_await change_node(
            {request, world_, *containers_, *path, *token, now, origin_of(request)}, client_);
        response = result ? std::move(*result) : to_response(result.error());
    }
    add_usage_headers(response.headers, account, usage);
    response.headers.set("facebook-api-version", fmt::format("v{}.0", path->version));
    co_return response;
}

/// The pages that permalinks lead to.
http::Response Instagram::website(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    std::optional<std::uint64_t> id;
    if (segments.size() == 3 && (segments[1] == "p" || segments[1] == "reel")) {
        id = parse_shortcode(segments[2]);
    } else if (segments.size() == 4 && segments[1] == "stories") {
        id = parse_id(segments[3]);
    }
    const auto now = clock_.now();
    auto found = id ? containers_->find_post(*id, now) : std::nullopt;
    if (!found && id) found = world_.find(*id, now);
    if (found) return post_page(*found, origin_of(request), now);
    return problem_page(404, {.title = "Sorry, this page isn't available.",
                              .text = "The link may be broken, or the page may have been removed.",
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

std::string_view Instagram::endpoint_of(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const auto host = segments.empty() ? std::string_view{} : segments.front();
    if (host == graph_host) return graph_endpoint(request.path, request.method);
    if (host == api_host) return "token";
    if (host == picture_host) return "picture";
    return host == login_host && segments.size() > 1 && segments[1] == "oauth" ? "authorize" : "";
}

std::string_view Instagram::account_of(const http::Request& request) const {
    const auto token = tokens_.read(token_anywhere(request));
    return token ? token->grant.account->username : std::string_view{};
}

http::Response Instagram::refuse(const http::Request& request, const Fault& fault) {
    const auto endpoint = endpoint_of(request);
    if (fault.kind == FaultKind::revoke) {
        return to_response(invalid_token(fault.code.value_or(458)));
    }
    if (fault.kind == FaultKind::rate_limit) return rate_limit(request, fault);
    const int status = static_cast<int>(fault.value.value_or(500));
    if (endpoint == "token") {
        auto response = token_endpoint_error("An unknown error has occurred.");
        response.status = status;
        return response;
    }
    return to_response(error_of_status(status, fault.code));
}

http::Response Instagram::rate_limit(const http::Request& request, const Fault& fault) const {
    const int code = fault.code.value_or(80'002);
    auto response = to_response(rate_limited(code));
    const auto token = tokens_.read(token_anywhere(request));
    const std::int64_t minutes = (fault.value.value_or(3'600) + 59) / 60;
    Usage usage;
    if (code >= 80'000) {
        usage.account = {.percent = 100, .minutes_to_regain = minutes};
    } else {
        usage.app = {.percent = 100, .minutes_to_regain = minutes};
    }
    const auto& account = token ? *token->grant.account : accounts().front();
    add_usage_headers(response.headers, account, usage);
    return response;
}

Result<> Instagram::revoke(std::string_view account, std::optional<int> code) {
    const auto* one = find_account(account);
    if (one == nullptr && !account.empty()) {
        return fail(ErrorCode::not_found, fmt::format("no account {}", account));
    }
    const int subcode = code.value_or(458);
    if (std::ranges::find(revocation_subcodes, subcode) == revocation_subcodes.end()) {
        return fail(invalid_field("code", "must be 458, 459, 460, 463, 464 or 467"));
    }
    tokens_.revoke(one, subcode, clock_.now());
    return {};
}

void Instagram::reset() {
    tokens_.reset();
    containers_->reset();
    oauth_.reset();
    usage_.reset();
}

void Instagram::write_accounts(JsonWriter& out, const std::string& origin) const {
    const auto now = clock_.now();
    for (const auto& account : accounts()) write_account(out, world_, account, now, origin);
}

}  // namespace

std::unique_ptr<SimulatedPlatform> create_instagram(const SimulationParts& parts,
                                                    std::shared_ptr<Containers> containers) {
    return std::make_unique<Instagram>(parts, std::move(containers));
}

}  // namespace rostrum::sandbox::instagram
