#include "analytics/variants.hpp"

#include "analytics/sql.hpp"

namespace rostrum::analytics {
namespace {

struct VariantRow : VariantResult {
    std::string variant_group;
};
BOOST_DESCRIBE_STRUCT(VariantRow, (VariantResult), (variant_group))

}  // namespace

Task<std::vector<VariantGroup>> Variants::of(accounts::Scope scope, CampaignId campaign) {
    const auto rows = co_await database_.query(sql::variants, {scope.workspace, campaign});
    std::vector<VariantGroup> groups;
    for (auto& row : rows.all<VariantRow>()) {
        if (groups.empty() || groups.back().group != row.variant_group) {
            groups.push_back({row.variant_group, {}});
        }
        groups.back().variants.push_back(std::move(row));
    }
    co_return groups;
}

}  // namespace rostrum::analytics
