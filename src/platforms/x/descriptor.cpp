#include "platforms/x/descriptor.hpp"

#include "platforms/x/post_rules.hpp"

#include <array>
#include <string>

namespace rostrum::platforms::x {
namespace {

/// X has no place for a link but the text.
std::string sent_text(const PostContent& content) {
    auto single = content;
    single.format = PostFormat::text;
    return texts_of(single).front();
}

constexpr std::array scopes{
    Scope{scope_posts, "read the posts with their figures", true},
    Scope{scope_users, "read the name, the picture and the number of followers", true},
    Scope{scope_offline, "stay connected for longer than two hours", true},
    Scope{scope_write, "publish and delete posts", false},
    Scope{scope_media, "upload images and videos for posts", false},
};

constexpr std::array<std::string_view, 1> users_me{"users_me"};
constexpr std::array<std::string_view, 1> users_posts{"users_posts"};
constexpr std::array<std::string_view, 1> create_post{"create_post"};
constexpr std::array<std::string_view, 1> delete_post{"delete_post"};
constexpr std::array<std::string_view, 3> upload_parts{"upload_initialize", "upload_append",
                                                       "upload_finalize"};
constexpr std::array<std::string_view, 1> upload_status{"upload_status"};
constexpr std::array<std::string_view, 1> media_metadata{"media_metadata"};
constexpr std::chrono::minutes quarter{15};
/// Every post that is read counts, and a call reads a page.
constexpr std::array posts_read{limits::UnitCost{"users_posts", posts_per_call}};
constexpr std::chrono::hours day{24};

constexpr limits::Quota of_publishing(std::string_view name, limits::QuotaScope scope,
                                      std::int64_t limit, std::chrono::seconds window,
                                      std::span<const std::string_view> endpoints) {
    return {.name = name,
            .scope = scope,
            .limit = limit,
            .window = window,
            .endpoints = endpoints,
            .serves_publishing = true};
}

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
    of_publishing("posts_created", limits::QuotaScope::account, 100, quarter, create_post),
    of_publishing("posts_created_of_app", limits::QuotaScope::app, 10'000, day, create_post),
    of_publishing("posts_deleted", limits::QuotaScope::account, 50, quarter, delete_post),
    // Each of the three has this for itself; together they stay below it in any case.
    of_publishing("uploads", limits::QuotaScope::account, 1'875, quarter, upload_parts),
    of_publishing("uploads_of_app", limits::QuotaScope::app, 180'000, day, upload_parts),
    of_publishing("upload_status", limits::QuotaScope::account, 1'000, quarter, upload_status),
    of_publishing("upload_status_of_app", limits::QuotaScope::app, 100'000, day, upload_status),
    of_publishing("media_metadata", limits::QuotaScope::account, 500, quarter, media_metadata),
    of_publishing("media_metadata_of_app", limits::QuotaScope::app, 50'000, day, media_metadata),
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
    .capabilities = {.connect = true, .read = true, .publish = true},
    .text_max = 280,
    // Every post that is read costs money.
    .posts_per_sync = posts_per_call,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = {.formats = post_formats, .options = post_options, .sent_text = sent_text},
};

}  // namespace rostrum::platforms::x
