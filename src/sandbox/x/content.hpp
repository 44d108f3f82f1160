#pragma once

#include "sandbox/cast.hpp"
#include "sandbox/published.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a post says and shows, as X words it: addresses shortened, three characters escaped.
namespace rostrum::sandbox::x {

enum class PostKind : std::uint8_t { original, reply, repost };

struct Link {
    std::string shortened;
    std::string target;
    std::string media_key;  ///< of the post's own media; empty: leads elsewhere
};

struct MediaItem {
    std::string key;
    std::string_view type;  ///< "photo", "video" or "animated_gif"
};

struct Wording {
    std::string text;
    std::vector<Link> links;
};

struct Content {
    PostKind kind = PostKind::original;
    Wording wording;
    Wording note;  ///< the whole of a text that is too long; else empty
    std::vector<MediaItem> media;
};

/// The 19 digits that a post is called by; greater for a later post of the same account.
std::string post_id(const CastPost& post);

/// The post that an id stands for, as the cast calls it, or 0.
std::uint64_t cast_id(std::uint64_t post_id);

PostKind kind_of(const CastPost& post, const Persona& author);
Content content_of(const CastPost& post, const Persona& author, std::string caption);
/// Of what was published through the API.
Content content_of(const PublishedPost& post);

}  // namespace rostrum::sandbox::x
