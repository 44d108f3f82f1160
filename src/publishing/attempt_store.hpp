#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "db/database.hpp"
#include "publishing/rows.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// What is written to the timeline.
struct Line {
    std::string step;
    std::string outcome;
    std::string code = {};
    std::string message = {};
    std::string note = {};
    std::chrono::milliseconds duration{0};
};

/// The timelines of posts: what was done and what was answered, for 'why did this not go out?'.
class AttemptStore {
public:
    AttemptStore(db::Database& database, const Clock& clock, IdSource& ids)
        : database_(database), clock_(clock), ids_(ids) {}

    /// In the transaction that writes down what the lines tell of.
    Task<> append(db::Transaction& tx, const TargetRow& target, std::vector<Line> lines);

    /// Newest first.
    Task<std::vector<Attempt>> list(accounts::Scope scope, PostId post, PageRequest page);

private:
    db::Database& database_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::publishing
