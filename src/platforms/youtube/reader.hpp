#pragma once

#include "core/clock.hpp"
#include "platforms/platform.hpp"
#include "platforms/youtube/call.hpp"

namespace rostrum::platforms::youtube {

/// Channel, uploads and the figures of days. Safe to use from every loop.
class YouTubeReader final : public Reader {
public:
    /// What is referred to must outlive it.
    YouTubeReader(const YouTubeCall& api, const Clock& clock) : api_(api), clock_(clock) {}

    Task<Outcome<Profile>> profile(Access access) override;

    /// At most `page_size_max` videos per page, and fewer where some are private or gone. A page
    /// costs two units, the first one three.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;

    /// None without the permission for Analytics. The last two or three days are not there yet.
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override;

private:
    struct Cost;
    struct Position;

    Task<Outcome<std::string>> find_uploads(const Access& access) const;
    Task<Outcome<std::vector<PlatformPost>>> videos(const Access& access,
                                                    const std::vector<std::string>& ids) const;

    const YouTubeCall& api_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::youtube
