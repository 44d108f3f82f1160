#pragma once

#include "core/task.hpp"
#include "http/body_source.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <variant>

namespace rostrum::testing {

/// Everything that a body is made of.
inline Task<std::string> read_all(http::BodySource source) {
    if (auto* text = std::get_if<std::string>(&source)) co_return std::move(*text);
    std::string all;
    if (const auto* file = std::get_if<http::FileRange>(&source)) {
        std::ifstream in(file->path, std::ios::binary);
        all.resize(file->length);
        in.seekg(static_cast<std::streamoff>(file->offset));
        in.read(all.data(), static_cast<std::streamsize>(all.size()));
        all.resize(static_cast<std::size_t>(in.gcount()));
        co_return all;
    }
    const auto pull = std::get<http::PullRange>(source).open();
    for (auto piece = co_await pull->read(); !piece.empty(); piece = co_await pull->read()) {
        all += piece;
    }
    co_return all;
}

}  // namespace rostrum::testing
