#include "core/random.hpp"

#include <sys/random.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace rostrum {

std::uint64_t Random::next() {
    std::array<std::byte, 8> bytes{};
    fill(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
    // Numbers under the remainder would make small results more likely: draw again.
    const std::uint64_t threshold = (0 - bound) % bound;
    std::uint64_t value = next();
    while (value < threshold) value = next();
    return value % bound;
}

void SystemRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const auto got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw std::system_error(errno, std::generic_category(), "getrandom");
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

void SeededRandom::fill(std::span<std::byte> out) {
    const std::scoped_lock lock(mutex_);
    while (!out.empty()) {
        const std::uint64_t value = engine_();
        const std::size_t count = std::min(out.size(), sizeof value);
        std::memcpy(out.data(), &value, count);
        out = out.subspan(count);
    }
}

}  // namespace rostrum
