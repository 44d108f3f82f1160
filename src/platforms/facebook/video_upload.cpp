#include "platforms/facebook/video_upload.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/meta/publish_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::facebook {
namespace {

constexpr std::string_view upload_host = "https://rupload.facebook.com/";
/// The platform names the chunk that it wants; no more than this is held in memory.
constexpr std::int64_t chunk_max = 8 * std::int64_t{1024} * 1024;

std::string page_path(const Access& access, const PostContent& content) {
    return fmt::format("/{}/{}", http::percent_encode(access.external_id), video_edge(content));
}

Advanced after_bytes(PublishProgress progress, const MediaFile& file) {
    progress.uploaded = progress.offset == static_cast<std::int64_t>(file.bytes);
    auto out = progress.after("upload");
    out.note =
        fmt::format("{} of {} MB uploaded", progress.offset / 1'000'000, file.bytes / 1'000'000);
    return out;
}

/// Where the platform stands, after it said that a chunk does not begin there.
Task<Outcome<Advanced>> go_on_elsewhere(meta::Graph graph, Access access, PublishProgress progress,
                                        MediaFile file, PlatformError error) {
    auto status = co_await video_status(std::move(graph), std::move(access), progress.video);
    const auto size = static_cast<std::int64_t>(file.bytes);
    if (!status || status->data.received == progress.offset || status->data.received > size) {
        co_return std::unexpected(std::move(error));
    }
    // As long a chunk as the platform asked for last; it does not say again.
    const auto length = progress.end > progress.offset ? progress.end - progress.offset : chunk_max;
    progress.offset = status->data.received;
    progress.end = std::min(size, progress.offset + length);
    co_return meta::answered(after_bytes(std::move(progress), file), 2);
}

Task<Outcome<Advanced>> upload_chunk(meta::Graph graph, Access access, PublishPlan plan,
                                     PublishProgress progress) {
    const auto& file = plan.content.media.front();
    const auto size = static_cast<std::int64_t>(file.bytes);
    const auto end = std::min(
        {progress.end > progress.offset ? progress.end : size, progress.offset + chunk_max, size});
    const auto bytes = co_await meta::bytes_of(file, static_cast<std::uint64_t>(progress.offset),
                                               static_cast<std::uint64_t>(end - progress.offset));
    if (!bytes) co_return std::unexpected(bytes.error());
    auto request = graph.change(http::Method::post, Effect::renewal, "video_transfer", access,
                                page_path(access, plan.content),
                                {{"upload_phase", "transfer"},
                                 {"upload_session_id", progress.session},
                                 {"start_offset", std::to_string(progress.offset)}});
    request.upload = meta::multipart_file("video_file_chunk", "application/octet-stream", *bytes);
    request.timeout = meta::upload_timeout(bytes->size());
    auto answer = co_await graph.call().send(std::move(request));
    if (!answer) {
        const bool elsewhere = answer.error().code.starts_with("6001");
        if (!elsewhere) co_return std::unexpected(std::move(answer.error()));
        co_return co_await go_on_elsewhere(std::move(graph), std::move(access), std::move(progress),
                                           file, std::move(answer.error()));
    }
    const auto begins = whole_number_of(answer->data, "start_offset");
    if (!begins || *begins <= progress.offset || *begins > size) {
        co_return std::unexpected(
            graph.call().unusable(Effect::renewal, "the upload does not go on"));
    }
    progress.offset = *begins;
    progress.end = whole_number_of(answer->data, "end_offset").value_or(size);
    co_return meta::answered(after_bytes(std::move(progress), file), answer->calls, answer->limits);
}

/// The upload host takes the rest of a file, from where it stands.
Task<Outcome<Advanced>> upload_rest(meta::Graph graph, Access access, PublishPlan plan,
                                    PublishProgress progress) {
    const auto& file = plan.content.media.front();
    auto status = co_await video_status(graph, access, progress.video);
    if (!status) co_return std::unexpected(std::move(status.error()));
    const auto size = static_cast<std::int64_t>(file.bytes);
    progress.offset = std::clamp<std::int64_t>(status->data.received, 0, size);
    if (progress.offset == size) co_return meta::answered(after_bytes(std::move(progress), file));
    const auto rest = static_cast<std::uint64_t>(size - progress.offset);
    CallRequest request{.endpoint = "upload",
                        .effect = Effect::renewal,
                        .method = http::Method::post,
                        .url = progress.upload_url,
                        .parameters = {},
                        .secrets = {}};
    request.authorization = {"OAuth", access.token};
    request.headers = {{"offset", std::to_string(progress.offset)},
                       {"file_size", std::to_string(size)}};
    request.owner = access.owner();
    request.upload = UploadBody{"application/octet-stream",
                                file.range(static_cast<std::uint64_t>(progress.offset), rest)};
    request.is_given_url = true;
    request.timeout = meta::upload_timeout(rest);
    auto answer = co_await graph.call().send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    progress.offset = size;
    co_return meta::answered(after_bytes(std::move(progress), file), answer->calls + 1,
                             answer->limits);
}

}  // namespace

std::string_view video_edge(const PostContent& content) {
    if (content.format == PostFormat::reel) return "video_reels";
    return content.format == PostFormat::story ? "video_stories" : "videos";
}

bool VideoStatus::is_failed() const {
    return video == "error" || video == "expired" || video == "upload_failed" ||
           processing == "error";
}

bool VideoStatus::is_done() const {
    return video == "ready" || publishing == "complete" || publishing == "completed";
}

bool VideoStatus::is_finished() const {
    const bool works = !processing.empty() && processing != "not_started";
    const bool publishes = !publishing.empty() && publishing != "not_started";
    return is_done() || works || publishes || video == "processing";
}

Task<Outcome<VideoStatus>> video_status(meta::Graph graph, Access access, std::string video) {
    auto answer = co_await graph.call().send(graph.get(
        "video_status", access, '/' + http::percent_encode(video), {{"fields", "status"}}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    VideoStatus out;
    const auto* status = find_field(answer->data, "status");
    if (status == nullptr) co_return meta::answered(std::move(out), answer->calls, answer->limits);
    out.video = text_of(*status, "video_status");
    if (const auto* phase = find_field(*status, "uploading_phase")) {
        out.received = whole_number_of(*phase, "bytes_transfered").value_or(0);
    }
    if (const auto* phase = find_field(*status, "processing_phase")) {
        out.processing = text_of(*phase, "status");
        if (const auto* error = find_field(*phase, "error")) {
            out.problem = text_of(*error, "message");
        }
    }
    if (const auto* phase = find_field(*status, "publishing_phase")) {
        out.publishing = text_of(*phase, "status");
    }
    co_return meta::answered(std::move(out), answer->calls, answer->limits);
}

Task<Outcome<Advanced>> start_video(meta::Graph graph, Access access, PublishPlan plan,
                                    PublishProgress progress) {
    const auto& file = plan.content.media.front();
    const bool chunked = is_chunked(plan.content);
    http::Query parameters{{"upload_phase", "start"}};
    if (chunked) parameters.add("file_size", std::to_string(file.bytes));
    // What was announced and never comes is forgotten after a day.
    auto answer = co_await graph.call().send(
        graph.change(http::Method::post, Effect::renewal, "video_start", access,
                     page_path(access, plan.content), std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    progress.video = text_of(answer->data, "video_id");
    progress.session = text_of(answer->data, "upload_session_id");
    progress.upload_url = text_of(answer->data, "upload_url");
    progress.end = whole_number_of(answer->data, "end_offset").value_or(0);
    const bool told = chunked ? !progress.session.empty()
                              : progress.upload_url.starts_with(graph.call().address(upload_host));
    if (progress.video.empty() || !told) {
        co_return std::unexpected(
            graph.call().unusable(Effect::renewal, "the upload has no place"));
    }
    co_return meta::answered(progress.after("start_upload"), answer->calls, answer->limits);
}

Task<Outcome<Advanced>> upload_video(meta::Graph graph, Access access, PublishPlan plan,
                                     PublishProgress progress) {
    if (is_chunked(plan.content)) {
        co_return co_await upload_chunk(std::move(graph), std::move(access), std::move(plan),
                                        std::move(progress));
    }
    co_return co_await upload_rest(std::move(graph), std::move(access), std::move(plan),
                                   std::move(progress));
}

}  // namespace rostrum::platforms::facebook
