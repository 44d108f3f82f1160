#include "sandbox/instagram/oauth.hpp"

#include "core/json_writer.hpp"
#include "sandbox/instagram/authorize.hpp"
#include "sandbox/instagram/graph.hpp"
#include "sandbox/instagram/pages.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::string_view consent_path = "/www.instagram.com/oauth/authorize";

std::string consent_address(const http::Request& request) {
    return fmt::format("{}?{}", consent_path, consent_query(request));
}

/// The host of an absolute address.
std::string host_of(std::string_view address) {
    address.remove_prefix(address.find("://") + 3);
    return std::string(address.substr(0, address.find_first_of("/?")));
}

std::string_view problem_text(CodeProblem problem) {
    switch (problem) {
        case CodeProblem::expired: return "This authorization code has expired";
        case CodeProblem::other_redirect_uri:
            return "Error validating verification code. Please make sure your redirect_uri is "
                   "identical to the one you used in the OAuth dialog request";
        case CodeProblem::other_client: return "This authorization code was issued to another app";
        case CodeProblem::unknown_or_used: break;
    }
    return "Matching code was not found or was already used";
}

/// What is wrong with the form of a code exchange, apart from the code; empty when nothing is.
std::string exchange_problem(const http::Query& form) {
    for (const auto* name : {"client_id", "client_secret", "grant_type", "redirect_uri", "code"}) {
        if (form.get(name).value_or("").empty()) {
            return fmt::format("Missing required field {}", name);
        }
    }
    if (form.get("client_id") != app_id) return "Invalid platform app";
    if (form.get("client_secret") != app_secret) return "Error validating client secret.";
    if (form.get("grant_type") != "authorization_code") return "Invalid grant_type";
    return {};
}

/// Both shapes exist: the documented one, and the one that running code was written for.
std::string code_answer(const Account& account, std::string_view token, ScopeSet scopes) {
    const bool flat = account.quirks.flat_token_answer;
    std::string body;
    JsonWriter out(body);
    if (!flat) out.begin_object().key("data").begin_array();
    out.begin_object().key("access_token").value(token).key("user_id");
    if (flat) {
        out.value(ig_id(account)).key("permissions").begin_array();
        for (const auto name : scopes.names()) out.value(name);
        out.end_array();
    } else {
        out.value(std::to_string(ig_id(account)));
        out.key("permissions").value(scopes.joined());
    }
    out.end_object();
    if (!flat) out.end_array().end_object();
    return body;
}

}  // namespace

http::Response OAuth::authorize(const http::Request& request) {
    const auto asked = read_authorize_request(request);
    if (!asked) return asked.error();
    const auto answer = param(request, "auto");
    if (answer == "deny") return http::Response::redirect(302, denial_address(*asked));
    const auto username = param(request, "account");
    if (answer == "allow") {
        std::vector<std::string_view> unknown;
        const auto grant = request.query.get("grant");
        const auto granted = grant ? parse_scopes(*grant, unknown) : asked->scopes;
        return allow(request, *asked, username.empty() ? accounts().front().username : username,
                     granted);
    }
    return consent_page(
        world_, {.origin = origin_of(request),
                 .form_action = fmt::format("{}/decision?{}", consent_path, consent_query(request)),
                 .back_to = host_of(asked->redirect_uri),
                 .scopes = asked->scopes,
                 .selected = username.empty() ? accounts().front().username : username,
                 .now = clock_.now()});
}

http::Response OAuth::decide(const http::Request& request) {
    const auto asked = read_authorize_request(request);
    if (!asked) return asked.error();
    const auto form = parse_form(request);
    const auto decision = form ? form->get("decision").value_or("") : std::string_view{};
    if (decision == "Deny") return http::Response::redirect(303, denial_address(*asked));
    if (decision != "Allow") {
        return problem_page(400, {.title = "Invalid Request",
                                  .text = "The form says neither Allow nor Deny.",
                                  .other_account = consent_address(request),
                                  .cancel = std::nullopt});
    }
    ScopeSet granted;
    for (const auto& [name, value] : *form) {
        if (name != "scope") continue;
        if (const auto scope = parse_scope(value)) granted.add(*scope);
    }
    auto response = allow(request, *asked, form->get("account").value_or(""), granted);
    if (response.status == 302) response.status = 303;
    return response;
}

http::Response OAuth::allow(const http::Request& request, const AuthorizeRequest& asked,
                            std::string_view username, ScopeSet granted) {
    const auto* account = find_account(username);
    ProblemPage problem{.title = "Account not available",
                        .text = {},
                        .other_account = consent_address(request),
                        .cancel = denial_address(asked)};
    if (account == nullptr) {
        problem.text = fmt::format("There is no account @{}.", username);
        return problem_page(400, problem);
    }
    if (account->type == AccountType::personal) {
        problem.title = "Professional account needed";
        problem.text = fmt::format("@{} is a personal account. Only business and creator accounts "
                                   "can be connected to apps.",
                                   username);
        return problem_page(400, problem);
    }
    granted = granted & asked.scopes;
    granted.add(Scope::basic);
    if (account->quirks.withholds_insights) granted.remove(Scope::manage_insights);
    const auto code = codes_.issue({.account = account,
                                    .scopes = granted,
                                    .client_id = std::string(app_id),
                                    .redirect_uri = asked.redirect_uri,
                                    .issued_at = clock_.now()});
    return http::Response::redirect(302, redirect_address(asked, {{"code", code}}) + "#_");
}

http::Response OAuth::exchange_code(const http::Request& request) {
    const auto form = parse_form(request);
    if (!form) return token_endpoint_error("The request body is no form");
    if (const auto problem = exchange_problem(*form); !problem.empty()) {
        return token_endpoint_error(problem);
    }
    const auto now = clock_.now();
    const auto redeemed =
        codes_.redeem(*form->get("code"), *form->get("client_id"), *form->get("redirect_uri"), now);
    if (!redeemed) return token_endpoint_error(problem_text(redeemed.error()));
    const auto grant = tokens_.grant(*redeemed->account, redeemed->scopes, now);
    const auto token = tokens_.issue(TokenKind::short_lived, grant, now);
    return graph_json(200, code_answer(*redeemed->account, token, redeemed->scopes));
}

http::Response OAuth::exchange_token(const http::Request& request) {
    if (param(request, "grant_type") != "ig_exchange_token") {
        return to_response(bad_parameter("(#100) Unsupported grant_type"));
    }
    if (param(request, "client_secret") != app_secret) {
        return to_response(
            {.message = "Error validating client secret.", .code = 1, .type = "OAuthException"});
    }
    const auto text = access_token(request);
    if (text.empty()) return to_response(missing_token());
    const auto token = tokens_.check(text, clock_.now());
    if (!token) return to_response(token.error());
    if (token->kind != TokenKind::short_lived) {
        return to_response(bad_parameter("(#100) The access token is not a short-lived token"));
    }
    return answer_long_token(*token);
}

http::Response OAuth::refresh(const http::Request& request) {
    if (param(request, "grant_type") != "ig_refresh_token") {
        return to_response(bad_parameter("(#100) Unsupported grant_type"));
    }
    const auto text = access_token(request);
    if (text.empty()) return to_response(missing_token());
    const auto now = clock_.now();
    const auto token = tokens_.check(text, now);
    if (!token) return to_response(token.error());
    if (token->kind != TokenKind::long_lived) {
        return to_response(bad_parameter("(#100) Only long-lived access tokens can be refreshed"));
    }
    if (!token->grant.scopes.has(Scope::basic)) return to_response(missing_permission());
    if (now - token->issued_at < refresh_age_min) {
        return to_response(
            bad_parameter("(#100) The access token must be at least 24 hours old to be refreshed"));
    }
    return answer_long_token(*token);
}

http::Response OAuth::answer_long_token(const Token& from) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("access_token");
    out.value(tokens_.issue(TokenKind::long_lived, from.grant, clock_.now()));
    out.key("token_type").value("bearer");
    out.key("expires_in").value(long_token_life.count()).end_object();
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::instagram
