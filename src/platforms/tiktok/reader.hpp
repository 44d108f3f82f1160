#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"

namespace rostrum::platforms::tiktok {

/// Profile and public videos. Safe to use from every loop.
///
/// What no scope was granted for is not asked for, since one field too many fails the whole call:
/// without `video.list` there are no videos.
class TikTokReader final : public Reader {
public:
    /// What is referred to must outlive it.
    explicit TikTokReader(const PlatformCall& call) : call_(call) {}

    Task<Outcome<Profile>> profile(Access access) override;

    /// At most `page_size_max` videos per page.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;

private:
    const PlatformCall& call_;
};

}  // namespace rostrum::platforms::tiktok
