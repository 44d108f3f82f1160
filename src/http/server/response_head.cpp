#include "http/server/response_head.hpp"

#include "core/clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace rostrum::http {
namespace {

namespace chrono = std::chrono;

void append_number(std::string& out, std::size_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

/// The date line changes once a second; each loop's thread keeps the present one.
std::string_view date_line() {
    thread_local chrono::sys_seconds second{};
    thread_local std::string line;
    const auto now = chrono::floor<chrono::seconds>(SystemClock().now());
    if (now != second || line.empty()) {
        second = now;
        line = "Date: " + http_date(now) + "\r\n";
    }
    return line;
}

bool belongs_to_connection(std::string_view name) {
    constexpr std::array<std::string_view, 5> names{"Connection", "Content-Length", "Date",
                                                    "Keep-Alive", "Transfer-Encoding"};
    return std::ranges::any_of(
        names, [name](std::string_view other) { return equals_ignoring_case(name, other); });
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < ' ' && c != '\t') || byte == 0x7f;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    const auto start = static_cast<std::ptrdiff_t>(out.size());
    out.append(value);
    std::replace_if(out.begin() + start, out.end(), is_control, ' ');
    out.append("\r\n");
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(status));
    out.append(" ").append(reason(status)).append("\r\n");
}

}  // namespace

std::string http_date(chrono::sys_seconds time) {
    constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{time - day};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[chrono::weekday{day}.c_encoding()],
        static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
        clock.seconds().count());
}

bool allows_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, const Response& response, const HeadOptions& options) {
    append_status_line(out, response.status);
    out.append(date_line());
    bool has_request_id = options.request_id.empty();
    for (const auto& [name, value] : response.headers) {
        if (belongs_to_connection(name)) continue;
        append_field(out, name, value);
        has_request_id = has_request_id || equals_ignoring_case(name, "X-Request-Id");
    }
    if (!has_request_id) append_field(out, "X-Request-Id", options.request_id);
    if (options.framing == BodyFraming::length) {
        out.append("Content-Length: ");
        append_number(out, options.content_length);
        out.append("\r\n");
    } else if (options.framing == BodyFraming::chunked) {
        out.append("Transfer-Encoding: chunked\r\n");
    }
    if (!options.keep_alive) {
        out.append("Connection: close\r\n");
    } else if (!options.http_1_1) {
        out.append("Connection: keep-alive\r\n");
    }
    out.append("\r\n");
}

}  // namespace rostrum::http
