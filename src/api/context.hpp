#pragma once

#include "accounts/authenticator.hpp"
#include "core/cursor.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::api {

/// One request on its way through a handler: what it asks, and in whose name.
class Context {
public:
    explicit Context(http::Request& request) : request_(request) {}

    http::Request& request() { return request_; }
    const http::Request& request() const { return request_; }

    /// Who makes the request; set for every route that is not open.
    std::optional<accounts::Principal> principal;
    /// True when the cookie, and no Authorization header, told who.
    bool by_cookie = false;

    const accounts::Scope& scope() const {
        assert(principal && "the route needs a sign-in");
        return principal->scope;
    }

    /// The JSON body as a request type. Errors: `unsupported_media_type`, `invalid_json`,
    /// `validation_failed`. An empty body is read as `{}`.
    template <typename T>
    Result<T> body() const {
        if (auto wrong = check_content_type()) return std::unexpected(std::move(*wrong));
        return from_json<T>(request_.body.empty() ? std::string_view("{}") : request_.body);
    }

    /// Whether a field of the JSON body is there and null.
    bool is_null(std::string_view field) const;

    /// The `{name}` of the path as an id. Errors: `not_found`: no id of ours looks like this.
    template <typename T>
    Result<T> id(std::string_view name = "id") const {
        if (const auto parsed = parse_id<T>(request_.params.get(name))) return *parsed;
        return fail(ErrorCode::not_found, "not an id");
    }

    /// The id of what a request with an Idempotency-Key makes, at its `place` where it makes
    /// several: the same for the same key, also when nobody remembers the key any more. Nothing
    /// without one.
    template <typename T>
    std::optional<T> derived_id(std::size_t place) const {
        const auto id = derived_uuid(place);
        return id ? std::optional<T>{T{*id}} : std::nullopt;
    }

    /// A text parameter of the query, empty when it is missing or empty.
    std::optional<std::string> text(std::string_view name) const;
    /// An id in the query. Errors: `validation_failed`.
    template <typename T>
    Result<std::optional<T>> optional_id(std::string_view name) const {
        const auto given = text(name);
        if (!given) return std::optional<T>();
        if (const auto parsed = parse_id<T>(*given)) return std::optional<T>(*parsed);
        return fail(invalid_field(std::string(name), "must be an id"));
    }
    /// A whole number in the query. Errors: `validation_failed`.
    Result<int> number(std::string_view name, int fallback, int minimum, int maximum) const;
    /// A time or a day in the query. Errors: `validation_failed`.
    Result<std::optional<Time>> time(std::string_view name) const;
    /// `limit` and `cursor`. Errors: `validation_failed`.
    Result<PageRequest> page() const;
    Result<bool> flag(std::string_view name) const;

private:
    std::optional<Error> check_content_type() const;
    std::optional<Uuid> derived_uuid(std::size_t place) const;

    http::Request& request_;
};

/// What a handler answers.
using Answer = Result<http::Response>;

template <typename T>
http::Response json_response(const T& value, int status = 200) {
    std::string body;
    body.reserve(1024);
    JsonWriter writer(body);
    write_json(writer, value);
    return http::Response::json(status, std::move(body));
}

/// `{"data":[...],"nextCursor":...}`; `cursor_of_row` is asked for the last row of a full page.
template <typename T, typename CursorOf>
http::Response page_response(const std::vector<T>& rows, int limit, CursorOf cursor_of_row) {
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().key("data");
    write_json(writer, rows);
    writer.key("nextCursor");
    if (!rows.empty() && rows.size() >= static_cast<std::size_t>(limit)) {
        writer.value(to_string(cursor_of_row(rows.back())));
    } else {
        writer.null();
    }
    writer.end_object();
    return http::Response::json(200, std::move(body));
}

/// A list that is never longer than a page.
template <typename T>
http::Response list_response(const std::vector<T>& rows) {
    std::string body;
    JsonWriter writer(body);
    writer.begin_object().key("data");
    write_json(writer, rows);
    writer.key("nextCursor").null().end_object();
    return http::Response::json(200, std::move(body));
}

}  // namespace rostrum::api
