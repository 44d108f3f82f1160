#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"
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

private:
    CallRequest page_request(const Access& access, const std::string& cursor, std::size_t limit,
                             const FieldNames& names) const;
    Task<Outcome<PostPage>> page(const Access& access, const std::string& cursor, std::size_t limit,
                                 const FieldNames& names) const;

    const PlatformCall& call_;
    std::atomic<bool> uses_old_names_ = false;
};

}  // namespace rostrum::platforms::x
