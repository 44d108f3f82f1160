#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/published.hpp"
#include "sandbox/x/ledger.hpp"
#include "sandbox/x/new_post.hpp"
#include "sandbox/x/problems.hpp"
#include "sandbox/x/uploads.hpp"

#include <cstddef>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::x {

/// A call that changes something, by somebody whose token is good.
struct WriteCall {
    const http::Request& request;
    std::size_t persona = 0;
    Time now;
};

/// Posts, deletions and uploads. Safe to use from any thread.
class Publishing {
public:
    /// What is referred to must outlive it.
    Publishing(const Cast& cast, Published& published, Ledger& ledger)
        : cast_(cast), published_(published), ledger_(ledger) {}

    /// Answers one of the endpoints that `is_write_endpoint` knows.
    http::Response answer(std::string_view endpoint, const WriteCall& call);
    void reset();

private:
    /// A status and the JSON that goes with it.
    struct Done {
        int status = 200;
        std::string body;
    };
    using Answer = std::expected<Done, Problem>;

    Answer dispatch(std::string_view endpoint, const WriteCall& call);
    Answer create_post(const WriteCall& call);
    Answer delete_post(const WriteCall& call);
    Answer initialize(const WriteCall& call);
    Answer append(const WriteCall& call);
    Answer finalize(const WriteCall& call);
    Answer status(const WriteCall& call) const;
    Answer upload_at_once(const WriteCall& call);
    Answer describe(const WriteCall& call);

    std::optional<Problem> refusal(const NewPost& post, const WriteCall& call) const;
    std::expected<std::vector<PublishedMedia>, Problem> files_of(const NewPost& post,
                                                                 const WriteCall& call) const;
    std::string_view handle_of(const WriteCall& call) const {
        return cast_.persona(call.persona).handle;
    }
    std::string next_id(Time now);

    const Cast& cast_;
    Published& published_;
    Ledger& ledger_;
    Uploads uploads_;
    std::mutex mutex_;
    std::uint64_t last_id_ = 0;
};

/// The endpoint of a request that changes something, or that asks about an upload; empty for
/// others.
std::string_view write_endpoint_of(const http::Request& request);

/// The page that its permalink leads to.
http::Response published_page(const PublishedPost& post);

/// The largest body that a segment of an upload may have, with what is around it.
inline constexpr std::size_t upload_body_max = 8 * 1024 * 1024;

}  // namespace rostrum::sandbox::x
