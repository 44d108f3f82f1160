#include "api/route.hpp"

#include <boost/json/array.hpp>

namespace rostrum::api {

RouteBuilder::RouteBuilder(Schemas& schemas, http::Method method, std::string pattern,
                           std::string id, std::string summary)
    : schemas_(schemas) {
    route_.method = method;
    route_.pattern = std::move(pattern);
    route_.id = std::move(id);
    route_.summary = std::move(summary);
}

RouteBuilder& RouteBuilder::tag(std::string name) {
    route_.tag = std::move(name);
    return *this;
}

RouteBuilder& RouteBuilder::access(Access access) {
    route_.access = access;
    return *this;
}

RouteBuilder& RouteBuilder::creates() {
    route_.creates = true;
    return *this;
}

RouteBuilder& RouteBuilder::errors_as_page() {
    route_.errors_as_page = true;
    return *this;
}

RouteBuilder& RouteBuilder::rate(RateClass rate) {
    route_.rate = rate;
    return *this;
}

RouteBuilder& RouteBuilder::body_max(std::size_t bytes) {
    route_.body_max = bytes;
    return *this;
}

RouteBuilder& RouteBuilder::streams_body() {
    // The handler knows the limit, which depends on what it reads.
    constexpr std::size_t far_beyond = std::size_t{1} << 50;
    route_.streams_body = true;
    route_.body_max = far_beyond;
    return *this;
}

RouteBuilder& RouteBuilder::body_content(std::string_view type, boost::json::object schema) {
    route_.request_content[type] = boost::json::object{{"schema", std::move(schema)}};
    return *this;
}

RouteBuilder& RouteBuilder::personal() {
    route_.personal = true;
    return *this;
}

RouteBuilder& RouteBuilder::add_answer(int status, std::string_view description,
                                       std::string_view type, boost::json::object schema) {
    auto& answer = route_.answers[std::to_string(status)];
    if (!answer.is_object()) {
        answer =
            boost::json::object{{"description", description}, {"content", boost::json::object()}};
    }
    answer.as_object()["content"].as_object()[type] =
        boost::json::object{{"schema", std::move(schema)}};
    return *this;
}

RouteBuilder& RouteBuilder::add_list(boost::json::object item) {
    boost::json::object data{{"type", "array"}, {"items", std::move(item)}};
    boost::json::object next{{"type", boost::json::array{"string", "null"}},
                             {"description", "Give it as `cursor` for the next page."}};
    return add_answer(200, "A page of the list", "application/json",
                      {{"type", "object"},
                       {"properties", {{"data", std::move(data)}, {"nextCursor", std::move(next)}}},
                       {"required", {"data", "nextCursor"}}});
}

RouteBuilder& RouteBuilder::answers_empty(int status, std::string_view description) {
    route_.answers[std::to_string(status)] = boost::json::object{{"description", description}};
    return *this;
}

RouteBuilder& RouteBuilder::answers_content(int status, std::string_view type,
                                            std::string_view description) {
    return add_answer(status, description, type, {{"type", "string"}});
}

RouteBuilder& RouteBuilder::parameter(std::string_view name, boost::json::object schema,
                                      std::string_view description) {
    route_.parameters.push_back(boost::json::object{{"name", name},
                                                    {"in", "query"},
                                                    {"required", false},
                                                    {"description", description},
                                                    {"schema", std::move(schema)}});
    return *this;
}

RouteBuilder& RouteBuilder::parameter_limit_and_cursor() {
    parameter("limit", {{"type", "integer"}, {"minimum", 1}, {"maximum", 100}, {"default", 25}},
              "How many rows at most.");
    return parameter("cursor", "The `nextCursor` of the page before.");
}

Route RouteBuilder::handle(Handler handler) {
    route_.handler = std::move(handler);
    return std::move(route_);
}

}  // namespace rostrum::api
