#pragma once

#include "core/clock.hpp"
#include "platforms/linkedin/publish_data.hpp"
#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"

#include <string>

namespace rostrum::platforms::linkedin {

/// Uploads images, documents and videos, one call at a time: images and documents in one piece,
/// videos in the parts that the platform asks for. Nobody sees an upload before it is posted, so
/// that a call whose answer was lost is made again. Safe to use from every loop.
class MediaUpload {
public:
    /// What is referred to must outlive it.
    MediaUpload(const Rest& rest, const Clock& clock) : rest_(rest), clock_(clock) {}

    Task<Outcome<Upload>> begin(Access access, MediaFile file) const;
    /// Sends the next part.
    Task<Outcome<Upload>> send(Access access, MediaFile file, Upload upload) const;
    /// Says that a video is whole.
    Task<Outcome<Upload>> finish(Access access, Upload upload) const;
    /// Looks whether a file is ready. Fails with `rejected` when it could not be processed, or not
    /// within half an hour. Most apps may not look at images and documents: then they are taken for
    /// ready after a while.
    Task<Outcome<Upload>> look(Access access, Upload upload) const;

private:
    const Rest& rest_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::linkedin
