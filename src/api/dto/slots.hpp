#pragma once

#include "campaigns/slots.hpp"
#include "core/json.hpp"

#include <array>
#include <optional>
#include <string>

namespace rostrum::api {

struct SlotRequest {
    campaigns::Weekday weekday = campaigns::Weekday::monday;
    std::string time;  ///< "09:15"
    std::string timezone;
    std::optional<CampaignId> campaign_id;

    static constexpr std::array<FieldRule, 2> rules{
        {{.field = "time", .max_length = 5}, {.field = "timezone", .max_length = 64}}};
};
BOOST_DESCRIBE_STRUCT(SlotRequest, (), (weekday, time, timezone, campaign_id))

}  // namespace rostrum::api
