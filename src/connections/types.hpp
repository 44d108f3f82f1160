#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::connections {

enum class Status : std::uint8_t { active, needs_reauth, disconnected };
BOOST_DESCRIBE_ENUM(Status, active, needs_reauth, disconnected)

/// One external account of a workspace, without its tokens.
struct Connection {
    ConnectionId id;
    std::string platform;
    std::string external_id;
    std::string handle;
    std::string display_name;
    std::optional<std::string> avatar_url;
    Status status = Status::active;
    std::vector<std::string> scopes;  ///< granted
    std::optional<std::int64_t> follower_count;
    std::optional<std::int64_t> post_count;
    std::optional<double> engagement_rate;  ///< percent
    std::optional<Time> token_expires_at;
    std::optional<Time>
        access_ends_at;  ///< unless the owner connects again; empty: not known to end
    std::optional<Time> last_synced_at;
    std::optional<std::string> last_sync_status;
    std::optional<Time> next_sync_at;
    std::optional<std::string> error_code;  ///< why it needs somebody
    std::optional<std::string> error_message;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(Connection, (),
                      (id, platform, external_id, handle, display_name, avatar_url, status, scopes,
                       follower_count, post_count, engagement_rate, token_expires_at,
                       access_ends_at, last_synced_at, last_sync_status, next_sync_at, error_code,
                       error_message, created_at))

}  // namespace rostrum::connections
