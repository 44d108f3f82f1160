#pragma once

#include "core/result.hpp"
#include "http/query.hpp"
#include "http/server/request.hpp"
#include "http/server/router.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// The most parts that a multipart body may have.
inline constexpr std::size_t form_parts_max = 100;

/// The fields of a form body: application/x-www-form-urlencoded (also when no type is given) or
/// multipart/form-data. Errors: `validation_failed` for a body that is neither or is malformed,
/// `unsupported_media_type` for another type.
Result<http::Query> parse_form(const http::Request& request);

/// Text for HTML, safe between tags and in quoted attributes.
std::string html_escape(std::string_view text);

/// Where the request was sent to, such as "http://127.0.0.1:9090": what own addresses begin with.
std::string origin_of(const http::Request& request);

/// The parts of `text` between separators, without the empty ones.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A handler that has its answer at once.
http::Handler at_once(std::function<http::Response(http::Request&)> answer);

}  // namespace rostrum::sandbox
