#include "platforms/facebook/descriptor.hpp"

#include "platforms/facebook/rules.hpp"
#include "platforms/meta/page_authorizer.hpp"

#include <array>

namespace rostrum::platforms::facebook {
namespace {

constexpr std::array scopes{
    Scope{scope_pages, "list the pages that you manage", true},
    Scope{scope_engagement, "read the pages, their posts and followers", true},
    Scope{scope_posts, "publish and delete posts", false},
    Scope{scope_insights, "read views, reach and other figures", false},
    Scope{meta::scope_business, "find pages that belong to a business", false},
};

constexpr std::array sync_calls{SyncCall{"page", 1}, SyncCall{"posts", 1},
                                SyncCall{"insights", 26}};

/// Reels of a page in any 24 hours.
constexpr std::array<std::string_view, 1> reel_calls{"publish_reel"};
constexpr std::array quotas{limits::Quota{.name = "reels",
                                          .scope = limits::QuotaScope::account,
                                          .limit = 30,
                                          .window = std::chrono::hours{24},
                                          .endpoints = reel_calls,
                                          .serves_publishing = true}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "facebook",
    .name = "Facebook",
    .api_version = meta::facebook_api_version,
    .settings = {.client_id = "FACEBOOK_APP_ID",
                 .client_secret = "FACEBOOK_APP_SECRET",
                 .redirect_uri = "FACEBOOK_REDIRECT_URI",
                 .base_url = "FACEBOOK_BASE_URL"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::seconds{0},
                .alarm_left = std::chrono::days{7},
                .rotates = false,
                .needs_unexpired_token = true},
    .capabilities = {.connect = true, .read = true, .publish = true},
    .text_max = 63'206,
    .posts_per_sync = 25,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = {.formats = page_formats},
};

}  // namespace rostrum::platforms::facebook
