#include "core/json_writer.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/publishing.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/media_bytes.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::sandbox::facebook {
namespace {

using instagram::bad_parameter;
using instagram::graph_json;
using instagram::graph_time;
using instagram::upload_error;

/// The platform says how much it takes next.
constexpr std::uint64_t chunk_max = 4 * std::uint64_t{1024} * 1024;

constexpr std::array<std::string_view, 6> video_fields{"id",      "status",       "permalink_url",
                                                       "post_id", "created_time", "published"};

GraphError refused(std::string message, int code, int subcode = 0) {
    return {
        .message = std::move(message), .code = code, .subcode = subcode, .type = "OAuthException"};
}

http::Response offsets(const PageVideo& video) {
    return graph_json(200,
                      fmt::format(R"({{"start_offset":"{}","end_offset":"{}"}})", video.received,
                                  std::min(video.received + chunk_max, video.size)));
}

void write_phase(JsonWriter& out, std::string_view name, std::string_view status) {
    out.key(name).begin_object().key("status").value(status);
}

std::string_view video_status(const PageVideo& video, Time now) {
    if (!video.problem.empty() && video.post == 0 && now >= video.ready_at &&
        video.ready_at != Time{}) {
        return "error";
    }
    if (video.ready_at != Time{}) return now >= video.ready_at ? "ready" : "processing";
    if (video.is_complete()) return "upload_complete";
    return now > video.started_at + upload_life ? "expired" : "uploading";
}

void write_status(JsonWriter& out, const PageVideo& video, Time now) {
    const auto status = video_status(video, now);
    out.key("status").begin_object().key("video_status").value(status);
    write_phase(out, "uploading_phase", video.is_complete() ? "complete" : "in_progress");
    out.key("bytes_transfered").value(static_cast<std::int64_t>(video.received)).end_object();
    const bool finished = video.ready_at != Time{};
    const bool failed = status == "error";
    write_phase(out, "processing_phase",
                failed              ? "error"
                : status == "ready" ? "complete"
                : finished          ? "in_progress"
                                    : "not_started");
    if (failed) out.key("error").begin_object().key("message").value(video.problem).end_object();
    out.end_object();
    write_phase(out, "publishing_phase", status == "ready" ? "complete" : "not_started");
    if (status == "ready") {
        out.key("publish_status").value("published");
        out.key("publish_time").value(graph_time(video.ready_at));
    }
    out.end_object().end_object();
}

}  // namespace

GraphResult<http::Response> Facebook::videos(const PageCall& call, std::size_t page,
                                             PostKind kind) {
    const auto phase = call.param("upload_phase");
    if (phase == "start") return start_video(call, page, kind);
    const bool chunked = kind == PostKind::video;
    auto id = instagram::parse_id(call.param(chunked ? "upload_session_id" : "video_id"));
    if (id && chunked) id = page_posts_.find_session(*id);
    const auto video = id ? page_posts_.find_video(*id) : std::nullopt;
    if (!video || video->page != page || video->kind != kind) {
        return std::unexpected(refused("(#6000) The upload session was not found", 6'000));
    }
    if (call.now > video->started_at + upload_life) {
        return std::unexpected(refused("(#6001) The upload session has expired", 6'001));
    }
    if (phase == "transfer" && chunked) return transfer(call, *id, *video);
    if (phase == "finish") return finish_video(call, *id, *video);
    return std::unexpected(bad_parameter("(#100) Invalid upload_phase"));
}

GraphResult<http::Response> Facebook::start_video(const PageCall& call, std::size_t page,
                                                  PostKind kind) {
    const bool chunked = kind == PostKind::video;
    PageVideo video{.page = page, .kind = kind, .started_at = call.now};
    if (chunked) {
        const auto size = instagram::parse_id(call.param("file_size"));
        if (!size || *size == 0) {
            return std::unexpected(bad_parameter("(#100) The parameter file_size is required"));
        }
        video.size = *size;
    }
    const auto id = page_posts_.add_video(std::move(video), chunked);
    const auto made = *page_posts_.find_video(id);
    if (!chunked) {
        return graph_json(
            200,
            fmt::format(
                R"({{"video_id":"{}","upload_url":"{}/rupload.facebook.com/video-upload/v{}.0/{}"}})",
                id, origin_of(call.request), call.path.version, id));
    }
    return graph_json(
        200,
        fmt::format(
            R"({{"upload_session_id":"{}","video_id":"{}","start_offset":"0","end_offset":"{}"}})",
            made.session, id, std::min(chunk_max, made.size)));
}

GraphResult<http::Response> Facebook::transfer(const PageCall& call, std::uint64_t id,
                                               const PageVideo& video) {
    const auto offset = instagram::parse_id(call.param("start_offset"));
    const auto chunk = call.param("video_file_chunk");
    if (!offset || chunk.empty() || chunk.size() > chunk_max) {
        return std::unexpected(refused("(#6001) There was a problem uploading the chunk", 6'001));
    }
    if (!page_posts_.receive(id, *offset, video.size, chunk)) {
        return std::unexpected(
            refused("(#6001) The start offset is not where the upload stands", 6'001, 1'363'037));
    }
    return offsets(*page_posts_.find_video(id));
}

GraphResult<http::Response> Facebook::finish_video(const PageCall& call, std::uint64_t id,
                                                   const PageVideo& video) {
    if (video.post != 0) return success_of(video);
    if (!video.is_complete()) {
        return std::unexpected(refused("(#6000) The video has not been uploaded", 6'000));
    }
    const auto ready_at = call.now + video_processing;
    if (!mime_of_bytes(video.head).starts_with("video/")) {
        page_posts_.note_problem(id, "Unsupported video format");
        page_posts_.finish(id, 0, ready_at);
        return graph_json(200, R"({"success":true})");
    }
    PagePost post;
    post.post.persona = video.page;
    post.post.posted_at = ready_at;
    post.kind = video.kind;
    post.message = call.param("description");
    post.title = call.param("title");
    post.of = id;
    post.media.push_back({.mime = std::string(mime_of_bytes(video.head)),
                          .bytes = video.size,
                          .sha256 = video.sha256});
    const auto made = publish_post(call, std::move(post));
    if (!made) return std::unexpected(made.error());
    page_posts_.finish(id, *made, ready_at);
    return success_of(*page_posts_.find_video(id));
}

http::Response Facebook::success_of(const PageVideo& video) const {
    if (video.kind != PostKind::video_story) return graph_json(200, R"({"success":true})");
    return graph_json(200, fmt::format(R"({{"success":true,"post_id":"{}"}})", video.post));
}

GraphResult<http::Response> Facebook::video_node(const PageCall& call, std::uint64_t id,
                                                 const PageVideo& video) const {
    if (call.caller.page != video.page) {
        return std::unexpected(instagram::missing_object(call.path.node));
    }
    const auto fields = fields_of(call, "id", video_fields, "Video");
    if (!fields) return std::unexpected(fields.error());
    const auto post = page_posts_.find_post(video.post, call.now);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("id").value(std::to_string(id));
    for (const auto& field : *fields) {
        if (field.name == "status") write_status(out, video, call.now);
        if (field.name == "created_time") out.key(field.name).value(graph_time(video.started_at));
        if (field.name == "published") out.key(field.name).value(post.has_value());
        if (!post) continue;
        if (field.name == "permalink_url") {
            out.key(field.name)
                .value(permalink_base(call, video.kind, video.page) + std::to_string(video.post) +
                       (video.kind == PostKind::reel ? "/" : ""));
        }
        if (field.name == "post_id") out.key(field.name).value(std::to_string(video.post));
    }
    out.end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> Facebook::story_list(const PageCall& call, std::size_t page) const {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto& one : page_posts_.posts(page, true, call.now)) {
        out.begin_object().key("post_id").value(std::to_string(one.post.id));
        out.key("status").value("published");
        out.key("creation_time")
            .value(std::to_string(
                std::chrono::floor<std::chrono::seconds>(one.post.posted_at.time_since_epoch())
                    .count()));
        out.key("media_type").value(one.kind == PostKind::photo_story ? "photo" : "video");
        out.key("media_id").value(std::to_string(one.of));
        out.key("url").value(permalink_base(call, one.kind, page) + std::to_string(one.post.id));
        out.end_object();
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

// ---- the upload host

/// `Authorization: OAuth TOKEN`, `offset` and `file_size`. A body that ends early is kept as far as
/// it came.
http::Response Facebook::upload(const http::Request& request) {
    const auto segments = split(request.path, '/');
    constexpr std::string_view scheme = "OAuth ";
    const auto header = request.headers.get("Authorization");
    const auto caller =
        header.starts_with(scheme) ? read_token(header.substr(scheme.size())) : std::nullopt;
    if (!caller || fault_of(*caller)) return upload_error(401, "Invalid OAuth access token");
    if (segments.size() != 4) return upload_error(404, "Unknown upload");
    if (segments[1] == "ig-api-upload") {
        return instagram::receive_upload(*containers_, request, segments[3], now());
    }
    const auto id = instagram::parse_id(segments[3]);
    const auto video = id ? page_posts_.find_video(*id) : std::nullopt;
    if (!video || video->page != caller->page) return upload_error(404, "Unknown upload");
    const auto offset = instagram::parse_id(request.headers.get("offset"));
    const auto size = instagram::parse_id(request.headers.get("file_size"));
    if (!offset || !size || *size == 0) {
        return upload_error(400, "Missing or wrong offset or file_size");
    }
    if (!page_posts_.receive(*id, *offset, *size, request.body)) {
        return upload_error(400, "PartialRequestError: the offset is not where the upload stands");
    }
    if (!page_posts_.find_video(*id)->is_complete()) {
        return upload_error(400, "PartialRequestError: the upload is not complete", true);
    }
    return graph_json(200, R"({"success":true,"message":"Upload successful."})");
}

}  // namespace rostrum::sandbox::facebook
