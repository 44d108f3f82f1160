#include "http/server/middleware.hpp"

#include "core/log.hpp"
#include "http/server/entity_tag.hpp"
#include "support/run.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace rostrum::http {
namespace {

Task<Response> answer_with(Response response) { co_return response; }

Handler answers(Response response) {
    return [response = std::move(response)](Request&) { return answer_with(response); };
}

template <typename Exception>
Task<Response> throw_it(Exception exception) {
    throw exception;
    co_return Response{};
}

Response run(const Handler& handler, Request request = {}) {
    return rostrum::testing::TestLoops().run(handler(request));
}

Response render(const Error& error, const Request&) {
    return Response::text(500, std::string(to_string(error.code)) + ": " + error.message);
}

Task<Response> append_to_body(const Handler& next, std::string text, Request& request) {
    Response response = co_await next(request);
    response.body += text;
    co_return response;
}

Middleware appends(std::string text) {
    return [text = std::move(text)](Handler next) -> Handler {
        return [text, next = std::move(next)](Request& request) {
            return append_to_body(next, text, request);
        };
    };
}

TEST(Chain, puts_the_first_outermost) {
    const auto handler =
        chain({appends("outer"), appends("inner ")}, answers(Response::text(200, "core ")));
    EXPECT_EQ(run(handler).body, "core inner outer");
    EXPECT_EQ(run(chain({}, answers(Response::text(200, "alone")))).body, "alone");
}

TEST(SecurityHeaders, are_on_every_answer) {
    Request request;
    request.request_id = "id-1";
    const auto response =
        run(chain({security_headers()}, answers(Response::json(200, "{}"))), request);
    EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.headers.get("X-Frame-Options"), "DENY");
    EXPECT_TRUE(response.headers.contains("Referrer-Policy"));
    EXPECT_EQ(response.headers.get("X-Request-Id"), "id-1");
    EXPECT_FALSE(response.headers.contains("Content-Security-Policy"));
}

TEST(SecurityHeaders, give_pages_a_policy_unless_they_have_one) {
    const auto page = run(chain({security_headers()}, answers(Response::html(200, ""))));
    const auto policy = page.headers.get("Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'self'; ")) << policy;
    EXPECT_TRUE(policy.contains("frame-ancestors 'none'")) << policy;

    auto own = Response::html(200, "");
    own.headers.add("Content-Security-Policy", "default-src 'none'");
    const auto kept = run(chain({security_headers()}, answers(own)));
    EXPECT_EQ(kept.headers.get("Content-Security-Policy"), "default-src 'none'");
    EXPECT_EQ(std::distance(kept.headers.begin(), kept.headers.end()), 6);
}

TEST(CatchExceptions, answers_what_leaves_a_handler) {
    const auto handler = chain({catch_exceptions(render)}, [](Request&) {
        return throw_it(std::runtime_error("the disk is gone"));
    });
    const auto response = run(handler);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body, "server_error: the disk is gone");
    EXPECT_EQ(run(chain({catch_exceptions(render)}, [](Request&) { return throw_it(7); })).status,
              500);
}

TEST(CatchExceptions, answers_503_when_the_handler_was_cancelled) {
    const auto handler = chain({catch_exceptions(render)}, [](Request&) {
        return throw_it(boost::system::system_error(asio::error::operation_aborted));
    });
    EXPECT_EQ(run(handler).status, 503);
}

TEST(CatchExceptions, leaves_answers_alone) {
    EXPECT_EQ(run(chain({catch_exceptions(render)}, answers(Response::text(201, "a")))).body, "a");
}

TEST(Etag, spares_the_client_what_it_has) {
    const auto handler = chain({etag()}, answers(Response::json(200, R"({"a":1})")));
    const auto first = run(handler);
    const std::string tag(first.headers.get("ETag"));
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(tag, entity_tag(R"({"a":1})"));

    Request again;
    again.headers.add("If-None-Match", "\"other\", W/" + tag);
    const auto second = run(handler, again);
    EXPECT_EQ(second.status, 304);
    EXPECT_EQ(second.body_view(), "");
    EXPECT_EQ(second.headers.get("ETag"), tag);

    again.headers.set("If-None-Match", "\"other\"");
    EXPECT_EQ(run(handler, again).status, 200);
}

TEST(Etag, leaves_out_what_it_does_not_fit) {
    auto own = Response::text(200, "a");
    own.headers.add("ETag", "\"mine\"");
    EXPECT_EQ(run(chain({etag()}, answers(own))).headers.get("ETag"), "\"mine\"");

    Request post;
    post.method = Method::post;
    post.headers.add("If-None-Match", "*");
    EXPECT_EQ(run(chain({etag()}, answers(Response::text(200, "a"))), post).status, 200);

    const auto is_tagged = [](Response response) {
        return run(chain({etag()}, answers(std::move(response)))).headers.contains("ETag");
    };
    EXPECT_FALSE(is_tagged(Response::text(404, "a")));
    EXPECT_FALSE(is_tagged(Response::text(200, std::string(1024 * 1024 + 1, 'x'))));
    EXPECT_TRUE(is_tagged(Response::text(200, std::string(1024 * 1024, 'x'))));
    auto stream = Response::empty(200);
    stream.stream = [](BodyWriter&) -> Task<> { co_return; };
    EXPECT_FALSE(is_tagged(std::move(stream)));
}

TEST(EntityTag, differs_with_every_byte) {
    std::set<std::string> tags;
    std::string body;
    for (int i = 0; i < 100; ++i) {
        tags.insert(entity_tag(body));
        body += '\0';
    }
    for (std::size_t i = 0; i < body.size(); ++i) {
        std::string changed = body;
        changed[i] = 1;
        tags.insert(entity_tag(changed));
    }
    EXPECT_EQ(tags.size(), 200);
}

TEST(EntityTag, is_found_in_a_list) {
    const std::string tag = "\"a,b\"";
    for (const auto* field : {"\"a,b\"", "W/\"a,b\"", "\"x\",\"a,b\"", "\"x\" , \"a,b\"", "*"}) {
        EXPECT_TRUE(matches_entity_tag(field, tag)) << field;
    }
    for (const auto* field : {"", "\"a\"", "a,b", "\"x, \"a,b\"", "\"", "W/", ",,", "\"a,bc\""}) {
        EXPECT_FALSE(matches_entity_tag(field, tag)) << field;
    }
}

TEST(RequestMetrics, count_by_route_method_and_status) {
    Metrics metrics;
    const auto handler = chain({request_metrics(metrics)}, answers(Response::text(404, "")));
    Request request;
    request.route = "/things/{id}";
    for (int i = 0; i < 3; ++i) run(handler, request);
    request.method = Method::delete_;
    run(handler, request);
    run(handler);
    const auto text = metrics.exposition();
    EXPECT_TRUE(
        text.contains(R"(http_requests_total{method="GET",route="/things/{id}",status="404"} 3)"))
        << text;
    EXPECT_TRUE(text.contains(
        R"(http_requests_total{method="DELETE",route="/things/{id}",status="404"} 1)"))
        << text;
    EXPECT_TRUE(
        text.contains(R"(http_requests_total{method="GET",route="unmatched",status="404"} 1)"))
        << text;
    EXPECT_TRUE(text.contains(R"(http_request_seconds_count{route="/things/{id}"} 4)")) << text;
}

TEST(RequestMetrics, count_failures_and_keep_servers_apart) {
    Metrics first;
    Metrics second;
    const auto throws = [](Request&) { return throw_it(std::runtime_error("x")); };
    EXPECT_THROW(run(chain({request_metrics(first)}, throws)), std::runtime_error);
    run(chain({request_metrics(second)}, answers(Response::text(200, ""))));
    EXPECT_TRUE(first.exposition().contains(R"(status="500"} 1)"));
    EXPECT_FALSE(first.exposition().contains(R"(status="200")"));
    EXPECT_TRUE(second.exposition().contains(R"(status="200"} 1)"));
}

TEST(AccessLog, passes_answers_and_exceptions_on) {
    EXPECT_EQ(run(chain({access_log()}, answers(Response::text(201, "a")))).body, "a");
    EXPECT_THROW(
        run(chain({access_log()}, [](Request&) { return throw_it(std::runtime_error("x")); })),
        std::runtime_error);
}

}  // namespace
}  // namespace rostrum::http
