#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/tiktok/publish_task.hpp"
#include "platforms/tiktok/upload.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::platforms::tiktok {

/// Posts videos, whose bytes are sent in chunks, and photos, which TikTok fetches from us; or sends
/// either as a draft. Safe to use from every loop.
class TikTokPublisher final : public Publisher {
public:
    /// What is referred to must outlive it.
    TikTokPublisher(const PlatformCall& call, const Clock& clock)
        : call_(call), upload_(call), clock_(clock) {}

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;

    /// `username`, `nickname`, `privacyLevels`, `commentDisabled`, `duetDisabled`, `stitchDisabled`
    /// and `maxVideoSeconds`; nothing without the permission to post, and an error when the creator
    /// may not post now.
    Task<Outcome<json::object>> account_options(Access access) override;

    PublishStep next_step(const PublishPlan& plan, const PublishState& known) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;

    /// Of a chunk the task tells how much came. A post whose task was never told is looked for
    /// among the public videos; of one that is not public, or a draft, nothing can be told.
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;

    /// TikTok has no call for it.
    std::optional<PlatformError> refuses_remove(const Access& access) const override;
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    // publisher.cpp
    CallRequest request(const Access& access, std::string_view endpoint, std::string_view path,
                        Effect effect, std::string body) const;
    Task<Outcome<json::object>> creator(Access access) const;
    Task<Outcome<Advanced>> check_creator(Access access, PublishPlan plan,
                                          PublishState state) const;
    Task<Outcome<Advanced>> begin(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Advanced>> send_chunk(Access access, PublishPlan plan, PublishState state) const;
    Advanced arrived(PublishState state, const MediaFile& file, std::int64_t bytes) const;
    Task<Outcome<TaskStatus>> ask(Access access, std::string task) const;
    Task<Outcome<Advanced>> poll(Access access, PublishPlan plan, PublishState state) const;
    std::expected<Advanced, PlatformError> judged(const PublishPlan& plan, PublishState state,
                                                  const TaskStatus& task) const;
    Published published(const PublishPlan& plan, const PublishState& state,
                        const TaskStatus& task) const;
    std::string permalink(const PublishPlan& plan, const PublishState& state,
                          std::string_view id) const;
    std::int64_t now() const { return clock_.now().time_since_epoch() / std::chrono::seconds{1}; }

    // reconcile.cpp
    Task<Outcome<Reconciled>> find_chunk(Access access, PublishPlan plan, PublishState state) const;
    Task<Outcome<Reconciled>> find_post(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) const;

    const PlatformCall& call_;
    Upload upload_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::tiktok
