#include "sandbox/web.hpp"
#include "sandbox/youtube/ids.hpp"
#include "sandbox/youtube/personas.hpp"
#include "sandbox/youtube/simulator.hpp"
#include "sandbox/youtube/uploads.hpp"
#include "sandbox/youtube/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::youtube {
namespace {

/// How long a video is worked on after its last byte came.
constexpr std::chrono::seconds processing_base{5};
constexpr std::uint64_t bytes_per_second = 20'000'000;

bool looks_like_video(std::string_view head) {
    const auto has = [&](std::size_t at, std::string_view mark) {
        return head.size() >= at + mark.size() && head.substr(at, mark.size()) == mark;
    };
    return has(4, "ftyp") || has(4, "moov") || has(4, "mdat") || has(4, "wide") ||
           has(0, "\x1A\x45\xDF\xA3") || (has(0, "RIFF") && has(8, "AVI ")) ||
           has(0, std::string_view("\0\0\1\xBA", 4)) || has(0, "FLV\1") || has(0, "\x47");
}

bool is_processed(const UploadedVideo& video, Time now) {
    const auto takes = processing_base + std::chrono::seconds{video.bytes / bytes_per_second};
    return now >= video.uploaded_at + takes;
}

}  // namespace

std::string_view YouTube::failure_of(const UploadedVideo& video) const {
    if (video.bytes == 0) return "emptyFile";
    return looks_like_video(video.head) ? std::string_view{} : "invalidFile";
}

std::string_view YouTube::rejection_of(const UploadedVideo& video) const {
    return trait_of(cast().persona(video.persona)) == Trait::is_claimed ? "copyright"
                                                                        : std::string_view{};
}

std::string_view YouTube::privacy_of(const UploadedVideo& video) const {
    const auto& at = video.details.publish_at;
    return at && now() >= *at ? std::string_view("public") : video.details.privacy;
}

void YouTube::write_upload_status(JsonWriter& out, const UploadedVideo& video) const {
    const bool ready = is_processed(video, now());
    const auto failure = failure_of(video);
    const auto rejection = rejection_of(video);
    out.key("status").begin_object();
    out.key("uploadStatus");
    out.value(!ready               ? "uploaded"
              : !failure.empty()   ? "failed"
              : !rejection.empty() ? "rejected"
                                   : "processed");
    if (ready && !failure.empty()) out.key("failureReason").value(failure);
    if (ready && failure.empty() && !rejection.empty()) {
        out.key("rejectionReason").value(rejection);
    }
    out.key("privacyStatus").value(privacy_of(video));
    if (const auto at = video.details.publish_at; at && now() < *at) {
        out.key("publishAt").value(*at);
    }
    out.key("license").value(video.details.license);
    out.key("embeddable").value(video.details.embeddable);
    out.key("publicStatsViewable").value(video.details.shows_figures);
    out.key("madeForKids").value(video.details.made_for_kids);
    out.key("selfDeclaredMadeForKids").value(video.details.made_for_kids);
    out.key("containsSyntheticMedia").value(video.details.synthetic).end_object();
}

void YouTube::write_upload(JsonWriter& out, const ApiCall& call, const UploadedVideo& video) const {
    const bool ready = is_processed(video, now());
    const Dice dice(video.number);
    out.begin_object().key("kind").value("youtube#video");
    out.key("etag").value(etag(dice)).key("id").value(video_id(video.number));
    if (call.wants("snippet")) {
        out.key("snippet").begin_object().key("publishedAt").value(video.uploaded_at);
        out.key("channelId").value(external_id(video.persona));
        out.key("title").value(video.details.title);
        out.key("description").value(video.details.description);
        write_thumbnails(out, avatar_url(call.request, video.persona));
        out.key("channelTitle").value(cast().persona(video.persona).name);
        if (!video.details.tags.empty()) {
            out.key("tags").begin_array();
            for (const auto& tag : video.details.tags) out.value(tag);
            out.end_array();
        }
        out.key("categoryId").value(video.details.category);
        out.key("liveBroadcastContent").value("none").end_object();
    }
    if (call.wants("contentDetails")) {
        out.key("contentDetails").begin_object();
        out.key("duration");
        out.value(ready ? fmt::format("PT{}S", dice.of("length").between(9, 59)) : "P0D");
        out.key("dimension").value("2d").key("definition").value("hd");
        out.key("hasCustomThumbnail").value(video.has_thumbnail).end_object();
    }
    if (call.wants("status")) write_upload_status(out, video);
    if (call.wants("processingDetails") && video.persona == call.persona) {
        const bool failed = ready && !failure_of(video).empty();
        out.key("processingDetails").begin_object();
        out.key("processingStatus").value(!ready ? "processing" : failed ? "failed" : "succeeded");
        if (failed) out.key("processingFailureReason").value("transcodeFailed");
        out.end_object();
    }
    if (call.wants("statistics")) {
        const auto minutes = (now() - video.uploaded_at) / std::chrono::minutes{1};
        out.key("statistics").begin_object();
        out.key("viewCount").value(std::to_string(minutes * 3));
        out.key("likeCount").value(std::to_string(minutes / 4));
        out.key("commentCount").value(std::to_string(minutes / 60)).end_object();
    }
    out.end_object();
}

}  // namespace rostrum::sandbox::youtube
