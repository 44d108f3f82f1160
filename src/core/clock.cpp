#include "core/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum {
namespace chrono = std::chrono;

Time SystemClock::now() const {
    return chrono::time_point_cast<chrono::microseconds>(chrono::system_clock::now());
}

ManualClock::ManualClock(Time start) : microseconds_(start.time_since_epoch().count()) {}

Time ManualClock::now() const { return Time{chrono::microseconds{microseconds_.load()}}; }

void ManualClock::advance(chrono::microseconds by) { microseconds_ += by.count(); }

void ManualClock::set(Time to) { microseconds_ = to.time_since_epoch().count(); }

Time ShiftedClock::now() const { return base_.now() + chrono::microseconds{shift_us_.load()}; }

void ShiftedClock::advance(chrono::microseconds by) { shift_us_ += by.count(); }

void ShiftedClock::reset() { shift_us_ = 0; }

std::int64_t monotonic_us() {
    return chrono::duration_cast<chrono::microseconds>(
               chrono::steady_clock::now().time_since_epoch())
        .count();
}

namespace {

/// Writes `value` with exactly `width` digits.
char* put(char* out, unsigned value, int width) {
    for (int i = width - 1; i >= 0; --i) {
        out[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

/// Takes exactly `width` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(1);
    return true;
}

/// Takes an optional ".123" and answers it in microseconds; an empty fraction is an error.
std::optional<chrono::microseconds> take_fraction(std::string_view& text) {
    if (!take(text, '.')) return chrono::microseconds{0};
    int digits = 0;
    std::int64_t value = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 6) value = value * 10 + (text.front() - '0');
        text.remove_prefix(1);
        if (++digits > 9) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) value *= 10;
    return chrono::microseconds{value};
}

std::optional<chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return chrono::minutes{0};
    const bool negative = text.starts_with('-');
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hours = take_digits(text, 2);
    take(text, ':');
    const auto minutes = take_digits(text, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const auto offset = chrono::hours{*hours} + chrono::minutes{*minutes};
    return negative ? -offset : offset;
}

}  // namespace

void append_rfc3339(std::string& out, Time time) {
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const auto of_day = time - day;
    const auto seconds = chrono::floor<chrono::seconds>(of_day);
    const auto fraction = static_cast<unsigned>((of_day - seconds).count());
    const auto second_of_day = static_cast<unsigned>(seconds.count());
    char buffer[32];
    char* end = put(buffer, static_cast<unsigned>(std::max(0, static_cast<int>(date.year()))), 4);
    *end++ = '-';
    end = put(end, static_cast<unsigned>(date.month()), 2);
    *end++ = '-';
    end = put(end, static_cast<unsigned>(date.day()), 2);
    *end++ = 'T';
    end = put(end, second_of_day / 3600, 2);
    *end++ = ':';
    end = put(end, second_of_day / 60 % 60, 2);
    *end++ = ':';
    end = put(end, second_of_day % 60, 2);
    if (fraction != 0) {
        *end++ = '.';
        end = put(end, fraction, 6);
    }
    *end++ = 'Z';
    out.append(buffer, end);
}

std::string to_rfc3339(Time time) {
    std::string out;
    append_rfc3339(out, time);
    return out;
}

std::optional<Time> parse_time(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year || *year < 1 || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    const auto second = take_digits(text, 2);
    if (!second) return std::nullopt;
    const auto fraction = take_fraction(text);
    if (!fraction) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;

    const chrono::year_month_day date{chrono::year{*year},
                                      chrono::month{static_cast<unsigned>(*month)},
                                      chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    const Time time = Time{chrono::sys_days{date}} + chrono::hours{*hour} +
                      chrono::minutes{*minute} + chrono::seconds{*second} + *fraction - *offset;
    // An offset may move the instant out of the years that can be written.
    const auto utc_year = chrono::year_month_day{chrono::floor<chrono::days>(time)}.year();
    if (utc_year < chrono::year{1} || utc_year > chrono::year{9999}) return std::nullopt;
    return time;
}

std::string to_date(Time time) { return to_rfc3339(time).substr(0, 10); }

Time start_of_day(Time time) { return chrono::floor<chrono::days>(time); }

}  // namespace rostrum
