#pragma once

#include "core/result.hpp"
#include "media/file_type.hpp"

#include <string_view>

namespace rostrum::media {

/// Tells which office document a file is. Errors: `unsupported_media_type` for one that is no
/// Word or PowerPoint document or holds macros, `validation_failed` for one that is cut off.
Result<Format> office_format(Format format, std::string_view bytes);

/// Counts the pages of a PDF, where it tells them without decompressing. Errors:
/// `validation_failed` for one that is cut off.
Result<Facts> read_pdf(std::string_view bytes);

}  // namespace rostrum::media
