#pragma once

#include "api/context.hpp"
#include "api/schema.hpp"
#include "api/throttle.hpp"
#include "http/server/router.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::api {

/// Who may use a route. A member's role is at least the one named.
enum class Access : std::uint8_t {
    open,  ///< everybody
    viewer,
    editor,
    admin,
    owner,
    instance_admin,  ///< who looks after the whole server
    cron_secret,     ///< `Authorization: Bearer <CRON_JOB_SECRET>`, or an instance admin
    metrics,         ///< `Authorization: Bearer <METRICS_TOKEN>`, or from loopback
};

using Handler = std::function<Task<Answer>(Context&)>;

/// One row of the route table. The router, the check of who may, and the OpenAPI document are all
/// made from it.
struct Route {
    http::Method method = http::Method::get;
    std::string pattern;
    std::string id;   ///< operationId
    std::string tag;  ///< the group in the document
    std::string summary;
    Access access = Access::viewer;
    bool creates = false;   ///< honours Idempotency-Key
    bool personal = false;  ///< about the user themself: not for API keys
    RateClass rate = RateClass::general;
    std::size_t body_max = http::body_max_default;
    boost::json::array parameters;        ///< of the query, as OpenAPI has them
    bool streams_body = false;            ///< the handler reads it from `Request::body_reader`
    boost::json::object request_body;     ///< schema; empty: none
    boost::json::object request_content;  ///< by content type, where it is not JSON
    boost::json::object answers;          ///< by status
    bool errors_as_page = false;          ///< errors may be answered in HTML as well
    Handler handler;
};

/// Writes a route down in the order in which one reads it.
class RouteBuilder {
public:
    RouteBuilder(Schemas& schemas, http::Method method, std::string pattern, std::string id,
                 std::string summary);

    RouteBuilder& tag(std::string name);
    RouteBuilder& access(Access access);
    RouteBuilder& creates();
    RouteBuilder& personal();
    RouteBuilder& rate(RateClass rate);
    /// For a body that may be larger than most.
    RouteBuilder& body_max(std::size_t bytes);
    /// The handler reads the body itself, and limits it.
    RouteBuilder& streams_body();
    /// One of the content types of such a body.
    RouteBuilder& body_content(std::string_view type, boost::json::object schema);

    template <typename T>
    RouteBuilder& body() {
        route_.request_body = schemas_.of<T>(Schemas::Use::request);
        return *this;
    }
    template <typename T>
    RouteBuilder& answers(int status, std::string_view description = "Done") {
        return add_answer(status, description, "application/json",
                          schemas_.of<T>(Schemas::Use::answer));
    }
    /// A page of a list.
    template <typename T>
    RouteBuilder& answers_list() {
        return add_list(schemas_.of<T>(Schemas::Use::answer)).parameter_limit_and_cursor();
    }
    /// A list that is always whole.
    template <typename T>
    RouteBuilder& answers_whole_list() {
        return add_list(schemas_.of<T>(Schemas::Use::answer));
    }
    RouteBuilder& answers_empty(int status, std::string_view description = "Done");
    RouteBuilder& answers_content(int status, std::string_view type, std::string_view description);

    RouteBuilder& errors_as_page();

    RouteBuilder& parameter(std::string_view name, boost::json::object schema,
                            std::string_view description);
    RouteBuilder& parameter(std::string_view name, std::string_view description) {
        return parameter(name, {{"type", "string"}}, description);
    }

    Route handle(Handler handler);

private:
    RouteBuilder& add_answer(int status, std::string_view description, std::string_view type,
                             boost::json::object schema);
    RouteBuilder& add_list(boost::json::object item);
    RouteBuilder& parameter_limit_and_cursor();

    Schemas& schemas_;
    Route route_;
};

}  // namespace rostrum::api
