#include "platforms/x/publish_errors.hpp"

#include "platforms/oauth_answer.hpp"
#include "platforms/x/descriptor.hpp"

#include <fmt/format.h>

#include <utility>

namespace rostrum::platforms::x {

PlatformError refused(std::string code, std::string message, std::string user_message) {
    return {.next = Next::rejected,
            .code = std::move(code),
            .message = std::move(message),
            .user_message = std::move(user_message),
            .retry_after = {}};
}

PlatformError doubtful() {
    auto error = refused("duplicate-content", "a repetition of a post that is not found",
                         "X has a post with this text, which may be this one.");
    error.next = Next::ambiguous;
    return error;
}

std::optional<PlatformError> missing_scope(const Access& access, std::string_view scope) {
    if (access.scopes.empty() || has_scope(access.scopes, scope)) return std::nullopt;
    return refused("scope_missing", fmt::format("{} was not granted", scope),
                   fmt::format("X was not given the permission to {} ({}). Connect the account "
                               "again and allow that.",
                               scope == scope_media ? "upload files" : "post", scope));
}

bool is_duplicate(const PlatformError& error) {
    return error.code == "duplicate-content" || error.code == "187";
}

bool is_lost_upload(const PlatformError& error) {
    return error.next == Next::not_found ||
           (error.next == Next::rejected && error.code.starts_with("invalid-request"));
}

}  // namespace rostrum::platforms::x
