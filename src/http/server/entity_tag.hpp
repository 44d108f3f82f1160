#pragma once

#include <string>
#include <string_view>

namespace rostrum::http {

/// A strong ETag for a body, quoted. It is a fast hash: whoever can choose bodies could make two
/// with the same tag, and would only fool caches of their own answers.
std::string entity_tag(std::string_view body);

/// Whether an If-None-Match field names `tag` or "*"; weak tags match too, as RFC 9110 has it.
bool matches_entity_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace rostrum::http
