#include "app/media_parts.hpp"

#include "app/media_settings.hpp"
#include "core/log.hpp"
#include "media/local_store.hpp"
#include "media/s3/store.hpp"

#include <unistd.h>

#include <filesystem>

namespace rostrum::app {
namespace {

/// Threads that read and write files. More of them would wait for the same disk.
constexpr std::size_t file_threads = 4;

std::unique_ptr<media::BlobStore> make_store(const Config& config, http::Client& client,
                                             const Clock& clock, BlockingThreads& threads) {
    if (auto bucket = media_bucket(config)) {
        log::info("uploaded files are kept in S3", {{"bucket", bucket->bucket}});
        return std::make_unique<media::s3::Store>(
            media::s3::Client(client, clock, threads, std::move(*bucket)));
    }
    return std::make_unique<media::LocalStore>(std::filesystem::absolute(media_folder(config)),
                                               threads);
}

std::filesystem::path made(std::filesystem::path folder) {
    std::filesystem::create_directories(folder);
    return folder;
}

std::string checked_ffprobe(const Config& config) {
    const auto& path = config.text("FFPROBE");
    if (::access(path.c_str(), X_OK) != 0) {
        log::warn("videos cannot be uploaded: there is no ffprobe", {{"path", path}});
    }
    return path;
}

}  // namespace

MediaParts::MediaParts(const Config& config, const std::string& public_url, http::Client& client,
                       db::Database& database, events::Outbox& outbox, const Clock& clock,
                       IdSource& ids)
    : threads_(file_threads),
      blobs_(make_store(config, client, clock, threads_)),
      spool_{.folder = made(media_spool_folder(config)),
             .limits = media_size_limits(config),
             .free_bytes_min = static_cast<std::uint64_t>(config.integer("MEDIA_FREE_MIN_MB"))
                               << 20,
             .ids = ids,
             .threads = threads_},
      prober_(checked_ffprobe(config)),
      store_(database, outbox, clock, ids),
      library_(store_, *blobs_, prober_,
               media::UrlSigner(public_url, config.secret("SESSION_SECRET")), threads_, ids),
      uploads_(database, library_, spool_, clock, ids),
      cleaner_(store_, *blobs_, library_, uploads_, clock, media_unused_after(config)) {}

}  // namespace rostrum::app
