#include "sandbox/instagram/authorize.hpp"

#include "sandbox/instagram/graph.hpp"
#include "sandbox/instagram/oauth.hpp"
#include "sandbox/instagram/pages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace rostrum::sandbox::instagram {
namespace {

http::Response invalid_request(std::string text) {
    return problem_page(400, {.title = "Invalid Request",
                              .text = "Request parameters are invalid: " + std::move(text),
                              .other_account = std::nullopt,
                              .cancel = std::nullopt});
}

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

http::Response refused(const AuthorizeRequest& asked, std::string error, std::string description) {
    return http::Response::redirect(
        302, redirect_address(asked, {{"error", std::move(error)},
                                      {"error_description", std::move(description)}}));
}

}  // namespace

std::expected<AuthorizeRequest, http::Response> read_authorize_request(
    const http::Request& request) {
    if (param(request, "client_id") != app_id) {
        return std::unexpected(invalid_request("Invalid platform app"));
    }
    AuthorizeRequest asked;
    asked.redirect_uri = param(request, "redirect_uri");
    if (!is_web_address(asked.redirect_uri)) {
        return std::unexpected(invalid_request("Invalid redirect_uri"));
    }
    if (const auto state = request.query.get("state")) asked.state = std::string(*state);
    if (param(request, "response_type") != "code") {
        return std::unexpected(
            refused(asked, "unsupported_response_type", "The response_type must be code"));
    }
    std::vector<std::string_view> unknown;
    asked.scopes = parse_scopes(param(request, "scope"), unknown);
    if (!unknown.empty()) {
        return std::unexpected(refused(
            asked, "invalid_scope", fmt::format("Invalid scopes: {}", fmt::join(unknown, ", "))));
    }
    if (!asked.scopes.has(Scope::basic)) {
        return std::unexpected(
            refused(asked, "invalid_scope", "Missing scope: instagram_business_basic"));
    }
    return asked;
}

std::string redirect_address(const AuthorizeRequest& asked, http::Query parameters) {
    if (asked.state) parameters.add("state", *asked.state);
    const char separator = asked.redirect_uri.contains('?') ? '&' : '?';
    return asked.redirect_uri + separator + parameters.encode();
}

std::string denial_address(const AuthorizeRequest& asked) {
    return redirect_address(asked, {{"error", "access_denied"},
                                    {"error_reason", "user_denied"},
                                    {"error_description", "The user denied your request"}});
}

std::string consent_query(const http::Request& request) {
    http::Query query;
    for (const auto& [name, value] : request.query) {
        if (name != "auto" && name != "account" && name != "grant") query.add(name, value);
    }
    return query.encode();
}

}  // namespace rostrum::sandbox::instagram
