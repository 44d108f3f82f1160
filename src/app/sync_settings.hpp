#pragma once

#include "core/config.hpp"
#include "sync/schedule.hpp"

#include <chrono>
#include <vector>

namespace rostrum::app {

/// The settings of the schedule of syncs.
void add_sync_properties(std::vector<Property>& table);

/// What they say. The configuration has checked them.
sync::ScheduleSettings sync_settings(const Config& config);

/// After how long an account that nobody looks after is given up; empty: never.
std::optional<std::chrono::days> inactive_after(const Config& config);

}  // namespace rostrum::app
