#pragma once

#include "sandbox/cast.hpp"
#include "sandbox/x/fields.hpp"

#include <cstddef>

namespace rostrum::sandbox::x {

/// The posts that the list of an account's posts may show, by its reach and by what was asked for.
PostSlots timeline_slots(const Cast& cast, std::size_t persona, const PageQuery& page, Time now);

}  // namespace rostrum::sandbox::x
