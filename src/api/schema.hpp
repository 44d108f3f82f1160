#pragma once

#include "core/json.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeindex>

namespace rostrum::api {

/// The name of a type without its namespaces: the name of its schema.
template <typename T>
std::string type_name() {
    // clang and gcc both write "... [T = rostrum::accounts::User]" or "[with T = ...; ...]".
    const std::string_view text = __PRETTY_FUNCTION__;
    auto start = text.find("T = ") + 4;
    const auto end = text.find_first_of(";]", start);
    const auto colons = text.substr(0, end).rfind("::");
    if (colons != std::string_view::npos && colons > start) start = colons + 2;
    return std::string(text.substr(start, end - start));
}

/// Collects the schemas of the document's components while routes are described.
class Schemas {
public:
    /// What a type is used for: a request may leave optional members out, an answer has all of
    /// them.
    enum class Use : std::uint8_t { request, answer };

    /// The schema of a type: written out for scalars and lists, a reference for structs and enums.
    template <typename T>
    boost::json::object of(Use use) {
        if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
            return {{"type", "string"}};
        } else if constexpr (std::same_as<T, bool>) {
            return {{"type", "boolean"}};
        } else if constexpr (std::integral<T>) {
            return {{"type", "integer"}};
        } else if constexpr (std::floating_point<T>) {
            return {{"type", "number"}};
        } else if constexpr (std::same_as<T, Time>) {
            return {{"type", "string"}, {"format", "date-time"}};
        } else if constexpr (detail::is_id<T> || std::same_as<T, Uuid>) {
            return {{"type", "string"}};
        } else if constexpr (std::same_as<T, boost::json::value>) {
            return {{"type", "object"}, {"additionalProperties", true}};
        } else if constexpr (detail::is_optional<T>) {
            return nullable(of<typename T::value_type>(use));
        } else if constexpr (detail::is_vector<T>) {
            return {{"type", "array"}, {"items", of<typename T::value_type>(use)}};
        } else {
            const auto name = type_name<T>();
            const auto known = types_.emplace(name, typeid(T)).first;
            if (known->second != typeid(T)) {
                throw std::logic_error("two types of the API are called " + name);
            }
            if (!components_.contains(name)) {
                components_[name] =
                    boost::json::object{};  // before its members: it may hold itself
                if constexpr (DescribedEnum<T>) {
                    components_[name] = enum_schema<T>();
                } else {
                    components_[name] = object_schema<T>(use);
                }
            }
            return {{"$ref", "#/components/schemas/" + name}};
        }
    }

    const boost::json::object& components() const { return components_; }

private:
    static boost::json::object nullable(boost::json::object schema);
    static void add_rule(boost::json::object& schema, const FieldRule& rule);

    template <typename T>
    static boost::json::object enum_schema() {
        boost::json::array names;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto descriptor) { names.emplace_back(descriptor.name); });
        return {{"type", "string"}, {"enum", std::move(names)}};
    }

    template <typename T>
    boost::json::object object_schema(Use use) {
        boost::json::object properties;
        boost::json::array required;
        for_each_member<T>([&](auto descriptor) {
            using Member = std::remove_cvref_t<decltype(std::declval<T>().*descriptor.pointer)>;
            const auto name = json_name<decltype(descriptor)>.view();
            auto schema = of<Member>(use);
            if (const auto* rule = rule_for<T>(descriptor.name)) add_rule(schema, *rule);
            properties[name] = std::move(schema);
            if (use == Use::answer || !detail::is_optional<Member>) required.emplace_back(name);
        });
        boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
        if (!required.empty()) schema["required"] = std::move(required);
        if (use == Use::request) schema["additionalProperties"] = false;
        return schema;
    }

    boost::json::object components_;
    std::map<std::string, std::type_index> types_;  ///< by name
};

}  // namespace rostrum::api
