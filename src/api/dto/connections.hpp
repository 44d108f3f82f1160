#pragma once

#include "api/dto/post_rules.hpp"
#include "connections/types.hpp"
#include "sync/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::api {

struct CapabilitiesAnswer {
    bool connect = false;
    bool read = false;
    bool publish = false;
    bool comments = false;
    bool webhooks = false;
};
BOOST_DESCRIBE_STRUCT(CapabilitiesAnswer, (), (connect, read, publish, comments, webhooks))

struct LimitsAnswer {
    std::int64_t text = 0;  ///< characters of a caption
    std::int64_t posts_per_sync = 0;
};
BOOST_DESCRIBE_STRUCT(LimitsAnswer, (), (text, posts_per_sync))

struct ScopeAnswer {
    std::string name;
    std::string purpose;
    bool required = false;
};
BOOST_DESCRIBE_STRUCT(ScopeAnswer, (), (name, purpose, required))

struct PlatformAnswer {
    std::string id;
    std::string name;
    bool configured = false;
    CapabilitiesAnswer capabilities;
    LimitsAnswer limits;
    std::vector<ScopeAnswer> scopes;
    std::optional<PostRulesAnswer> post_rules;  ///< where it can be published to
};
BOOST_DESCRIBE_STRUCT(PlatformAnswer, (),
                      (id, name, configured, capabilities, limits, scopes, post_rules))

struct PlatformStatus {
    std::string platform;
    std::string name;
    bool configured = false;
    std::int64_t connected = 0;
    std::int64_t expiring = 0;  ///< tokens that end within their platform's alarm time
    std::int64_t broken = 0;    ///< have to be connected again
    std::vector<connections::Connection> connections;
};
BOOST_DESCRIBE_STRUCT(PlatformStatus, (),
                      (platform, name, configured, connected, expiring, broken, connections))

struct ConnectedAccounts {
    std::vector<connections::Connection> connections;
};
BOOST_DESCRIBE_STRUCT(ConnectedAccounts, (), (connections))

struct SyncRequest {
    std::optional<bool> full;  ///< all posts, not only the newest
};
BOOST_DESCRIBE_STRUCT(SyncRequest, (), (full))

struct SyncStarted {
    sync::SyncRun sync_run;
};
BOOST_DESCRIBE_STRUCT(SyncStarted, (), (sync_run))

}  // namespace rostrum::api
