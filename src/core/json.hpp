#pragma once

#include "core/describe.hpp"
#include "core/json_writer.hpp"
#include "core/result.hpp"
#include "core/utf8.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum {

namespace json = boost::json;

/// What a field must keep to, beside its type. A request type lists its rules as
/// `static constexpr std::array<FieldRule, N> rules{...}`; they are enforced when it is read and
/// shown in its OpenAPI schema. Lengths count code points.
struct FieldRule {
    std::string_view field;  ///< the member's name, in snake_case
    std::size_t min_length = 0;
    std::size_t max_length = std::numeric_limits<std::size_t>::max();
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    std::string_view format = {};  ///< "email", "uri", "password": shown; checked where it says so
};

template <typename T>
concept HasRules = requires { T::rules; };

template <typename T>
constexpr const FieldRule* rule_for(std::string_view member) {
    if constexpr (HasRules<T>) {
        for (const auto& rule : T::rules) {
            if (rule.field == member) return &rule;
        }
    }
    return nullptr;
}

// --- Writing -------------------------------------------------------------------------------------

template <typename T>
void write_json(JsonWriter& out, const T& value);

namespace detail {

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
inline constexpr bool is_string_map = false;
template <typename T>
inline constexpr bool is_string_map<std::map<std::string, T>> = true;
template <typename T>
inline constexpr bool is_id = false;
template <typename Tag>
inline constexpr bool is_id<Id<Tag>> = true;

template <typename T>
concept JsonScalar =
    std::same_as<T, std::string> || std::same_as<T, std::string_view> || std::same_as<T, bool> ||
    std::integral<T> || std::floating_point<T> || std::same_as<T, Time> || std::same_as<T, Uuid>;

}  // namespace detail

/// Writes a value of any supported type: scalars, times, ids, described enums and structs (members
/// in camelCase), optionals (null when empty), vectors, maps by string, and Boost.JSON values.
template <typename T>
void write_json(JsonWriter& out, const T& value) {
    if constexpr (detail::JsonScalar<T>) {
        out.value(value);
    } else if constexpr (detail::is_id<T>) {
        out.value(value.value);
    } else if constexpr (DescribedEnum<T>) {
        out.value(enum_name(value));
    } else if constexpr (detail::is_optional<T>) {
        if (value) {
            write_json(out, *value);
        } else {
            out.null();
        }
    } else if constexpr (detail::is_vector<T>) {
        out.begin_array();
        for (const auto& element : value) write_json(out, element);
        out.end_array();
    } else if constexpr (detail::is_string_map<T>) {
        out.begin_object();
        for (const auto& [key, element] : value) {
            out.key(key);
            write_json(out, element);
        }
        out.end_object();
    } else if constexpr (std::same_as<T, json::value>) {
        out.raw(json::serialize(value));
    } else {
        static_assert(DescribedStruct<T>, "list the members with BOOST_DESCRIBE_STRUCT");
        out.begin_object();
        for_each_member<T>([&](auto descriptor) {
            out.quoted_key(json_key<decltype(descriptor)>.view());
            write_json(out, value.*descriptor.pointer);
        });
        out.end_object();
    }
}

template <typename T>
std::string to_json(const T& value) {
    std::string out;
    JsonWriter writer(out);
    write_json(writer, value);
    return out;
}

// --- Reading -------------------------------------------------------------------------------------

/// Parses text strictly: one value, UTF-8, at most 32 levels deep. Errors: `invalid_json`.
Result<json::value> parse_json(std::string_view text);

/// Collects what is wrong with a request, so that all of it is said at once.
class JsonIssues {
public:
    void add(std::string_view issue) { issues_.push_back({path_, std::string(issue)}); }
    void add(std::string_view field, std::string_view issue) {
        const Scope scope(*this, field);
        add(issue);
    }
    bool empty() const { return issues_.empty(); }
    std::vector<FieldIssue>& all() { return issues_; }

    /// Appends a step to the path of the issues that are added while it lives.
    class Scope {
    public:
        Scope(JsonIssues& issues, std::string_view step)
            : issues_(issues), size_(issues.path_.size()) {
            if (size_ != 0 && !step.starts_with('[')) issues_.path_ += '.';
            issues_.path_ += step;
        }
        ~Scope() { issues_.path_.resize(size_); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        JsonIssues& issues_;
        std::size_t size_;
    };

private:
    std::string path_;
    std::vector<FieldIssue> issues_;
};

namespace detail {

void check_rule(const FieldRule& rule, std::string_view text, JsonIssues& issues);
void check_rule(const FieldRule& rule, std::int64_t number, JsonIssues& issues);

template <typename T>
void check_member(const FieldRule& rule, const T& value, JsonIssues& issues) {
    if constexpr (is_optional<T>) {
        if (value) check_member(rule, *value, issues);
    } else if constexpr (std::same_as<T, std::string>) {
        check_rule(rule, std::string_view(value), issues);
    } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
        check_rule(rule, static_cast<std::int64_t>(value), issues);
    } else if constexpr (is_vector<T>) {
        check_rule(rule, static_cast<std::int64_t>(value.size()), issues);
    }
}

}  // namespace detail

template <typename T>
void read_json(const json::value& in, T& out, JsonIssues& issues);

namespace detail {

template <DescribedStruct T>
void read_object(const json::value& in, T& out, JsonIssues& issues) {
    const auto* object = in.if_object();
    if (object == nullptr) return issues.add("must be an object");
    std::size_t known = 0;
    for_each_member<T>([&](auto descriptor) {
        using Member = std::remove_cvref_t<decltype(out.*descriptor.pointer)>;
        const auto name = json_name<decltype(descriptor)>.view();
        const auto* member = object->if_contains(name);
        const JsonIssues::Scope scope(issues, name);
        if (member == nullptr) {
            if constexpr (!is_optional<Member>) issues.add("is required");
            return;
        }
        ++known;
        const std::size_t before = issues.all().size();
        read_json(*member, out.*descriptor.pointer, issues);
        if (const auto* rule = rule_for<T>(descriptor.name);
            rule != nullptr && issues.all().size() == before) {
            check_member(*rule, out.*descriptor.pointer, issues);
        }
    });
    if (known == object->size()) return;
    for (const auto& field : *object) {
        bool found = false;
        for_each_member<T>([&](auto descriptor) {
            found |= json_name<decltype(descriptor)>.view() == std::string_view(field.key());
        });
        if (!found) issues.add(field.key(), "is not a known field");
    }
}

template <std::integral T>
void read_integer(const json::value& in, T& out, JsonIssues& issues) {
    if (const auto* number = in.if_int64(); number != nullptr && std::in_range<T>(*number)) {
        out = static_cast<T>(*number);
    } else if (const auto* big = in.if_uint64(); big != nullptr && std::in_range<T>(*big)) {
        out = static_cast<T>(*big);
    } else {
        issues.add(in.is_number() ? "is out of range or no whole number"
                                  : "must be a whole number");
    }
}

}  // namespace detail

/// Reads `in` into `out`; what does not fit is added to `issues`. A member that is no optional is
/// required; a field that is no member is an issue; null empties an optional.
template <typename T>
void read_json(const json::value& in, T& out, JsonIssues& issues) {
    if constexpr (std::same_as<T, std::string>) {
        if (const auto* text = in.if_string()) {
            out.assign(text->data(), text->size());
            if (out.find('\0') != std::string::npos) issues.add("must not hold a NUL character");
        } else {
            issues.add("must be text");
        }
    } else if constexpr (std::same_as<T, bool>) {
        if (const auto* flag = in.if_bool()) {
            out = *flag;
        } else {
            issues.add("must be true or false");
        }
    } else if constexpr (std::integral<T>) {
        detail::read_integer(in, out, issues);
    } else if constexpr (std::floating_point<T>) {
        if (in.is_number() && std::isfinite(in.to_number<double>())) {
            out = in.to_number<T>();
        } else {
            issues.add("must be a number");
        }
    } else if constexpr (std::same_as<T, Time>) {
        const auto* text = in.if_string();
        const auto time = text != nullptr ? parse_time(*text) : std::nullopt;
        if (time) {
            out = *time;
        } else {
            issues.add("must be a time such as 2026-11-20T09:15:02Z");
        }
    } else if constexpr (detail::is_id<T> || std::same_as<T, Uuid>) {
        const auto* text = in.if_string();
        const auto id = text != nullptr ? parse_uuid(*text) : std::nullopt;
        if (id) {
            out = T{*id};
        } else {
            issues.add("must be an id");
        }
    } else if constexpr (DescribedEnum<T>) {
        const auto* text = in.if_string();
        const auto value = text != nullptr ? parse_enum<T>(*text) : std::nullopt;
        if (value) {
            out = *value;
        } else {
            std::string known;
            boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
                [&](auto descriptor) { (known += known.empty() ? "" : ", ") += descriptor.name; });
            issues.add("must be one of: " + known);
        }
    } else if constexpr (detail::is_optional<T>) {
        if (in.is_null()) {
            out.reset();
        } else {
            read_json(in, out.emplace(), issues);
        }
    } else if constexpr (detail::is_vector<T>) {
        const auto* array = in.if_array();
        if (array == nullptr) return issues.add("must be a list");
        out.resize(array->size());
        for (std::size_t i = 0; i < array->size(); ++i) {
            const JsonIssues::Scope scope(issues, "[" + std::to_string(i) + "]");
            read_json((*array)[i], out[i], issues);
        }
    } else if constexpr (std::same_as<T, json::value>) {
        out = in;
    } else {
        detail::read_object(in, out, issues);
    }
}

/// Reads a whole request body. Errors: `invalid_json`; `validation_failed` with every issue.
template <typename T>
Result<T> from_json(std::string_view text) {
    auto parsed = parse_json(text);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    T out{};
    JsonIssues issues;
    read_json(*parsed, out, issues);
    if (issues.empty()) return out;
    Error error = make_error(ErrorCode::validation_failed, "the body breaks its schema");
    error.details = std::move(issues.all());
    return std::unexpected(std::move(error));
}

}  // namespace rostrum
