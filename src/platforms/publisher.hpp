#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "platforms/answer.hpp"
#include "platforms/post_content.hpp"
#include "platforms/post_rules.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

struct Access;

/// Where the publishing of a target is. It is stored, sealed, after every step, and read by later
/// versions of this program: fields may be added, and old ones keep their meaning.
struct PublishState {
    std::string step;   ///< the last one that was done; empty: none
    json::object data;  ///< the platform's own: ids of containers, upload sessions, confirmed bytes
};

/// A step that comes next.
struct PublishStep {
    std::string_view name;  ///< "create_container", "upload", "publish", "poll": for the timeline
    /// `change`: done once. It is marked as sent before it is, and when its answer is lost,
    /// `reconcile` is asked before anything else. Anything else may be repeated: a read, a chunk
    /// whose place is asked for, a container that nobody sees.
    Effect effect = Effect::none;
};

/// What a target publishes and for whom.
struct PublishPlan {
    PostContent content;
    std::string handle;  ///< of the account, for permalinks
    Time started_at;     ///< of this publishing, the first step
};

/// The post, live.
struct Published {
    std::string external_id;
    std::string permalink;                 ///< empty: the platform tells none
    std::vector<std::string> further_ids;  ///< of a thread, after the first
};

/// What a step came to.
struct Advanced {
    PublishState state;
    std::optional<Published> published;  ///< the end
    std::chrono::seconds wait{0};        ///< before the next step
    bool is_processing = false;          ///< ours is done, and the platform is at work
    /// Nothing came of a `change` that anybody can see, now or later, unless another step is done:
    /// a container, files that wait for their post, a beginning anew. A later try may do it again.
    bool leaves_nothing = false;
    /// The platform has ended what was sent to it so far, and nothing of that is or will be live:
    /// it is begun anew.
    bool nothing_live = false;
    std::string note;  ///< for the timeline: "20 of 45 MB uploaded"
};

/// What reading the platform back told of a step whose answer was lost.
enum class Finding : std::uint8_t {
    done,      ///< it happened: `advanced` is what it came to
    not_done,  ///< it did not happen, and will not any more: do it again
    unknown,   ///< it cannot be told, now or ever
};

struct Reconciled {
    Finding finding = Finding::unknown;
    std::optional<Advanced> advanced;                ///< with `done`
    std::optional<std::chrono::seconds> look_again;  ///< with `unknown`: it may be told later
};

/// Publishes, one step after the other. The caller stores the state between any two steps, so that
/// the process may end between any two instructions. A failed step leaves the state as it was:
/// `retry_later` and `rate_limited` mean that it was not done, `ambiguous` that it may have been.
/// Safe to use from every loop.
class Publisher {
public:
    virtual ~Publisher() = default;

    /// What is wrong with a post beyond the rules that are data. Makes no call. `account` is what
    /// `account_options` answered, as far as it is known.
    virtual std::vector<PostIssue> check(const PostContent& content,
                                         const json::object& account) const;

    /// What this account may do now, for the composer and for `check`: TikTok's privacy levels,
    /// what is left of Instagram's daily quota. Unless a platform says otherwise, nothing.
    virtual Task<Outcome<json::object>> account_options(Access access);

    /// The step that follows a state. Makes no call.
    virtual PublishStep next_step(const PublishPlan& plan, const PublishState& state) const = 0;

    /// Does that step.
    virtual Task<Outcome<Advanced>> advance(Access access, PublishPlan plan,
                                            PublishState state) = 0;

    /// Finds out what became of a step that was sent at `sent_at` and whose answer was lost.
    virtual Task<Outcome<Reconciled>> reconcile(Access access, PublishPlan plan, PublishState state,
                                                Time sent_at) = 0;

    /// Why posts of this account cannot be deleted; nothing where they can. Makes no call.
    virtual std::optional<PlatformError> refuses_remove(const Access& access) const;

    /// Deletes a post at the platform. `not_found` when it is gone already; `rejected` where the
    /// platform has no call for it.
    virtual Task<Outcome<bool>> remove(Access access, std::string external_id) = 0;
};

}  // namespace rostrum::platforms
