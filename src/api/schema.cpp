#include "api/schema.hpp"

#include <boost/json/array.hpp>

namespace rostrum::api {

boost::json::object Schemas::nullable(boost::json::object schema) {
    if (auto* type = schema.if_contains("type")) {
        *type = boost::json::array{*type, "null"};
        return schema;
    }
    return {
        {"anyOf", boost::json::array{std::move(schema), boost::json::object{{"type", "null"}}}}};
}

void Schemas::add_rule(boost::json::object& schema, const FieldRule& rule) {
    const FieldRule none{.field = rule.field};
    const auto* type = schema.if_contains("type");
    const bool list =
        type != nullptr &&
        (*type == "array" || (type->is_array() && type->as_array().front() == "array"));
    if (rule.min_length != none.min_length) schema["minLength"] = rule.min_length;
    if (rule.max_length != none.max_length) schema["maxLength"] = rule.max_length;
    if (rule.minimum != none.minimum) schema[list ? "minItems" : "minimum"] = rule.minimum;
    if (rule.maximum != none.maximum) schema[list ? "maxItems" : "maximum"] = rule.maximum;
    if (!rule.format.empty()) schema["format"] = rule.format;
}

}  // namespace rostrum::api
