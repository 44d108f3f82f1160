#pragma once

#include <string>
#include <string_view>

namespace rostrum::media {

/// The content type that libmagic sees in the first bytes of a file, such as "text/html";
/// "application/octet-stream" when it sees none. Any thread; each loads the tables once.
std::string magic_mime(std::string_view head);

/// The same in words, for messages: "HTML document, ASCII text".
std::string describe_content(std::string_view head);

}  // namespace rostrum::media
