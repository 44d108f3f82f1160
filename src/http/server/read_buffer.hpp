#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace rostrum::http {

/// Bytes read from a connection and not yet used. It starts small, so that idle connections cost
/// little, and grows up to a limit, which bounds how far a client may send ahead.
class ReadBuffer {
public:
    explicit ReadBuffer(std::size_t size_max) : size_max_(size_max) {}

    std::string_view data() const { return {bytes_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }

    void consume(std::size_t count) {
        assert(count <= end_ - begin_);
        begin_ += count;
        if (begin_ == end_) begin_ = end_ = 0;
    }

    /// Where the next bytes go: at least `wanted`, as far as the limit allows. Empty when full.
    std::span<char> space(std::size_t wanted) {
        if (capacity_ - end_ < wanted) make_room(wanted);
        return {bytes_.get() + end_, capacity_ - end_};
    }
    void commit(std::size_t count) {
        assert(count <= capacity_ - end_);
        end_ += count;
    }

    /// Gives memory back that a large request took, if nothing is left in it.
    void shrink(std::size_t to) {
        if (!empty() || capacity_ <= to) return;
        bytes_.reset();
        capacity_ = 0;
    }

private:
    void make_room(std::size_t wanted) {
        const std::size_t used = end_ - begin_;
        const std::size_t needed = std::min(used + wanted, size_max_);
        if (needed <= capacity_) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, used);
        } else {
            const std::size_t grown = std::min(std::max(needed, capacity_ * 2), size_max_);
            auto bytes = std::make_unique_for_overwrite<char[]>(grown);
            if (used != 0) std::memcpy(bytes.get(), bytes_.get() + begin_, used);
            bytes_ = std::move(bytes);
            capacity_ = grown;
        }
        begin_ = 0;
        end_ = used;
    }

    std::size_t size_max_;
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace rostrum::http
