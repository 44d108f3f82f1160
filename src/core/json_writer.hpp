#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum {

/// Appends JSON to a string, without building a tree first. The caller keeps the order right:
/// `key` then `value` inside an object. Text that is no valid UTF-8 is repaired with U+FFFD.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name) {
        separate();
        append_string(name);
        out_ += ':';
        after_key_ = true;
        return *this;
    }

    /// A key that is quoted already, with its colon: `"name":`. For names known at compile time.
    JsonWriter& quoted_key(std::string_view quoted) {
        separate();
        out_ += quoted;
        after_key_ = true;
        return *this;
    }

    JsonWriter& value(std::string_view text) {
        separate();
        append_string(text);
        return *this;
    }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool flag) {
        separate();
        out_ += flag ? "true" : "false";
        return *this;
    }
    JsonWriter& value(double number) {
        if (!std::isfinite(number)) return null();
        separate();
        return append_number(number);
    }
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    JsonWriter& value(T number) {
        separate();
        return append_number(number);
    }
    JsonWriter& value(Time time) {
        separate();
        out_ += '"';
        append_rfc3339(out_, time);
        out_ += '"';
        return *this;
    }
    JsonWriter& value(const Uuid& id) {
        separate();
        out_ += '"';
        append_uuid(out_, id);
        out_ += '"';
        return *this;
    }
    JsonWriter& null() {
        separate();
        out_ += "null";
        return *this;
    }
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json) {
        separate();
        out_ += json;
        return *this;
    }

private:
    JsonWriter& open(char bracket) {
        separate();
        out_ += bracket;
        first_ = true;
        return *this;
    }
    JsonWriter& close(char bracket) {
        out_ += bracket;
        first_ = false;
        return *this;
    }
    void separate() {
        if (!first_ && !after_key_) out_ += ',';
        first_ = false;
        after_key_ = false;
    }
    template <typename T>
    JsonWriter& append_number(T number) {
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
        out_.append(buffer, end);
        return *this;
    }
    void append_string(std::string_view text);

    std::string& out_;
    bool first_ = true;
    bool after_key_ = false;
};

}  // namespace rostrum
