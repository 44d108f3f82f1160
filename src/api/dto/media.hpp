#pragma once

#include "core/json.hpp"
#include "media/library.hpp"
#include "media/uploads.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::api {

struct MediaAnswer {
    MediaId id;
    media::Kind kind = media::Kind::image;
    std::string mime;
    std::int64_t bytes = 0;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
    std::optional<std::int64_t> duration_ms;
    std::string url;
    std::string sha256;
    std::string filename;
    std::optional<std::string> alt_text;
    std::optional<std::string> container;
    std::optional<std::string> video_codec;
    std::optional<std::string> audio_codec;
    std::optional<std::string> pixel_format;
    std::optional<double> frame_rate;
    std::optional<std::int64_t> bitrate;
    std::optional<bool> has_audio;
    std::optional<std::int64_t> pages;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(MediaAnswer, (),
                      (id, kind, mime, bytes, width, height, duration_ms, url, sha256, filename,
                       alt_text, container, video_codec, audio_codec, pixel_format, frame_rate,
                       bitrate, has_audio, pages, created_at))

inline MediaAnswer to_answer(const media::Media& media, std::string url) {
    return {.id = media.id,
            .kind = media.kind,
            .mime = media.mime,
            .bytes = media.bytes,
            .width = media.width,
            .height = media.height,
            .duration_ms = media.duration_ms,
            .url = std::move(url),
            .sha256 = media.sha256,
            .filename = media.filename,
            .alt_text = media.alt_text,
            .container = media.container,
            .video_codec = media.video_codec,
            .audio_codec = media.audio_codec,
            .pixel_format = media.pixel_format,
            .frame_rate = media.frame_rate,
            .bitrate = media.bitrate,
            .has_audio = media.has_audio,
            .pages = media.pages,
            .created_at = media.created_at};
}

struct MediaUpdate {
    std::string alt_text;  ///< empty: none

    static constexpr std::array rules{
        FieldRule{.field = "alt_text", .max_length = media::alt_text_max},
    };
};
BOOST_DESCRIBE_STRUCT(MediaUpdate, (), (alt_text))

/// A resumable upload; `media_id` is there once it has become a file.
struct UploadAnswer {
    UploadId id;
    std::int64_t length = 0;
    std::int64_t offset = 0;
    std::string filename;
    std::string filetype;
    std::optional<MediaId> media_id;
    Time created_at;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(UploadAnswer, (),
                      (id, length, offset, filename, filetype, media_id, created_at, expires_at))

}  // namespace rostrum::api
