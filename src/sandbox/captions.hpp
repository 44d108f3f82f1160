#pragma once

#include "sandbox/dice.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace rostrum::sandbox {

/// What an account writes about, and in which language.
enum class Voice : std::uint8_t {
    bakery,
    outdoors,
    archive,
    emoji,
    arabic,
    hebrew,
    novel,
    film,
    studio,
    pottery,
    everyday,
    none,  ///< posts without a caption
};

/// The most characters (code points) that a caption may have.
inline constexpr std::size_t caption_max = 2'200;

/// What an account wrote under a post; empty for an account that writes nothing.
std::string caption(Voice voice, const Dice& dice);

}  // namespace rostrum::sandbox
