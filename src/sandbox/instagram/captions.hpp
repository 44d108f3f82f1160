#pragma once

#include "sandbox/dice.hpp"
#include "sandbox/instagram/accounts.hpp"

#include <cstddef>
#include <string>

namespace rostrum::sandbox::instagram {

/// The most characters (code points) that a caption may have.
inline constexpr std::size_t caption_max = 2'200;

/// What an account wrote under a post; empty for an account that writes nothing.
std::string caption(Voice voice, const Dice& dice);

}  // namespace rostrum::sandbox::instagram
