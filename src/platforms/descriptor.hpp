#pragma once

#include "limits/quota.hpp"
#include "platforms/post_rules.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rostrum::platforms {

enum class Pkce : std::uint8_t { no, s256 };

/// A permission that is asked for, and what it is for, in a few words for the connect panel.
struct Scope {
    std::string_view name;
    std::string_view purpose;
    bool required;           ///< without it the connection is of no use
    bool by_default = true;  ///< false: asked for only by name, as few apps are allowed to
};

/// When tokens are refreshed.
struct RefreshPolicy {
    std::chrono::seconds not_before;  ///< after the token was issued; earlier the platform refuses
    std::chrono::seconds when_left;   ///< refresh once no more than this is left of its life
    std::chrono::seconds alarm_left;  ///< tell people when the access ends within this
    bool rotates;                     ///< a refresh invalidates the refresh token that was sent
    bool needs_unexpired_token;       ///< an expired token cannot be refreshed at all
    /// Without a refresh token there is nothing to refresh with: the access ends by itself. False
    /// where the access token is all that it takes.
    bool needs_refresh_token = false;
    /// A token lives for an hour or two: it is refreshed before a call that needs it, and not by
    /// the clock, which would use up dozens of refresh tokens a day for one sync.
    bool on_demand = false;
};

/// What the connect panel and the API tell of a platform's functions.
struct Capabilities {
    bool connect = false;
    bool read = false;
    bool publish = false;
    bool comments = false;
    bool webhooks = false;
};

/// The names of the settings that hold a platform's credentials and addresses.
struct SettingNames {
    std::string_view client_id;
    std::string_view client_secret;
    std::string_view redirect_uri;
    std::string_view base_url;
    /// Which scopes to ask for, where no app can have all of them; empty: there is no such setting.
    std::string_view scopes = {};
};

/// How often a scheduled pass over an account that has many posts calls an endpoint.
struct SyncCall {
    std::string_view endpoint;
    std::int64_t calls;
};

/// Everything about a platform that can be stated as data.
struct Descriptor {
    std::string_view id;           ///< "instagram"; also in URLs and in the database
    std::string_view name;         ///< "Instagram"
    std::string_view api_version;  ///< pinned here; a setting may name another
    SettingNames settings;
    Pkce pkce;
    std::span<const Scope> scopes;
    RefreshPolicy refresh;
    Capabilities capabilities;
    /// To revoke one grant ends every other one that the same account gave to our app.
    bool revokes_all_grants = false;
    std::size_t text_max;        ///< code points of a caption
    std::size_t posts_per_sync;  ///< read by default; a full sync reads all
    std::span<const limits::Quota> quotas = {};
    std::span<const SyncCall> sync_calls = {};  ///< of a scheduled pass over an account
    PostRules post_rules = {};
};

}  // namespace rostrum::platforms
