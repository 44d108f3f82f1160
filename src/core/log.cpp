#include "core/log.hpp"

#include "core/clock.hpp"
#include "core/json_writer.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>

namespace rostrum::log {
namespace {

std::atomic<Level> threshold{Level::info};

/// spdlog carries the finished lines to the sink; the JSON is made here.
std::shared_ptr<spdlog::logger>& logger() {
    static auto instance = [] {
        auto made = std::make_shared<spdlog::logger>(
            "rostrum", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);
        return made;
    }();
    return instance;
}

std::string_view name_of(Level level) {
    constexpr std::array<std::string_view, 6> names{"trace", "debug", "info",
                                                    "warn",  "error", "off"};
    return names[static_cast<std::size_t>(level)];
}

constexpr std::array secret_names{
    std::string_view("access_token"),
    std::string_view("refresh_token"),
    std::string_view("id_token"),
    std::string_view("client_secret"),
    std::string_view("code"),
    std::string_view("code_verifier"),
    std::string_view("password"),
    std::string_view("appsecret_proof"),
    std::string_view("fb_exchange_token"),
    std::string_view("rostrum_session"),
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool same_letter(char a, char b) { return a == b || (a ^ b) == 0x20; }

/// Where the value begins that a name at `[at, end)` of `text` introduces: after `=` in a query,
/// after
/// `":"` in JSON. Nothing when the name introduces none.
std::optional<std::size_t> value_after(std::string_view text, std::size_t end) {
    if (end < text.size() && text[end] == '=') return end + 1;
    if (end >= text.size() || text[end] != '"') return std::nullopt;
    ++end;
    while (end < text.size() && is_space(text[end])) ++end;
    if (end >= text.size() || text[end] != ':') return std::nullopt;
    ++end;
    while (end < text.size() && is_space(text[end])) ++end;
    if (end >= text.size() || text[end] != '"') return std::nullopt;
    return end + 1;
}

void hide(std::string& text, std::size_t from, std::string_view ends) {
    const auto end = std::min(text.find_first_of(ends, from), text.size());
    text.replace(from, end - from, "***");
}

void hide_named(std::string& text, std::string_view name) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += name.size()) {
        if (at > 0 && is_name_character(text[at - 1])) continue;
        if (const auto value = value_after(text, at + name.size())) {
            hide(text, *value, "&\"; \n");
        }
    }
}

void hide_bearer(std::string& text) {
    constexpr std::string_view scheme = "bearer ";
    auto from = text.begin();
    for (;;) {
        const auto found = std::search(from, text.end(), scheme.begin(), scheme.end(), same_letter);
        if (found == text.end()) return;
        const auto at = static_cast<std::size_t>(found - text.begin()) + scheme.size();
        hide(text, at, "\", \n");
        from = text.begin() + static_cast<std::ptrdiff_t>(at);
    }
}

}  // namespace

Level parse_level(std::string_view name) {
    for (const auto level : {Level::trace, Level::debug, Level::warn, Level::error, Level::off}) {
        if (name == name_of(level)) return level;
    }
    return Level::info;
}

void configure(Level level, const std::string& file) {
    threshold = level;
    if (file.empty()) return;
    logger()->sinks() = {std::make_shared<spdlog::sinks::basic_file_sink_mt>(file)};
    logger()->set_pattern("%v");
    logger()->flush_on(spdlog::level::warn);
}

bool enabled(Level level) noexcept { return level >= threshold.load(std::memory_order_relaxed); }

void write(Level level, std::string_view message, Fields fields) {
    std::string line;
    line.reserve(256);
    JsonWriter json(line);
    json.begin_object();
    json.key("time").value(SystemClock().now());
    json.key("level").value(name_of(level));
    json.key("message").value(redact(message));
    for (const auto& field : fields) {
        json.key(field.name);
        if (const auto* text = std::get_if<std::string_view>(&field.value)) {
            json.value(redact(*text));
        } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
            json.value(*number);
        } else if (const auto* real = std::get_if<double>(&field.value)) {
            json.value(*real);
        } else {
            json.value(std::get<bool>(field.value));
        }
    }
    json.end_object();
    logger()->log(level >= Level::warn ? spdlog::level::warn : spdlog::level::info,
                  spdlog::string_view_t(line.data(), line.size()));
}

void flush() { logger()->flush(); }

std::string redact(std::string_view text) {
    std::string out(text);
    for (const auto name : secret_names) hide_named(out, name);
    hide_bearer(out);
    return out;
}

}  // namespace rostrum::log
