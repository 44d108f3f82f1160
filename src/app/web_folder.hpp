#pragma once

#include "core/config.hpp"
#include "http/server/server.hpp"

#include <filesystem>
#include <optional>

namespace rostrum::app {

/// The folder of the built dashboard: WEB_DIR, or `web/dist` beside the program's source or build,
/// or `share/rostrum/web` where it is installed. Nothing when there is none.
std::optional<std::filesystem::path> web_folder(const Config& config);

/// Serves the dashboard, except for paths that belong to the API: those get the error envelope.
http::Handler web_or_not_found(http::Handler web, http::ErrorRenderer render);

}  // namespace rostrum::app
