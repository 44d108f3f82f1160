#pragma once

#include "db/migration_target.hpp"

#include <memory>

namespace rostrum::db::postgres {

std::unique_ptr<MigrationTarget> migration_target(const Options& options);

}  // namespace rostrum::db::postgres
