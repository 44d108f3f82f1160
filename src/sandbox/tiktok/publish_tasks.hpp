#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "crypto/hasher.hpp"
#include "sandbox/published.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::tiktok {

/// How long an address takes bytes.
inline constexpr std::chrono::hours upload_life{1};
/// The largest chunk, in bytes: the last one may be twice as long as the others.
inline constexpr std::size_t chunk_max = 128'000'000;
/// From the last byte until it is published, and until everybody may see it.
inline constexpr std::chrono::seconds processing{8};
inline constexpr std::chrono::seconds moderation{20};

/// What somebody began to publish.
struct PublishTask {
    std::string id;
    std::size_t persona = 0;
    bool is_draft = false;
    bool is_photos = false;
    std::string privacy;
    std::string title;  ///< of photos
    std::string text;
    std::uint64_t size = 0;   ///< bytes of a video that is sent; 0: it is fetched
    std::uint64_t chunk = 0;  ///< bytes
    std::uint64_t chunks = 0;
    std::vector<std::string> urls;  ///< of what is fetched
    std::uint64_t received = 0;     ///< bytes
    std::vector<PublishedMedia> media;
    Time begun_at{};
    std::optional<Time> arrived_at;  ///< when all bytes were there
    std::string failure;             ///< a fail_reason
    std::uint64_t number = 0;        ///< the post's id in another shape; 0: there is no post
};

/// Everybody sees it now, and so it is listed and has an address.
bool is_shown(const PublishTask& task, Time now);

/// What a chunk comes to.
struct ChunkAnswer {
    int status = 404;
    std::uint64_t received = 0;
    std::uint64_t total = 0;
};

/// The tasks, in memory. Bytes are hashed and dropped. Safe to use from any thread.
class PublishTasks {
public:
    explicit PublishTasks(Random& random) : random_(random) {}

    /// Answers the task with its id.
    PublishTask begin(PublishTask task, Time now);
    /// Takes bytes that are to be at `first` of the file.
    ChunkAnswer put(std::string_view id, std::uint64_t first, std::uint64_t total,
                    std::string_view mime, std::string_view bytes, Time now);
    /// All files that had to be fetched are there, or something is wrong with them.
    void arrive(std::string_view id, std::vector<PublishedMedia> media, std::string failure,
                Time now);
    std::optional<PublishTask> find(std::string_view id) const;
    /// What everybody sees of an account, newest first.
    std::vector<PublishTask> shown(std::size_t persona, Time now) const;
    std::optional<PublishTask> find_shown(std::uint64_t number, Time now) const;
    void reset();

private:
    struct Entry {
        PublishTask task;
        crypto::Hasher hasher;
        std::string head;
    };
    void finish(PublishTask& task, Time now);

    Random& random_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> tasks_;
};

/// Whether bytes begin like a video: MP4, QuickTime or WebM.
bool looks_like_video(std::string_view head);

}  // namespace rostrum::sandbox::tiktok
