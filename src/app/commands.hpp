#pragma once

namespace rostrum::app {

/// Runs the command line: `rostrum serve`, `sandbox`, `migrate`, `rotate-keys`, `check-config`,
/// `openapi`. Answers the exit status: 0 done, 1 failed, 2 wrong usage or configuration.
int run(int argc, char** argv);

}  // namespace rostrum::app
