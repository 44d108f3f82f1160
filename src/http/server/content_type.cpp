#include "http/server/content_type.hpp"

#include "http/message.hpp"

#include <array>

namespace rostrum::http {
namespace {

struct Row {
    std::string_view extension;
    std::string_view type;
};

constexpr std::array table{
    Row{"html", "text/html; charset=utf-8"},
    Row{"js", "text/javascript; charset=utf-8"},
    Row{"mjs", "text/javascript; charset=utf-8"},
    Row{"css", "text/css; charset=utf-8"},
    Row{"svg", "image/svg+xml"},
    Row{"png", "image/png"},
    Row{"jpg", "image/jpeg"},
    Row{"jpeg", "image/jpeg"},
    Row{"gif", "image/gif"},
    Row{"webp", "image/webp"},
    Row{"avif", "image/avif"},
    Row{"ico", "image/x-icon"},
    Row{"woff2", "font/woff2"},
    Row{"woff", "font/woff"},
    Row{"json", "application/json"},
    Row{"map", "application/json"},
    Row{"webmanifest", "application/manifest+json"},
    Row{"txt", "text/plain; charset=utf-8"},
    Row{"xml", "application/xml"},
    Row{"wasm", "application/wasm"},
};

}  // namespace

std::string_view content_type_of(std::string_view file_name) noexcept {
    const auto dot = file_name.rfind('.');
    if (dot != std::string_view::npos) {
        const auto extension = file_name.substr(dot + 1);
        for (const auto& row : table) {
            if (equals_ignoring_case(row.extension, extension)) return row.type;
        }
    }
    return "application/octet-stream";
}

}  // namespace rostrum::http
