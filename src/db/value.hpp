#pragma once

#include "core/describe.hpp"
#include "core/ids.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rostrum::db {

/// Bytes that are no text: sealed values, hashes.
using Bytes = std::vector<std::byte>;

/// A list of texts for `= ANY($1)`; on SQLite it is bound as a JSON array for `json_each($1)`.
using TextArray = std::vector<std::string>;

/// A parameter of a statement. Made from what the services hold; times are bound as UTC
/// microseconds, ids as uuid (text on SQLite), described enums as their names.
class Value {
public:
    using Storage = std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Bytes,
                                 Time, Uuid, TextArray>;

    Value(std::nullptr_t) : storage_(nullptr) {}
    Value(bool flag) : storage_(flag) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Value(T number) : storage_(static_cast<std::int64_t>(number)) {}
    Value(double number) : storage_(number) {}
    Value(std::string text) : storage_(std::move(text)) {}
    Value(std::string_view text) : storage_(std::string(text)) {}
    Value(const char* text) : storage_(std::string(text)) {}
    Value(Bytes bytes) : storage_(std::move(bytes)) {}
    Value(Time time) : storage_(time) {}
    Value(const Uuid& id) : storage_(id) {}
    Value(TextArray texts) : storage_(std::move(texts)) {}
    Value(const boost::json::value& document) : storage_(boost::json::serialize(document)) {}
    template <typename Tag>
    Value(const Id<Tag>& id) : storage_(id.value) {}
    template <DescribedEnum T>
    Value(T value) : storage_(std::string(enum_name(value))) {}
    template <typename T>
    Value(std::optional<T> maybe) : storage_(nullptr) {
        if (maybe) storage_ = std::move(Value(std::move(*maybe)).storage_);
    }

    const Storage& storage() const { return storage_; }

private:
    Storage storage_;
};

using Params = std::vector<Value>;

}  // namespace rostrum::db
