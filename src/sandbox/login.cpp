#include "sandbox/login.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox {
namespace {

constexpr std::size_t code_bytes = 48;

/// Absolute, http or https, with a host and without a fragment or characters that no address has.
bool is_web_address(std::string_view address) {
    std::string_view rest = address;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return false;
    }
    if (rest.empty() || rest.front() == '/' || rest.front() == '?') return false;
    return std::ranges::none_of(address, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F ||
               c == '#' || c == '"' || c == '<' || c == '>' || c == '\\';
    });
}

std::string host_of(std::string_view address) {
    address.remove_prefix(address.find("://") + 3);
    return std::string(address.substr(0, address.find_first_of("/?")));
}

std::string_view param(const http::Request& request, std::string_view name) {
    return request.query.get(name).value_or("");
}

/// The query of an authorization without the parameters that answer it by themselves.
std::string consent_query(const http::Request& request) {
    http::Query query;
    for (const auto& [name, value] : request.query) {
        if (name != "auto" && name != "account" && name != "grant") query.add(name, value);
    }
    return query.encode();
}

std::string challenge_of(std::string_view verifier) {
    return crypto::base64url_encode(crypto::sha256(verifier));
}

}  // namespace

/// The parameters of an authorization that may go on.
struct Login::Asked {
    std::string redirect_uri;
    std::optional<std::string> state;
    std::uint32_t scopes = 0;
    std::string challenge;
    bool offline = false;
    bool asked_again = false;
    http::Query refusal;  ///< what says no

    std::string back(http::Query parameters) const {
        if (state) parameters.add("state", *state);
        const char separator = redirect_uri.contains('?') ? '&' : '?';
        return redirect_uri + separator + parameters.encode();
    }
    std::string denial() const { return back(refusal); }
};

std::uint32_t Login::bit(std::string_view scope) const {
    const auto found = std::ranges::find(rules_.scopes, scope, &LoginScope::name);
    return found == rules_.scopes.end() ? 0 : 1U << (found - rules_.scopes.begin());
}

std::string Login::names(std::uint32_t scopes) const {
    std::string out;
    for (const auto& scope : rules_.scopes) {
        if ((scopes & bit(scope.name)) == 0) continue;
        if (!out.empty()) out += rules_.scope_separator;
        out += scope.name;
    }
    return out;
}

http::Response Login::invalid_request(std::string text) const {
    return problem_page(
        400, {.title = "Something went wrong",
              .text = fmt::format("{} does not accept the request: {}", rules_.platform, text),
              .other_account = std::nullopt,
              .cancel = std::nullopt});
}

std::string Login::consent_address(const http::Request& request) const {
    return fmt::format("{}?{}", rules_.path, consent_query(request));
}

/// Faults of the app are shown on a page: no platform redirects before it trusts the address.
std::expected<Login::Asked, http::Response> Login::read(const http::Request& request) const {
    if (param(request, rules_.client_id_parameter) != rules_.client_id) {
        return std::unexpected(
            invalid_request(fmt::format("{} is not known", rules_.client_id_parameter)));
    }
    Asked asked;
    asked.refusal.add("error", std::string(rules_.denial));
    if (!rules_.denial_reason.empty()) {
        asked.refusal.add("error_reason", std::string(rules_.denial_reason));
    }
    asked.refusal.add("error_description", std::string(rules_.denial_description));
    asked.redirect_uri = param(request, "redirect_uri");
    if (!is_web_address(asked.redirect_uri)) {
        return std::unexpected(invalid_request("redirect_uri is not registered"));
    }
    if (param(request, "response_type") != "code") {
        return std::unexpected(invalid_request("response_type must be code"));
    }
    if (const auto state = request.query.get("state")) asked.state = std::string(*state);
    std::string scopes(param(request, "scope"));
    std::ranges::replace(scopes, rules_.other_scope_separator, rules_.scope_separator);
    for (const auto part : split(scopes, rules_.scope_separator)) {
        const auto scope = bit(part);
        if (scope == 0) {
            return std::unexpected(invalid_request(fmt::format("scope {} is not known", part)));
        }
        asked.scopes |= scope;
    }
    if (asked.scopes == 0) return std::unexpected(invalid_request("scope is missing"));
    if (rules_.pkce != LoginPkce::ignored) {
        asked.challenge = param(request, "code_challenge");
        const bool missing = asked.challenge.empty();
        const auto method = param(request, "code_challenge_method");
        const bool known = method == "S256" || (rules_.pkce_method_in_any_case && method == "s256");
        if (missing ? rules_.pkce == LoginPkce::required : !known) {
            return std::unexpected(
                invalid_request("code_challenge with the method S256 is required"));
        }
    }
    asked.offline = param(request, "access_type") == "offline";
    asked.asked_again = param(request, "prompt").contains("consent");
    return asked;
}

http::Response Login::authorize(const http::Request& request) {
    const auto asked = read(request);
    if (!asked) return asked.error();
    const auto answer = param(request, "auto");
    if (answer == "deny") return http::Response::redirect(302, asked->denial());
    const auto handle = param(request, "account");
    if (answer != "allow") return consent_page(request, *asked, handle);
    auto granted = asked->scopes;
    if (const auto grant = request.query.get("grant")) {
        granted = 0;
        for (const auto part : split(*grant, ',')) {
            for (const auto name : split(part, ' ')) granted |= bit(name);
        }
    }
    return allow(request, *asked, handle, granted);
}

http::Response Login::decide(const http::Request& request) {
    const auto asked = read(request);
    if (!asked) return asked.error();
    const auto form = parse_form(request);
    const auto decision = form ? form->get("decision").value_or("") : std::string_view{};
    if (decision == "Deny") return http::Response::redirect(303, asked->denial());
    if (decision != "Allow") return invalid_request("the form says neither Allow nor Deny");
    std::uint32_t granted = 0;
    for (const auto& [name, value] : *form) {
        if (name == "scope") granted |= bit(value);
    }
    auto response = allow(request, *asked, form->get("account").value_or(""), granted);
    if (response.status == 302) response.status = 303;
    return response;
}

http::Response Login::allow(const http::Request& request, const Asked& asked,
                            std::string_view handle, std::uint32_t granted) {
    const auto choices = choices_(clock_.now());
    const auto found =
        handle.empty() ? choices.begin() : std::ranges::find(choices, handle, &LoginChoice::handle);
    if (found == choices.end() || !found->refuses.empty()) {
        return problem_page(
            400, {.title = "Account not available",
                  .text = found == choices.end() ? fmt::format("There is no account {}.", handle)
                                                 : found->refuses,
                  .other_account = consent_address(request),
                  .cancel = asked.denial()});
    }
    granted &= asked.scopes;
    for (const auto& scope : rules_.scopes) {
        if (scope.always) granted |= asked.scopes & bit(scope.name);
    }
    granted &= ~found->withholds;
    const auto code = issue_code({.account = static_cast<std::size_t>(found - choices.begin()),
                                  .scopes = granted,
                                  .offline = asked.offline,
                                  .asked_again = asked.asked_again,
                                  .redirect_uri = asked.redirect_uri,
                                  .challenge = asked.challenge,
                                  .issued_at = clock_.now()});
    http::Query answer{{"code", code}};
    if (!rules_.granted_parameter.empty()) {
        answer.add(std::string(rules_.granted_parameter), names(granted));
    }
    return http::Response::redirect(302, asked.back(std::move(answer)));
}

http::Response Login::consent_page(const http::Request& request, const Asked& asked,
                                   std::string_view selected) const {
    const auto all = choices_(clock_.now());
    std::string choices;
    for (const auto& choice : all) {
        const bool checked = selected.empty() ? &choice == &all.front() : choice.handle == selected;
        choices += fmt::format(
            "<label><input type=\"radio\" name=\"account\" value=\"{0}\"{1}><span><b>{0}</b> {2}"
            "<small>{3}</small></span></label>\n",
            html_escape(choice.handle), checked ? " checked" : "", html_escape(choice.name),
            html_escape(choice.note));
    }
    std::string scopes;
    for (const auto& scope : rules_.scopes) {
        if ((asked.scopes & bit(scope.name)) == 0) continue;
        scopes += fmt::format(
            "<label><input type=\"checkbox\" name=\"scope\" value=\"{0}\" checked{1}><span>{2}"
            "<small>{0}</small></span></label>\n",
            html_escape(scope.name), scope.always ? " disabled" : "", html_escape(scope.text));
    }
    return html_page(
        200, fmt::format("Log in with {} (simulated)", rules_.platform),
        fmt::format(
            "<h1>Log in with {0}</h1>\n"
            "<p class=\"note\">A simulation. Nothing here reaches {0}.</p>\n"
            "<p>An app at <b>{1}</b> asks for access.</p>\n"
            "<form method=\"post\" action=\"{2}\">\n"
            "<h2 id=\"accounts\">Account</h2>\n"
            "<fieldset aria-labelledby=\"accounts\">\n{3}</fieldset>\n"
            "<h2 id=\"scopes\">It may</h2>\n"
            "<fieldset aria-labelledby=\"scopes\">\n{4}</fieldset>\n"
            "<div class=\"bar\"><div><button name=\"decision\" value=\"Deny\">Deny</button>"
            "<button class=\"main\" name=\"decision\" value=\"Allow\">Allow</button></div></div>\n"
            "</form>\n",
            rules_.platform, html_escape(host_of(asked.redirect_uri)),
            html_escape(fmt::format("{}/decision?{}", rules_.path, consent_query(request))),
            choices, scopes));
}

std::string Login::issue_code(LoginGrant grant) {
    std::array<std::byte, code_bytes> bytes{};
    random_.fill(bytes);
    auto code = std::string(rules_.code_prefix) + crypto::base64url_encode(bytes);
    const std::scoped_lock lock(mutex_);
    if (codes_.size() >= login_codes_max) {
        codes_.erase(std::ranges::min_element(
            codes_, {}, [](const auto& entry) { return entry.second.issued_at; }));
    }
    codes_.emplace(code, std::move(grant));
    return code;
}

std::expected<LoginGrant, CodeFault> Login::redeem(std::string_view code,
                                                   std::string_view redirect_uri,
                                                   std::string_view verifier) {
    const std::scoped_lock lock(mutex_);
    const auto found = codes_.find(std::string(code));
    if (found == codes_.end()) return std::unexpected(CodeFault::unknown_or_used);
    const auto& grant = found->second;
    if (grant.issued_at + rules_.code_life <= clock_.now()) {
        return std::unexpected(CodeFault::expired);
    }
    if (grant.redirect_uri != redirect_uri) return std::unexpected(CodeFault::other_redirect_uri);
    if (!grant.challenge.empty() && challenge_of(verifier) != grant.challenge) {
        return std::unexpected(CodeFault::bad_verifier);
    }
    auto out = std::move(found->second);
    codes_.erase(found);
    return out;
}

void Login::reset() {
    const std::scoped_lock lock(mutex_);
    codes_.clear();
}

}  // namespace rostrum::sandbox
