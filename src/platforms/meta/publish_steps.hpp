#pragma once

#include "core/json.hpp"
#include "http/body_source.hpp"
#include "platforms/call.hpp"
#include "platforms/outcome.hpp"
#include "platforms/post_content.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the publishing at Meta's hosts has in common.
namespace rostrum::platforms::meta {

/// Data with what it cost.
template <typename T>
Answered<T> answered(T data, int calls = 1, LimitsSeen limits = {}) {
    return {.data = std::move(data), .calls = calls, .limits = std::move(limits)};
}

/// After so long the platform is not asked any more whether it is done with a file.
inline constexpr std::chrono::minutes processing_max{60};

/// How long to wait before the next look at a file that has been worked at for `since`: a minute,
/// as the platform advises, and more once that has taken five.
std::chrono::seconds poll_wait(std::chrono::seconds since);

/// The answer to a call that publishes: an error of the platform's own making may stand for a post
/// that is there all the same, unless it says that the file is not ready.
PlatformError publish_error(PlatformError error);

/// A permission that is missing ends the post and leaves the account, which reads on without it.
PlatformError without_permission(PlatformError error, std::string_view platform,
                                 std::string_view scope);

/// A failure that the platform told in an answer that is no error.
PlatformError failure(Next next, std::string code, std::string message, std::string user_message);

/// The number of a container's error text, such as 2207026; 0 when there is none.
std::int64_t subcode_in(std::string_view text);

/// A call that may take as long as so many bytes do on a slow line.
std::chrono::milliseconds upload_timeout(std::uint64_t bytes);

/// A part of a file, to be wrapped before it is sent; `retry_later` when it cannot be read.
Task<std::expected<std::string, PlatformError>> bytes_of(const MediaFile& file,
                                                         std::uint64_t offset,
                                                         std::uint64_t length);

/// A file of a few MiB as the only part of a form.
UploadBody multipart_file(std::string_view name, std::string_view mime, std::string_view bytes);

// Fields of a state. What is absent or of another type is empty.
std::string text_in(const json::object& data, std::string_view name);
std::int64_t number_in(const json::object& data, std::string_view name);
std::vector<std::string> list_in(const json::object& data, std::string_view name);
json::array to_array(const std::vector<std::string>& list);

}  // namespace rostrum::platforms::meta
