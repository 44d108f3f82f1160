#pragma once

#include "accounts/types.hpp"
#include "connections/refresher.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "publishing/attempt_store.hpp"
#include "publishing/checker.hpp"
#include "publishing/draft.hpp"
#include "publishing/post_store.hpp"
#include "publishing/queue.hpp"
#include "publishing/target_store.hpp"

#include <vector>

namespace rostrum::publishing {

/// What the validation of a post says.
struct Validation {
    bool valid = false;
    std::vector<TargetReport> targets;
};
BOOST_DESCRIBE_STRUCT(Validation, (), (valid, targets))

/// Posts, as members of a workspace handle them. Safe to use from every loop.
class Service {
public:
    /// What it works with; all of it outlives the service.
    struct Parts {
        db::Database& database;
        PostStore& posts;
        TargetStore& targets;
        AttemptStore& attempts;
        Checker& checker;
        Queue& queue;
        MediaSource& media;
        connections::ConnectionStore& connections;
        connections::Refresher& refresher;
        const platforms::Registry& platforms;
        events::Outbox& outbox;
        const Clock& clock;
        IdSource& ids;
    };

    explicit Service(Parts parts) : parts_(parts) {}

    /// Newest first.
    Task<std::vector<Post>> list(accounts::Scope scope, PostFilter filter, PageRequest page);
    /// Errors: `not_found`.
    Task<Result<Post>> find(accounts::Scope scope, PostId id);
    /// The timeline, newest first. Errors: `not_found`.
    Task<Result<std::vector<Attempt>>> attempts(accounts::Scope scope, PostId id, PageRequest page);
    /// Of a campaign, or of all.
    Task<Summary> summary(accounts::Scope scope, std::optional<CampaignId> campaign) {
        return parts_.posts.summary(scope, campaign);
    }
    /// The times that a post would be given that is queued now, and then the next ones.
    Task<std::vector<FreeSlot>> free_slots(accounts::Scope scope,
                                           std::optional<CampaignId> campaign, std::size_t limit) {
        return parts_.queue.next(scope, campaign, limit);
    }

    /// What is wrong with a post, without storing it. Errors: `validation_failed` for what is wrong
    /// whatever the platform; `conflict` when it is to have a slot and none is free.
    Task<Result<Validation>> validate(accounts::Scope scope, PostInput input);

    /// A draft, or a post that is scheduled or published at once. Errors: `validation_failed`.
    /// With an `id` that follows from the request, the same request makes one post: a second one is
    /// answered with what the first one made.
    Task<Result<Post>> create(accounts::Scope scope, PostInput input,
                              std::optional<PostId> id = std::nullopt);
    /// Several posts of different times, all or none. Errors: `validation_failed`.
    /// `ids`: as of `create`, one of each place.
    Task<Result<std::vector<Post>>> schedule(accounts::Scope scope, BulkInput input,
                                             std::vector<PostId> ids = {});
    /// Errors: `not_found`; `conflict` once a worker has begun; `validation_failed`.
    Task<Result<Post>> update(accounts::Scope scope, PostId id, PostPatch patch, Emptied emptied);

    /// Publishes a draft or a scheduled post now. Errors: as `update`.
    Task<Result<Post>> publish(accounts::Scope scope, PostId id);
    /// Calls off what no worker has begun. Errors: `not_found`; `conflict` when there is nothing.
    Task<Result<Post>> cancel(accounts::Scope scope, PostId id);
    /// Tries again, or takes somebody's word that it is published. Errors: `not_found`; `conflict`
    /// for a target that is in no such state; `validation_failed`.
    Task<Result<Post>> retry(accounts::Scope scope, PostId id, RetryInput input);

    /// Deletes our record. With `everywhere`, what was published is deleted at the platforms
    /// first. Errors: `not_found`; `conflict` while it is being published; the platform's error.
    enum class Where : std::uint8_t { here, everywhere };
    Task<Result<>> remove(accounts::Scope scope, PostId id, Where where);

private:
    Task<std::vector<Post>> all(accounts::Scope scope, std::vector<PostId> ids);
    Task<Result<Draft>> load(accounts::Scope scope, PostId id);
    Task<Result<>> check(accounts::Scope scope, Draft& draft, std::string path = {});
    /// Writes a draft in a transaction, and says why not.
    using Write = std::function<Task<Result<>>(db::Transaction& tx, const Draft& draft)>;
    Task<Result<Post>> write(accounts::Scope scope, Draft draft, Write write);
    Task<Result<>> write_in(db::Transaction& tx, Draft& draft, const Write& write);
    Task<Result<>> find_slot(accounts::Scope scope, Draft& draft);
    Task<std::optional<Result<>>> commit(std::function<Task<Result<>>(db::Transaction& tx)> body);
    Task<Result<PostInput>> to_input(accounts::Scope scope, const BulkPost& post);
    Task<Result<std::vector<Draft>>> bulk_drafts(accounts::Scope scope, const BulkInput& input,
                                                 const std::vector<PostId>& ids);
    Task<Result<Draft>> bulk_draft(accounts::Scope scope, const BulkInput& input,
                                   std::size_t place);
    Task<Result<Post>> replace(accounts::Scope scope, Draft draft, Time seen);
    struct Remover {
        platforms::Publisher* publisher = nullptr;
        platforms::Access access;
    };
    Task<Result<Remover>> remover_of(const TargetRow& target);
    static Task<Result<>> remove_at_platform(const TargetRow& target, Remover remover);

    Parts parts_;
};

/// The post as the API shows it.
Post to_post(PostRow row, std::vector<TargetRow> targets);

}  // namespace rostrum::publishing
