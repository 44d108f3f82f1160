#pragma once

#include "core/json_writer.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/x/fields.hpp"

#include <string>

namespace rostrum::sandbox::x {

/// A user, and all that is told of them.
struct UserView {
    std::string id;
    const Persona& persona;
    std::string avatar_url;
    std::int64_t followers = 0;
    std::int64_t posts = 0;
    bool old_names = false;  ///< those of before August 2026
};
void write_user(JsonWriter& out, const UserView& view, const Names& fields);

}  // namespace rostrum::sandbox::x
