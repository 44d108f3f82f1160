#pragma once

#include "platforms/facebook/publish_progress.hpp"
#include "platforms/meta/graph.hpp"

#include <string>
#include <string_view>

/// A page's videos up to the moment when nothing but publishing them is left.
namespace rostrum::platforms::facebook {

/// "videos", "video_reels" or "video_stories".
std::string_view video_edge(const PostContent& content);

/// What the platform tells of a video.
struct VideoStatus {
    std::string video;       ///< "uploading", "processing", "ready", "error", ...
    std::string processing;  ///< of the phase: "not_started", "in_progress", "complete", "error"
    std::string publishing;
    std::int64_t received = 0;  ///< bytes
    std::string problem;

    bool is_failed() const;
    bool is_done() const;
    /// Whether it went on from where an upload ends.
    bool is_finished() const;
};

Task<Outcome<VideoStatus>> video_status(meta::Graph graph, Access access, std::string video);

/// Announces the video.
Task<Outcome<Advanced>> start_video(meta::Graph graph, Access access, PublishPlan plan,
                                    PublishProgress progress);

/// One chunk, or all that is missing where the upload host takes it.
Task<Outcome<Advanced>> upload_video(meta::Graph graph, Access access, PublishPlan plan,
                                     PublishProgress progress);

}  // namespace rostrum::platforms::facebook
