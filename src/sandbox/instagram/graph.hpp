#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "sandbox/instagram/containers.hpp"
#include "sandbox/instagram/errors.hpp"
#include "sandbox/instagram/tokens.hpp"
#include "sandbox/instagram/usage.hpp"
#include "sandbox/instagram/world.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

inline constexpr std::string_view graph_host = "graph.instagram.com";
/// What a call without a version gets; the newest that there is.
inline constexpr int newest_version = 26;
/// Calls to older versions are answered by this one.
inline constexpr int oldest_version = 21;

/// A path under the Graph host, taken apart: `/v26.0/17841400000000001/media`.
struct GraphPath {
    int version = newest_version;
    bool versioned = false;
    std::string_view node;  ///< "me", an id, or the name of a token endpoint
    std::string_view edge;  ///< empty for the node itself
};

/// Errors: 2500 for a version that does not exist and for more segments than there are edges.
GraphResult<GraphPath> parse_graph_path(std::string_view path, std::string_view host = graph_host);

/// The token of a request: the parameter, else the bearer header; empty when there is none.
std::string_view access_token(const http::Request& request);

/// Adds the parameters of a form or of a JSON object to those of the query: the platform makes no
/// difference. A body of another kind adds none.
void merge_body(http::Request& request);
/// The same token, also when it stands in a form.
std::string token_anywhere(const http::Request& request);

/// Query parameter, empty when it is missing.
std::string_view param(const http::Request& request, std::string_view name);
/// A list of names: with commas, or as an array of JSON.
std::vector<std::string_view> list_of(std::string_view text);

/// A whole number of digits only, that fits.
std::optional<std::uint64_t> parse_id(std::string_view text);

/// A time as `since` and `until` take it: seconds since 1970.
std::optional<Time> parse_unix_time(std::string_view text);

/// A call with a working token, as the handlers of nodes and edges get it.
struct GraphCall {
    const http::Request& request;
    const World& world;
    Containers& containers;
    GraphPath path;
    Token token;
    Time now{};
    std::string origin;                  ///< what addresses of the sandbox begin with
    std::string_view host = graph_host;  ///< graph.facebook.com answers for these accounts, too

    const Account& account() const { return *token.grant.account; }
    bool may(Scope scope) const { return token.grant.scopes.has(scope); }
    std::string_view param(std::string_view name) const { return instagram::param(request, name); }
};

/// The address of the same call with other values of some parameters (an empty one is left out). It
/// holds the access token, as the platform's `paging.next` does.
std::string same_call_with(const GraphCall& call,
                           const std::vector<http::Query::Pair>& replacements);

}  // namespace rostrum::sandbox::instagram
