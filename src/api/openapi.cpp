#include "api/openapi.hpp"

#include "core/json_writer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace rostrum::api {
namespace json = boost::json;
namespace {

constexpr std::string_view intro =
    "Connect social accounts, sync what they publish, and read their figures.\n\n"
    "Sign in with the session cookie, or send `Authorization: Bearer` with an access token or an "
    "API "
    "key. Times are RFC 3339 in UTC, ids are opaque. Lists take `limit` and `cursor`. Every error "
    "has the "
    "same envelope.";

/// What stands under each group's name.
std::string_view description_of(std::string_view tag) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> descriptions{{
        {"Sign-in", "Users and their sessions."},
        {"Workspaces and members", "The tenants, and who may do what in them."},
        {"API keys", "Access for programs."},
        {"Platforms and connections", "External accounts: connecting, syncing, disconnecting."},
        {"Analytics", "What the syncs brought in."},
        {"Media", "Files to publish: uploaded, looked into, and read by platforms."},
        {"Events", "The change feed."},
        {"Reports", "How the accounts do, and who needs somebody."},
        {"Operations", "Health, metrics and jobs."},
    }};
    const auto found =
        std::ranges::find(descriptions, tag, [](const auto& row) { return row.first; });
    return found != descriptions.end() ? found->second : tag;
}

json::object error_schema() {
    const json::object text{{"type", "string"}};
    const json::object number{{"type", "integer"}};
    json::object detail{
        {"type", "object"},
        {"properties",
         {{"field", text}, {"issue", text}, {"code", text}, {"limit", number}, {"actual", number}}},
        {"required", {"field", "issue"}}};
    json::object error{
        {"type", "object"},
        {"properties",
         {{"code", text},
          {"message", text},
          {"details", json::object{{"type", "array"}, {"items", std::move(detail)}}},
          {"retryable", json::object{{"type", "boolean"}}},
          {"userMessage", text},
          {"requestId", text}}},
        {"required", {"code", "message", "details", "retryable", "userMessage", "requestId"}}};
    return {{"type", "object"},
            {"properties", {{"error", std::move(error)}}},
            {"required", json::array{"error"}}};
}

json::object error_answer(std::string_view description, bool as_page) {
    json::object content;
    content["application/json"] =
        json::object{{"schema", {{"$ref", "#/components/schemas/ErrorEnvelope"}}}};
    if (as_page) content["text/html"] = json::object{{"schema", {{"type", "string"}}}};
    return {{"description", description}, {"content", std::move(content)}};
}

/// The `{name}`s of a pattern.
std::vector<std::string> path_parameters(std::string_view pattern) {
    std::vector<std::string> names;
    for (std::size_t at = 0; (at = pattern.find('{', at)) != std::string_view::npos;) {
        const auto end = pattern.find('}', at);
        names.emplace_back(pattern.substr(at + 1, end - at - 1));
        at = end;
    }
    return names;
}

json::array security_of(Access access) {
    const json::array none;
    switch (access) {
        case Access::open: return {};
        case Access::cron_secret:
            return {json::object{{"cronSecret", none}}, json::object{{"bearer", none}}};
        case Access::metrics: return {json::object{{"metricsToken", none}}, json::object{}};
        default: return {json::object{{"bearer", none}}, json::object{{"cookie", none}}};
    }
}

json::array parameters_of(const Route& route) {
    json::array parameters;
    for (const auto& name : path_parameters(route.pattern)) {
        parameters.push_back(json::object{
            {"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    for (const auto& parameter : route.parameters) parameters.push_back(parameter);
    if (route.creates) {
        parameters.push_back(json::object{
            {"name", "Idempotency-Key"},
            {"in", "header"},
            {"required", false},
            {"description", "The same key and body give the same answer for 24 hours."},
            {"schema", {{"type", "string"}, {"maxLength", 255}}}});
    }
    return parameters;
}

json::object operation_of(const Route& route) {
    json::object operation{{"operationId", route.id},
                           {"tags", json::array{route.tag}},
                           {"summary", route.summary},
                           {"security", security_of(route.access)}};
    if (auto parameters = parameters_of(route); !parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
    if (!route.request_body.empty()) {
        operation["requestBody"] =
            json::object{{"required", true},
                         {"content", {{"application/json", {{"schema", route.request_body}}}}}};
    }
    if (!route.request_content.empty()) {
        operation["requestBody"] =
            json::object{{"required", true}, {"content", route.request_content}};
    }
    json::object answers = route.answers;
    answers["4XX"] = error_answer("The request cannot be done as it is", route.errors_as_page);
    answers["5XX"] =
        error_answer("Something failed on the server or at the platform", route.errors_as_page);
    operation["responses"] = std::move(answers);
    return operation;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

json::array tags_of(const RouteTable& table) {
    std::vector<std::string> names;
    for (const auto& route : table.routes) {
        if (std::ranges::find(names, route.tag) == names.end()) names.push_back(route.tag);
    }
    json::array tags;
    for (const auto& name : names) {
        tags.push_back(json::object{{"name", name}, {"description", description_of(name)}});
    }
    return tags;
}

json::object security_schemes() {
    return {{"bearer",
             {{"type", "http"},
              {"scheme", "bearer"},
              {"description", "An access token, or an API key that starts with rk_."}}},
            {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "rostrum_session"}}},
            {"cronSecret",
             {{"type", "http"}, {"scheme", "bearer"}, {"description", "CRON_JOB_SECRET"}}},
            {"metricsToken",
             {{"type", "http"}, {"scheme", "bearer"}, {"description", "METRICS_TOKEN"}}}};
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            default: out += c;
        }
    }
}

constexpr std::string_view docs_head =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>Rostrum API</title><style>"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark}h2{margin-top:2.5rem}code{font-size:.95em}"
    "li{margin:.4rem 0}.m{display:inline-block;min-width:4.5em;font-weight:600}"
    ".a{opacity:.7}</style></head><body><h1>Rostrum API</h1>"
    "<p>The machine-readable form is the "
    "<a href=\"/api/v1/openapi.json\">OpenAPI document</a>.</p>";

}  // namespace

std::string openapi_document(const RouteTable& table, std::string_view server_url,
                             std::string_view version) {
    json::object paths;
    for (const auto& route : table.routes) {
        auto& path = paths[route.pattern];
        if (!path.is_object()) path.emplace_object();
        path.as_object()[lower(http::to_string(route.method))] = operation_of(route);
    }
    json::object schemas = table.schemas.components();
    schemas["ErrorEnvelope"] = error_schema();
    const json::object document{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Rostrum"},
          {"version", version},
          {"description", intro},
          {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", json::array{json::object{{"url", server_url}}}},
        {"tags", tags_of(table)},
        {"paths", std::move(paths)},
        {"components", {{"schemas", std::move(schemas)}, {"securitySchemes", security_schemes()}}}};
    return json::serialize(document);
}

std::string docs_page(const RouteTable& table) {
    std::map<std::string, std::string> sections;
    std::vector<std::string> order;
    for (const auto& route : table.routes) {
        if (!sections.contains(route.tag)) order.push_back(route.tag);
        auto& section = sections[route.tag];
        section +=
            fmt::format("<li><span class=\"m\">{}</span> <code>", http::to_string(route.method));
        append_escaped(section, route.pattern);
        section += "</code><br><span class=\"a\">";
        append_escaped(section, route.summary);
        section += "</span></li>";
    }
    std::string page(docs_head);
    for (const auto& tag : order) {
        page += "<h2>" + tag + "</h2><ul>" + sections[tag] + "</ul>";
    }
    return page + "</body></html>";
}

}  // namespace rostrum::api
