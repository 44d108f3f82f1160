#include "platforms/linkedin/media_upload.hpp"

#include "http/query.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/urn.hpp"
#include "platforms/oauth_answer.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::chrono::seconds grace{15};
constexpr std::chrono::minutes processing_max{30};
constexpr std::size_t parts_max = 10'000;

std::string_view resource_of(MediaKind kind) {
    switch (kind) {
        case MediaKind::image: return "images";
        case MediaKind::video: return "videos";
        default: return "documents";
    }
}
std::string_view resource_of(std::string_view urn) {
    if (urn.starts_with(video_prefix)) return "videos";
    return urn.starts_with(document_prefix) ? "documents" : "images";
}

std::string opening(const Access& access, const MediaFile& file) {
    json::object request{{"owner", access.external_id}};
    if (file.kind == MediaKind::video) {
        request["fileSizeBytes"] = file.bytes;
        request["uploadCaptions"] = false;
        request["uploadThumbnail"] = false;
    }
    return json::serialize(json::object{{"initializeUploadRequest", std::move(request)}});
}

/// The parts that a video is wanted in: one after the other, without a gap, all of it.
std::vector<UploadPart> read_parts(const json::value& value, std::uint64_t bytes) {
    std::vector<UploadPart> parts;
    const auto* list = find_list(value, "uploadInstructions");
    if (list == nullptr || list->size() > parts_max) return {};
    std::uint64_t next = 0;
    for (const auto& item : *list) {
        const auto first = whole_number_of(item, "firstByte").value_or(-1);
        const auto last = whole_number_of(item, "lastByte").value_or(-1);
        if (first < 0 || static_cast<std::uint64_t>(first) != next || last < first) return {};
        next = static_cast<std::uint64_t>(last) + 1;
        parts.push_back({.url = text_of(item, "uploadUrl"),
                         .offset = static_cast<std::uint64_t>(first),
                         .length = static_cast<std::uint64_t>(last - first) + 1,
                         .etag = {}});
    }
    return next == bytes ? parts : std::vector<UploadPart>{};
}

Upload read_upload(const json::value& body, const MediaFile& file) {
    Upload upload;
    const auto* value = find_field(body, "value");
    if (value == nullptr) return upload;
    upload.urn =
        text_of(*value, resource_of(file.kind).substr(0, resource_of(file.kind).size() - 1));
    upload.token = text_of(*value, "uploadToken");
    if (file.kind == MediaKind::video) {
        upload.parts = read_parts(*value, file.bytes);
    } else {
        upload.parts.push_back(
            {.url = text_of(*value, "uploadUrl"), .offset = 0, .length = file.bytes, .etag = {}});
    }
    return upload;
}

bool is_usable(const Upload& upload) {
    if (upload.urn.empty() || upload.parts.empty()) return false;
    for (const auto& part : upload.parts) {
        if (part.url.empty()) return false;
    }
    return true;
}

PlatformError failed(std::string code, std::string message, std::string user_message) {
    return {.next = Next::rejected,
            .code = std::move(code),
            .message = std::move(message),
            .user_message = std::move(user_message),
            .retry_after = {}};
}

template <typename T>
Answered<Upload> answered(Upload upload, const Answered<T>& from) {
    return {.data = std::move(upload), .calls = from.calls, .limits = from.limits};
}

}  // namespace

Task<Outcome<Upload>> MediaUpload::begin(Access access, MediaFile file) const {
    auto reply = co_await rest_.write(
        access, {.endpoint = "upload_initialize",
                 .path = fmt::format("{}?action=initializeUpload", resource_of(file.kind)),
                 .json = opening(access, file),
                 .effect = Effect::renewal});
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    auto upload = read_upload(reply->data.body, file);
    if (!is_usable(upload)) {
        co_return std::unexpected(rest_.unusable("the upload has no URN, or not all addresses"));
    }
    // What goes there in one piece goes with the token.
    if (file.kind != MediaKind::video && !rest_.is_own(upload.parts.front().url)) {
        co_return std::unexpected(rest_.unusable("the upload leads away from LinkedIn"));
    }
    co_return answered(std::move(upload), *reply);
}

/// Addresses of parts of videos carry their own permission; a token beside it is said to do harm.
Task<Outcome<Upload>> MediaUpload::send(Access access, MediaFile file, Upload upload) const {
    auto& part = upload.parts.at(upload.sent);
    const bool is_video = file.kind == MediaKind::video;
    UploadBody body{
        .content_type = is_video || file.mime.empty() ? "application/octet-stream" : file.mime,
        .bytes = file.range(part.offset, part.length)};
    auto reply = co_await rest_.upload(part.url, std::move(body),
                                       is_video ? Secret() : std::move(access.token));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    part.etag = reply->data.headers.get("ETag");
    ++upload.sent;
    if (upload.sent == upload.parts.size() && !is_video) {
        upload.is_whole = true;
        upload.processing_since = clock_.now();
    }
    co_return answered(std::move(upload), *reply);
}

Task<Outcome<Upload>> MediaUpload::finish(Access access, Upload upload) const {
    json::array etags;
    for (const auto& part : upload.parts) {
        // An ETag stands in quotes; the ids of parts do not.
        std::string_view etag = part.etag;
        if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') {
            etag = etag.substr(1, etag.size() - 2);
        }
        etags.emplace_back(etag);
    }
    const json::object request{{"video", upload.urn},
                               {"uploadToken", upload.token},
                               {"uploadedPartIds", std::move(etags)}};
    auto reply = co_await rest_.write(
        access, {.endpoint = "upload_finalize",
                 .path = "videos?action=finalizeUpload",
                 .json = json::serialize(json::object{{"finalizeUploadRequest", request}}),
                 .effect = Effect::renewal});
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    upload.is_whole = true;
    upload.processing_since = clock_.now();
    co_return answered(std::move(upload), *reply);
}

Task<Outcome<Upload>> MediaUpload::look(Access access, Upload upload) const {
    const Time now = clock_.now();
    const auto waited = now - upload.processing_since.value_or(now);
    const bool may_look = upload.urn.starts_with(video_prefix) ||
                          has_scope(access.scopes, scope_organization_posts) ||
                          has_scope(access.scopes, scope_member_posts);
    if (!may_look) {
        upload.is_ready = waited >= grace;
        co_return Answered<Upload>{.data = std::move(upload), .calls = 0, .limits = {}};
    }
    auto answer = co_await rest_.send(
        access,
        {.endpoint = "media_status",
         .method = "GET",
         .path = fmt::format("{}/{}", resource_of(upload.urn), http::percent_encode(upload.urn))});
    if (!answer) {
        const bool is_video = upload.urn.starts_with(video_prefix);
        if (is_video || answer.error().next != Next::rejected) {
            co_return std::unexpected(std::move(answer.error()));
        }
        upload.is_ready = waited >= grace;
        co_return Answered<Upload>{.data = std::move(upload), .calls = 1, .limits = {}};
    }
    const auto status = text_of(answer->data, "status");
    if (status == "PROCESSING_FAILED") {
        const auto reason = text_of(answer->data, "processingFailureReason");
        co_return std::unexpected(failed("processing_failed", "processing failed: " + reason,
                                         reason.empty()
                                             ? "LinkedIn could not process the file."
                                             : "LinkedIn could not process the file: " + reason));
    }
    upload.is_ready = status == "AVAILABLE";
    if (!upload.is_ready && waited > processing_max) {
        co_return std::unexpected(failed("processing_timeout", "still " + status,
                                         "LinkedIn has been processing the file for half an hour "
                                         "and did not finish. Try again, or use another file."));
    }
    co_return answered(std::move(upload), *answer);
}

}  // namespace rostrum::platforms::linkedin
