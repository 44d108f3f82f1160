#include "platforms/instagram/descriptor.hpp"

#include "platforms/meta/instagram_rules.hpp"

#include <array>

namespace rostrum::platforms::instagram {
namespace {

constexpr std::array scopes{
    Scope{scope_basic, "read the profile and the posts", true},
    Scope{scope_publish, "publish posts, reels and stories", false},
    Scope{scope_insights, "read reach, views and other figures", false},
};

constexpr std::array sync_calls{SyncCall{"me", 1}, SyncCall{"media", 1}, SyncCall{"insights", 28}};

constexpr std::array<std::string_view, 1> publish_scopes{scope_publish};
constexpr auto formats = meta::instagram_formats(publish_scopes);

/// Containers of an account in any 24 hours.
constexpr std::array<std::string_view, 1> container_calls{"container"};
constexpr std::array quotas{limits::Quota{.name = "containers",
                                          .scope = limits::QuotaScope::account,
                                          .limit = 400,
                                          .window = std::chrono::hours{24},
                                          .endpoints = container_calls,
                                          .serves_publishing = true}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "instagram",
    .name = "Instagram",
    .api_version = "v26.0",
    .settings = {.client_id = "INSTAGRAM_CLIENT_ID",
                 .client_secret = "INSTAGRAM_CLIENT_SECRET",
                 .redirect_uri = "INSTAGRAM_REDIRECT_URI",
                 .base_url = "INSTAGRAM_BASE_URL"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::hours{24},
                .when_left = std::chrono::days{30},
                .alarm_left = std::chrono::days{7},
                .rotates = false,
                .needs_unexpired_token = true},
    .capabilities = {.connect = true, .read = true, .publish = true},
    .text_max = 2'200,
    .posts_per_sync = 25,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = {.formats = formats,
                   .hashtags_max = meta::caption_hashtags_max,
                   .mentions_max = meta::caption_mentions_max,
                   .options = meta::instagram_options},
};

}  // namespace rostrum::platforms::instagram
