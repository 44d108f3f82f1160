#pragma once

#include "core/result.hpp"
#include "media/file_type.hpp"

#include <string_view>

namespace rostrum::media {

/// Reads the size of an image out of its structure, and how long it moves. Errors:
/// `validation_failed` for one that is cut off or makes no sense.
Result<Facts> read_image(Format format, std::string_view bytes);

}  // namespace rostrum::media
