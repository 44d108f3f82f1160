#pragma once

#include "media/library.hpp"
#include "media/store.hpp"
#include "media/uploads.hpp"

#include <chrono>
#include <optional>

namespace rostrum::media {

/// Removes what nothing needs any more.
class Cleaner {
public:
    /// `unused_after`: files that nothing has used for so long are removed; none: they are kept.
    Cleaner(Store& store, BlobStore& blobs, Library& library, Uploads& uploads, const Clock& clock,
            std::optional<std::chrono::days> unused_after)
        : store_(store),
          blobs_(blobs),
          library_(library),
          uploads_(uploads),
          clock_(clock),
          unused_after_(unused_after) {}

    /// What was removed.
    struct Counts {
        std::int64_t uploads = 0;  ///< files of uploads that were given up
        std::int64_t media = 0;
        std::int64_t objects = 0;
    };
    /// One pass, of so many rows of each kind at most; the next pass goes on.
    Task<Counts> clean();

private:
    Task<std::int64_t> remove_unused();
    Task<std::int64_t> remove_objects();

    Store& store_;
    BlobStore& blobs_;
    Library& library_;
    Uploads& uploads_;
    const Clock& clock_;
    std::optional<std::chrono::days> unused_after_;
};

}  // namespace rostrum::media
