#include "platforms/read_bytes.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>
#include <variant>

namespace rostrum::platforms {
namespace {

std::string read_file(const http::FileRange& range) {
    std::string bytes(range.length, '\0');
    std::ifstream file(range.path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(range.offset));
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file) throw std::runtime_error("a file is shorter than it was, or cannot be read");
    return bytes;
}

Task<std::string> read_all(http::PullRange range) {
    std::string bytes;
    bytes.reserve(range.length);
    const auto source = range.open();
    while (bytes.size() < range.length) {
        const auto piece = co_await source->read();
        if (piece.empty()) throw std::runtime_error("a file ended before its end");
        bytes += piece;
    }
    co_return bytes;
}

}  // namespace

Task<std::string> read_bytes(http::BodySource source) {
    if (auto* text = std::get_if<std::string>(&source)) co_return std::move(*text);
    if (const auto* file = std::get_if<http::FileRange>(&source)) co_return read_file(*file);
    co_return co_await read_all(std::get<http::PullRange>(std::move(source)));
}

}  // namespace rostrum::platforms
