#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/parse.hpp"

#include <atomic>
#include <string>

namespace rostrum::platforms::x {

/// Profile and posts with their figures; reposts are left out. Safe to use from every loop.
///
/// Fields of posts are asked for by their names since August 2026. When the platform refuses those,
/// or ignores them and answers posts without a time, the old ones are tried; whichever worked is
/// kept.
class XReader final : public Reader {
public:
    /// What is referred to must outlive it.
    explicit XReader(const PlatformCall& call) : call_(call) {}

    Task<Outcome<Profile>> profile(Access access) override;

    /// From `page_size_min` to `posts_per_call` posts per page.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;

    /// The newest posts since a moment, at most `limit` of one page: each costs the operator.
    Task<Outcome<PostPage>> posts_since(Access access, Time since, std::string cursor,
                                        std::size_t limit);

private:
    /// Which posts are asked for.
    struct Wanted {
        std::string cursor;
        std::size_t limit = page_size_min;
        std::string start_time;  ///< empty: however old
    };

    CallRequest page_request(const Access& access, const Wanted& wanted,
                             const FieldNames& names) const;
    Task<Outcome<PostPage>> page(const Access& access, const Wanted& wanted,
                                 const FieldNames& names) const;
    Task<Outcome<PostPage>> page_in_either_names(const Access& access, const Wanted& wanted);

    const PlatformCall& call_;
    std::atomic<bool> uses_old_names_ = false;
};

}  // namespace rostrum::platforms::x
