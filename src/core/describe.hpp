#pragma once

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

namespace rostrum {

/// A struct whose members are listed with BOOST_DESCRIBE_STRUCT: the one place from which its JSON,
/// its reading, its OpenAPI schema and its mapping from a database row follow.
template <typename T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

/// An enum listed with BOOST_DESCRIBE_ENUM; its enumerators' names are its values on the wire.
template <typename T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <typename T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_any_access |
                                                           boost::describe::mod_inherited>;

template <DescribedStruct T>
inline constexpr std::size_t member_count = boost::mp11::mp_size<MembersOf<T>>::value;

/// Calls `f(descriptor)` for each member: `descriptor.name`, `value.*descriptor.pointer`.
template <DescribedStruct T, typename F>
constexpr void for_each_member(F&& f) {
    boost::mp11::mp_for_each<MembersOf<T>>(std::forward<F>(f));
}

/// The enumerator's name. A value outside the list answers "".
template <DescribedEnum T>
constexpr std::string_view enum_name(T value) noexcept {
    std::string_view name;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto descriptor) {
        if (descriptor.value == value) name = descriptor.name;
    });
    return name;
}

template <DescribedEnum T>
constexpr std::optional<T> parse_enum(std::string_view name) noexcept {
    std::optional<T> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto descriptor) {
        if (name == descriptor.name) found = descriptor.value;
    });
    return found;
}

/// Text of a fixed size, made at compile time.
struct CamelCase {
    std::array<char, 64> text{};
    std::size_t size = 0;

    /// "last_synced_at" becomes "lastSyncedAt"; a trailing underscore (`delete_`) is dropped.
    constexpr explicit CamelCase(std::string_view snake) {
        bool upper = false;
        for (const char c : snake) {
            if (c == '_') {
                upper = true;
                continue;
            }
            text[size++] = upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            upper = false;
        }
    }

    constexpr std::string_view view() const { return {text.data(), size}; }
};

/// The JSON name of a described member.
template <typename Descriptor>
inline constexpr CamelCase json_name{std::string_view(Descriptor::name)};

/// The same in quotes and with a colon, as it stands in the text: `"lastSyncedAt":`.
struct QuotedKey {
    std::array<char, 68> text{};
    std::size_t size = 0;

    constexpr explicit QuotedKey(std::string_view name) {
        text[size++] = '"';
        for (const char c : name) text[size++] = c;
        text[size++] = '"';
        text[size++] = ':';
    }

    constexpr std::string_view view() const { return {text.data(), size}; }
};

template <typename Descriptor>
inline constexpr QuotedKey json_key{json_name<Descriptor>.view()};

}  // namespace rostrum
