#include "sandbox/cast_platform.hpp"

#include "crypto/encoding.hpp"
#include "sandbox/page.hpp"
#include "sandbox/picture.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace rostrum::sandbox {
namespace {

std::string_view after_scheme(const http::Request& request, std::string_view scheme) {
    auto header = request.headers.get("Authorization");
    if (header.size() <= scheme.size() || header[scheme.size()] != ' ') return {};
    if (!http::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) return {};
    header.remove_prefix(scheme.size() + 1);
    return header;
}

}  // namespace

std::string_view bearer_token(const http::Request& request) {
    return after_scheme(request, "Bearer");
}

std::optional<BasicCredentials> basic_credentials(const http::Request& request) {
    const auto encoded = after_scheme(request, "Basic");
    const auto bytes = crypto::base64_decode(encoded);
    if (encoded.empty() || !bytes) return std::nullopt;
    const auto text = crypto::as_text(*bytes);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return BasicCredentials{std::string(text.substr(0, colon)),
                            std::string(text.substr(colon + 1))};
}

CastPlatform::CastPlatform(const Setup& setup, const SimulationParts& parts)
    : setup_(setup),
      clock_(parts.clock),
      cast_(setup.id, setup.personas, parts.seed, parts.clock.now()),
      grants_(setup.tokens, parts.random, parts.seed,
              [this](std::size_t persona) {
                  return persona < users().size() ? users()[persona].removes_app_after
                                                  : std::chrono::minutes{0};
              }),
      login_(setup.login, parts.clock, parts.random, [this](Time) { return choices(); }) {}

std::optional<std::size_t> CastPlatform::find_user(std::string_view handle) const {
    const auto found = std::ranges::find(users(), handle, &Persona::handle);
    if (found == users().end()) return std::nullopt;
    return static_cast<std::size_t>(found - users().begin());
}

std::vector<LoginChoice> CastPlatform::choices() const {
    std::vector<LoginChoice> choices;
    for (std::size_t i = 0; i < users().size(); ++i) {
        const auto& user = users()[i];
        const auto note =
            setup_.users.empty()
                ? fmt::format("{} followers · {}", thousands(cast_.followers(i, now())), user.shape)
                : std::string(user.shape);
        choices.push_back({.handle = std::string(user.handle),
                           .name = std::string(user.name),
                           .note = note,
                           .withholds = user.withholds,
                           .refuses = std::string(user.refuses)});
    }
    return choices;
}

void CastPlatform::add(http::Router& router, http::Method method, std::string pattern,
                       std::function<http::Response(http::Request&)> answer) {
    router.add(method, {.pattern = std::move(pattern), .handler = at_once(std::move(answer))});
}

void CastPlatform::add_common_routes(http::Router& router) {
    const std::string path(setup_.login.path);
    add(router, http::Method::get, path,
        [this](http::Request& request) { return login_.authorize(request); });
    add(router, http::Method::post, path + "/decision",
        [this](http::Request& request) { return login_.decide(request); });
    add(router, http::Method::get, fmt::format("/{}/{{rest*}}", setup_.picture_host),
        [this](http::Request& request) { return picture(request); });
}

std::string_view CastPlatform::account_of(const http::Request& request) const {
    const auto token = grants_.read(bearer_token(request));
    if (!token || token->grant.persona >= users().size()) return {};
    return users()[token->grant.persona].handle;
}

Result<> CastPlatform::revoke(std::string_view account, std::optional<int> code) {
    if (code) return fail(invalid_field("code", "this platform gives no reasons"));
    const auto persona = find_user(account);
    if (!persona && !account.empty()) {
        return fail(ErrorCode::not_found, fmt::format("no account {}", account));
    }
    grants_.revoke(persona, now());
    return {};
}

void CastPlatform::set_limits(const CallLimits& limits) {
    if (limits.calls_per_hour) limits_.calls_per_hour = limits.calls_per_hour;
    if (limits.app_calls_per_hour) limits_.app_calls_per_hour = limits.app_calls_per_hour;
}

PlatformRefusals CastPlatform::refusals() const {
    return {.units = quotas_.refused(), .used_refresh_tokens = grants_.used_again()};
}

void CastPlatform::reset() {
    grants_.reset();
    login_.reset();
    quotas_.reset();
    limits_ = {};
}

void CastPlatform::write_accounts(JsonWriter& out, const std::string& origin) const {
    for (std::size_t i = 0; i < cast_.personas().size(); ++i) {
        const auto& persona = cast_.persona(i);
        out.begin_object().key("platform").value(setup_.id);
        out.key("username").value(persona.handle);
        out.key("name").value(persona.name);
        out.key("shape").value(persona.shape);
        out.key("userId").value(external_id(i));
        out.key("followers").value(cast_.followers(i, now()));
        out.key("mediaCount").value(cast_.posts(i, now()).size());
        out.key("pictureUrl");
        out.value(fmt::format("{}/{}/avatar/{}.svg", origin, setup_.picture_host, i)).end_object();
    }
}

void CastPlatform::write_tokens(JsonWriter& out) const {
    grants_.write_all(
        out, [this](std::size_t i) { return std::string(users()[i].handle); },
        [this](std::uint32_t scopes) { return login_.names(scopes); });
}

std::string CastPlatform::avatar_url(const http::Request& request, std::size_t persona) const {
    return fmt::format("{}/{}/avatar/{}.svg", origin_of(request), setup_.picture_host, persona);
}

std::string CastPlatform::cover_url(const http::Request& request, const CastPost& post) const {
    return fmt::format("{}/{}/cover/{}.svg", origin_of(request), setup_.picture_host, post.id);
}

std::string CastPlatform::text_of(const CastPost& post) const {
    return caption(cast_.persona(post.persona).voice, post.dice.of("caption"));
}

http::Response CastPlatform::post_page(const http::Request& request, const CastPost& post) const {
    const auto& persona = cast_.persona(post.persona);
    return html_page(
        200, fmt::format("{} on {} (simulated)", persona.name, setup_.login.platform),
        fmt::format("<h1>{}</h1>\n<p class=\"note\">{}</p>\n<p><img class=\"post\" alt=\"\" "
                    "src=\"{}\"></p>\n<p dir=\"auto\" style=\"white-space:pre-wrap\">{}</p>\n",
                    html_escape(persona.name), to_rfc3339(post.posted_at),
                    html_escape(cover_url(request, post)), html_escape(text_of(post))));
}

http::Response CastPlatform::picture(const http::Request& request) const {
    const auto segments = split(request.path, '/');
    const auto not_found = [] { return http::Response::text(404, "Not found"); };
    if (segments.size() != 3 || !segments[2].ends_with(".svg")) return not_found();
    const auto name = segments[2].substr(0, segments[2].size() - 4);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size()) return not_found();
    if (segments[1] == "avatar" && number < cast_.personas().size()) {
        const auto& persona = cast_.persona(number);
        return draw_picture({320, 320}, cast_.dice(number), initials(persona.name));
    }
    const auto post = segments[1] == "cover" ? cast_.find_post(number, now()) : std::nullopt;
    if (!post) return not_found();
    return draw_picture({432, 540}, post->dice.of("picture"),
                        initials(cast_.persona(post->persona).name));
}

}  // namespace rostrum::sandbox
