#pragma once

#include <cstdint>

namespace rostrum::platforms::tiktok {

/// How a file is cut for its upload. The last chunk takes what is left, so that it may be nearly
/// twice as long as the others.
struct ChunkPlan {
    std::int64_t chunk_bytes = 0;
    std::int64_t chunks = 0;

    constexpr std::int64_t first_of(std::int64_t chunk) const { return chunk * chunk_bytes; }
    constexpr std::int64_t bytes_of(std::int64_t chunk, std::int64_t total) const {
        return chunk + 1 < chunks ? chunk_bytes : total - first_of(chunk);
    }
};

/// Chunks have 5 to 64 MB, the last one up to 128, and a smaller file is one chunk. Whether a MB
/// has 1,000,000 or 1,048,576 bytes is not told: these keep to both.
constexpr ChunkPlan plan_chunks(std::int64_t bytes) noexcept {
    constexpr std::int64_t usual = 10'000'000;
    if (bytes < 2 * usual) return {.chunk_bytes = bytes, .chunks = 1};
    return {.chunk_bytes = usual, .chunks = bytes / usual};
}

}  // namespace rostrum::platforms::tiktok
