#include "http/server/router.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

Router make_router(const std::vector<std::pair<Method, std::string>>& routes) {
    Router router;
    for (const auto& [method, pattern] : routes) router.add(method, {pattern, {}});
    return router;
}

const Router& sample() {
    static const Router router = make_router({
        {Method::get, "/"},
        {Method::get, "/posts"},
        {Method::post, "/posts"},
        {Method::get, "/posts/summary"},
        {Method::post, "/posts/validate"},
        {Method::get, "/posts/{id}"},
        {Method::delete_, "/posts/{post_id}"},
        {Method::get, "/posts/{id}/attempts"},
        {Method::get, "/posts/summary/attempts/today"},
        {Method::get, "/media/{id}/{signature}"},
        {Method::get, "/files/{rest*}"},
        {Method::get, "/files/{name}/info"},
        {Method::get, "/folder/"},
        {Method::head, "/headed"},
        {Method::options, "/headed"},
    });
    return router;
}

struct Row {
    std::string reason;
    Method method;
    std::string path;
    std::string pattern;  ///< empty: no match
    std::vector<std::pair<std::string, std::string>> params;
};

TEST(Router, finds_the_most_particular_pattern) {
    const std::vector<Row> rows{
        {"the root", Method::get, "/", "/", {}},
        {"a literal", Method::get, "/posts", "/posts", {}},
        {"another method on it", Method::post, "/posts", "/posts", {}},
        {"HEAD through GET", Method::head, "/posts", "/posts", {}},
        {"a HEAD of its own", Method::head, "/headed", "/headed", {}},
        {"a literal before a parameter", Method::get, "/posts/summary", "/posts/summary", {}},
        {"a parameter", Method::get, "/posts/42", "/posts/{id}", {{"id", "42"}}},
        {"a name of the method's own",
         Method::delete_,
         "/posts/42",
         "/posts/{post_id}",
         {{"post_id", "42"}}},
        {"back from a literal that leads nowhere",
         Method::get,
         "/posts/summary/attempts",
         "/posts/{id}/attempts",
         {{"id", "summary"}}},
        {"two parameters",
         Method::get,
         "/media/1/abc",
         "/media/{id}/{signature}",
         {{"id", "1"}, {"signature", "abc"}}},
        {"a rest", Method::get, "/files/a/b/c.txt", "/files/{rest*}", {{"rest", "a/b/c.txt"}}},
        {"an empty rest", Method::get, "/files/", "/files/{rest*}", {{"rest", ""}}},
        {"a parameter before a rest",
         Method::get,
         "/files/a/info",
         "/files/{name}/info",
         {{"name", "a"}}},
        {"back from a parameter to a rest",
         Method::get,
         "/files/a/other",
         "/files/{rest*}",
         {{"rest", "a/other"}}},
        {"a trailing slash of its own", Method::get, "/folder/", "/folder/", {}},
        {"an escaped slash inside of a segment",
         Method::get,
         "/posts/a%2Fb",
         "/posts/{id}",
         {{"id", "a/b"}}},
        {"escaped letters of a literal", Method::get, "/p%6Fsts", "/posts", {}},
        {"an escaped percent sign", Method::get, "/posts/100%25", "/posts/{id}", {{"id", "100%"}}},
        {"a plus, which is no blank here",
         Method::get,
         "/posts/a+b",
         "/posts/{id}",
         {{"id", "a+b"}}},
        {"a trailing slash too many", Method::get, "/posts/", "", {}},
        {"a missing trailing slash", Method::get, "/folder", "", {}},
        {"an empty parameter", Method::get, "/media//abc", "", {}},
        {"a path that goes on", Method::get, "/media/1/abc/d", "", {}},
        {"a path that stops early", Method::get, "/media/1", "", {}},
        {"no rest without its slash", Method::get, "/files", "", {}},
        {"another case", Method::get, "/Posts", "", {}},
        {"a broken escape", Method::get, "/posts/%4", "", {}},
        {"an empty path", Method::get, "", "", {}},
        {"a path without a slash", Method::get, "posts", "", {}},
        {"an empty first segment", Method::get, "//posts", "", {}},
    };
    for (const auto& row : rows) {
        PathParams params;
        params.add("left", "over");
        const auto match = sample().find(row.method, row.path, params);
        ASSERT_EQ(match.endpoint != nullptr, !row.pattern.empty()) << row.reason;
        EXPECT_TRUE(match.allowed.empty()) << row.reason;
        EXPECT_EQ(params.get("left"), "") << row.reason;
        if (match.endpoint == nullptr) continue;
        EXPECT_EQ(match.endpoint->pattern, row.pattern) << row.reason;
        for (const auto& [name, value] : row.params) {
            EXPECT_EQ(params.get(name), value) << row.reason;
        }
    }
}

TEST(Router, tells_the_methods_of_a_path) {
    struct MethodRow {
        std::string path;
        std::vector<Method> allowed;
    };
    using enum Method;
    const std::vector<MethodRow> rows{
        {"/posts", {get, head, post}},
        {"/posts/42", {get, head, delete_}},
        // A literal is a resource of its own: the parameter beside it lends it no methods.
        {"/posts/validate", {post}},
        {"/posts/42/attempts", {get, head}},
        {"/files/a/b", {get, head}},
        {"/headed", {head, options}},
        {"/nowhere", {}},
    };
    for (const auto& row : rows) {
        PathParams params;
        const auto match = sample().find(patch, row.path, params);
        EXPECT_EQ(match.endpoint, nullptr) << row.path;
        EXPECT_EQ(match.allowed, row.allowed) << row.path;
    }
}

TEST(Router, keeps_the_limit_and_the_handler_of_an_endpoint) {
    Router router;
    router.add(Method::put, {"/a", [](Request&) -> Task<Response> { co_return Response{}; }, 7});
    // The endpoints stay where they are.
    const Router moved = std::move(router);
    PathParams params;
    const auto match = moved.find(Method::put, "/a", params);
    ASSERT_NE(match.endpoint, nullptr);
    EXPECT_EQ(match.endpoint->body_max, 7);
    EXPECT_TRUE(match.endpoint->handler);
}

#ifndef NDEBUG
TEST(RouterDeathTest, asserts_that_patterns_are_well_formed) {
    for (const std::string pattern : {"", "a", "/{}", "/{*}", "/{a", "/a}", "/{a}b", "/a{b}",
                                      "/{a*}/b", "/{a b}", "/{a}/{a}", "/{a}/{a*}", "/{{a}}"}) {
        EXPECT_DEATH(make_router({{Method::get, pattern}}), "malformed") << pattern;
    }
}

TEST(RouterDeathTest, asserts_that_nothing_is_routed_twice) {
    EXPECT_DEATH(make_router({{Method::get, "/a"}, {Method::get, "/a"}}), "twice");
    EXPECT_DEATH(make_router({{Method::get, "/{a}"}, {Method::get, "/{b}"}}), "twice");
    EXPECT_DEATH(make_router({{Method::get, "/{a*}"}, {Method::get, "/{b*}"}}), "twice");
}
#endif

}  // namespace
}  // namespace rostrum::http
