#pragma once

#include "db/migrator.hpp"

namespace rostrum::db {

/// A migration as the database remembers it. The hash of its text tells whether it is ours.
struct AppliedMigration {
    int version = 0;
    std::string hash;  ///< empty in databases from before there were hashes
};

/// One engine's part of migrating.
class MigrationTarget {
public:
    virtual ~MigrationTarget() = default;

    /// Makes the table of versions if need be and waits until no other process migrates.
    virtual void lock() = 0;
    virtual void unlock() = 0;
    /// What has been applied, oldest first.
    virtual std::vector<AppliedMigration> applied() = 0;
    /// The engine's text of a migration.
    virtual std::string_view text_of(const Migration& migration) const = 0;
    /// Runs the migration and records it, in one transaction.
    virtual void apply(const Migration& migration, const std::string& hash) = 0;
};

}  // namespace rostrum::db
