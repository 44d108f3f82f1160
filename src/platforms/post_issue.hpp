#pragma once

#include "core/describe.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace rostrum::platforms {

enum class Severity : std::uint8_t { error, warning };
BOOST_DESCRIBE_ENUM(Severity, error, warning)

/// Something about a post that the platform would refuse, or that people should know.
struct PostIssue {
    std::string code;  ///< "text_too_long", "media_aspect", ...: stable
    Severity severity = Severity::error;
    std::string field;    ///< "content", "mediaIds[1]", "options.privacyLevel"
    std::string message;  ///< plain words
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> actual;
};
BOOST_DESCRIBE_STRUCT(PostIssue, (), (code, severity, field, message, limit, actual))

/// What keeps a post from being published.
inline PostIssue post_error(std::string code, std::string field, std::string message) {
    return {.code = std::move(code),
            .severity = Severity::error,
            .field = std::move(field),
            .message = std::move(message),
            .limit = {},
            .actual = {}};
}

/// What people should know before a post is published.
inline PostIssue post_warning(std::string code, std::string field, std::string message) {
    auto issue = post_error(std::move(code), std::move(field), std::move(message));
    issue.severity = Severity::warning;
    return issue;
}

/// The same with the limit that was crossed, and what the post has.
PostIssue with_limit(PostIssue issue, std::integral auto limit, std::integral auto actual) {
    issue.limit = static_cast<std::int64_t>(limit);
    issue.actual = static_cast<std::int64_t>(actual);
    return issue;
}

}  // namespace rostrum::platforms
