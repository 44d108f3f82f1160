#pragma once

#include "core/describe.hpp"
#include "db/value.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rostrum::db {

/// One value of a result: null, number, text or bytes (a view into the result), time or id.
using Cell = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string_view,
                          std::span<const std::byte>, Time, Uuid>;

namespace detail {
[[noreturn]] void wrong_type(std::string_view column, std::string_view wanted);
[[noreturn]] void no_column(std::string_view column);

std::int64_t to_integer(const Cell& cell, std::string_view column);
double to_real(const Cell& cell, std::string_view column);
bool to_bool(const Cell& cell, std::string_view column);
std::string_view to_text(const Cell& cell, std::string_view column);
Time to_time(const Cell& cell, std::string_view column);
Uuid to_uuid(const Cell& cell, std::string_view column);
Bytes to_bytes(const Cell& cell, std::string_view column);

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
inline constexpr bool is_id = false;
template <typename Tag>
inline constexpr bool is_id<Id<Tag>> = true;
}  // namespace detail

/// Converts a cell to a C++ type. A null for a type that is no optional, or another type than the
/// column has, is a programmer's error and throws std::logic_error naming the column.
template <typename T>
T convert(const Cell& cell, std::string_view column) {
    if constexpr (detail::is_optional<T>) {
        if (std::holds_alternative<std::nullptr_t>(cell)) return std::nullopt;
        return convert<typename T::value_type>(cell, column);
    } else if constexpr (std::same_as<T, bool>) {
        return detail::to_bool(cell, column);
    } else if constexpr (std::integral<T>) {
        return static_cast<T>(detail::to_integer(cell, column));
    } else if constexpr (std::floating_point<T>) {
        return static_cast<T>(detail::to_real(cell, column));
    } else if constexpr (std::same_as<T, std::string>) {
        return std::string(detail::to_text(cell, column));
    } else if constexpr (std::same_as<T, Time>) {
        return detail::to_time(cell, column);
    } else if constexpr (std::same_as<T, Uuid>) {
        return detail::to_uuid(cell, column);
    } else if constexpr (detail::is_id<T>) {
        return T{detail::to_uuid(cell, column)};
    } else if constexpr (std::same_as<T, Bytes>) {
        return detail::to_bytes(cell, column);
    } else if constexpr (std::same_as<T, boost::json::value>) {
        return boost::json::parse(detail::to_text(cell, column));
    } else if constexpr (DescribedEnum<T>) {
        const auto value = parse_enum<T>(detail::to_text(cell, column));
        if (!value) detail::wrong_type(column, "one of the enum's names");
        return *value;
    } else {
        // A vector of texts, kept as a JSON array in one column.
        static_assert(std::same_as<T, std::vector<std::string>>, "no conversion for this type");
        T texts;
        const auto list = boost::json::parse(detail::to_text(cell, column));
        for (const auto& element : list.as_array()) {
            texts.emplace_back(element.as_string());
        }
        return texts;
    }
}

/// The rows that a statement answered. It owns what its cells view; moving it keeps them valid.
class Rows {
public:
    Rows() = default;
    Rows(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Cell> cells,
         std::vector<std::shared_ptr<const void>> storage, std::int64_t affected)
        : columns_(std::move(columns)),
          cells_(std::move(cells)),
          storage_(std::move(storage)),
          affected_(affected) {}

    std::size_t size() const {
        return columns_ && !columns_->empty() ? cells_.size() / width() : 0;
    }
    bool empty() const { return size() == 0; }
    std::size_t width() const { return columns_->size(); }

    /// How many rows an INSERT, UPDATE or DELETE touched.
    std::int64_t affected() const { return affected_; }

    /// One value by its place.
    template <typename T>
    T get(std::size_t row, std::size_t column) const {
        return convert<T>(cells_.at(row * width() + column), columns_->at(column));
    }

    /// One value by the column's name.
    template <typename T>
    T get(std::size_t row, std::string_view column) const {
        return get<T>(row, index_of(column));
    }

    /// Each row as a described struct: every member is read from the column of its name.
    template <DescribedStruct T>
    std::vector<T> all() const {
        std::vector<T> out;
        if (empty()) return out;
        const auto places = places_of<T>();
        out.resize(size());
        for (std::size_t i = 0; i < out.size(); ++i) fill(out[i], i, places);
        return out;
    }

    /// The first row as a described struct, if there is one.
    template <DescribedStruct T>
    std::optional<T> one() const {
        if (empty()) return std::nullopt;
        std::optional<T> out(std::in_place);
        fill(*out, 0, places_of<T>());
        return out;
    }

private:
    std::size_t index_of(std::string_view column) const {
        for (std::size_t i = 0; i < width(); ++i) {
            if ((*columns_)[i] == column) return i;
        }
        detail::no_column(column);
    }

    template <typename T>
    std::array<std::size_t, member_count<T>> places_of() const {
        std::array<std::size_t, member_count<T>> places{};
        std::size_t at = 0;
        for_each_member<T>([&](auto descriptor) { places[at++] = index_of(descriptor.name); });
        return places;
    }

    template <typename T>
    void fill(T& out, std::size_t row,
              const std::array<std::size_t, member_count<T>>& places) const {
        std::size_t at = 0;
        const Cell* cells = &cells_[row * width()];
        for_each_member<T>([&](auto descriptor) {
            using Member = std::remove_cvref_t<decltype(out.*descriptor.pointer)>;
            out.*descriptor.pointer = convert<Member>(cells[places[at++]], descriptor.name);
        });
    }

    std::shared_ptr<const std::vector<std::string>> columns_;
    std::vector<Cell> cells_;
    std::vector<std::shared_ptr<const void>> storage_;  // what the cells view
    std::int64_t affected_ = 0;
};

}  // namespace rostrum::db
