#pragma once

#include "core/config.hpp"
#include "core/result.hpp"
#include "media/s3/client.hpp"
#include "media/types.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

namespace rostrum::app {

/// The settings of uploaded files and of the store that keeps them.
void add_media_properties(std::vector<Property>& table);

media::SizeLimits media_size_limits(const Config& config);

/// The folder of uploaded files, unless they are kept in S3.
std::filesystem::path media_folder(const Config& config);

/// The bucket of uploaded files; none: they are kept in a folder.
std::optional<media::s3::Settings> media_bucket(const Config& config);

/// Whether the settings of the store may stand together. Error: `validation_failed`.
Result<> check_media(const Config& config);

/// Where files are received: beside the folder that they are moved to, or in DATA_DIR.
std::filesystem::path media_spool_folder(const Config& config);

/// After how long a file that nothing uses is removed; empty: never.
std::optional<std::chrono::days> media_unused_after(const Config& config);

}  // namespace rostrum::app
