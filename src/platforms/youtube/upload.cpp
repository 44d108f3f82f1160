#include "platforms/youtube/upload.hpp"

#include "core/json_writer.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/errors.hpp"
#include "platforms/youtube/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace rostrum::platforms::youtube {
namespace {

constexpr std::array<int, 1> incomplete{308};
constexpr std::chrono::minutes part_timeout{10};

std::string option_text(const PostContent& content, std::string_view name,
                        std::string_view otherwise) {
    const auto* option = content.options.if_contains(name);
    auto text = option != nullptr ? text_of(*option) : std::string();
    return text.empty() ? std::string(otherwise) : text;
}

bool option_flag(const PostContent& content, std::string_view name, bool otherwise) {
    const auto* option = content.options.if_contains(name);
    return option != nullptr && option->is_bool() ? option->as_bool() : otherwise;
}

/// "bytes=0-524287" says that 524,288 bytes are there; without it none are.
std::uint64_t received_of(const http::Headers& headers) {
    constexpr std::string_view prefix = "bytes=0-";
    auto range = headers.get("Range");
    if (!range.starts_with(prefix)) return 0;
    range.remove_prefix(prefix.size());
    std::uint64_t last = 0;
    const auto [end, error] = std::from_chars(range.data(), range.data() + range.size(), last);
    return error == std::errc{} && end == range.data() + range.size() ? last + 1 : 0;
}

bool is_gone(const PlatformError& error) {
    return error.code == "http_404" || error.code == "http_410" || error.next == Next::not_found;
}

}  // namespace

std::string video_resource(const PostContent& content) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("snippet").begin_object();
    out.key("title").value(content.title).key("description").value(content.text);
    const auto* tags = content.options.if_contains("tags");
    if (tags != nullptr && tags->is_array() && !tags->as_array().empty()) {
        out.key("tags").raw(json::serialize(*tags));
    }
    out.key("categoryId").value(option_text(content, "categoryId", "22"));
    if (const auto language = option_text(content, "defaultLanguage", ""); !language.empty()) {
        out.key("defaultLanguage").value(language);
    }
    out.end_object().key("status").begin_object();
    // What is left out YouTube decides, and it has changed its mind before.
    out.key("privacyStatus").value(option_text(content, "privacyStatus", "public"));
    out.key("selfDeclaredMadeForKids").value(option_flag(content, "madeForKids", false));
    out.key("containsSyntheticMedia").value(option_flag(content, "containsSyntheticMedia", false));
    out.key("license").value(option_text(content, "license", "youtube"));
    out.key("embeddable").value(option_flag(content, "embeddable", true));
    out.key("publicStatsViewable").value(option_flag(content, "publicStatsViewable", true));
    out.end_object().end_object();
    return body;
}

/// Sessions may only be where our tokens may go.
bool Upload::is_ours(std::string_view session) const {
    constexpr std::string_view domain = ".googleapis.com";
    const auto prefix = call_.address("https://");
    if (!session.starts_with(prefix)) return false;
    session.remove_prefix(prefix.size());
    const auto host = session.substr(0, session.find_first_of("/?#"));
    return host.ends_with(domain) && host.find('@') == std::string_view::npos;
}

Task<Outcome<std::string>> Upload::begin(Access access, const PostContent& content) const {
    const auto* video = video_of(content);
    if (video == nullptr) co_return std::unexpected(error_of(no_video, "the post has no video"));
    // Nobody sees a session. Each one costs, so that it is asked for once, and later again.
    CallRequest request{.endpoint = "insert",
                        .effect = Effect::renewal,
                        .method = http::Method::post,
                        .url = std::string(upload_url),
                        .parameters = {{"uploadType", "resumable"}, {"part", "snippet,status"}},
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(access.token),
                        .json = video_resource(content),
                        .may_be_empty = true};
    if (!option_flag(content, "notifySubscribers", true)) {
        request.parameters.add("notifySubscribers", "false");
    }
    request.headers.add("X-Upload-Content-Length", std::to_string(video->bytes));
    request.headers.add("X-Upload-Content-Type", video->mime);
    request.owner = access.owner();
    request.may_be_other = true;
    auto reply = co_await call_.exchange(std::move(request));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    std::string session(reply->data.headers.get("Location"));
    if (!is_ours(session)) {
        co_return std::unexpected(
            call_.unusable(Effect::renewal, "the answer names no session of YouTube's"));
    }
    co_return Answered<std::string>{
        .data = std::move(session), .calls = reply->calls, .limits = reply->limits};
}

Task<Outcome<UploadPlace>> Upload::put(Access access, std::string session, const MediaFile& file,
                                       std::uint64_t first) const {
    const auto length = std::min(part_bytes, file.bytes - first);
    CallRequest request{.endpoint = "upload",
                        .effect = Effect::change,
                        .method = http::Method::put,
                        .url = std::move(session),
                        .parameters = {},
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(access.token)};
    request.headers.add("Content-Range",
                        fmt::format("bytes {}-{}/{}", first, first + length - 1, file.bytes));
    request.upload = UploadBody{.content_type = file.mime, .bytes = file.range(first, length)};
    request.timeout = part_timeout;
    request.owner = access.owner();
    auto place = co_await exchange(std::move(request));
    // Of a part that met an error of the service some may have come.
    if (!place && place.error().next == Next::retry_later && place.error().code != "unreachable") {
        place.error().next = Next::ambiguous;
    }
    co_return place;
}

Task<Outcome<UploadPlace>> Upload::ask(Access access, std::string session,
                                       std::uint64_t total) const {
    CallRequest request{.endpoint = "upload",
                        .method = http::Method::put,
                        .url = std::move(session),
                        .parameters = {},
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(access.token)};
    request.headers.add("Content-Range", fmt::format("bytes */{}", total));
    request.upload = UploadBody{.content_type = "application/octet-stream", .bytes = std::string()};
    request.owner = access.owner();
    co_return co_await exchange(std::move(request));
}

Task<Outcome<UploadPlace>> Upload::exchange(CallRequest request) const {
    const auto effect = request.effect;
    request.is_given_url = true;
    request.also_accepted = incomplete;
    request.may_be_empty = true;
    request.may_be_other = true;
    auto reply = co_await call_.exchange(std::move(request));
    if (!reply) {
        if (is_gone(reply.error())) reply.error() = error_of(gone, reply.error().message);
        co_return std::unexpected(std::move(reply.error()));
    }
    UploadPlace place;
    if (reply->data.status == incomplete.front()) {
        place.received = received_of(reply->data.headers);
    } else {
        place.video_id = text_of(reply->data.body, "id");
        if (const auto* status = find_field(reply->data.body, "status")) {
            place.privacy = text_of(*status, "privacyStatus");
        }
        if (place.video_id.empty()) {
            co_return std::unexpected(call_.unusable(effect, "the uploaded video has no id"));
        }
    }
    co_return Answered<UploadPlace>{
        .data = std::move(place), .calls = reply->calls, .limits = reply->limits};
}

}  // namespace rostrum::platforms::youtube
