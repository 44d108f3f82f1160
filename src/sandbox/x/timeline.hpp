#pragma once

#include "sandbox/cast.hpp"
#include "sandbox/published.hpp"
#include "sandbox/x/fields.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rostrum::sandbox::x {

/// A post of a timeline: of the cast, or published through the API.
struct TimelinePost {
    CastPost post;
    const PublishedPost* own = nullptr;
};

/// The posts that the list of an account's posts may show, by its reach and by what was asked for.
/// They are counted from the oldest, so that a place stays what it is when something new is posted.
class Timeline {
public:
    /// `own` is what was published, newest first.
    Timeline(const Cast& cast, std::size_t persona, const PageQuery& page,
             std::vector<PublishedPost> own, Time now);

    std::int64_t oldest() const { return slots_.oldest; }
    std::int64_t newest() const { return slots_.newest + static_cast<std::int64_t>(own_.size()); }
    TimelinePost at(std::int64_t place) const;

private:
    const Cast& cast_;
    std::size_t persona_;
    PostSlots slots_;
    std::vector<PublishedPost> own_;    // oldest first
    std::vector<std::int64_t> places_;  // of each of them
};

/// A published post, as one of the cast: its account, time and id.
CastPost as_cast_post(const Cast& cast, std::size_t persona, const PublishedPost& post);

}  // namespace rostrum::sandbox::x
