#pragma once

#include "sandbox/instagram/account_metrics.hpp"
#include "sandbox/instagram/graph.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// `since` and `until` may be this far apart.
inline constexpr std::chrono::days insights_range_max{30};

/// What a call for an account's insights asks for.
struct AccountQuery {
    std::vector<const AccountMetric*> metrics;
    bool total = false;  ///< one number for the whole range, else one a day
    std::string_view breakdown;
    std::string_view timeframe;  ///< as the answer writes it
    Time since{};
    Time until{};
};

/// Reads and checks the parameters. Errors: those of `requested_metrics`; 100 for what is unknown,
/// out of bounds, or does not fit together.
GraphResult<AccountQuery> read_account_query(const GraphCall& call);

}  // namespace rostrum::sandbox::instagram
