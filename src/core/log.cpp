#include "core/log.hpp"

#include "core/clock.hpp"
#include "core/json_writer.hpp"

#include <array>
#include <atomic>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

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

/// What introduces a value that must not be seen, and what ends it.
struct Marker {
    std::string_view before;
    std::string_view ends;
};

constexpr std::array markers{
    Marker{"access_token=", "&\" \n"},      Marker{"refresh_token=", "&\" \n"},
    Marker{"client_secret=", "&\" \n"},     Marker{"fb_exchange_token=", "&\" \n"},
    Marker{"code=", "&\" \n"},              Marker{"code_verifier=", "&\" \n"},
    Marker{"appsecret_proof=", "&\" \n"},   Marker{"password=", "&\" \n"},
    Marker{"\"access_token\":\"", "\""},    Marker{"\"refresh_token\":\"", "\""},
    Marker{"\"client_secret\":\"", "\""},   Marker{"\"id_token\":\"", "\""},
    Marker{"\"password\":\"", "\""},        Marker{"Bearer ", "\", \n"},
    Marker{"rostrum_session=", "; \"\n"},
};

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

bool enabled(Level level) noexcept {
    return level >= threshold.load(std::memory_order_relaxed);
}

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
    for (const auto& marker : markers) {
        std::size_t at = 0;
        while ((at = out.find(marker.before, at)) != std::string::npos) {
            at += marker.before.size();
            const auto end = std::min(out.find_first_of(marker.ends, at), out.size());
            out.replace(at, end - at, "***");
            at += 3;
        }
    }
    return out;
}

}  // namespace rostrum::log
