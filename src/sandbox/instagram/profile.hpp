#pragma once

#include "core/json_writer.hpp"
#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

#include <string>

namespace rostrum::sandbox::instagram {

/// `GET /me` and `GET /<IG_ID>`: the profile with the fields that were asked for.
GraphResult<http::Response> profile(const GraphCall& call);

/// One element of the control API's list of accounts.
void write_account(JsonWriter& out, const World& world, const Account& account, Time now,
                   const std::string& origin);

}  // namespace rostrum::sandbox::instagram
