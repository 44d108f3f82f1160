#include "sandbox/x/endpoints.hpp"

#include "sandbox/web.hpp"
#include "sandbox/x/publishing.hpp"

#include <algorithm>

namespace rostrum::sandbox::x {
namespace {

constexpr std::uint32_t reading_scopes = 0b11;
constexpr std::uint32_t writing_scopes = 0b1011;
constexpr std::uint32_t media_scopes = 0b1'0000;

constexpr std::chrono::minutes window{15};
constexpr std::chrono::hours day{24};

constexpr std::array endpoint_limits{
    EndpointLimits{"users_me", 75, 0, window, reading_scopes},
    EndpointLimits{"users_posts", 900, 10'000, window, reading_scopes},
    EndpointLimits{"posts", 5'000, 3'500, window, reading_scopes},
    EndpointLimits{"create_post", 100, 10'000, day, writing_scopes, true},
    EndpointLimits{"delete_post", 50, 0, day, writing_scopes, true},
    EndpointLimits{"upload_initialize", 1'875, 180'000, day, media_scopes, true},
    EndpointLimits{"upload_append", 1'875, 180'000, day, media_scopes, true},
    EndpointLimits{"upload_finalize", 1'875, 180'000, day, media_scopes, true},
    EndpointLimits{"upload_status", 1'000, 100'000, day, media_scopes, true},
    EndpointLimits{"upload", 500, 50'000, day, media_scopes, true},
    EndpointLimits{"media_metadata", 500, 50'000, day, media_scopes, true},
};

}  // namespace

const EndpointLimits* find_limits(std::string_view endpoint) {
    const auto row = std::ranges::find(endpoint_limits, endpoint, &EndpointLimits::endpoint);
    return row == endpoint_limits.end() ? nullptr : &*row;
}

std::string_view find_endpoint_name(const http::Request& request) {
    struct Row {
        std::string_view path;
        std::string_view endpoint;
    };
    constexpr std::array rows{
        Row{"/x.com/i/oauth2/authorize", "authorize"},
        Row{"/x.com/i/oauth2/authorize/decision", "authorize"},
        Row{"/api.x.com/2/oauth2/token", "token"},
        Row{"/api.x.com/2/oauth2/revoke", "revoke"},
        Row{"/api.x.com/2/users/me", "users_me"},
        Row{"/api.x.com/2/tweets", "posts"},
    };
    if (const auto endpoint = write_endpoint_of(request); !endpoint.empty()) return endpoint;
    const auto row = std::ranges::find(rows, request.path, &Row::path);
    if (row != rows.end()) return row->endpoint;
    const std::string_view path = request.path;
    const bool of_a_user = path.starts_with("/api.x.com/2/users/") && path.ends_with("/tweets");
    return of_a_user && split(path, '/').size() == 5 ? "users_posts" : std::string_view{};
}

}  // namespace rostrum::sandbox::x
