#pragma once

#include "campaigns/types.hpp"
#include "core/json.hpp"

#include <array>
#include <optional>
#include <string>

namespace rostrum::api {

struct CampaignRequest {
    std::string name;
    std::optional<std::string> description;
    std::optional<campaigns::CampaignStatus> status;  ///< active unless told
    std::optional<Time> starts_at;
    std::optional<Time> ends_at;

    static constexpr std::array<FieldRule, 2> rules{
        {{.field = "name", .min_length = 1, .max_length = campaigns::name_max},
         {.field = "description", .max_length = campaigns::description_max}}};
};
BOOST_DESCRIBE_STRUCT(CampaignRequest, (), (name, description, status, starts_at, ends_at))

/// What is left out stays; null empties a description or a time.
struct CampaignPatch {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<campaigns::CampaignStatus> status;
    std::optional<Time> starts_at;
    std::optional<Time> ends_at;

    static constexpr auto rules = CampaignRequest::rules;
};
BOOST_DESCRIBE_STRUCT(CampaignPatch, (), (name, description, status, starts_at, ends_at))

struct MessageRequest {
    std::string content;
    std::optional<campaigns::MessageRole> role;  ///< user unless told

    static constexpr std::array<FieldRule, 1> rules{
        {{.field = "content", .min_length = 1, .max_length = campaigns::message_max}}};
};
BOOST_DESCRIBE_STRUCT(MessageRequest, (), (content, role))

}  // namespace rostrum::api
