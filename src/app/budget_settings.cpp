#include "app/budget_settings.hpp"

namespace rostrum::app {

limits::BudgetSettings budget_settings(const Config& config) {
    // Loading the configuration has checked both.
    return {.publishing_share = static_cast<int>(config.integer("PUBLISHING_SHARE")),
            .limits = limits::parse_quota_limits(config.text("QUOTAS")).value()};
}

}  // namespace rostrum::app
