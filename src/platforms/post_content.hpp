#pragma once

#include "core/describe.hpp"
#include "core/json.hpp"
#include "http/body_source.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::platforms {

enum class MediaKind : std::uint8_t { image, video, document };
BOOST_DESCRIBE_ENUM(MediaKind, image, video, document)

/// A file of a post, as it was probed. What could not be told is empty.
struct MediaFile {
    std::string id;  ///< ours
    MediaKind kind = MediaKind::image;
    std::string mime;
    std::string filename;
    std::uint64_t bytes = 0;
    std::optional<std::int64_t> width;   ///< pixels, as it is shown: after any rotation
    std::optional<std::int64_t> height;  ///< pixels
    std::optional<std::int64_t> duration_ms;
    std::optional<double> frame_rate;  ///< per second
    std::string video_codec;           ///< "h264", "hevc", "vp9", ... as ffprobe names them
    std::string audio_codec;           ///< "aac", ...; empty: no sound
    std::optional<std::int64_t> pages;
    std::string alt_text;
    /// Where a platform can fetch it, signed; empty where only rules are checked.
    std::string public_url;
    /// The bytes from `offset` on, without loading them; empty where only rules are checked.
    std::function<http::BodySource(std::uint64_t offset, std::uint64_t length)> range;
};

/// What a post becomes at the platform.
enum class PostFormat : std::uint8_t {
    text,
    link,
    image,
    carousel,  ///< several images or videos
    video,
    reel,  ///< a short upright video: a reel, a Short
    story,
    document,
    thread,  ///< posts that reply to one another
};
BOOST_DESCRIBE_ENUM(PostFormat, text, link, image, carousel, video, reel, story, document, thread)

/// What a target publishes: the post with this platform's variant of it.
struct PostContent {
    PostFormat format = PostFormat::text;
    std::string title;                ///< where the platform has one
    std::string text;                 ///< with its hashtags
    std::vector<std::string> thread;  ///< the parts after the first, of a thread
    std::string link;                 ///< what the post points at, beside its text
    std::vector<MediaFile> media;
    json::object options;  ///< the platform's own, as its rules list them
};

}  // namespace rostrum::platforms
