#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::media {

enum class Kind : std::uint8_t { image, video, document };
BOOST_DESCRIBE_ENUM(Kind, image, video, document)

/// What a look into a file told. What does not apply, or could not be found out, is empty.
struct Facts {
    std::optional<std::int64_t> width;  ///< pixels, as it is shown: after rotation
    std::optional<std::int64_t> height;
    std::optional<std::int64_t> duration_ms;  ///< of videos, and of images that move
    std::optional<std::string> container;     ///< "mp4", "mov", "webm", "mkv"
    std::optional<std::string> video_codec;   ///< as ffprobe calls it: "h264"
    std::optional<std::string> audio_codec;
    std::optional<std::string> pixel_format;
    std::optional<double> frame_rate;     ///< per second
    std::optional<std::int64_t> bitrate;  ///< per second
    std::optional<bool> has_audio;
    std::optional<std::int64_t> pages;
};

/// A file of a workspace.
struct Media {
    MediaId id;
    WorkspaceId workspace_id;
    Kind kind = Kind::image;
    std::string mime;
    std::int64_t bytes = 0;
    std::string sha256;     ///< 64 hex digits
    std::string store_key;  ///< names the object in the store; not for answers
    std::string filename;
    std::optional<std::string> alt_text;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
    std::optional<std::int64_t> duration_ms;
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
BOOST_DESCRIBE_STRUCT(Media, (),
                      (id, workspace_id, kind, mime, bytes, sha256, store_key, filename, alt_text,
                       width, height, duration_ms, container, video_codec, audio_codec,
                       pixel_format, frame_rate, bitrate, has_audio, pages, created_at))

/// How large a file may be, in bytes.
struct SizeLimits {
    std::uint64_t image_max = 30ULL << 20;
    std::uint64_t video_max = 5ULL << 30;
    std::uint64_t document_max = 100ULL << 20;

    std::uint64_t of(Kind kind) const {
        switch (kind) {
            case Kind::image: return image_max;
            case Kind::video: return video_max;
            case Kind::document: break;
        }
        return document_max;
    }
    std::uint64_t largest() const { return std::max({image_max, video_max, document_max}); }
};

}  // namespace rostrum::media
