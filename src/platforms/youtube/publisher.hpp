#pragma once

#include "core/clock.hpp"
#include "platforms/platform.hpp"
#include "platforms/youtube/call.hpp"
#include "platforms/youtube/upload.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::youtube {

/// Uploads videos: a session, the file in parts, waiting until it is processed, the thumbnail. Safe
/// to use from every loop.
class YouTubePublisher final : public Publisher {
public:
    /// What is referred to must outlive it.
    YouTubePublisher(const PlatformCall& call, const YouTubeCall& api, const Clock& clock)
        : call_(call), api_(api), upload_(call), clock_(clock) {}

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;

    /// `longUploads`: "allowed" for videos above 15 minutes, "eligible" or "disallowed".
    Task<Outcome<json::object>> account_options(Access access) override;

    PublishStep next_step(const PublishPlan& plan, const PublishState& state) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;

    /// Asks the session what it has; when that is over after the last part, looks for the video
    /// among the uploads. Once the whole file was sent it is never said that there is no video.
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;

    /// Needs a permission of its own.
    std::optional<PlatformError> refuses_remove(const Access& access) const override;
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    Task<Outcome<Advanced>> do_step(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Advanced>> begin(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Advanced>> send_part(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Advanced>> poll(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Advanced>> set_thumbnail(Access access, PublishPlan plan,
                                          PublishState state) const;
    Task<Outcome<std::vector<std::string>>> find_uploads(Access access,
                                                         const PublishPlan& plan) const;
    Advanced known_by_title(const PublishPlan& plan, PublishState state,
                            const std::string& id) const;
    Advanced arrived(PublishState state, const UploadPlace& place, std::uint64_t total) const;
    Advanced processed(const PublishPlan& plan, PublishState state, std::string note) const;
    Published published(const PublishPlan& plan, std::string_view id) const;

    const PlatformCall& call_;
    const YouTubeCall& api_;
    Upload upload_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::youtube
