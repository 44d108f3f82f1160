#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/x/publish_data.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::platforms::x {

/// What the platform told of a file that is whole.
struct UploadAnswer {
    Upload upload;
    std::optional<std::chrono::seconds> check_after;  ///< empty: it is ready
};

/// Uploads files in segments, one call at a time. Nobody sees what is uploaded until it is posted,
/// so that a call whose answer was lost is just made again: a segment replaces itself. Safe to use
/// from every loop.
class MediaUpload {
public:
    /// What is referred to must outlive it.
    MediaUpload(const PlatformCall& call, const Clock& clock) : call_(call), clock_(clock) {}

    /// `chunk_wanted` is the size of a segment in bytes, 0 the usual one; it becomes more where a
    /// file would have too many.
    Task<Outcome<Upload>> begin(Access access, MediaFile file, std::uint64_t chunk_wanted) const;
    /// Sends the next segment.
    Task<Outcome<Upload>> append(Access access, MediaFile file, Upload upload) const;
    Task<Outcome<UploadAnswer>> finish(Access access, Upload upload) const;
    /// Fails with `rejected` when the file could not be processed, or not within half an hour.
    Task<Outcome<UploadAnswer>> status(Access access, Upload upload) const;
    Task<Outcome<Upload>> describe(Access access, Upload upload, std::string alt_text) const;

private:
    CallRequest request(const Access& access, std::string_view endpoint,
                        std::string_view path) const;
    Outcome<UploadAnswer> read_state(Answered<json::value> answer, Upload upload) const;

    const PlatformCall& call_;
    const Clock& clock_;
};

/// A smaller segment than one that was too large; nothing when there is none.
std::optional<std::uint64_t> smaller_chunk(std::uint64_t chunk, std::uint64_t file_bytes);

}  // namespace rostrum::platforms::x
