#pragma once

#include <string_view>

namespace rostrum::http {

/// The Content-Type of a file by the extension of its name; "application/octet-stream" if unknown.
std::string_view content_type_of(std::string_view file_name) noexcept;

}  // namespace rostrum::http
