#include "sandbox/linkedin/wire.hpp"

#include "core/json_writer.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::int64_t count_max = 100;
constexpr std::chrono::days history{366};

template <typename T>
std::optional<T> parse_number(std::string_view text) {
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool is_version(std::string_view text) {
    const auto month = text.size() == 6 ? parse_number<int>(text.substr(4)) : std::nullopt;
    return parse_number<int>(text) && month && *month >= 1 && *month <= 12;
}

std::optional<Time> read_millis(std::string_view text) {
    const auto millis = parse_number<std::int64_t>(text);
    if (!millis) return std::nullopt;
    return Time{std::chrono::milliseconds{*millis}};
}

std::optional<Time> read_date(std::string_view text) {
    const auto day = parse_number<unsigned>(member_of(text, "day"));
    const auto month = parse_number<unsigned>(member_of(text, "month"));
    const auto year = parse_number<int>(member_of(text, "year"));
    if (!day || !month || !year) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                           std::chrono::day{*day}};
    if (!date.ok()) return std::nullopt;
    return Time{std::chrono::sys_days{date}};
}

ApiResult<Range> checked(std::optional<Time> from, std::optional<Time> to) {
    if (!from || !to || *from >= *to) {
        return std::unexpected(bad_parameter("Invalid time range: start must be before end"));
    }
    if (*to - *from > history) {
        return std::unexpected(bad_parameter("Time range is longer than 12 months"));
    }
    return Range{*from, *to};
}

}  // namespace

http::Response api_error(const ApiError& error) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("status").value(error.status);
    if (error.service_code != 0) out.key("serviceErrorCode").value(error.service_code);
    if (!error.code.empty()) out.key("code").value(error.code);
    out.key("message").value(error.message).end_object();
    return http::Response::json(error.status, body);
}

http::Response oauth_error(int status, std::string_view error, std::string_view description) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").value(error);
    out.key("error_description").value(description).end_object();
    return http::Response::json(status, body);
}

ApiError bad_parameter(std::string message) {
    return {400, "ILLEGAL_ARGUMENT", 0, std::move(message)};
}

ApiError access_denied(std::string_view resource) {
    return {403, "ACCESS_DENIED", 100,
            fmt::format("Not enough permissions to access: {}", resource)};
}

ApiError no_such_thing(std::string message) { return {404, "NOT_FOUND", 0, std::move(message)}; }

ApiError throttled() {
    return {429, "TOO_MANY_REQUESTS", 101,
            "Resource level throttle limit for calls to this resource is reached."};
}

ApiResult<void> check_headers(const http::Request& request) {
    const auto version = request.headers.get("LinkedIn-Version");
    if (version.empty()) {
        return std::unexpected(
            ApiError{400, "VERSION_MISSING", 0, "A Linkedin-Version header is required"});
    }
    if (!is_version(version)) {
        return std::unexpected(
            ApiError{400, "INVALID_VERSION", 0,
                     fmt::format("Version {} is not of the form YYYYMM", version)});
    }
    if (version < oldest_version || version > newest_version) {
        return std::unexpected(
            ApiError{426, "NONEXISTENT_VERSION", 0,
                     fmt::format("Requested version {} is not active", version)});
    }
    const bool structured = request.target.find('(') != std::string::npos;
    if (structured && request.headers.get("X-Restli-Protocol-Version") != "2.0.0") {
        return std::unexpected(bad_parameter("Structures need X-Restli-Protocol-Version: 2.0.0"));
    }
    // A colon in a list separates a key from its value: the URNs in it have to be encoded.
    if (const auto at = request.target.find("List("); at != std::string::npos) {
        const auto list = std::string_view(request.target).substr(at);
        if (list.substr(0, list.find(')')).contains(':')) {
            return std::unexpected(bad_parameter("Invalid query parameters: unencoded colon"));
        }
    }
    return {};
}

std::string_view parameter(const http::Request& request, std::string_view name) {
    return request.query.get(name).value_or("");
}

std::string_view member_of(std::string_view structure, std::string_view name) {
    const auto key = std::string(name) + ':';
    auto at = structure.find('(' + key);
    if (at == std::string_view::npos) at = structure.find(',' + key);
    if (at == std::string_view::npos) return {};
    structure.remove_prefix(at + 1 + key.size());
    int depth = 0;
    for (std::size_t i = 0; i < structure.size(); ++i) {
        const char c = structure[i];
        if (depth == 0 && (c == ',' || c == ')')) return structure.substr(0, i);
        if (c == '(') ++depth;
        if (c == ')') --depth;
        if (depth == 0 && c == ')') return structure.substr(0, i + 1);
    }
    return {};
}

std::optional<std::vector<std::string_view>> read_list(std::string_view text) {
    if (!text.starts_with("List(") || !text.ends_with(')')) return std::nullopt;
    text.remove_prefix(5);
    text.remove_suffix(1);
    return split(text, ',');
}

ApiResult<Range> read_time_intervals(std::string_view text) {
    if (member_of(text, "timeGranularityType") != "DAY") {
        return std::unexpected(bad_parameter("Only the granularity DAY is simulated"));
    }
    const auto range = member_of(text, "timeRange");
    return checked(read_millis(member_of(range, "start")), read_millis(member_of(range, "end")));
}

ApiResult<Range> read_date_range(std::string_view text) {
    return checked(read_date(member_of(text, "start")), read_date(member_of(text, "end")));
}

ApiResult<Page> read_page(const http::Request& request) {
    Page page;
    const auto read = [&](std::string_view name, std::int64_t& into) {
        const auto text = parameter(request, name);
        const auto number = parse_number<std::int64_t>(text);
        if (number) into = *number;
        return text.empty() || number;
    };
    const bool numbers = read("start", page.start) && read("count", page.count);
    if (!numbers || page.start < 0 || page.count < 1 || page.count > count_max) {
        return std::unexpected(bad_parameter("start or count is out of range"));
    }
    return page;
}

}  // namespace rostrum::sandbox::linkedin
