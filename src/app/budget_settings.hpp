#pragma once

#include "core/config.hpp"
#include "limits/budgets.hpp"

namespace rostrum::app {

/// What the configuration says about the platforms' quotas.
limits::BudgetSettings budget_settings(const Config& config);

}  // namespace rostrum::app
