#pragma once

#include "core/result.hpp"
#include "media/file_type.hpp"

#include <string_view>

namespace rostrum::media {

/// Reads what ffprobe wrote about a video (`-print_format json`). Errors: `validation_failed` for
/// one without a picture.
Result<Facts> read_ffprobe(std::string_view output);

/// Whether the boxes of an MP4 or MOV file end where the file does; one that is cut off may still
/// look whole to ffprobe.
bool has_whole_boxes(std::string_view bytes);

}  // namespace rostrum::media
