#include "platforms/youtube/descriptor.hpp"

#include "platforms/youtube/rules.hpp"

#include <array>

namespace rostrum::platforms::youtube {
namespace {

constexpr std::array scopes{
    Scope{scope_readonly, "read the channel and its videos with their figures", true},
    Scope{scope_analytics, "read the channel's figures of each day", false},
    Scope{scope_upload, "upload videos", false},
    Scope{scope_manage, "delete videos that were published from here", false},
};

constexpr std::array<std::string_view, 5> data_endpoints{"channels", "playlist_items", "videos",
                                                         "thumbnail", "delete"};
constexpr std::array data_costs{limits::UnitCost{"thumbnail", 50}, limits::UnitCost{"delete", 50}};
constexpr std::array<std::string_view, 1> upload_endpoints{"insert"};
constexpr std::array<std::string_view, 1> report_endpoints{"reports"};
constexpr std::string_view days_begin_in = "America/Los_Angeles";

/// Every page costs a unit. What the reports may be asked is not published: a number that an
/// operator corrects.
constexpr std::array quotas{
    limits::Quota{.name = "units",
                  .scope = limits::QuotaScope::app,
                  .limit = 10'000,
                  .window = std::chrono::days{1},
                  .day_in_zone = days_begin_in,
                  .endpoints = data_endpoints,
                  .costs = data_costs,
                  .serves_publishing = true},
    limits::Quota{.name = "uploads",
                  .scope = limits::QuotaScope::app,
                  .limit = 100,
                  .window = std::chrono::days{1},
                  .day_in_zone = days_begin_in,
                  .endpoints = upload_endpoints,
                  .serves_publishing = true},
    limits::Quota{.name = "reports",
                  .scope = limits::QuotaScope::app,
                  .limit = 100'000,
                  .window = std::chrono::days{1},
                  .day_in_zone = days_begin_in,
                  .endpoints = report_endpoints},
};

constexpr std::array sync_calls{SyncCall{"channels", 2}, SyncCall{"playlist_items", 1},
                                SyncCall{"videos", 1}, SyncCall{"reports", 1}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "youtube",
    .name = "YouTube",
    .api_version = "v3",
    .settings = {.client_id = "YOUTUBE_CLIENT_ID",
                 .client_secret = "YOUTUBE_CLIENT_SECRET",
                 .redirect_uri = "YOUTUBE_REDIRECT_URI",
                 .base_url = "YOUTUBE_BASE_URL"},
    .pkce = Pkce::s256,
    .scopes = scopes,
    // A token lives for an hour, and those that end soon are looked for every half hour.
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{35},
                .alarm_left = std::chrono::seconds{0},
                .rotates = false,
                .needs_unexpired_token = false,
                .on_demand = true},
    .capabilities = {.connect = true, .read = true, .publish = true},
    .revokes_all_grants = true,
    .text_max = 5'000,
    .posts_per_sync = 50,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = post_rules,
};

}  // namespace rostrum::platforms::youtube
