#pragma once

#include "http/server/response.hpp"
#include "sandbox/dice.hpp"

#include <string>
#include <string_view>

namespace rostrum::sandbox {

/// In pixels.
struct PictureSize {
    int width = 0;
    int height = 0;
};

/// An SVG drawn from the dice, always the same, with a label of one or two letters.
http::Response draw_picture(PictureSize size, const Dice& dice, std::string_view label);

/// The first letters of the first two words.
std::string initials(std::string_view name);

}  // namespace rostrum::sandbox
