#pragma once

#include "http/server/router.hpp"

#include <filesystem>

namespace rostrum::http {

/// Serves a folder that is read into memory at start: ETag, precompressed `.br` and `.gz` variants
/// by Accept-Encoding, immutable caching for `/assets/`, and `index.html` for paths without a file
/// (a single page app). Only GET and HEAD; nothing outside the folder can be named.
Handler static_files(const std::filesystem::path& folder);

}  // namespace rostrum::http
