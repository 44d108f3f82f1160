#pragma once

#include "core/clock.hpp"
#include "crypto/hasher.hpp"
#include "sandbox/published.hpp"
#include "sandbox/x/problems.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::x {

/// What a file is uploaded as.
struct UploadPlan {
    std::string mime;
    std::string category;  ///< "tweet_image", "tweet_gif" or "tweet_video"
    std::uint64_t bytes = 0;
};

/// How the processing of a file goes.
struct UploadStatus {
    std::string id;
    std::string media_key;
    std::uint64_t bytes = 0;
    std::string_view
        state;  ///< "pending", "in_progress", "succeeded", "failed"; empty: none needed
    int percent = 0;
    std::string error;
    std::int64_t expires_after = 0;  ///< seconds
};

/// A file that is ready to be posted.
struct ReadyMedia {
    PublishedMedia media;
    std::string category;
};

/// Uploads in segments, of all accounts. Bytes are hashed as they come in order, and only the first
/// ones are kept, which tell what a file is. Safe to use from any thread.
class Uploads {
public:
    template <typename T>
    using Result = std::expected<T, Problem>;

    /// Answers the id.
    Result<std::string> begin(std::size_t persona, UploadPlan plan, bool is_premium, Time now);
    /// A segment that came before replaces itself when it is the same.
    Result<void> append(std::size_t persona, std::string_view id, std::size_t index,
                        std::string_view bytes, Time now);
    Result<UploadStatus> finish(std::size_t persona, std::string_view id, Time now);
    Result<UploadStatus> status(std::size_t persona, std::string_view id, Time now) const;
    Result<void> describe(std::size_t persona, std::string_view id, std::string alt_text, Time now);
    /// The file, when it is whole, processed and not expired.
    std::optional<ReadyMedia> ready(std::size_t persona, std::string_view id, Time now) const;
    void reset();

private:
    struct Upload {
        std::size_t persona = 0;
        UploadPlan plan;
        Time expires_at{};
        crypto::Hasher hasher;
        std::string head;
        std::uint64_t bytes = 0;
        std::map<std::size_t, std::string> hashes;   // of the segments that came in order
        std::map<std::size_t, std::string> waiting;  // segments that came too early
        std::optional<Time> finished_at;
        std::string sha256;
        std::string alt_text;
    };

    Upload* find(std::size_t persona, std::string_view id, Time now);
    const Upload* find(std::size_t persona, std::string_view id, Time now) const;
    static void take(Upload& upload, std::size_t index, std::string_view bytes);
    static UploadStatus status_of(const std::string& id, const Upload& upload, Time now);

    mutable std::mutex mutex_;
    std::map<std::string, Upload, std::less<>> uploads_;
    std::uint64_t last_id_ = 1'870'000'000'000'000'000;
};

}  // namespace rostrum::sandbox::x
