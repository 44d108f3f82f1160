#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::http {

/// A field such as `form-data; name="file"; filename="a.png"`.
struct HeaderValue {
    std::string value;  ///< what stands before the first semicolon, in lower case
    std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case

    /// The first parameter of this name, if there is one.
    std::optional<std::string_view> get(std::string_view name) const noexcept;
};

/// Reads a value with parameters; quoted ones lose their quotes, and a backslash in front of a
/// quote, as browsers and curl write them. Nothing when it is malformed.
std::optional<HeaderValue> parse_header_value(std::string_view text);

/// The name of a file that a Content-Disposition tells: `filename*` in UTF-8, or `filename`. Only
/// what stands behind the last slash or backslash; nothing when that is empty, no UTF-8, or has
/// control characters.
std::optional<std::string> file_name_of(const HeaderValue& disposition);

/// `inline; filename="..."; filename*=UTF-8''...` for any name.
std::string inline_disposition(std::string_view file_name);

}  // namespace rostrum::http
