#include "platforms/x/media_upload.hpp"

#include "core/utf8.hpp"
#include "crypto/hash.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/read_bytes.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/post_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace rostrum::platforms::x {
namespace {

constexpr std::uint64_t chunk_usual = 1024 * 1024;
constexpr std::uint64_t chunk_min = 128 * 1024;
/// Segments are numbered from 0 to 999.
constexpr std::uint64_t segments_max = 1'000;
constexpr std::chrono::seconds check_min{1};
constexpr std::chrono::seconds check_max{60};
constexpr std::chrono::seconds check_usual{5};
constexpr std::chrono::minutes processing_max{30};
constexpr std::chrono::minutes chunk_timeout{2};
/// Beyond, a time could overflow.
constexpr std::int64_t expires_after_max = 30 * 86'400;

std::string_view category_of(const MediaFile& file) {
    if (file.kind == MediaKind::video) return "tweet_video";
    return file.mime == "image/gif" ? "tweet_gif" : "tweet_image";
}

PlatformError failed(std::string code, std::string message, std::string user_message) {
    return {.next = Next::rejected,
            .code = std::move(code),
            .message = std::move(message),
            .user_message = std::move(user_message),
            .retry_after = {}};
}

PlatformError unreadable(std::string_view reason) {
    return {.next = Next::retry_later,
            .code = "media_unreadable",
            .message = std::string(reason),
            .user_message = "A file of the post cannot be read for now. It is tried again later.",
            .retry_after = {}};
}

/// A form with the bytes of a segment. The boundary is their hash, which they cannot hold.
UploadBody form_of(std::string bytes, std::uint64_t index) {
    const auto boundary = "rostrum-" + crypto::sha256_hex(bytes).substr(0, 40);
    auto body = fmt::format(
        "--{0}\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n{1}\r\n"
        "--{0}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"segment\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n",
        boundary, index);
    body += bytes;
    body += fmt::format("\r\n--{}--\r\n", boundary);
    return {.content_type = "multipart/form-data; boundary=" + boundary, .bytes = std::move(body)};
}

/// The smallest segments that there are enough numbers for.
std::uint64_t least_chunk(std::uint64_t file_bytes) {
    return (file_bytes + segments_max - 1) / segments_max;
}

std::optional<Time> expiry_of(const json::value& data, Time now) {
    const auto seconds = whole_number_of(data, "expires_after_secs").value_or(0);
    if (seconds <= 0 || seconds > expires_after_max) return std::nullopt;
    return now + std::chrono::seconds{seconds};
}

const json::value& data_of(const json::value& body) {
    static const json::value none = json::object();
    const auto* data = find_field(body, "data");
    return data != nullptr ? *data : none;
}

}  // namespace

std::optional<std::uint64_t> smaller_chunk(std::uint64_t chunk, std::uint64_t file_bytes) {
    const auto least = std::max(chunk_min, least_chunk(file_bytes));
    return chunk / 2 < least ? std::nullopt : std::optional(chunk / 2);
}

CallRequest MediaUpload::request(const Access& access, std::string_view endpoint,
                                 std::string_view path) const {
    CallRequest request{.endpoint = endpoint,
                        .effect = Effect::renewal,
                        .method = http::Method::post,
                        .url = fmt::format("{}/2/media/{}", api_host, path),
                        .parameters = {},
                        .secrets = {}};
    request.owner = access.owner();
    request.authorization = CallAuthorization::bearer(access.token);
    return request;
}

Task<Outcome<Upload>> MediaUpload::begin(Access access, MediaFile file,
                                         std::uint64_t chunk_wanted) const {
    auto call = request(access, "upload_initialize", "upload/initialize");
    call.json = json::serialize(json::object{{"media_type", file.mime},
                                             {"total_bytes", file.bytes},
                                             {"media_category", category_of(file)}});
    auto answer = co_await call_.send(std::move(call));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    Upload upload;
    upload.id = text_of(data_of(answer->data), "id");
    if (upload.id.empty()) {
        co_return std::unexpected(call_.unusable(Effect::renewal, "the upload has no id"));
    }
    upload.chunk =
        std::max(chunk_wanted == 0 ? chunk_usual : chunk_wanted, least_chunk(file.bytes));
    co_return Answered<Upload>{
        .data = std::move(upload), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<Upload>> MediaUpload::append(Access access, MediaFile file, Upload upload) const {
    const auto length = std::min(upload.chunk, file.bytes - std::min(upload.sent, file.bytes));
    std::string bytes;
    std::string failure;
    try {
        bytes = co_await read_bytes(file.range(upload.sent, length));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!failure.empty()) co_return std::unexpected(unreadable(failure));
    auto call = request(access, "upload_append",
                        fmt::format("upload/{}/append", http::percent_encode(upload.id)));
    call.upload = form_of(std::move(bytes), upload.sent / upload.chunk);
    call.may_be_empty = true;
    call.timeout = chunk_timeout;
    auto answer = co_await call_.send(std::move(call));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    upload.sent += length;
    co_return Answered<Upload>{
        .data = std::move(upload), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<UploadAnswer>> MediaUpload::finish(Access access, Upload upload) const {
    auto answer = co_await call_.send(
        request(access, "upload_finalize",
                fmt::format("upload/{}/finalize", http::percent_encode(upload.id))));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    upload.is_whole = true;
    upload.processing_since = clock_.now();
    co_return read_state(*std::move(answer), std::move(upload));
}

Task<Outcome<UploadAnswer>> MediaUpload::status(Access access, Upload upload) const {
    auto call = request(access, "upload_status", "upload");
    call.effect = Effect::none;
    call.method = http::Method::get;
    call.parameters = {{"command", "STATUS"}, {"media_id", upload.id}};
    auto answer = co_await call_.send(std::move(call));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return read_state(*std::move(answer), std::move(upload));
}

/// Without a word about processing, a file is ready.
Outcome<UploadAnswer> MediaUpload::read_state(Answered<json::value> answer, Upload upload) const {
    const auto& data = data_of(answer.data);
    const Time now = clock_.now();
    if (const auto expires = expiry_of(data, now)) upload.expires_at = expires;
    Answered<UploadAnswer> out{.data = {.upload = std::move(upload), .check_after = {}},
                               .calls = answer.calls,
                               .limits = answer.limits};
    const auto* processing = find_field(data, "processing_info");
    const auto state = processing != nullptr ? text_of(*processing, "state") : "succeeded";
    if (state == "failed") {
        const auto* error = find_field(*processing, "error");
        const auto reason = error != nullptr ? text_of(*error, "message") : std::string();
        return std::unexpected(failed("processing_failed", "processing failed: " + reason,
                                      reason.empty() ? "X could not process the file."
                                                     : "X could not process the file: " + reason));
    }
    if (state == "succeeded") {
        out.data.upload.is_ready = true;
        return out;
    }
    if (now - out.data.upload.processing_since.value_or(now) > processing_max) {
        return std::unexpected(failed("processing_timeout", "still " + state,
                                      "X has been processing the file for half an hour and did "
                                      "not finish. Try again, or use another file."));
    }
    const auto told = whole_number_of(*processing, "check_after_secs").value_or(0);
    const auto wait =
        told > 0 ? std::chrono::seconds{std::min<std::int64_t>(told, 3'600)} : check_usual;
    out.data.check_after = std::clamp(wait, check_min, check_max);
    return out;
}

Task<Outcome<Upload>> MediaUpload::describe(Access access, Upload upload,
                                            std::string alt_text) const {
    auto call = request(access, "media_metadata", "metadata");
    call.json = json::serialize(
        json::object{{"id", upload.id},
                     {"metadata", json::object{{"alt_text", json::object{{"text", alt_text}}}}}});
    call.may_be_empty = true;
    auto answer = co_await call_.send(std::move(call));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    upload.is_described = true;
    co_return Answered<Upload>{
        .data = std::move(upload), .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms::x
