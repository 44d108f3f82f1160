#pragma once

#include <string>
#include <string_view>

namespace rostrum::platforms::linkedin {

/// What people read of LinkedIn's "little text": `{hashtag|\#|word}` is "#word",
/// `@[Visible Name](urn:li:person:1)` is "Visible Name", and a backslash before a character means
/// that character. What is malformed stays as it is.
std::string plain_text(std::string_view little_text);

/// A text that people wrote as "little text": the 15 reserved characters are escaped, "#word"
/// becomes a hashtag, and a mention that is written as `@[Visible Name](urn:li:organization:1)`
/// stays one. An unescaped reserved character may cut the rest of a post off, without an error.
std::string to_little_text(std::string_view text);

}  // namespace rostrum::platforms::linkedin
