#pragma once

#include "accounts/types.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::analytics {

/// What became of the posts of one variant. A count that no platform tells is empty.
struct VariantResult {
    std::string variant;
    std::int64_t posts = 0;
    std::int64_t published = 0;  ///< targets that are live
    std::int64_t measured = 0;   ///< of them, whose figures were synced
    std::optional<std::int64_t> views;
    std::optional<std::int64_t> reach;
    std::optional<std::int64_t> likes;
    std::optional<std::int64_t> comments;
    std::optional<std::int64_t> shares;
    std::optional<std::int64_t> saves;
    std::optional<std::int64_t> engagement;
    std::optional<double> engagement_rate;  ///< percent, the mean of the measured ones
};
BOOST_DESCRIBE_STRUCT(VariantResult, (),
                      (variant, posts, published, measured, views, reach, likes, comments, shares,
                       saves, engagement, engagement_rate))

/// Variants that are compared with each other.
struct VariantGroup {
    std::string group;
    std::vector<VariantResult> variants;  ///< by name
};
BOOST_DESCRIBE_STRUCT(VariantGroup, (), (group, variants))

/// Compares the posts of a campaign that were made to be compared. Safe to use from every loop.
class Variants {
public:
    explicit Variants(db::Database& database) : database_(database) {}

    /// The groups of a campaign by name, with the figures of the last syncs. A campaign of somebody
    /// else has none.
    Task<std::vector<VariantGroup>> of(accounts::Scope scope, CampaignId campaign);

private:
    db::Database& database_;
};

}  // namespace rostrum::analytics
