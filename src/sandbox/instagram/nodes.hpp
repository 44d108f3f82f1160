#pragma once

#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

namespace rostrum::sandbox::instagram {

/// Answers a call for the token's account, its media and their insights. Errors: 100/33 for what is
/// not the account's, 2500 for an edge that does not exist, and those of the node.
GraphResult<http::Response> answer_node(const GraphCall& call);

}  // namespace rostrum::sandbox::instagram
