#pragma once

#include "db/migrator.hpp"

namespace rostrum::db {

/// One engine's part of migrating.
class MigrationTarget {
public:
    virtual ~MigrationTarget() = default;

    /// Makes the table of versions if need be and waits until no other process migrates.
    virtual void lock() = 0;
    virtual void unlock() = 0;
    /// The newest version applied, 0 for an empty database.
    virtual int newest_version() = 0;
    /// Runs the migration and records it, in one transaction.
    virtual void apply(const Migration& migration) = 0;
};

}  // namespace rostrum::db
