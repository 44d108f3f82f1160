#include "platforms/meta/publish_steps.hpp"

#include "crypto/hash.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/meta/errors.hpp"
#include "platforms/read_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

}  // namespace

seconds poll_wait(seconds since) { return since < minutes{5} ? minutes{1} : minutes{4}; }

PlatformError publish_error(PlatformError error) {
    // Sent or not, these are no post.
    constexpr std::array<std::string_view, 5> harmless{"unreachable", "bad_url", "9007/2207027",
                                                       "24/2207008", "address_refused"};
    const bool is_harmless = std::ranges::find(harmless, error.code) != harmless.end();
    if (error.next == Next::retry_later && !is_harmless) {
        error.next = Next::ambiguous;
        error.retry_after.reset();
    }
    return error;
}

PlatformError without_permission(PlatformError error, std::string_view platform,
                                 std::string_view scope) {
    if (!is_permission_missing(error)) return error;
    return failure(Next::rejected, "scope_missing", std::move(error.message),
                   fmt::format("{} was not given the permission to publish here ({}). Connect the "
                               "account again and allow that.",
                               platform, scope));
}

PlatformError failure(Next next, std::string code, std::string message, std::string user_message) {
    return {.next = next,
            .code = std::move(code),
            .message = std::move(message),
            .user_message = std::move(user_message),
            .retry_after = {}};
}

std::int64_t subcode_in(std::string_view text) {
    constexpr std::size_t digits = 7;
    for (auto at = text.find("22"); at != std::string_view::npos; at = text.find("22", at + 1)) {
        std::int64_t number = 0;
        const auto word = text.substr(at, digits);
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error == std::errc{} && end == word.data() + digits) return number;
    }
    return 0;
}

std::chrono::milliseconds upload_timeout(std::uint64_t bytes) {
    constexpr std::uint64_t bytes_per_second = 64 * 1024;
    return minutes{2} + seconds{bytes / bytes_per_second};
}

Task<std::expected<std::string, PlatformError>> bytes_of(const MediaFile& file,
                                                         std::uint64_t offset,
                                                         std::uint64_t length) {
    std::string reason;
    try {
        co_return co_await read_bytes(file.range(offset, length));
    } catch (const std::exception& error) {
        reason = error.what();
    }
    co_return std::unexpected(
        failure(Next::retry_later, "media_unreadable", std::move(reason),
                "A file of the post cannot be read for now. It is tried again later."));
}

UploadBody multipart_file(std::string_view name, std::string_view mime, std::string_view bytes) {
    // Nothing contains its own hash.
    const auto boundary = crypto::sha256_hex(bytes);
    std::string body;
    body.reserve(bytes.size() + 512);
    body.append("--").append(boundary);
    body.append("\r\nContent-Disposition: form-data; name=\"").append(name);
    body.append("\"; filename=\"file\"\r\nContent-Type: ").append(mime).append("\r\n\r\n");
    body.append(bytes).append("\r\n--").append(boundary).append("--\r\n");
    return {.content_type = "multipart/form-data; boundary=" + boundary, .bytes = std::move(body)};
}

std::string text_in(const json::object& data, std::string_view name) {
    const auto* value = data.if_contains(name);
    return value != nullptr ? text_of(*value) : std::string();
}

std::int64_t number_in(const json::object& data, std::string_view name) {
    const auto* value = data.if_contains(name);
    return value != nullptr ? whole_number_of(*value).value_or(0) : 0;
}

std::vector<std::string> list_in(const json::object& data, std::string_view name) {
    std::vector<std::string> list;
    const auto* value = data.if_contains(name);
    if (value == nullptr || !value->is_array()) return list;
    for (const auto& item : value->as_array()) list.push_back(text_of(item));
    return list;
}

json::array to_array(const std::vector<std::string>& list) {
    json::array out;
    for (const auto& item : list) out.emplace_back(item);
    return out;
}

}  // namespace rostrum::platforms::meta
