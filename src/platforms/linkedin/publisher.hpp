#pragma once

#include "core/clock.hpp"
#include "platforms/linkedin/media_upload.hpp"
#include "platforms/linkedin/publish_data.hpp"
#include "platforms/linkedin/rest.hpp"
#include "platforms/platform.hpp"
#include "platforms/post_search.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::linkedin {

/// Posts of members and of pages, told apart by the URN that an account is called by. A member's
/// posts cannot be listed. What became of a post whose answer was lost is found out by sending the
/// very same again within minutes: either it was not there, and is now, or the refusal names it.
/// Safe to use from every loop.
class LinkedInPublisher final : public Publisher {
public:
    /// What is referred to must outlive it.
    LinkedInPublisher(const Rest& rest, const Clock& clock)
        : rest_(rest), clock_(clock), uploads_(rest, clock) {}

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;
    /// `kind`: "member" or "organization". Makes no call.
    Task<Outcome<json::object>> account_options(Access access) override;
    PublishStep next_step(const PublishPlan& plan, const PublishState& state) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    Task<Outcome<Advanced>> upload(Access access, PublishPlan plan, PublishData data,
                                   std::string_view step, std::size_t index) const;
    Task<Outcome<Advanced>> post(Access access, PublishPlan plan, PublishData data) const;
    /// The call that makes the post. Any failure in passing may hide one that was made, but for
    /// those that tell that it was not.
    Task<Outcome<Advanced>> create(Access access, PublishPlan plan, PublishData data) const;
    Task<Outcome<Reconciled>> read_back(Access access, PublishPlan plan, PublishData data,
                                        Time sent_at) const;
    Task<Outcome<Reconciled>> find_unnamed(Access access, PublishPlan plan, PublishData data,
                                           Time sent_at) const;
    PlatformError repeated(PlatformError error, bool is_first_try) const;
    std::string address(std::string_view urn) const;
    Advanced posted(const PublishData& data, std::string urn) const;

    const Rest& rest_;
    const Clock& clock_;
    MediaUpload uploads_;
};

}  // namespace rostrum::platforms::linkedin
