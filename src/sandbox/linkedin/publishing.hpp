#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/grants.hpp"
#include "sandbox/linkedin/pages.hpp"
#include "sandbox/linkedin/uploads.hpp"
#include "sandbox/linkedin/wire.hpp"
#include "sandbox/published.hpp"

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::linkedin {

/// A call that changes something, or that asks about an upload, by somebody whose token is good.
struct WriteCall {
    const http::Request& request;
    const UserGrant& grant;
    Time now;
};

/// The endpoint of such a request; empty for others.
std::string_view write_endpoint_of(const http::Request& request);

/// The page that its permalink leads to.
http::Response published_page(const PublishedPost& post);

/// Posts, deletions and uploads. Safe to use from any thread.
class Publishing {
public:
    /// What is referred to must outlive it.
    Publishing(const Cast& members, const Pages& pages, Published& published)
        : members_(members), pages_(pages), published_(published) {}

    http::Response answer(std::string_view endpoint, const WriteCall& call);
    /// The bytes of an upload, which come to an address that is known to nobody else.
    http::Response put(const http::Request& request, Time now);
    void reset();

private:
    using Answer = ApiResult<http::Response>;

    /// Who posts.
    struct PostAuthor {
        std::string handle;
        std::string urn;
    };
    struct Repetition {
        Time until;
        std::string urn;
    };

    Answer dispatch(std::string_view endpoint, const WriteCall& call);
    Answer create_post(const WriteCall& call);
    Answer delete_post(const WriteCall& call);
    Answer initialize(const WriteCall& call);
    Answer finalize(const WriteCall& call);
    Answer status(const WriteCall& call) const;

    ApiResult<PostAuthor> author_of(std::string_view urn, const WriteCall& call) const;
    ApiResult<PublishedPost> read_post(const json::object& body, const PostAuthor& author,
                                       Time now) const;
    ApiResult<std::vector<PublishedMedia>> read_media(const json::object& content,
                                                      const PostAuthor& author, Time now) const;
    std::string next_urn(Time now);

    const Cast& members_;
    const Pages& pages_;
    Published& published_;
    Uploads uploads_;
    std::mutex mutex_;
    std::uint64_t last_id_ = 0;
    std::map<std::string, Repetition> recent_;  // by the hash of what was posted
};

}  // namespace rostrum::sandbox::linkedin
