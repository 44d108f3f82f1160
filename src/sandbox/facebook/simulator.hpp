#pragma once

#include "core/json_writer.hpp"
#include "sandbox/cast_platform.hpp"
#include "sandbox/facebook/page_posts.hpp"
#include "sandbox/facebook/people.hpp"
#include "sandbox/instagram/errors.hpp"
#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/graph.hpp"
#include "sandbox/instagram/world.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::facebook {

using instagram::Field;
using instagram::GraphPath;

inline constexpr std::string_view graph_host = "graph.facebook.com";
inline constexpr std::string_view www_host = "www.facebook.com";

/// Who calls: a user, or a page of that user.
struct Caller {
    GrantToken token;
    std::optional<std::size_t> page;  ///< of a page's token

    std::size_t user() const { return token.grant.persona; }
    bool may(Scope scope) const { return (token.grant.scopes & bit_of(scope)) != 0; }
};

/// A call with a working token.
struct PageCall {
    const http::Request& request;
    GraphPath path;
    Caller caller;
    Time now{};

    std::string_view param(std::string_view name) const { return instagram::param(request, name); }
};

/// An error as this host tells it: the types of graph.instagram.com are not known here.
http::Response error_response(GraphError error);

class Facebook final : public CastPlatform {
public:
    Facebook(const SimulationParts& parts, std::shared_ptr<instagram::Containers> containers);

    void add_routes(http::Router& router) override;
    std::string_view endpoint_of(const http::Request& request) const override;
    std::string_view account_of(const http::Request& request) const override;
    http::Response refuse(const http::Request& request, const Fault& fault) override;
    Result<> revoke(std::string_view account, std::optional<int> code) override;
    void reset() override;
    void write_accounts(JsonWriter& out, const std::string& origin) const override;

private:
    std::string external_id(std::size_t page) const override;

    // simulator.cpp
    http::Response graph(const http::Request& request);
    Task<http::Response> change(http::Request& request);
    Task<GraphResult<http::Response>> change_of(PageCall call);
    struct Counted;
    Counted count(const PageCall& call);
    GraphResult<http::Response> answer(const PageCall& call);
    http::Response website(const http::Request& request) const;
    http::Response rate_limit(const http::Request& request, const Fault& fault) const;
    bool is_instagram_node(std::string_view node) const;

    // tokens.cpp
    http::Response access_token(const http::Request& request);
    http::Response exchange_code(const http::Request& request);
    http::Response prolong(const http::Request& request);
    http::Response debug_token(const http::Request& request) const;
    GraphResult<Caller> authorized(const http::Request& request) const;
    std::optional<Caller> read_token(std::string_view text) const;
    /// Nothing when the token works.
    std::optional<GraphError> fault_of(const Caller& caller) const;
    std::string page_token(const Caller& caller, std::size_t page);
    bool has_lost_role(const UserGrant& grant) const;
    GraphResult<http::Response> permissions(const PageCall& call);

    // pages.cpp
    std::vector<std::size_t> pages_of(const Caller& caller, bool of_business) const;
    GraphResult<http::Response> user_node(const PageCall& call);
    GraphResult<http::Response> page_list(const PageCall& call, std::vector<std::size_t> pages);
    GraphResult<http::Response> page_node(const PageCall& call, std::size_t page);
    GraphResult<> write_page(JsonWriter& out, const PageCall& call, std::size_t page,
                             const std::vector<Field>& fields);
    void write_instagram(JsonWriter& out, const PageCall& call, std::string_view username,
                         const std::vector<Field>& fields) const;

    // posts.cpp
    GraphResult<http::Response> post_list(const PageCall& call, std::size_t page) const;
    GraphResult<http::Response> post_node(const PageCall& call, const CastPost& post) const;
    /// The newest `count` before a moment, newest first.
    std::vector<CastPost> posts_before(std::size_t page, Time before, std::int64_t count,
                                       Time now) const;
    std::optional<CastPost> find_post(std::string_view node) const;
    void write_post(JsonWriter& out, const PageCall& call, const CastPost& post,
                    const std::vector<Field>& fields) const;
    /// What a post says, of the world's or of one that was published.
    PagePost described(const CastPost& post) const;

    // publishing.cpp
    Task<GraphResult<http::Response>> page_change(PageCall call, std::size_t page);
    GraphResult<http::Response> feed(const PageCall& call, std::size_t page);
    Task<GraphResult<http::Response>> photos(PageCall call, std::size_t page);
    GraphResult<http::Response> photo_story(const PageCall& call, std::size_t page);
    GraphResult<http::Response> remove_node(const PageCall& call);
    GraphResult<std::uint64_t> publish_post(const PageCall& call, PagePost post);
    /// A permalink without the post's number.
    std::string permalink_base(const PageCall& call, PostKind kind, std::size_t page) const;

    // videos.cpp
    GraphResult<http::Response> videos(const PageCall& call, std::size_t page, PostKind kind);
    GraphResult<http::Response> start_video(const PageCall& call, std::size_t page, PostKind kind);
    GraphResult<http::Response> transfer(const PageCall& call, std::uint64_t id,
                                         const PageVideo& video);
    GraphResult<http::Response> finish_video(const PageCall& call, std::uint64_t id,
                                             const PageVideo& video);
    http::Response success_of(const PageVideo& video) const;
    GraphResult<http::Response> video_node(const PageCall& call, std::uint64_t id,
                                           const PageVideo& video) const;
    GraphResult<http::Response> story_list(const PageCall& call, std::size_t page) const;
    http::Response upload(const http::Request& request);

    // insights.cpp
    GraphResult<http::Response> page_insights(const PageCall& call, std::size_t page) const;
    GraphResult<http::Response> post_insights(const PageCall& call, const CastPost& post) const;

    // instagram_nodes.cpp
    GraphResult<http::Response> instagram_node(const PageCall& call) const;
    Task<GraphResult<http::Response>> instagram_change(PageCall call);
    GraphResult<instagram::GraphCall> instagram_call(const PageCall& call) const;

    instagram::World instagram_;
    std::shared_ptr<instagram::Containers> containers_;
    http::Client* client_;
    PagePosts page_posts_;
    mutable std::mutex mutex_;
    std::map<std::string, int, std::less<>> revoked_with_;  // subcodes, by user; "": all
};

/// Where a list goes on: the same call with another cursor, and with the token, as the platform
/// does it.
std::string next_address(const PageCall& call, std::string_view after);
std::string encode_cursor(std::int64_t position);
std::optional<std::int64_t> decode_cursor(std::string_view text);

/// What `limit` asks for, `otherwise` when it is missing. Errors: 100 when it is no positive
/// number.
GraphResult<std::int64_t> limit_of(const PageCall& call, std::int64_t otherwise);

/// The `fields` parameter, or `otherwise`. Errors: 100 for one that is none of `known`.
GraphResult<std::vector<Field>> fields_of(const PageCall& call, std::string_view otherwise,
                                          std::span<const std::string_view> known,
                                          std::string_view node);

}  // namespace rostrum::sandbox::facebook
