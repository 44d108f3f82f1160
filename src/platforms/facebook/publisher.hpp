#pragma once

#include "core/clock.hpp"
#include "platforms/facebook/publish_progress.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/post_search.hpp"
#include "platforms/publisher.hpp"

#include <string>
#include <vector>

namespace rostrum::platforms::facebook {

/// Posts of a page: its files are uploaded first, seen by nobody, and one step publishes what was
/// made of them. Safe to use from every loop.
class PagePublisher final : public Publisher {
public:
    /// The clock must outlive it.
    PagePublisher(meta::Graph graph, const Clock& clock);

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;
    PublishStep next_step(const PublishPlan& plan, const PublishState& state) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;
    /// Of the step `publish`: a video tells it by its status, everything else by the page's list.
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;
    /// Also of a video that has no post yet.
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    Task<Outcome<Advanced>> do_step(Access access, PublishPlan plan, PublishState state);
    Task<Outcome<Advanced>> upload_photo(const Access& access, const PublishPlan& plan,
                                         PublishProgress progress);
    Task<Outcome<Advanced>> publish(const Access& access, const PublishPlan& plan,
                                    PublishProgress progress);
    Task<Outcome<Advanced>> after_refusal(const Access& access, const PublishPlan& plan,
                                          PublishProgress progress, PlatformError error);
    Task<Outcome<Advanced>> poll(const Access& access, const PublishPlan& plan,
                                 PublishProgress progress);
    Task<Outcome<Advanced>> look_up(const Access& access, const PublishPlan& plan,
                                    PublishProgress progress);
    Task<Outcome<Reconciled>> reconcile_video(const Access& access, PublishProgress progress,
                                              Time sent_at);
    Task<Outcome<Reconciled>> reconcile_story(const Access& access, PublishProgress progress,
                                              Time sent_at);
    Task<Outcome<Reconciled>> reconcile_post(const Access& access, const PublishPlan& plan,
                                             PublishProgress progress, Time sent_at);
    Task<Outcome<PostSearch>> find_own(const Access& access, const PublishPlan& plan, Time since);
    Task<Outcome<PostPage>> posts(Access access, std::string cursor) const;
    Advanced found(PublishProgress progress, PlatformPost post) const;
    Reconciled not_listed(Time sent_at) const;

    meta::Graph graph_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::facebook
