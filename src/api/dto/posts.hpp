#pragma once

#include "publishing/input.hpp"
#include "publishing/types.hpp"

#include <optional>
#include <vector>

namespace rostrum::api {

/// The posts that were scheduled together.
struct ScheduledPosts {
    std::optional<CampaignId> campaign_id;
    std::vector<publishing::Post> posts;
};
BOOST_DESCRIBE_STRUCT(ScheduledPosts, (), (campaign_id, posts))

}  // namespace rostrum::api
