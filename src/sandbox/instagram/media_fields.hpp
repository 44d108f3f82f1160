#pragma once

#include "core/json_writer.hpp"
#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// "FEED", "REELS" or "STORY".
std::string_view product_type(PostKind kind) noexcept;

/// The code in a post's address: 11 characters that stand for its id.
std::string shortcode(std::uint64_t id);
std::optional<std::uint64_t> parse_shortcode(std::string_view code);

/// Errors: 100 for a name that a media object does not have on this login.
GraphResult<> check_media_fields(const std::vector<Field>& fields);

/// Writes an object with the fields that were asked for and that have a value; the id in any case.
/// The fields are known ones.
void write_media(JsonWriter& out, const GraphCall& call, const Found& found,
                 const std::vector<Field>& fields);

}  // namespace rostrum::sandbox::instagram
