#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::sync {

enum class RunType : std::uint8_t { initial, manual, scheduled, full };
BOOST_DESCRIBE_ENUM(RunType, initial, manual, scheduled, full)

enum class RunStatus : std::uint8_t { running, success, partial, failed };
BOOST_DESCRIBE_ENUM(RunStatus, running, success, partial, failed)

/// What a run is doing.
enum class Stage : std::uint8_t { waiting, profile, posts, insights, done };
BOOST_DESCRIBE_ENUM(Stage, waiting, profile, posts, insights, done)

struct Progress {
    Stage stage = Stage::waiting;
    std::int64_t done = 0;
    std::optional<std::int64_t> total;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (stage, done, total))

/// How far a run has come, as it is written down.
struct RunProgress {
    Progress shown;
    std::int64_t items_synced = 0;
    std::string cursor = {};  ///< where the next page of posts begins; empty: at the first
};

/// Where a run that was cut off may go on.
struct RunPlace {
    RunType type = RunType::manual;
    RunStatus status = RunStatus::running;
    std::int64_t done = 0;  ///< posts
    bool rate_limit_hit = false;
    std::optional<std::string> cursor;
};
BOOST_DESCRIBE_STRUCT(RunPlace, (), (type, status, done, rate_limit_hit, cursor))

/// One pass over one connection, as the API shows it.
struct SyncRun {
    SyncRunId id;
    ConnectionId connection_id;
    RunType type = RunType::manual;
    RunStatus status = RunStatus::running;
    std::int64_t items_synced = 0;
    Progress progress;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    bool rate_limit_hit = false;
    std::optional<Time> rate_limit_reset;
    Time started_at;
    std::optional<Time> completed_at;
    std::optional<std::int64_t> duration_ms;
};
BOOST_DESCRIBE_STRUCT(SyncRun, (),
                      (id, connection_id, type, status, items_synced, progress, error_code,
                       error_message, rate_limit_hit, rate_limit_reset, started_at, completed_at,
                       duration_ms))

/// How a run ends.
struct RunEnd {
    RunStatus status = RunStatus::success;
    std::string error_code;
    std::string error_message;
    bool rate_limit_hit = false;
    std::optional<Time> rate_limit_reset;
};

}  // namespace rostrum::sync
