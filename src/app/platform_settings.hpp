#pragma once

#include "core/config.hpp"
#include "platforms/registry.hpp"

#include <optional>
#include <string>

namespace rostrum::app {

/// The settings of a platform's app: those of the configuration or, without credentials of its own
/// and with a sandbox, the simulated platform's. Nothing when the platform is not set up.
std::optional<platforms::AppSettings> platform_settings(const Config& config,
                                                        const platforms::Descriptor& descriptor,
                                                        const std::string& sandbox_url);

}  // namespace rostrum::app
