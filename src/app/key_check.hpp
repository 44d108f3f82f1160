#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "crypto/keyring.hpp"
#include "db/database.hpp"

namespace rostrum::app {

/// Keeps a sealed value in the database that tells at every start whether the encryption keys are
/// the ones it was written with. Without it a lost key would be noticed only after new tokens had
/// been sealed with another one, beside old ones that nobody can open.
class KeyCheck {
public:
    KeyCheck(db::Database& database, const crypto::Keyring& keyring, Random& random)
        : database_(database), keyring_(keyring), random_(random) {}

    /// Seals the value when the database has none yet, and opens it. Errors: `validation_failed`
    /// when no key opens it, with the id of the one that is missing.
    Task<Result<>> verify();

    /// Seals the value with the active key. Answers how many values were sealed again: 0 or 1.
    Task<std::int64_t> reseal();

private:
    db::Database& database_;
    const crypto::Keyring& keyring_;
    Random& random_;
};

}  // namespace rostrum::app
