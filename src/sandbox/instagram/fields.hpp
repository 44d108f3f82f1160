#pragma once

#include "sandbox/instagram/errors.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// A requested field with, for edges, the fields that are wanted of what it leads to.
struct Field {
    std::string name;
    std::vector<Field> of;
};

inline constexpr std::size_t fields_max = 100;
inline constexpr int field_depth_max = 3;

/// Reads the `fields` parameter, such as "id,caption,children{id,media_type}". Modifiers like
/// `children.limit(3)` are read over. Errors: 2500 for broken syntax, 100 for too many or too deep.
GraphResult<std::vector<Field>> parse_fields(std::string_view text);

}  // namespace rostrum::sandbox::instagram
