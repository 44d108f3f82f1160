#include "api/errors_to_http.hpp"

#include "core/json.hpp"
#include "support/log_file.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace rostrum::api {
namespace {

http::Request request() {
    http::Request made;
    made.path = "/api/v1/things";
    made.request_id = "req-1";
    return made;
}

json::object body_of(const http::Response& response) {
    return json::parse(response.body_view()).at("error").as_object();
}

TEST(HttpStatus, of_each_code) {
    struct Row {
        ErrorCode code;
        int status;
    };
    constexpr Row rows[] = {
        {ErrorCode::invalid_json, 400},
        {ErrorCode::validation_failed, 422},
        {ErrorCode::unauthenticated, 401},
        {ErrorCode::forbidden, 403},
        {ErrorCode::not_found, 404},
        {ErrorCode::method_not_allowed, 405},
        {ErrorCode::conflict, 409},
        {ErrorCode::rate_limit_exceeded, 429},
        {ErrorCode::payload_too_large, 413},
        {ErrorCode::unsupported_media_type, 415},
        {ErrorCode::invalid_state, 400},
        {ErrorCode::access_denied, 403},
        {ErrorCode::invalid_code, 400},
        {ErrorCode::invalid_scope, 400},
        {ErrorCode::access_token_invalid, 409},
        {ErrorCode::scope_not_authorized, 403},
        {ErrorCode::needs_reauth, 409},
        {ErrorCode::platform_unavailable, 503},
        {ErrorCode::platform_rejected, 422},
        {ErrorCode::platform_rate_limited, 429},
        {ErrorCode::spam_risk_too_many_pending_share, 422},
        {ErrorCode::url_ownership_unverified, 422},
        {ErrorCode::invalid_signature, 401},
        {ErrorCode::duplicate_event, 200},
        {ErrorCode::processing_failed, 500},
        {ErrorCode::idempotency_conflict, 409},
        {ErrorCode::server_error, 500},
        {ErrorCode::insufficient_storage, 507},
    };
    EXPECT_EQ(std::size(rows), static_cast<std::size_t>(ErrorCode::insufficient_storage) + 1)
        << "each one";
    for (const auto& row : rows)
        EXPECT_EQ(http_status(row.code), row.status) << to_string(row.code);
}

TEST(ErrorResponse, has_the_envelope) {
    auto error = invalid_field("name", "must \"not\" be empty");
    error.details.push_back({"inner.list[2]", "must be text"});
    const auto response = error_response(error, request());
    EXPECT_EQ(response.status, 422);
    EXPECT_TRUE(response.headers.get("Content-Type").starts_with("application/json"));
    const auto body = body_of(response);
    EXPECT_EQ(body.size(), 6U);
    EXPECT_EQ(body.at("code"), "validation_failed");
    EXPECT_EQ(body.at("message"), "name must \"not\" be empty");
    EXPECT_EQ(body.at("retryable"), false);
    EXPECT_EQ(body.at("requestId"), "req-1");
    EXPECT_TRUE(body.at("userMessage").as_string().starts_with("Some of what you entered"));
    const auto& details = body.at("details").as_array();
    ASSERT_EQ(details.size(), 2U);
    EXPECT_EQ(details[0].at("field"), "name");
    EXPECT_EQ(details[1].at("field"), "inner.list[2]");
    EXPECT_EQ(details[1].at("issue"), "must be text");
}

TEST(ErrorResponse, tells_programs_what_a_rule_says) {
    auto error = invalid_field("name", "is no name");
    error.details.push_back({.field = "content",
                             .issue = "is too long",
                             .code = "text_too_long",
                             .limit = 280,
                             .actual = 300});
    const auto body = body_of(error_response(error, request()));
    const auto& details = body.at("details").as_array();
    EXPECT_EQ(details.at(0), (json::value{{"field", "name"}, {"issue", "is no name"}}));
    EXPECT_EQ(details.at(1).at("code"), "text_too_long");
    EXPECT_EQ(details.at(1).at("limit"), 280);
    EXPECT_EQ(details.at(1).at("actual"), 300);
}

TEST(ErrorResponse, without_details_has_an_empty_list) {
    const auto body = body_of(error_response(make_error(ErrorCode::not_found, "no"), request()));
    EXPECT_TRUE(body.at("details").as_array().empty());
}

TEST(ErrorResponse, of_our_own_failures_tells_the_log_and_not_the_client) {
    for (const auto code : {ErrorCode::server_error, ErrorCode::processing_failed}) {
        testing::LogFile log(log::Level::error);
        const auto response =
            error_response(make_error(code, "table connections has no column x"), request());
        EXPECT_EQ(response.status, 500);
        EXPECT_FALSE(response.body_view().contains("connections")) << to_string(code);
        EXPECT_TRUE(log.holds("table connections has no column x"));
        EXPECT_TRUE(log.holds("req-1"));
    }
}

TEST(ErrorResponse, of_the_clients_failures_leaves_the_log_alone) {
    testing::LogFile log(log::Level::info);
    error_response(make_error(ErrorCode::forbidden, "no"), request());
    EXPECT_TRUE(log.lines().empty());
}

TEST(ErrorResponse, says_when_to_come_back) {
    auto error = make_error(ErrorCode::platform_rate_limited, "slow down");
    EXPECT_FALSE(error_response(error, request()).headers.contains("Retry-After"));
    error.retry_after = std::chrono::seconds{90};
    const auto response = error_response(error, request());
    EXPECT_EQ(response.headers.get("Retry-After"), "90");
    EXPECT_EQ(body_of(response).at("retryable"), true);
}

TEST(ErrorResponse, asks_for_a_sign_in_where_one_is_missing) {
    EXPECT_TRUE(error_response(make_error(ErrorCode::unauthenticated, "who?"), request())
                    .headers.get("WWW-Authenticate")
                    .starts_with("Bearer"));
    EXPECT_FALSE(error_response(make_error(ErrorCode::forbidden, "no"), request())
                     .headers.contains("WWW-Authenticate"));
}

}  // namespace
}  // namespace rostrum::api
