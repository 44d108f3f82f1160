#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/grants.hpp"
#include "sandbox/linkedin/pages.hpp"
#include "sandbox/linkedin/wire.hpp"
#include "sandbox/published.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace rostrum::sandbox::linkedin {

/// What a member is called towards the app.
std::string person_id(const Cast& members, std::size_t member);

/// Where the pictures of posts are.
inline constexpr std::string_view post_picture_host = "dms.licdn.com";

/// A call by somebody whose token is good.
struct Asked {
    const http::Request& request;
    const UserGrant& grant;
    Time now;
    std::string avatar_url;
};

class Resources;

/// A resource of the API: where it is, what it needs, and who answers.
struct Resource {
    std::string_view path;
    std::string_view endpoint;
    std::array<std::string_view, 2> scopes;  ///< any of them; none: the answer decides
    ApiResult<std::string> (Resources::*answer)(const Asked& asked) const;
    bool has_key = false;  ///< something follows in the path
};

/// The resource of a path, which begins with the host; null when there is none.
const Resource* find_resource(std::string_view path);

/// Everything that is read. Safe to use from any thread.
class Resources {
public:
    /// What is referred to must outlive it.
    Resources(const Cast& members, const Pages& pages, const Published& published)
        : members_(members), pages_(pages), published_(published) {}

    using Result = ApiResult<std::string>;
    Result answer(const Resource& resource, const Asked& asked) const;

    Result userinfo(const Asked& asked) const;
    Result me(const Asked& asked) const;
    Result organization_acls(const Asked& asked) const;
    Result organization(const Asked& asked) const;
    Result organization_batch(const Asked& asked) const;
    Result network_size(const Asked& asked) const;
    Result posts(const Asked& asked) const;
    Result images(const Asked& asked) const;
    Result share_statistics(const Asked& asked) const;
    Result follower_statistics(const Asked& asked) const;
    Result page_statistics(const Asked& asked) const;
    Result followers_of_member(const Asked& asked) const;
    Result post_analytics(const Asked& asked) const;

private:
    std::string_view handle_of(const UserGrant& grant) const {
        return members_.persona(grant.persona).handle;
    }
    std::string urn_of_member(std::size_t member) const;
    /// The page of a URN, if the member administers it.
    ApiResult<std::size_t> administered(std::string_view urn, const UserGrant& grant) const;

    const Cast& members_;
    const Pages& pages_;
    const Published& published_;
};

}  // namespace rostrum::sandbox::linkedin
