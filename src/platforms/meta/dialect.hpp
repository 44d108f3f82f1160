#pragma once

#include "platforms/answer.hpp"
#include "platforms/meta/errors.hpp"
#include "platforms/meta/limits.hpp"

#include <string_view>

namespace rostrum::platforms::meta {

/// How Meta's hosts word their answers, for one of the platforms on them.
constexpr Dialect dialect(std::string_view platform, std::string_view name) {
    return {
        .platform = platform,
        .name = name,
        .read_error = [](const json::value& body, int) { return read_error(body); },
        .read_limits = [](const http::Headers& headers, Time) { return read_limits(headers); },
        .is_of_app =
            [](const PlatformError& error) { return error.code == "4" || error.code == "341"; }};
}

}  // namespace rostrum::platforms::meta
