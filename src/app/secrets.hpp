#pragma once

#include "core/config.hpp"
#include "core/random.hpp"
#include "core/result.hpp"

namespace rostrum::app {

/// Fills in the secrets that are missing. In development they are made once and kept in
/// DATA_DIR/secrets.toml, readable by its owner only; in production a missing one is an error that
/// names it. Errors: `validation_failed`.
Result<> complete_secrets(Config& config, Random& random);

/// A secret of the data folder that is no setting, made when it is not there: the demo's password.
Result<Secret> kept_secret(const Config& config, Random& random, const std::string& name);

}  // namespace rostrum::app
