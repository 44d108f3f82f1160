#pragma once

#include "core/ids.hpp"
#include "db/database.hpp"
#include "platforms/platform.hpp"
#include "sync/run_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::sync {

/// Where what is read belongs.
struct Owner {
    WorkspaceId workspace;
    ConnectionId connection;
    std::string platform;
};

/// What sync brings in. Everything is an upsert by the platform's own ids and by the day, so that a
/// run that is repeated writes nothing twice.
class PostStore {
public:
    PostStore(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    Task<> save_profile(db::Transaction& tx, const Owner& owner, const platforms::Profile& profile);

    /// Values of whole days; the account's own figures of today are written by `save_profile`.
    Task<> save_daily(db::Transaction& tx, const Owner& owner,
                      const std::vector<platforms::DailyMetric>& metrics);

    /// Followers of the days before today, counted back from today's total by those who came and
    /// left each day ("new_followers", "lost_followers"). An estimate, since not every platform
    /// tells of those who left, so a value that was measured is never replaced.
    Task<> save_estimated_followers(db::Transaction& tx, const Owner& owner,
                                    std::optional<std::int64_t> today,
                                    const std::vector<platforms::DailyMetric>& metrics);

    /// Counts that are empty leave the stored ones as they are.
    Task<> save_posts(db::Transaction& tx, const Owner& owner,
                      const std::vector<platforms::PlatformPost>& posts,
                      std::optional<std::int64_t> followers);

    /// Sums up the account's posts for its row: total engagement, and the engagement rate.
    Task<> save_engagement(db::Transaction& tx, const Owner& owner,
                           std::optional<std::int64_t> followers);

private:
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::sync
