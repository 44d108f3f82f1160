#include "platforms/call.hpp"

#include "core/log.hpp"
#include "unit/platforms/scripted_client.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace rostrum::platforms {
namespace {

using http::TransportFailure;

/// A platform whose errors are {"error":"..."} and whose limit is a header.
std::optional<PlatformError> read_error(const json::value& body, int) {
    const auto* error = body.as_object().if_contains("error");
    if (error == nullptr) return std::nullopt;
    PlatformError out;
    out.code = error->as_string().c_str();
    out.message = "said " + out.code;
    if (out.code == "passing") out.next = Next::retry_later;
    if (out.code == "limit") {
        out.next = Next::rate_limited;
        out.retry_after = std::chrono::seconds{600};
    }
    if (out.code == "named") out.user_message = "{platform} is {platform}.";
    return out;
}

LimitsSeen read_limit_header(const http::Headers& headers, Time) {
    LimitsSeen limits;
    if (headers.contains("Used")) limits.used_percent = std::stoi(std::string(headers.get("Used")));
    return limits;
}

constexpr Dialect dialect{
    .platform = "demo", .name = "Demo", .read_error = read_error, .read_limits = read_limit_header};

class PlatformCallTest : public PlatformTest {
protected:
    Outcome<json::value> send(CallRequest request, std::string base_url = {}) {
        const PlatformCall call(dialect, std::move(base_url), parts());
        return run(call.send(std::move(request)));
    }

    static CallRequest read() { return {.endpoint = "thing", .url = "https://api.example/thing"}; }

    static CallRequest with_effect(Effect effect) {
        auto request = read();
        request.effect = effect;
        return request;
    }
};

TEST_F(PlatformCallTest, sends_secrets_in_the_query_of_a_get) {
    client.answer("{}");
    auto request = read();
    request.parameters = {{"fields", "a,b"}};
    request.secrets.push_back({"access_token", Secret("t/1")});
    ASSERT_TRUE(send(std::move(request)));
    EXPECT_EQ(client.requests[0].url, "https://api.example/thing?fields=a%2Cb&access_token=t%2F1");
    EXPECT_EQ(client.requests[0].body, "");
}

TEST_F(PlatformCallTest, sends_secrets_in_the_form_of_a_post) {
    client.answer("{}");
    auto request = with_effect(Effect::change);
    request.method = http::Method::post;
    request.parameters = {{"id", "1"}};
    request.secrets.push_back({"code", Secret("c 1")});
    ASSERT_TRUE(send(std::move(request)));
    const auto& sent = client.requests[0];
    EXPECT_EQ(sent.url, "https://api.example/thing");
    EXPECT_EQ(sent.body, "id=1&code=c%201");
    EXPECT_EQ(sent.headers.get("Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(PlatformCallTest, sends_a_token_in_the_authorization_header) {
    client.answer("{}");
    auto request = read();
    request.authorization = CallAuthorization::bearer(Secret("t/1"));
    EXPECT_TRUE(send(std::move(request)));
    EXPECT_EQ(client.requests.at(0).headers.get("Authorization"), "Bearer t/1");
    EXPECT_EQ(client.requests.at(0).url, "https://api.example/thing");
}

TEST_F(PlatformCallTest, sends_the_credentials_of_an_app_in_the_authorization_header) {
    client.answer("{}");
    auto request = read();
    // The example of RFC 7617.
    request.authorization = CallAuthorization::basic("Aladdin", Secret("open sesame"));
    EXPECT_TRUE(send(std::move(request)));
    EXPECT_EQ(client.requests.at(0).headers.get("Authorization"),
              "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST_F(PlatformCallTest, sends_json_beside_a_query) {
    client.answer("{}");
    auto request = read();
    request.method = http::Method::post;
    request.parameters = {{"fields", "id"}};
    request.json = R"({"max_count":20})";
    EXPECT_TRUE(send(std::move(request)));
    const auto& sent = client.requests.at(0);
    EXPECT_EQ(sent.url, "https://api.example/thing?fields=id");
    EXPECT_EQ(sent.body, R"({"max_count":20})");
    EXPECT_EQ(sent.headers.get("Content-Type"), "application/json; charset=UTF-8");
}

TEST_F(PlatformCallTest, an_empty_body_is_an_answer_only_where_that_is_expected) {
    auto request = read();
    request.effect = Effect::change;
    client.answer("");
    EXPECT_EQ(send(request).error().code, "malformed");
    request.may_be_empty = true;
    client.answer("");
    EXPECT_TRUE(send(request));
    client.answer("", 500);
    EXPECT_EQ(send(request).error().next, Next::ambiguous);
}

TEST_F(PlatformCallTest, puts_limits_on_every_request) {
    client.answer("{}");
    ASSERT_TRUE(send(read()));
    const auto& sent = client.requests[0];
    EXPECT_EQ(sent.response_bytes_max, 8U * 1024 * 1024);
    EXPECT_LE(sent.timeout, std::chrono::seconds{30});
    EXPECT_EQ(sent.redirects_max, 0);
    EXPECT_EQ(sent.addresses, http::AddressPolicy::public_only);
}

TEST_F(PlatformCallTest, a_base_url_goes_before_the_host_and_allows_any_address) {
    client.answer("{}");
    ASSERT_TRUE(send(read(), "http://127.0.0.1:9090/"));
    EXPECT_EQ(client.requests[0].url, "http://127.0.0.1:9090/api.example/thing");
    EXPECT_EQ(client.requests[0].addresses, http::AddressPolicy::dangerously_allow_any_address);
    EXPECT_EQ(rewrite_url("http://proxy/x", "https://a.example/b"), "http://proxy/x/a.example/b");
    EXPECT_EQ(rewrite_url("", "https://a.example/b"), "https://a.example/b");
}

TEST_F(PlatformCallTest, a_read_is_made_again_when_it_failed_in_passing) {
    client.fail(TransportFailure::no_answer);
    client.answer("<html>", 502, {{"Used", "40"}});
    client.answer(R"({"ok":true})", 200, {{"Used", "30"}});
    const auto outcome = send(read());
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->calls, 3);
    EXPECT_EQ(outcome->limits.used_percent, 40);
    ASSERT_EQ(waits.size(), 2U);
    EXPECT_LE(waits[0], std::chrono::milliseconds{250});
    EXPECT_LE(waits[1], std::chrono::milliseconds{500});
}

TEST_F(PlatformCallTest, a_read_is_given_up_after_three_tries) {
    for (int i = 0; i < 3; ++i) client.answer("", 503);
    const auto outcome = send(read());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().next, Next::retry_later);
    EXPECT_EQ(outcome.error().code, "http_503");
    EXPECT_EQ(outcome.error().user_message,
              "Demo did not answer as it should. It is tried again later.");
}

/// What an answer means by the effect of the call, and how often the call is made.
struct FaultRow {
    std::string_view reason;
    std::expected<http::ClientResponse, http::TransportError> fault;
    Next of_read;
    Next of_change;
    std::string_view code;
    std::size_t tries_of_read;
};

http::ClientResponse response(int status, std::string body) {
    return {status, {}, std::move(body)};
}

std::unexpected<http::TransportError> failure(TransportFailure kind) {
    return std::unexpected(http::TransportError{kind, "m"});
}

const FaultRow faults[]{
    {"not connected", failure(TransportFailure::unreachable), Next::retry_later, Next::retry_later,
     "unreachable", 3},
    {"answer lost", failure(TransportFailure::no_answer), Next::retry_later, Next::ambiguous,
     "no_answer", 3},
    {"too large", failure(TransportFailure::response_too_large), Next::retry_later, Next::ambiguous,
     "response_too_large", 1},
    {"cancelled", failure(TransportFailure::cancelled), Next::retry_later, Next::ambiguous,
     "cancelled", 1},
    {"bad URL", failure(TransportFailure::bad_url), Next::misconfigured, Next::misconfigured,
     "bad_url", 1},
    {"private address", failure(TransportFailure::address_refused), Next::misconfigured,
     Next::misconfigured, "address_refused", 1},
    {"HTML", response(200, "<html>Sorry</html>"), Next::retry_later, Next::ambiguous, "malformed",
     3},
    {"cut off", response(200, R"({"data":[{"id":)"), Next::retry_later, Next::ambiguous,
     "malformed", 3},
    {"empty", response(200, ""), Next::retry_later, Next::ambiguous, "malformed", 3},
    {"no object", response(200, "[1]"), Next::retry_later, Next::ambiguous, "malformed", 3},
    {"two values", response(200, "{}{}"), Next::retry_later, Next::ambiguous, "malformed", 3},
    {"no UTF-8", response(200, "{\"a\":\"\xff\"}"), Next::retry_later, Next::ambiguous, "malformed",
     3},
    {"redirected", response(302, ""), Next::retry_later, Next::ambiguous, "http_302", 3},
    {"bad gateway", response(502, "<html>"), Next::retry_later, Next::ambiguous, "http_502", 3},
    {"server error with an object", response(500, "{}"), Next::retry_later, Next::ambiguous,
     "http_500", 3},
    {"unknown error with 5xx", response(500, R"({"error":"odd"})"), Next::retry_later,
     Next::ambiguous, "odd", 3},
    {"known passing error", response(400, R"({"error":"passing"})"), Next::retry_later,
     Next::retry_later, "passing", 3},
    {"limit", response(400, R"({"error":"limit"})"), Next::rate_limited, Next::rate_limited,
     "limit", 1},
    {"429 without an error", response(429, "slow"), Next::rate_limited, Next::rate_limited,
     "http_429", 1},
    {"unknown error", response(400, R"({"error":"odd"})"), Next::rejected, Next::rejected, "odd",
     1},
    {"an error with 200", response(200, R"({"error":"odd"})"), Next::rejected, Next::rejected,
     "odd", 1},
    {"4xx without an error", response(404, "<html>"), Next::rejected, Next::rejected, "http_404",
     1},
};

class PlatformCallFaultTest : public PlatformCallTest {
protected:
    PlatformError meet(const FaultRow& row, Effect effect, std::size_t times) {
        for (std::size_t i = 0; i < times; ++i) {
            if (row.fault) {
                client.answer(row.fault->body, row.fault->status);
            } else {
                client.fail(row.fault.error().failure);
            }
        }
        client.requests.clear();
        const auto outcome = send(with_effect(effect));
        EXPECT_FALSE(outcome) << row.reason;
        EXPECT_EQ(client.requests.size(), times) << row.reason;
        return outcome ? PlatformError{} : outcome.error();
    }
};

TEST_F(PlatformCallFaultTest, reads_are_repeated_where_that_may_help) {
    for (const auto& row : faults) {
        const auto error = meet(row, Effect::none, row.tries_of_read);
        EXPECT_EQ(to_string(error.next), to_string(row.of_read)) << row.reason;
        EXPECT_EQ(error.code, row.code) << row.reason;
        EXPECT_FALSE(error.user_message.empty()) << row.reason;
    }
}

TEST_F(PlatformCallFaultTest, changes_are_never_repeated_and_lost_answers_ambiguous) {
    for (const auto& row : faults) {
        const auto error = meet(row, Effect::change, 1);
        EXPECT_EQ(to_string(error.next), to_string(row.of_change)) << row.reason;
        EXPECT_EQ(error.code, row.code) << row.reason;
    }
    EXPECT_TRUE(waits.empty());
}

TEST_F(PlatformCallFaultTest, renewals_are_never_repeated_and_lost_answers_waited_for) {
    for (const auto& row : faults) {
        const auto error = meet(row, Effect::renewal, 1);
        EXPECT_EQ(to_string(error.next), to_string(row.of_read)) << row.reason;
    }
    EXPECT_TRUE(waits.empty());
}

TEST_F(PlatformCallTest, retry_after_is_honoured_and_not_waited_for_here) {
    client.answer("", 503, {{"Retry-After", "30"}});
    const auto unavailable = send(read());
    ASSERT_FALSE(unavailable);
    EXPECT_EQ(unavailable.error().retry_after, std::chrono::seconds{30});

    client.answer(R"({"error":"limit"})", 400, {{"retry-after", "120"}});
    const auto limited = send(read());
    ASSERT_FALSE(limited);
    EXPECT_EQ(limited.error().retry_after, std::chrono::seconds{120}) << "instead of the usual";
    EXPECT_TRUE(waits.empty());
}

TEST_F(PlatformCallTest, a_retry_after_that_makes_no_sense_is_ignored_or_bounded) {
    for (const std::string_view value : {"", "-5", "0", "soon", "5 minutes", "1e9"}) {
        const auto limits = read_limits(dialect, {{"Retry-After", std::string(value)}}, {});
        EXPECT_EQ(limits.regain_after, std::nullopt) << value;
    }
    const auto limits = read_limits(dialect, {{"Retry-After", "99999999999"}}, {});
    EXPECT_EQ(limits.regain_after, std::chrono::days{7});
}

TEST_F(PlatformCallTest, the_platform_is_named_to_the_user) {
    client.answer(R"({"error":"named"})", 400);
    EXPECT_EQ(send(read()).error().user_message, "Demo is Demo.");
}

TEST_F(PlatformCallTest, no_secret_reaches_an_error_or_the_log) {
    const auto file = std::filesystem::temp_directory_path() / "rostrum_call_test.log";
    std::filesystem::remove(file);
    log::configure(log::Level::trace, file);
    client.fail(TransportFailure::bad_url,
                "cannot read https://a.example/?access_token=hush-1 hush-1");
    client.answer(R"({"error":"Malformed token hush-1"})", 400);
    for (int i = 0; i < 2; ++i) {
        auto request = read();
        if (i == 0) {
            request.secrets.push_back({"access_token", Secret("hush-1")});
        } else {
            request.authorization = CallAuthorization::bearer(Secret("hush-1"));
        }
        const auto outcome = send(std::move(request));
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().message.find("hush-1"), std::string::npos);
        log::warn("as a caller logs it", {{"platform", "demo"}, {"what", outcome.error().message}});
    }
    log::flush();
    std::stringstream lines;
    lines << std::ifstream(file).rdbuf();
    std::filesystem::remove(file);
    EXPECT_NE(lines.str().find("\"platform\":\"demo\""), std::string::npos);
    EXPECT_EQ(lines.str().find("hush-1"), std::string::npos) << lines.str();
}

TEST_F(PlatformCallTest, counts_requests_by_outcome) {
    client.answer("", 500);
    client.answer("{}");
    ASSERT_TRUE(send(read()));
    const auto text = metrics.exposition();
    for (const std::string_view sample :
         {R"(platform_calls_total{endpoint="thing",outcome="ok",platform="demo"} 1)",
          R"(platform_calls_total{endpoint="thing",outcome="retry_later",platform="demo"} 1)",
          R"(platform_call_seconds_count{endpoint="thing",platform="demo"} 2)"}) {
        EXPECT_NE(text.find(sample), std::string::npos) << sample << "\n" << text;
    }
}

}  // namespace
}  // namespace rostrum::platforms
