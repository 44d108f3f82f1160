#pragma once

#include "core/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The fields of simulated tokens, as bytes with the highest first.
namespace rostrum::sandbox {

void put(std::string& out, std::uint64_t value, std::size_t bytes);
void put(std::string& out, Time time);

/// Reads from the front and takes it off; the caller has checked the length.
std::uint64_t take(std::string_view& in, std::size_t bytes);
Time take_time(std::string_view& in);

}  // namespace rostrum::sandbox
