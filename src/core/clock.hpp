#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum {

/// An instant in UTC with the resolution that both databases keep: one microsecond.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// The source of 'now'. It is passed to whatever needs it, so that tests own the time.
/// Implementations are safe to call from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    Time now() const override;
};

/// A clock that moves only when told to; it starts at 2026-01-01T00:00:00Z unless said otherwise.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start = Time{std::chrono::sys_days{std::chrono::year{2026} /
                                                                 std::chrono::January / 1}});
    Time now() const override;
    void advance(std::chrono::microseconds by);
    void set(Time to);

private:
    std::atomic<std::int64_t> microseconds_;
};

/// The machine's clock, shifted by a settable amount: the sandbox's moved time.
class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(const Clock& base) : base_(base) {}
    Time now() const override;
    void advance(std::chrono::microseconds by);
    void reset();

private:
    const Clock& base_;
    std::atomic<std::int64_t> shift_us_{0};
};

/// Monotonic time for measuring durations, in microseconds since an arbitrary start.
std::int64_t monotonic_us();

/// "2026-11-20T09:15:02Z"; a fraction is written only when there is one.
std::string to_rfc3339(Time time);

/// Appends what `to_rfc3339` returns.
void append_rfc3339(std::string& out, Time time);

/// Accepts RFC 3339 and the platforms' "+0000" offset without a colon; a fraction of up to nine
/// digits is cut to microseconds. Nothing else is accepted, and no date outside years 1 to 9999.
std::optional<Time> parse_time(std::string_view text);

/// "2026-11-20", the UTC calendar day of an instant.
std::string to_date(Time time);

/// The instant at which the UTC day of `time` starts.
Time start_of_day(Time time);

}  // namespace rostrum
