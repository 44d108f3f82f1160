#pragma once

#include "http/server/response.hpp"
#include "sandbox/instagram/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// Figures of a post are not there in its first minutes.
inline constexpr std::chrono::minutes insights_delay{10};
/// Figures of a post are kept for two years.
inline constexpr std::chrono::days media_insights_life{730};

/// `GET /<MEDIA_ID>/insights`.
GraphResult<http::Response> media_insights(const GraphCall& call, const Found& found);

/// The names of the `metric` parameter. Errors: 10 without the permission, 3001/1504028 without
/// names.
GraphResult<std::vector<std::string_view>> requested_metrics(const GraphCall& call);

/// 100: the name at `index` is none of `known`.
GraphError unknown_metric(std::size_t index, const std::vector<std::string_view>& known);

}  // namespace rostrum::sandbox::instagram
