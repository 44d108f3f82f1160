#pragma once

#include "core/clock.hpp"

#include <filesystem>

namespace rostrum {

/// The machine's clock, shifted by what a file says: eight bytes, the microseconds as a
/// little-endian integer. Whoever writes them moves the clocks of all processes that read the file,
/// at once. Without a file nothing is shifted. For tests of days and of several processes.
class SharedClock final : public Clock {
public:
    /// Throws `std::runtime_error` when the file is missing or shorter than its number.
    explicit SharedClock(const std::filesystem::path& file);
    ~SharedClock() override;
    SharedClock(const SharedClock&) = delete;
    SharedClock& operator=(const SharedClock&) = delete;

    Time now() const override;

private:
    SystemClock base_;
    std::int64_t* shift_us_ = nullptr;  // in the file, or null
};

}  // namespace rostrum
