#include "platforms/x/descriptor.hpp"

#include <array>

namespace rostrum::platforms::x {
namespace {

constexpr std::array scopes{
    Scope{scope_posts, "read the posts with their figures", true},
    Scope{scope_users, "read the name, the picture and the number of followers", true},
    Scope{scope_offline, "stay connected for longer than two hours", true},
};

constexpr std::array<std::string_view, 1> users_me{"users_me"};
constexpr std::array<std::string_view, 1> users_posts{"users_posts"};
constexpr std::chrono::minutes quarter{15};
/// Every post that is read counts, and a call reads a page.
constexpr std::array posts_read{limits::UnitCost{"users_posts", posts_per_call}};

constexpr std::array quotas{
    limits::Quota{.name = "users_me",
                  .scope = limits::QuotaScope::account,
                  .limit = 75,
                  .window = quarter,
                  .endpoints = users_me},
    limits::Quota{.name = "users_posts",
                  .scope = limits::QuotaScope::account,
                  .limit = 900,
                  .window = quarter,
                  .endpoints = users_posts},
    limits::Quota{.name = "users_posts_of_app",
                  .scope = limits::QuotaScope::app,
                  .limit = 10'000,
                  .window = quarter,
                  .endpoints = users_posts},
    limits::Quota{.name = "post_reads",
                  .scope = limits::QuotaScope::app,
                  .limit = 3'000'000,
                  .window = std::chrono::days{31},
                  .endpoints = users_posts,
                  .costs = posts_read},
};

constexpr std::array sync_calls{SyncCall{"users_me", 1}, SyncCall{"users_posts", 1}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "x",
    .name = "X",
    .api_version = "2",
    .settings = {.client_id = "X_CLIENT_ID",
                 .client_secret = "X_CLIENT_SECRET",
                 .redirect_uri = "X_REDIRECT_URI",
                 .base_url = "X_BASE_URL"},
    .pkce = Pkce::s256,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{40},
                .alarm_left = std::chrono::seconds{0},
                .rotates = true,
                .needs_unexpired_token = false,
                .on_demand = true},
    .capabilities = {.connect = true, .read = true},
    .text_max = 280,
    // Every post that is read costs money.
    .posts_per_sync = posts_per_call,
    .quotas = quotas,
    .sync_calls = sync_calls,
};

}  // namespace rostrum::platforms::x
