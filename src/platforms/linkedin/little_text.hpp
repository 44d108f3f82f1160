#pragma once

#include <string>
#include <string_view>

namespace rostrum::platforms::linkedin {

/// What people read of LinkedIn's "little text": `{hashtag|\#|word}` is "#word",
/// `@[Visible Name](urn:li:person:1)` is "Visible Name", and a backslash before a character means
/// that character. What is malformed stays as it is.
std::string plain_text(std::string_view little_text);

}  // namespace rostrum::platforms::linkedin
