#pragma once

#include "core/clock.hpp"
#include "core/json_writer.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// A file of a post, as its bytes arrived at the platform.
struct PublishedMedia {
    std::string mime;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< in hex
};

/// A post that somebody published through the API, whoever may see it.
struct PublishedPost {
    std::string id;       ///< the platform's
    std::string account;  ///< a username
    std::string kind;     ///< "text", "image", "carousel", "reel", "video", "document", ...
    std::string title;
    std::string text;
    std::string reply_to;  ///< the id of another post
    std::string permalink;
    std::vector<PublishedMedia> media;
    Time published_at;
    bool is_deleted = false;
};

/// Everything that was published at a platform since the start or the last reset, in order: what
/// tests count. Safe to use from any thread.
class Published {
public:
    void add(PublishedPost post);
    /// False when there is no such post, or it was deleted before.
    bool remove(std::string_view id);
    /// Without deleted ones.
    std::optional<PublishedPost> find(std::string_view id) const;
    /// Of an account, newest first, without deleted ones.
    std::vector<PublishedPost> of(std::string_view account) const;
    void clear();

    /// Elements of a JSON array, deleted ones too.
    void write(JsonWriter& out, std::string_view platform) const;

private:
    mutable std::mutex mutex_;
    std::vector<PublishedPost> posts_;
};

}  // namespace rostrum::sandbox
