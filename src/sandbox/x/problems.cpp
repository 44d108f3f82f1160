#include "sandbox/x/problems.hpp"

#include <fmt/format.h>

#include <utility>

namespace rostrum::sandbox::x {
namespace {

std::string type_of(std::string_view slug) {
    if (slug.empty()) return "about:blank";
    // Both hosts have been seen, this problem with the old one.
    const std::string_view host = slug == "credits" ? "api.twitter.com" : "api.x.com";
    return fmt::format("https://{}/2/problems/{}", host, slug);
}

}  // namespace

http::Response problem_response(const Problem& problem) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    if (problem.blamed) {
        out.key("errors").begin_array().begin_object().key("parameters").begin_object();
        out.key(problem.blamed->name).begin_array().value(problem.blamed->value).end_array();
        out.end_object().key("message").value(problem.blamed->message).end_object().end_array();
    }
    out.key("title").value(problem.title).key("detail").value(problem.detail);
    out.key("type").value(type_of(problem.slug));
    if (problem.slug.empty()) out.key("status").value(problem.status);
    out.end_object();
    auto response = http::Response::json(problem.status, body);
    response.headers.set("Content-Type", "application/problem+json");
    return response;
}

Problem bad_parameter(BadParameter blamed) {
    return {.status = 400,
            .slug = "invalid-request",
            .title = "Invalid Request",
            .detail = "One or more parameters to your request was invalid.",
            .blamed = std::move(blamed)};
}

Problem plain_problem(int status) {
    const std::string title(http::reason(status));
    return {.status = status, .title = title, .detail = title};
}

Problem unauthorized() { return plain_problem(401); }

Problem no_credits() {
    return {.status = 402,
            .slug = "credits",
            .title = "CreditsDepleted",
            .detail = "Your enrolled account does not have any credits to fulfill this request."};
}

Problem month_used_up() {
    return {.status = 429,
            .slug = "usage-capped",
            .title = "UsageCapExceeded",
            .detail = "Usage cap exceeded: Monthly product cap"};
}

http::Response legacy_error(int status, int code, std::string_view message) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("errors").begin_array().begin_object();
    out.key("code").value(code).key("message").value(message);
    out.end_object().end_array().end_object();
    return http::Response::json(status, body);
}

http::Response oauth_error(int status, std::string_view error, std::string_view description) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").value(error);
    out.key("error_description").value(description).end_object();
    return http::Response::json(status, body);
}

void write_part_error(JsonWriter& out, const PartError& error) {
    out.begin_object().key("resource_id").value(error.resource_id);
    out.key("parameter").value(error.parameter);
    out.key("resource_type").value(error.resource_type);
    if (!error.section.empty()) out.key("section").value(error.section);
    out.key("title").value(error.title).key("value").value(error.resource_id);
    out.key("detail").value(error.detail).key("type").value(type_of(error.slug)).end_object();
}

PartError not_found(std::string_view resource_type, std::string_view parameter, std::string id) {
    return {.slug = "resource-not-found",
            .title = "Not Found Error",
            .detail = fmt::format("Could not find {} with {}: [{}].", resource_type, parameter, id),
            .resource_type = resource_type,
            .resource_id = std::move(id),
            .parameter = parameter};
}

}  // namespace rostrum::sandbox::x
