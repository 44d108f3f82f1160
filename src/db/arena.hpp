#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace rostrum::db {

/// Keeps copies of bytes at addresses that do not move: the storage of a result's cells.
class Arena {
public:
    std::span<const std::byte> copy(std::span<const std::byte> bytes) {
        if (bytes.empty()) return {};
        if (bytes.size() > free_.size()) grow(bytes.size());
        std::memcpy(free_.data(), bytes.data(), bytes.size());
        const auto kept = free_.first(bytes.size());
        free_ = free_.subspan(bytes.size());
        return kept;
    }

    std::string_view copy(std::string_view text) {
        const auto kept = copy(std::as_bytes(std::span(text)));
        return {reinterpret_cast<const char*>(kept.data()), kept.size()};
    }

    std::vector<std::shared_ptr<const void>> take() { return std::move(chunks_); }

private:
    void grow(std::size_t needed) {
        const std::size_t size = std::max<std::size_t>(needed, chunks_.empty() ? 1024 : 16 * 1024);
        auto chunk = std::make_shared<std::byte[]>(size);
        free_ = {chunk.get(), size};
        chunks_.push_back(std::move(chunk));
    }

    std::vector<std::shared_ptr<const void>> chunks_;
    std::span<std::byte> free_;
};

}  // namespace rostrum::db
