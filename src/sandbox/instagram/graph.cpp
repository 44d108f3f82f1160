#include "sandbox/instagram/graph.hpp"

#include "core/json.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum::sandbox::instagram {
namespace {

template <typename T>
std::optional<T> parse_number(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// "v26.0" is 26; anything else is no version.
std::optional<int> parse_version(std::string_view segment) {
    if (!segment.starts_with('v') || !segment.ends_with(".0")) return std::nullopt;
    return parse_number<int>(segment.substr(1, segment.size() - 3));
}

}  // namespace

GraphResult<GraphPath> parse_graph_path(std::string_view path, std::string_view host) {
    auto segments = split(path, '/');
    if (!segments.empty() && segments.front() == host) segments.erase(segments.begin());
    GraphPath parsed;
    if (!segments.empty()) {
        if (const auto version = parse_version(segments.front())) {
            if (*version > newest_version || *version < 1) {
                return std::unexpected(unknown_path("/" + std::string(segments.front())));
            }
            parsed.version = std::max(*version, oldest_version);
            parsed.versioned = true;
            segments.erase(segments.begin());
        }
    }
    if (segments.empty()) return std::unexpected(unknown_path("/"));
    if (segments.size() > 2) {
        return std::unexpected(unknown_path("/" + std::string(segments[2])));
    }
    parsed.node = segments[0];
    if (segments.size() == 2) parsed.edge = segments[1];
    return parsed;
}

std::string_view access_token(const http::Request& request) {
    if (const auto parameter = request.query.get("access_token")) return *parameter;
    constexpr std::string_view scheme = "Bearer ";
    const auto header = request.headers.get("Authorization");
    if (header.size() <= scheme.size()) return {};
    if (!http::equals_ignoring_case(header.substr(0, scheme.size()), scheme)) return {};
    return header.substr(scheme.size());
}

void merge_body(http::Request& request) {
    if (request.body.empty()) return;
    if (request.headers.get("Content-Type").starts_with("application/json")) {
        const auto body = parse_json(request.body);
        const auto* object = body ? body->if_object() : nullptr;
        if (object == nullptr) return;
        for (const auto& [name, value] : *object) {
            const auto* text = value.if_string();
            request.query.add(std::string(name),
                              text != nullptr ? std::string(*text) : json::serialize(value));
        }
        return;
    }
    const auto form = parse_form(request);
    if (!form) return;
    for (const auto& [name, value] : *form) request.query.add(name, value);
}

std::string token_anywhere(const http::Request& request) {
    if (const auto token = access_token(request); !token.empty()) return std::string(token);
    const auto type = request.headers.get("Content-Type");
    if (!type.starts_with("application/x-www-form-urlencoded")) return {};
    const auto form = http::parse_query(request.body);
    return form ? std::string(form->get("access_token").value_or("")) : std::string();
}

std::string_view param(const http::Request& request, std::string_view name) {
    return request.query.get(name).value_or(std::string_view{});
}

std::vector<std::string_view> list_of(std::string_view text) {
    const bool array = text.starts_with('[') && text.ends_with(']');
    if (!array) return split(text, ',');
    text.remove_prefix(1);
    text.remove_suffix(1);
    auto names = split(text, ',');
    for (auto& name : names) {
        const auto begin = name.find('"');
        const auto end = name.rfind('"');
        if (begin < end) name = name.substr(begin + 1, end - begin - 1);
    }
    return names;
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
    return parse_number<std::uint64_t>(text);
}

std::optional<Time> parse_unix_time(std::string_view text) {
    constexpr std::int64_t latest = 253'402'300'799;  // the year 9999
    const auto seconds = parse_number<std::int64_t>(text);
    if (!seconds || *seconds < 0 || *seconds > latest) return std::nullopt;
    return Time{std::chrono::seconds{*seconds}};
}

std::string same_call_with(const GraphCall& call,
                           const std::vector<http::Query::Pair>& replacements) {
    http::Query query;
    const auto replaced = [&](std::string_view name) {
        return std::ranges::any_of(replacements,
                                   [&](const auto& pair) { return pair.first == name; });
    };
    for (const auto& [name, value] : call.request.query) {
        if (name != "access_token" && !replaced(name)) query.add(name, value);
    }
    for (const auto& [name, value] : replacements) {
        if (!value.empty()) query.add(name, value);
    }
    query.add("access_token", std::string(access_token(call.request)));
    return fmt::format("{}/{}/v{}.0/{}/{}?{}", call.origin, call.host, call.path.version,
                       ig_id(call.account()), call.path.edge, query.encode());
}

}  // namespace rostrum::sandbox::instagram
