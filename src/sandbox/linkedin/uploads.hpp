#pragma once

#include "core/clock.hpp"
#include "crypto/hasher.hpp"
#include "sandbox/linkedin/wire.hpp"
#include "sandbox/published.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::linkedin {

/// What an upload is answered with.
struct OpenedUpload {
    std::string urn;
    std::string token;
    std::size_t parts = 1;
    Time expires_at{};
};

/// Where a file is: its status, by the platform's names.
struct AssetStatus {
    std::string_view status;
    std::string_view failure;  ///< why the processing failed
};

/// Images, documents and videos of all owners. Bytes are hashed as they come in order; only the
/// first ones are kept, which tell what a file is. Safe to use from any thread.
class Uploads {
public:
    /// `resource` is "images", "documents" or "videos"; `bytes` are told for videos only.
    ApiResult<OpenedUpload> begin(std::string_view resource, std::string owner, std::uint64_t bytes,
                                  Time now);
    /// A part that came before replaces itself when it is the same. Answers its ETag.
    ApiResult<std::string> put(std::string_view id, std::size_t part, std::string_view bytes,
                               Time now);
    ApiResult<void> finish(std::string_view urn, std::string_view token,
                           const std::vector<std::string>& etags, Time now);
    /// Null for what is not there.
    std::optional<AssetStatus> status(std::string_view urn, Time now) const;
    /// A file that is ready to be posted by its owner.
    ApiResult<PublishedMedia> take(std::string_view urn, std::string_view owner, Time now) const;
    void reset();

private:
    struct Upload {
        std::string resource;
        std::string owner;
        std::string token;
        std::uint64_t told_bytes = 0;
        std::size_t parts = 1;
        Time expires_at{};
        crypto::Hasher hasher;
        std::string head;
        std::uint64_t bytes = 0;
        std::vector<std::string> etags;
        std::optional<Time> whole_at;
        std::string sha256;
    };

    static AssetStatus status_of(const Upload& upload, Time now);
    static void seal(Upload& upload, Time now);

    mutable std::mutex mutex_;
    std::map<std::string, Upload, std::less<>> uploads_;  // by id
    std::uint64_t last_id_ = 0;
};

/// How large the parts of a video are.
inline constexpr std::uint64_t video_part_bytes = 4'194'304;

/// The largest body that an upload may have: a document in one piece.
inline constexpr std::size_t upload_body_max = 101'000'000;

}  // namespace rostrum::sandbox::linkedin
