#pragma once

#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rostrum::campaigns {

inline constexpr std::size_t name_max = 200;           ///< code points
inline constexpr std::size_t description_max = 5'000;  ///< code points
inline constexpr std::size_t message_max = 20'000;     ///< code points

enum class CampaignStatus : std::uint8_t { draft, active, completed, archived };
BOOST_DESCRIBE_ENUM(CampaignStatus, draft, active, completed, archived)

/// A named set of posts.
struct Campaign {
    CampaignId id;
    std::string name;
    std::optional<std::string> description;
    CampaignStatus status = CampaignStatus::active;
    std::optional<Time> starts_at;
    std::optional<Time> ends_at;
    Time created_at;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(Campaign, (),
                      (id, name, description, status, starts_at, ends_at, created_at, updated_at))

/// What a member says of a campaign.
struct CampaignFields {
    std::string name;
    std::optional<std::string> description = std::nullopt;
    CampaignStatus status = CampaignStatus::active;
    std::optional<Time> starts_at = std::nullopt;
    std::optional<Time> ends_at = std::nullopt;
};

/// Who said something: a member, a program that helps, or the server.
enum class MessageRole : std::uint8_t { user, assistant, system };
BOOST_DESCRIBE_ENUM(MessageRole, user, assistant, system)

/// A line of the conversation about a campaign.
struct CampaignMessage {
    CampaignMessageId id;
    std::string author;  ///< a name
    MessageRole role = MessageRole::user;
    std::string content;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(CampaignMessage, (), (id, author, role, content, created_at))

}  // namespace rostrum::campaigns
