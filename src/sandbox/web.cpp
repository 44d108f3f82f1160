#include "sandbox/web.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::sandbox {
namespace {

constexpr std::string_view line_break = "\r\n";

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The value of `name` in a header such as `form-data; name="code"`, or empty.
std::string_view parameter(std::string_view header, std::string_view name) {
    for (auto part : split(header, ';')) {
        part = trim(part);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        if (!http::equals_ignoring_case(trim(part.substr(0, equals)), name)) continue;
        auto value = trim(part.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return {};
}

/// The name of a part by its header lines, or empty.
std::string_view part_name(std::string_view headers) {
    while (!headers.empty()) {
        const auto end = std::min(headers.find(line_break), headers.size());
        const auto line = headers.substr(0, end);
        headers.remove_prefix(std::min(end + line_break.size(), headers.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (http::equals_ignoring_case(line.substr(0, colon), "Content-Disposition")) {
            return parameter(line.substr(colon + 1), "name");
        }
    }
    return {};
}

Result<http::Query> parse_multipart(std::string_view body, std::string_view boundary) {
    const auto malformed = [](std::string issue) {
        return fail(invalid_field("body", std::move(issue)));
    };
    if (boundary.empty() || boundary.size() > 70) return malformed("names no valid boundary");
    const std::string delimiter = "--" + std::string(boundary);
    if (!body.starts_with(delimiter)) return malformed("does not begin with the boundary");
    body.remove_prefix(delimiter.size());
    const std::string next = std::string(line_break) + delimiter;
    http::Query form;
    for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
        if (parts == form_parts_max) return malformed("has too many parts");
        if (!body.starts_with(line_break)) return malformed("has a broken boundary line");
        body.remove_prefix(line_break.size());
        const auto head = body.find("\r\n\r\n");
        if (head == std::string_view::npos) return malformed("has a part without a header");
        const auto name = part_name(body.substr(0, head));
        if (name.empty()) return malformed("has a part without a name");
        body.remove_prefix(head + 4);
        const auto end = body.find(next);
        if (end == std::string_view::npos) return malformed("ends inside a part");
        form.add(std::string(name), std::string(body.substr(0, end)));
        body.remove_prefix(end + next.size());
    }
    return form;
}

Task<http::Response> ready(http::Response response) { co_return response; }

}  // namespace

Result<http::Query> parse_form(const http::Request& request) {
    const auto type = request.headers.get("Content-Type");
    const auto name = trim(type.substr(0, type.find(';')));
    if (name.empty() || http::equals_ignoring_case(name, "application/x-www-form-urlencoded")) {
        return http::parse_query(request.body);
    }
    if (http::equals_ignoring_case(name, "multipart/form-data")) {
        return parse_multipart(request.body, parameter(type, "boundary"));
    }
    return fail(ErrorCode::unsupported_media_type, "a form is expected");
}

std::string html_escape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string origin_of(const http::Request& request) {
    const auto host = request.headers.get("Host");
    return "http://" + std::string(host.empty() ? "127.0.0.1" : host);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end != 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

http::Handler at_once(std::function<http::Response(http::Request&)> answer) {
    return [answer = std::move(answer)](http::Request& request) { return ready(answer(request)); };
}

}  // namespace rostrum::sandbox
