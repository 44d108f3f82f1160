#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How LinkedIn words things: errors, versions, and the structures of Rest.li in queries.
namespace rostrum::sandbox::linkedin {

struct ApiError {
    int status;
    std::string_view code;
    std::int64_t service_code;  ///< 0: not told
    std::string message;
};

template <typename T>
using ApiResult = std::expected<T, ApiError>;

http::Response api_error(const ApiError& error);
/// The flat shape of the OAuth endpoints.
http::Response oauth_error(int status, std::string_view error, std::string_view description);

ApiError bad_parameter(std::string message);
ApiError access_denied(std::string_view resource);
ApiError no_such_thing(std::string message);
ApiError throttled();

/// The versions that are active: those of the twelve months before this was written, so that an old
/// copy does not begin to refuse its own calls.
inline constexpr std::string_view oldest_version = "202512";
inline constexpr std::string_view newest_version = "202611";

/// Whether the headers are those of a versioned call.
ApiResult<void> check_headers(const http::Request& request);

/// The value of a query parameter, or empty.
std::string_view parameter(const http::Request& request, std::string_view name);

/// The elements of "List(a,b)".
std::optional<std::vector<std::string_view>> read_list(std::string_view text);

/// What stands behind "name:" in "(name:value,other:(...))"; a structure with its brackets.
std::string_view member_of(std::string_view structure, std::string_view name);

/// A stretch of time, its end not included.
struct Range {
    Time from;
    Time to;
};

/// The days of `timeIntervals=(timeRange:(start:1,end:2),timeGranularityType:DAY)`.
ApiResult<Range> read_time_intervals(std::string_view text);

/// The days of `dateRange=(start:(day:1,month:2,year:2026),end:(...))`.
ApiResult<Range> read_date_range(std::string_view text);

/// A page of a finder.
struct Page {
    std::int64_t start = 0;
    std::int64_t count = 10;
};
ApiResult<Page> read_page(const http::Request& request);

}  // namespace rostrum::sandbox::linkedin
