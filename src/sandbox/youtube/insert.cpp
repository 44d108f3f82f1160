#include "core/json.hpp"
#include "core/utf8.hpp"
#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"
#include "sandbox/youtube/personas.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/uploads.hpp"
#include "sandbox/youtube/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace rostrum::sandbox::youtube {
namespace {

constexpr std::size_t title_max = 100;
constexpr std::size_t description_max = 5'000;
constexpr std::size_t tags_max = 500;
constexpr std::uint64_t video_bytes_max = 274'877'906'944;
constexpr std::array<std::string_view, 15> categories{
    "1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29"};
constexpr std::string_view video_domain = "youtube.video";

ApiError bad_request(std::string message) {
    return {400, "badRequest", std::move(message), "global"};
}

ApiError invalid(std::string_view reason) {
    return {400, reason, fmt::format("The request metadata is not valid: {}.", reason),
            video_domain};
}

bool has_angle(std::string_view text) { return text.find_first_of("<>") != std::string_view::npos; }

const json::object* object_in(const json::value& body, std::string_view name) {
    const auto* field = body.as_object().if_contains(name);
    return field != nullptr ? field->if_object() : nullptr;
}

/// False when the member is there and no text.
bool read(const json::object& in, std::string_view name, std::string& out) {
    const auto* field = in.if_contains(name);
    if (field == nullptr || field->is_null()) return true;
    const auto* text = field->if_string();
    if (text != nullptr) out.assign(text->data(), text->size());
    return text != nullptr;
}

bool read(const json::object& in, std::string_view name, bool& out) {
    const auto* field = in.if_contains(name);
    if (field == nullptr || field->is_null()) return true;
    if (const auto* flag = field->if_bool()) out = *flag;
    return field->is_bool();
}

/// Commas between tags count, and a tag with a space counts as if it were quoted.
std::size_t length_of(const std::vector<std::string>& tags) {
    std::size_t length = tags.empty() ? 0 : tags.size() - 1;
    for (const auto& tag : tags) {
        length += utf8::count(tag) + (tag.find(' ') != std::string::npos ? 2 : 0);
    }
    return length;
}

std::optional<ApiError> read_snippet(const json::object& snippet, VideoDetails& out) {
    if (!read(snippet, "title", out.title) || out.title.empty() || has_angle(out.title) ||
        utf8::count(out.title) > title_max) {
        return ApiError{400, "invalidTitle",
                        "The request metadata specifies an invalid or empty video title.",
                        video_domain};
    }
    if (!read(snippet, "description", out.description) || has_angle(out.description) ||
        out.description.size() > description_max) {
        return ApiError{400, "invalidDescription",
                        "The request metadata specifies an invalid video description.",
                        video_domain};
    }
    if (const auto* tags = snippet.if_contains("tags"); tags != nullptr && tags->is_array()) {
        for (const auto& tag : tags->as_array()) {
            if (!tag.is_string()) return invalid("invalidTags");
            out.tags.emplace_back(tag.as_string());
        }
    }
    const bool angled = std::ranges::any_of(out.tags, has_angle);
    if (angled || length_of(out.tags) > tags_max) return invalid("invalidTags");
    if (!read(snippet, "categoryId", out.category) ||
        std::ranges::find(categories, out.category) == categories.end()) {
        return invalid("invalidCategoryId");
    }
    return std::nullopt;
}

std::optional<ApiError> read_status(const json::object& status, VideoDetails& out) {
    constexpr std::array<std::string_view, 3> levels{"public", "unlisted", "private"};
    const bool good = read(status, "privacyStatus", out.privacy) &&
                      read(status, "license", out.license) &&
                      read(status, "embeddable", out.embeddable) &&
                      read(status, "publicStatsViewable", out.shows_figures) &&
                      read(status, "selfDeclaredMadeForKids", out.made_for_kids) &&
                      read(status, "containsSyntheticMedia", out.synthetic);
    if (!good || std::ranges::find(levels, out.privacy) == levels.end()) {
        return invalid("invalidVideoMetadata");
    }
    if (out.license != "youtube" && out.license != "creativeCommon") {
        return invalid("invalidVideoMetadata");
    }
    std::string publish_at;
    if (!read(status, "publishAt", publish_at)) return invalid("invalidPublishAt");
    if (publish_at.empty()) return std::nullopt;
    out.publish_at = parse_time(publish_at);
    if (!out.publish_at || out.privacy != "private") return invalid("invalidPublishAt");
    return std::nullopt;
}

/// Only the named parts of a video are written.
ApiResult<VideoDetails> read_details(const ApiCall& call, std::string_view text) {
    VideoDetails details;
    if (text.empty()) return details;
    const auto body = parse_json(text);
    if (!body || !body->is_object()) return std::unexpected(bad_request("Parse Error"));
    const auto* snippet = object_in(*body, "snippet");
    const auto* status = object_in(*body, "status");
    if (snippet != nullptr && call.wants("snippet")) {
        if (auto error = read_snippet(*snippet, details)) return std::unexpected(*std::move(error));
    }
    if (status != nullptr && call.wants("status")) {
        if (auto error = read_status(*status, details)) return std::unexpected(*std::move(error));
    }
    return details;
}

bool is_video_type(std::string_view mime) {
    return mime.starts_with("video/") || mime == "application/octet-stream";
}

std::optional<std::uint64_t> read_size(std::string_view text) {
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return size;
}

/// One part of a multipart/related body.
struct RelatedPart {
    std::string type;
    std::string_view bytes;
};

/// The description and the file of an upload in one request.
std::optional<std::array<RelatedPart, 2>> parse_related(const http::Request& request) {
    const auto type = request.headers.get("Content-Type");
    const auto at = type.find("boundary=");
    if (!type.starts_with("multipart/related") || at == std::string_view::npos) return {};
    auto boundary = type.substr(at + 9);
    if (boundary.starts_with('"')) {
        boundary.remove_prefix(1);
        boundary = boundary.substr(0, boundary.find('"'));
    }
    boundary = boundary.substr(0, boundary.find(';'));
    const auto delimiter = fmt::format("--{}", boundary);
    std::string_view body = request.body;
    std::array<RelatedPart, 2> parts;
    for (auto& part : parts) {
        const auto begin = body.find(delimiter);
        const auto head = body.find("\r\n\r\n", begin);
        if (begin == std::string_view::npos || head == std::string_view::npos) return {};
        constexpr std::string_view name = "content-type:";
        std::string header(body.substr(begin, head - begin));
        std::ranges::transform(header, header.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (const auto field = header.find(name); field != std::string::npos) {
            const auto value = header.find_first_not_of(' ', field + name.size());
            part.type = header.substr(value, header.find("\r\n", value) - value);
        }
        body.remove_prefix(head + 4);
        const auto end = body.find("\r\n" + delimiter);
        if (end == std::string_view::npos) return {};
        part.bytes = body.substr(0, end);
        body.remove_prefix(end + 2);
    }
    return parts;
}

}  // namespace

ApiResult<std::size_t> YouTube::may_upload(const http::Request& request) {
    const auto persona =
        authorized(request, login().bit(scope_names[2]) | login().bit(scope_names[3]));
    if (!persona) return persona;
    if (const auto count = counted(Api::uploads, *persona); !count) {
        return std::unexpected(count.error());
    }
    const auto& who = cast().persona(*persona);
    if (channel_of(who) != Channel::exists) {
        return std::unexpected(
            ApiError{401, "youtubeSignupRequired", "Unauthorized", "youtube.header"});
    }
    if (trait_of(who) == Trait::uploads_used_up) {
        return std::unexpected(
            ApiError{400, "uploadLimitExceeded",
                     "The user has exceeded the number of videos they may upload.", video_domain});
    }
    return persona;
}

/// Begins a session, or takes description and file at once.
http::Response YouTube::insert_video(const http::Request& request) {
    const auto persona = may_upload(request);
    if (!persona) return api_error(persona.error());
    const ApiCall call{request, *persona, list_parameter(request, "part")};
    if (call.parts.empty()) return api_error(missing_parameter("part"));
    const auto kind = call.parameter("uploadType");
    if (kind == "multipart") return insert_at_once(call);
    if (kind != "resumable") {
        return api_error(bad_request("Only resumable and multipart uploads are simulated."));
    }
    auto details = read_details(call, request.body);
    if (!details) return api_error(details.error());
    const auto mime = request.headers.get("X-Upload-Content-Type");
    if (!mime.empty() && !is_video_type(mime)) {
        return api_error(
            bad_request(fmt::format("Media type '{}' is not supported. Valid media types: "
                                    "[video/*, application/octet-stream]",
                                    mime)));
    }
    const auto size = read_size(request.headers.get("X-Upload-Content-Length"));
    if (size && *size > video_bytes_max) {
        return api_error({413, "uploadTooLarge", "The file is too large.", "global"});
    }
    const auto session =
        uploads_.begin({.persona = *persona,
                        .details = *std::move(details),
                        .mime = std::string(mime.empty() ? "application/octet-stream" : mime),
                        .size = size,
                        .loses_bytes = trait_of(cast().persona(*persona)) == Trait::loses_bytes},
                       now());
    auto response = http::Response::empty(200);
    response.headers.set("X-GUploader-UploadID", session);
    response.headers.set("Location",
                         fmt::format("{}{}?uploadType=resumable&upload_id={}&upload_protocol="
                                     "resumable",
                                     origin_of(request), request.path, session));
    return response;
}

http::Response YouTube::insert_at_once(const ApiCall& call) {
    const auto parts = parse_related(call.request);
    if (!parts) return api_error(bad_request("Malformed multipart body."));
    if (!is_video_type((*parts)[1].type)) {
        return api_error({400, "mediaBodyRequired",
                          "The request does not include the video content.", video_domain});
    }
    auto details = read_details(call, (*parts)[0].bytes);
    if (!details) return api_error(details.error());
    const auto session = uploads_.begin({.persona = call.persona,
                                         .details = *std::move(details),
                                         .mime = (*parts)[1].type,
                                         .size = {}},
                                        now());
    return answer(call.request, uploads_.put(session, std::nullopt, (*parts)[1].bytes, now()));
}

/// The session is what authorizes: no token is asked for.
http::Response YouTube::take_bytes(const http::Request& request) {
    const auto session = request.query.get("upload_id").value_or("");
    const auto header = request.headers.get("Content-Range");
    const auto range = parse_content_range(header);
    if (!header.empty() && !range) {
        return http::Response::text(400, "Failed to parse Content-Range header.");
    }
    return answer(request, uploads_.put(session, range, request.body, now()));
}

http::Response YouTube::answer(const http::Request& request, const UploadProgress& progress) {
    using enum UploadProgress::State;
    switch (progress.state) {
        case unknown: return http::Response::text(404, "Not Found");
        case refused: return http::Response::text(400, progress.problem);
        case gap: return http::Response::text(503, "Invalid request. The bytes do not follow.");
        case more: break;
        case done: return answer_video(request, *progress.video, progress.is_new);
    }
    auto response = http::Response::empty(308);
    if (progress.received > 0) {
        response.headers.set("Range", fmt::format("bytes=0-{}", progress.received - 1));
    }
    return response;
}

http::Response YouTube::answer_video(const http::Request& request, const UploadedVideo& video,
                                     bool is_new) {
    if (is_new) publish(request, video);
    const ApiCall call{request, video.persona, {"snippet", "status"}};
    std::string body;
    JsonWriter out(body);
    write_upload(out, call, video);
    return http::Response::json(is_new ? 201 : 200, std::move(body));
}

/// Videos that turn out to be none never come to be seen.
void YouTube::publish(const http::Request& request, const UploadedVideo& video) {
    if (!failure_of(video).empty() || !rejection_of(video).empty()) return;
    const auto id = video_id(video.number);
    published().add(
        {.id = id,
         .account = std::string(cast().persona(video.persona).handle),
         .kind = "video",
         .title = video.details.title,
         .text = video.details.description,
         .reply_to = {},
         .permalink = fmt::format("{}/www.youtube.com/watch?v={}", origin_of(request), id),
         .media = {{.mime = video.mime, .bytes = video.bytes, .sha256 = video.sha256}},
         .published_at = video.uploaded_at});
}

// ---- what is done to a video

ApiResult<UploadedVideo> YouTube::own_upload(std::size_t persona, std::string_view id) const {
    const auto number = parse_video_id(id);
    auto video = number ? uploads_.find(*number) : std::nullopt;
    if (video && video->persona == persona) return *std::move(video);
    // What the world is made of stays; it cannot be changed.
    const auto post = number ? cast().find_post(*number, now()) : std::nullopt;
    if (video || post) return std::unexpected(ApiError{403, "forbidden", "Forbidden", "global"});
    return std::unexpected(ApiError{404, "videoNotFound",
                                    "The video that you are trying to change cannot be found.",
                                    video_domain});
}

http::Response YouTube::delete_video(const http::Request& request) {
    constexpr std::int64_t cost = 50;
    const auto persona = authorized(request, login().bit(scope_names[3]));
    if (!persona) return api_error(persona.error());
    if (const auto count = counted(Api::data, *persona, cost); !count) {
        return api_error(count.error());
    }
    const auto id = request.query.get("id").value_or("");
    if (id.empty()) return api_error(missing_parameter("id"));
    const auto video = own_upload(*persona, id);
    if (!video) return api_error(video.error());
    uploads_.remove(video->number);
    published().remove(id);
    return http::Response::empty(204);
}

http::Response YouTube::set_thumbnail(const http::Request& request) {
    constexpr std::int64_t cost = 50;
    constexpr std::size_t bytes_max = 50 * std::size_t{1'000'000};
    const auto persona =
        authorized(request, login().bit(scope_names[2]) | login().bit(scope_names[3]));
    if (!persona) return api_error(persona.error());
    if (const auto count = counted(Api::data, *persona, cost); !count) {
        return api_error(count.error());
    }
    const auto video = own_upload(*persona, request.query.get("videoId").value_or(""));
    if (!video) return api_error(video.error());
    constexpr std::string_view domain = "youtube.thumbnail";
    if (trait_of(cast().persona(*persona)) == Trait::not_verified) {
        return api_error({403, "forbidden",
                          "The authenticated user doesnt have permissions to upload and set "
                          "custom video thumbnails.",
                          domain});
    }
    if (request.body.empty()) {
        return api_error(
            {400, "mediaBodyRequired", "The request does not include the image content.", domain});
    }
    const bool image =
        request.body.starts_with("\xFF\xD8\xFF") || request.body.starts_with("\x89PNG\r\n\x1A\n");
    if (!image || request.body.size() > bytes_max) {
        return api_error({400, "invalidImage", "The provided image content is invalid.", domain});
    }
    uploads_.set_thumbnail(video->number);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("kind").value("youtube#thumbnailSetResponse");
    out.key("etag").value(etag(Dice(video->number))).key("items").begin_array().begin_object();
    out.key("default").begin_object();
    out.key("url").value(fmt::format("{}/i.ytimg.com/avatar/{}.svg", origin_of(request), *persona));
    out.key("width").value(120).key("height").value(90).end_object();
    out.end_object().end_array().end_object();
    return http::Response::json(200, body);
}

}  // namespace rostrum::sandbox::youtube
