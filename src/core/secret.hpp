#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace rostrum {

/// A token, key or password. No formatter, JSON writer or log sink accepts it, it cannot be
/// compared with `==` (see crypto/constant_time.hpp), and its memory is wiped when it goes. Whoever
/// needs the text says so by name: `reveal()`.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept { take(other); }
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            wipe();
            text_ = other.text_;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe();
            take(other);
        }
        return *this;
    }
    ~Secret() { wipe(); }

    bool operator==(const Secret&) const = delete;

    std::string_view reveal() const { return text_; }
    bool empty() const { return text_.empty(); }

private:
    /// A swap, because a moved-from short string would keep its bytes.
    void take(Secret& other) noexcept { text_.swap(other.text_); }

    /// Overwrites the bytes in a way that the optimiser keeps.
    void wipe() noexcept {
        volatile char* bytes = text_.data();
        for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = 0;
        text_.clear();
    }

    std::string text_;
};

}  // namespace rostrum
