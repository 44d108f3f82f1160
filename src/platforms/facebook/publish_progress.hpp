#pragma once

#include "platforms/publisher.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::facebook {

/// The data of a state, by their names there.
struct PublishProgress {
    std::vector<std::string> photos;  ///< uploaded
    std::string video;                ///< its id
    std::string session;              ///< of an upload in chunks
    std::string upload_url;           ///< of one at the upload host
    std::int64_t offset = 0;          ///< bytes of the video that are there
    std::int64_t end = 0;             ///< the chunk that is wanted next ends there
    bool uploaded = false;
    bool finished = false;  ///< the step `publish` is done
    bool ready = false;     ///< and so is the platform
    std::string post;       ///< its id, once it is known
    std::int64_t polling_since = 0;
    std::int64_t look_ups = 0;

    static PublishProgress read(const json::object& data);
    Advanced after(std::string_view step) const;
};

/// Whether the format and its file make it a video, in whatever surroundings.
bool is_video(const PostContent& content);
/// Whether it is uploaded in chunks, as reels and stories are not.
bool is_chunked(const PostContent& content);

}  // namespace rostrum::platforms::facebook
