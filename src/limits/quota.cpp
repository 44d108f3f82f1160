#include "limits/quota.hpp"

#include <algorithm>

namespace rostrum::limits {

bool Quota::counts(std::string_view endpoint) const {
    return endpoints.empty() || std::ranges::find(endpoints, endpoint) != endpoints.end();
}

std::int64_t Quota::cost_of(std::string_view endpoint) const {
    const auto found = std::ranges::find(costs, endpoint, &UnitCost::endpoint);
    return found == costs.end() ? 1 : found->units;
}

}  // namespace rostrum::limits
