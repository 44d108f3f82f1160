#pragma once

#include "core/json_writer.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/linkedin/wire.hpp"
#include "sandbox/published.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::linkedin {

/// Whose cast a post is of.
enum class Author : std::uint8_t { member, organization };

/// "urn:li:share:..." or "urn:li:ugcPost:...": ids are of two kinds.
std::string urn_of(Author author, const CastPost& post);

/// The post of a URN, if there is one yet.
struct FoundPost {
    Author author = Author::member;
    CastPost post;
};
std::optional<FoundPost> find_post(std::string_view urn, const Cast& members, const Cast& pages,
                                   Time now);

/// The post whose picture has this id.
std::optional<FoundPost> find_pictured_post(std::string_view id, const Cast& members,
                                            const Cast& pages, Time now);

/// What somebody wrote, in "little text": reserved characters are escaped, hashtags are templates.
std::string little_text(std::string_view text);

/// The answer of the author finder. `author_urn` is who wrote the posts.
/// `own` is what was published through the API, newest first.
std::string write_posts(Author author, const Cast& cast, std::size_t persona,
                        std::string_view author_urn, Page page,
                        const std::vector<PublishedPost>& own, Time now);

}  // namespace rostrum::sandbox::linkedin
