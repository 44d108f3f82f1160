#pragma once

#include "core/config.hpp"
#include "http/client/client.hpp"
#include "media/cleaner.hpp"
#include "media/library.hpp"
#include "media/uploads.hpp"

#include <memory>
#include <string>

namespace rostrum::app {

/// Everything about uploaded files, in the order in which it is made.
class MediaParts {
public:
    /// All of them outlive it. Makes the folders; throws when that cannot be done.
    MediaParts(const Config& config, const std::string& public_url, http::Client& client,
               db::Database& database, events::Outbox& outbox, const Clock& clock, IdSource& ids);

    media::Spool& spool() { return spool_; }
    media::Library& library() { return library_; }
    media::Uploads& uploads() { return uploads_; }
    media::Cleaner& cleaner() { return cleaner_; }

private:
    BlockingThreads threads_;
    std::unique_ptr<media::BlobStore> blobs_;
    media::Spool spool_;
    media::Prober prober_;
    media::Store store_;
    media::Library library_;
    media::Uploads uploads_;
    media::Cleaner cleaner_;
};

}  // namespace rostrum::app
