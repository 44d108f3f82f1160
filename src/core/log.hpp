#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace rostrum::log {

enum class Level : std::uint8_t { trace, debug, info, warn, error, off };

/// A named value of a log line. A `Secret` does not convert to one.
struct Field {
    using Value = std::variant<std::string_view, std::int64_t, double, bool>;

    Field(std::string_view name, std::string_view text) : name(name), value(text) {}
    Field(std::string_view name, const char* text) : name(name), value(std::string_view(text)) {}
    Field(std::string_view name, const std::string& text)
        : name(name), value(std::string_view(text)) {}
    Field(std::string_view name, bool flag) : name(name), value(flag) {}
    Field(std::string_view name, double number) : name(name), value(number) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Field(std::string_view name, T number) : name(name), value(static_cast<std::int64_t>(number)) {}

    std::string_view name;
    Value value;
};

using Fields = std::initializer_list<Field>;

/// Parses "debug", "info", ...; anything else is `info`.
Level parse_level(std::string_view name);

/// Sets the level, and the file that takes the lines (empty: standard error). Call at start.
void configure(Level level, const std::string& file = {});
bool enabled(Level level) noexcept;

/// Writes one line of JSON: time, level, message, then the fields. Text values go through `redact`.
void write(Level level, std::string_view message, Fields fields);

inline void debug(std::string_view message, Fields fields = {}) {
    if (enabled(Level::debug)) write(Level::debug, message, fields);
}
inline void info(std::string_view message, Fields fields = {}) {
    if (enabled(Level::info)) write(Level::info, message, fields);
}
inline void warn(std::string_view message, Fields fields = {}) {
    if (enabled(Level::warn)) write(Level::warn, message, fields);
}
inline void error(std::string_view message, Fields fields = {}) {
    if (enabled(Level::error)) write(Level::error, message, fields);
}

/// Hands what is buffered to the operating system.
void flush();

/// Replaces the values of token-like parameters, JSON members and bearer headers by "***".
/// A second line of defence: tokens are `Secret`s and do not reach a log in the first place.
std::string redact(std::string_view text);

}  // namespace rostrum::log
