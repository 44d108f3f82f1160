#pragma once

#include "core/clock.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/meta/instagram_progress.hpp"
#include "platforms/post_search.hpp"
#include "platforms/publisher.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::meta {

/// What differs between the two logins where posts are published.
struct InstagramPublishing {
    /// Videos are uploaded; otherwise the platform fetches them, as it does with all pictures.
    bool uploads_videos = false;
    std::string_view scope_publish = {};
    /// Without it posts cannot be deleted; empty: they never can.
    std::string_view scope_delete = {};
};

/// Posts, carousels, reels and stories of an Instagram account: a container for each file, one look
/// after the other until the platform is done with it, then the one step that publishes. Safe to
/// use from every loop.
class InstagramPublisher final : public Publisher {
public:
    /// The clock must outlive it.
    InstagramPublisher(Graph graph, const Clock& clock, InstagramPublishing door);

    std::vector<PostIssue> check(const PostContent& content,
                                 const json::object& account) const override;
    /// `{"publishedToday","dailyLimit","left"}`, as the platform counts 24 hours.
    Task<Outcome<json::object>> account_options(Access access) override;
    PublishStep next_step(const PublishPlan& plan, const PublishState& state) const override;
    Task<Outcome<Advanced>> advance(Access access, PublishPlan plan, PublishState state) override;
    /// The container tells whether it was published, some minutes after the call, and the list of
    /// media as what. Where the platform suspected spam, only the list is believed.
    Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                        Time sent_at) override;
    std::optional<PlatformError> refuses_remove(const Access& access) const override;
    Task<Outcome<bool>> remove(Access access, std::string external_id) override;

private:
    using Progress = InstagramProgress;
    struct Status {
        std::string code;
        std::string text;
    };

    Task<Outcome<Advanced>> do_step(Access access, PublishPlan plan, PublishState state);
    Task<Outcome<Advanced>> create(const Access& access, const PublishPlan& plan,
                                   Progress progress);
    Task<Outcome<Advanced>> create_carousel(const Access& access, const PublishPlan& plan,
                                            Progress progress);
    Task<Outcome<Advanced>> upload(const Access& access, const PublishPlan& plan,
                                   Progress progress);
    Task<Outcome<Advanced>> poll(const Access& access, const PublishPlan& plan, Progress progress);
    Task<Outcome<Advanced>> publish(const Access& access, Progress progress);
    /// Spam is no refusal for certain. A container that is not there any more is made anew.
    Task<Outcome<Advanced>> after_refusal(const Access& access, Progress progress,
                                          PlatformError error);
    Task<Outcome<Advanced>> look_up(const Access& access, Progress progress);

    Task<Outcome<Status>> status_of(const Access& access, std::string container) const;
    Task<Outcome<std::string>> add_container(const Access& access, http::Query parameters,
                                             std::string* uri);
    /// The post that was published since then; without an id when the list does not show it.
    Task<Outcome<PlatformPost>> find_published(const Access& access, const PublishPlan& plan,
                                               Time since);
    /// A page of "media" or "stories", newest first.
    Task<Outcome<PostPage>> posts(Access access, std::string_view list, std::string cursor) const;
    Outcome<Advanced> after_failure(const PublishPlan& plan, Progress progress,
                                    const Status& status) const;

    Graph graph_;
    const Clock& clock_;
    InstagramPublishing door_;
};

}  // namespace rostrum::platforms::meta
