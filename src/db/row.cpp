#include "db/row.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace rostrum::db::detail {

void wrong_type(std::string_view column, std::string_view wanted) {
    throw std::logic_error(fmt::format("column '{}' cannot be read as {}", column, wanted));
}

void no_column(std::string_view column) {
    throw std::logic_error(fmt::format("the result has no column '{}'", column));
}

std::int64_t to_integer(const Cell& cell, std::string_view column) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
    wrong_type(column, "a whole number");
}

double to_real(const Cell& cell, std::string_view column) {
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*number);
    wrong_type(column, "a number");
}

bool to_bool(const Cell& cell, std::string_view column) {
    if (const auto* flag = std::get_if<bool>(&cell)) return *flag;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number != 0;
    wrong_type(column, "true or false");
}

std::string_view to_text(const Cell& cell, std::string_view column) {
    if (const auto* text = std::get_if<std::string_view>(&cell)) return *text;
    wrong_type(column, "text");
}

Time to_time(const Cell& cell, std::string_view column) {
    if (const auto* time = std::get_if<Time>(&cell)) return *time;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        return Time{std::chrono::microseconds{*number}};
    }
    wrong_type(column, "a time");
}

Uuid to_uuid(const Cell& cell, std::string_view column) {
    if (const auto* id = std::get_if<Uuid>(&cell)) return *id;
    if (const auto* text = std::get_if<std::string_view>(&cell)) {
        if (const auto id = parse_uuid(*text)) return *id;
    }
    wrong_type(column, "an id");
}

Bytes to_bytes(const Cell& cell, std::string_view column) {
    if (const auto* bytes = std::get_if<std::span<const std::byte>>(&cell)) {
        return Bytes(bytes->begin(), bytes->end());
    }
    wrong_type(column, "bytes");
}

}  // namespace rostrum::db::detail
