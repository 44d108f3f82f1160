#include "http/server/target.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rostrum::http {
namespace {

/// The path and query of an origin-form or absolute-form target (RFC 9112, 3.2); empty if neither.
std::string_view path_and_query(std::string_view target) {
    if (target.starts_with('/')) return target;
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return {};
    const auto scheme = target.substr(0, scheme_end);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return {};
    target.remove_prefix(scheme_end + 3);
    const auto slash = target.find('/');
    // A URL without a path names the root; one with a query but no path is too odd to serve.
    if (slash == std::string_view::npos) return target.contains('?') ? "" : "/";
    return target.substr(slash);
}

bool has_dot_segment(std::string_view path) {
    for (std::size_t at = 0; (at = path.find("/.", at)) != std::string_view::npos; ++at) {
        auto rest = path.substr(at + 2);
        if (rest.starts_with('.')) rest.remove_prefix(1);
        if (rest.empty() || rest.front() == '/') return true;
    }
    return false;
}

/// What is wrong with a decoded path, if anything.
std::optional<std::string> problem_of(std::string_view path) {
    if (path.find('\0') != std::string_view::npos) return "the path holds a NUL character";
    if (!utf8::valid(path)) return "the path is not valid UTF-8";
    if (has_dot_segment(path)) return "the path has a dot segment";
    return std::nullopt;
}

}  // namespace

std::string_view raw_path(std::string_view target) {
    const auto whole = path_and_query(target);
    return whole.substr(0, whole.find('?'));
}

std::optional<Refusal> read_target(Request& request) {
    const auto whole = path_and_query(request.target);
    if (whole.empty()) return refuse(400, "the target is no path");
    if (whole.contains('#')) return refuse(400, "the target has a fragment");

    const auto path = whole.substr(0, whole.find('?'));
    auto decoded = percent_decode(path);
    if (!decoded) return refuse(400, "the path has a broken escape");
    request.path = std::move(*decoded);
    if (auto problem = problem_of(request.path)) return refuse(400, std::move(*problem));

    if (path.size() < whole.size()) {
        auto query = parse_query(whole.substr(path.size() + 1));
        if (!query) return Refusal{400, std::move(query.error())};
        request.query = std::move(*query);
    }
    return std::nullopt;
}

}  // namespace rostrum::http
