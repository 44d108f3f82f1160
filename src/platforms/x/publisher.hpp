#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/post_search.hpp"
#include "platforms/x/media_upload.hpp"
#include "platforms/x/publish_data.hpp"
#include "platforms/x/reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::x {

/// Posts, and threads of posts that reply to one another. Files are uploaded first. X knows neither
/// keys of ours nor does it name the post that a refused text repeats: what became of a post whose
/// answer was lost is read from the account's own list, which costs half a cent for each post that
/// it tells. Safe to use from every loop.
class XPublisher final : public Publisher {
public:
    /// What is referred to must outlive it.
    XPublisher(const PlatformCall& call, XReader& reader, const Clock& clock)
        : call_(call), reader_(reader), clock_(clock), uploads_(call, clock) {}

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;
    PublishStep next_step(const PublishPlan& plan, const PublishState& state) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    Task<Outcome<Advanced>> upload(Access access, PublishPlan plan, PublishData data,
                                   std::string_view step, std::size_t index) const;
    Task<Outcome<Advanced>> append(Access access, PublishPlan plan, PublishData data,
                                   std::size_t index) const;
    Task<Outcome<Advanced>> finish(Access access, PublishPlan plan, PublishData data,
                                   std::string_view step, std::size_t index) const;
    Task<Outcome<Advanced>> describe(Access access, PublishPlan plan, PublishData data,
                                     std::size_t index) const;
    Task<Outcome<Advanced>> post(Access access, PublishPlan plan, PublishData data);
    Task<Outcome<Advanced>> after_refusal(Access access, PublishPlan plan, PublishData data,
                                          PlatformError error);
    /// Where it is read what was posted: the newest posts since a moment.
    Task<Outcome<PostSearch>> find_own(Access access, const PublishPlan& plan,
                                       const PublishData& data, Time since);
    Advanced posted(const PublishPlan& plan, PublishData data, std::string id) const;

    const PlatformCall& call_;
    XReader& reader_;
    const Clock& clock_;
    MediaUpload uploads_;
};

}  // namespace rostrum::platforms::x
