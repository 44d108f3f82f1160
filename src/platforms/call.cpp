#include "platforms/call.hpp"

#include "crypto/encoding.hpp"
#include "limits/windows.hpp"
#include "platforms/redact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms {
namespace {

std::string without_secrets(std::string_view message, const CallRequest& request) {
    std::vector<const Secret*> secrets;
    secrets.reserve(request.secrets.size() + 1);
    for (const auto& parameter : request.secrets) secrets.push_back(&parameter.value);
    if (!request.authorization.scheme.empty())
        secrets.push_back(&request.authorization.credentials);
    return redact_message(message, secrets);
}

/// Whether the same request may fare better in a moment.
bool is_passing(const PlatformError& error) {
    return error.next == Next::retry_later && !error.retry_after;
}

/// Where a platform does not say how long to wait.
constexpr std::chrono::minutes pause_without_reset{5};
constexpr std::chrono::minutes pause_when_slow{10};
/// Of a quota, by the platform's own count: from there on scheduled work waits.
constexpr int percent_to_slow_down = 90;

PlatformError no_budget(const Dialect& dialect, const limits::Admission& admission, Time now) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*admission.refused_until - now);
    return {.next = Next::rate_limited,
            .code = std::string(budget_code) + admission.refused_by,
            .message = "our own count leaves nothing of the quota " + admission.refused_by,
            .user_message = fmt::format("What {} allows is used up for now. It goes on by itself "
                                        "when the quota resets.",
                                        dialect.name),
            .retry_after = std::max(wait, std::chrono::seconds{1})};
}

bool is_passing(http::TransportFailure failure) {
    return failure == http::TransportFailure::unreachable ||
           failure == http::TransportFailure::no_answer;
}

}  // namespace

CallAuthorization CallAuthorization::basic(std::string_view user, const Secret& password) {
    const auto both = fmt::format("{}:{}", user, password.reveal());
    return {"Basic", Secret(crypto::base64_encode(crypto::as_bytes(both)))};
}

std::string rewrite_url(std::string_view base_url, std::string_view url) {
    if (base_url.empty()) return std::string(url);
    const auto scheme_end = url.find("://");
    if (scheme_end != std::string_view::npos) url.remove_prefix(scheme_end + 3);
    std::string out(base_url);
    if (!out.ends_with('/')) out += '/';
    return out.append(url);
}

PlatformCall::PlatformCall(Dialect dialect, std::string base_url, const PlatformParts& parts)
    : dialect_(dialect),
      base_url_(std::move(base_url)),
      client_(parts.client),
      clock_(parts.clock),
      random_(parts.random),
      metrics_(parts.metrics),
      budgets_(parts.budgets),
      sleep_(parts.sleep) {}

Task<Outcome<json::value>> PlatformCall::send(CallRequest request) const {
    auto reply = co_await exchange(std::move(request));
    if (!reply) co_return std::unexpected(std::move(reply.error()));
    co_return Answered<json::value>{
        .data = std::move(reply->data.body), .calls = reply->calls, .limits = reply->limits};
}

Task<Outcome<Reply>> PlatformCall::exchange(CallRequest request) const {
    LimitsSeen limits;
    for (int tries = 1;; ++tries) {
        auto result = co_await try_within_budget(request);
        limits.merge(result.limits);
        if (result.answer) {
            co_return Answered<Reply>{.data = {.status = result.status,
                                               .headers = std::move(result.headers),
                                               .body = *std::move(result.answer)},
                                      .calls = tries,
                                      .limits = limits};
        }
        if (request.effect != Effect::none || !result.may_repeat || tries == limits_.tries_max) {
            co_return std::unexpected(std::move(result.answer.error()));
        }
        co_await sleep_(limits_.between_tries.delay(tries, random_));
    }
}

/// A call that has no budget is not made.
Task<PlatformCall::Try> PlatformCall::try_within_budget(const CallRequest& request) const {
    if (budgets_ == nullptr || !request.owner) co_return co_await try_once(request);
    const limits::BudgetCall call{.platform = std::string(dialect_.platform),
                                  .endpoint = request.endpoint,
                                  .account = request.owner->account,
                                  .purpose = request.owner->purpose};
    const auto admission = co_await budgets_->admit(call);
    if (admission.refused_until) {
        Try refused;
        refused.answer = std::unexpected(no_budget(dialect_, admission, clock_.now()));
        report(request, refused.answer, 0);
        co_return refused;
    }
    auto result = co_await try_once(request);
    co_await learn(call, result, admission);
    co_return result;
}

Task<> PlatformCall::attribute(std::string_view endpoint, std::string account, int calls) const {
    if (budgets_ == nullptr) co_return;
    const limits::BudgetCall call{.platform = std::string(dialect_.platform),
                                  .endpoint = endpoint,
                                  .account = std::move(account)};
    co_await budgets_->attribute(call, calls);
}

/// Corrects the budgets by what came of a call.
Task<> PlatformCall::learn(const limits::BudgetCall& call, const Try& result,
                           const limits::Admission& known) const {
    if (std::chrono::microseconds{result.took} > limits::time_slack) {
        co_await budgets_->came_late(call);
    }
    const Time now = clock_.now();
    const auto& seen = result.limits;
    if (seen.told) co_await budgets_->told(call, *seen.told, known);
    if (!result.answer && result.answer.error().next == Next::rate_limited) {
        const auto& error = result.answer.error();
        const auto until = now + error.retry_after.value_or(pause_without_reset);
        const bool of_app = dialect_.is_of_app != nullptr && dialect_.is_of_app(error);
        co_await (of_app ? budgets_->close_app(call.platform, until)
                         : budgets_->close(call, limits::Purpose::publish, until));
    } else if (!seen.told && seen.used_percent.value_or(0) >= percent_to_slow_down) {
        // What nobody waits for is left, so that the rest lasts for those who do.
        const auto pause = seen.regain_after.value_or(pause_when_slow);
        co_await budgets_->close(call, limits::Purpose::scheduled, now + pause);
    }
}

Task<PlatformCall::Try> PlatformCall::try_once(const CallRequest& request) const {
    const auto start = monotonic_us();
    auto response = co_await client_.send(prepare(request));
    const auto took = monotonic_us() - start;
    Try result;
    if (response) {
        const Time now = clock_.now();
        const AnswerRules rules{.effect = request.effect,
                                .may_be_empty = request.may_be_empty,
                                .may_be_other = request.may_be_other,
                                .also_accepted = request.also_accepted};
        result.answer = read_answer(dialect_, rules, *response, now);
        result.limits = read_limits(dialect_, response->headers, now);
        result.may_repeat = !result.answer && is_passing(result.answer.error());
        result.status = response->status;
        result.headers = std::move(response->headers);
    } else {
        result.answer = std::unexpected(read_failure(dialect_, request.effect, response.error()));
        result.may_repeat = is_passing(response.error().failure);
    }
    if (!result.answer) {
        auto& error = result.answer.error();
        const bool unsaid = error.next == Next::rate_limited && !error.retry_after;
        if (unsaid && dialect_.pause_after != nullptr) {
            error.retry_after = dialect_.pause_after(error, clock_.now());
        }
        error.code = without_secrets(error.code, request);
        error.message = without_secrets(error.message, request);
    }
    result.took = took;
    report(request, result.answer, took);
    co_return result;
}

http::ClientRequest PlatformCall::prepare(const CallRequest& request) const {
    auto parameters = request.parameters;
    for (const auto& [name, value] : request.secrets) {
        parameters.add(std::string(name), std::string(value.reveal()));
    }
    http::ClientRequest out;
    out.method = request.method;
    out.url = request.is_given_url ? request.url : address(request.url);
    out.headers = request.headers;
    out.headers.add("Accept", "application/json");
    if (const auto& authorization = request.authorization; !authorization.scheme.empty()) {
        out.headers.add("Authorization", fmt::format("{} {}", authorization.scheme,
                                                     authorization.credentials.reveal()));
    }
    const bool form =
        request.method == http::Method::post && request.json.empty() && !request.upload;
    if (form) {
        out.headers.add("Content-Type", "application/x-www-form-urlencoded");
        out.body = parameters.encode();
    } else if (!parameters.empty()) {
        out.url += '?' + parameters.encode();
    }
    if (!request.json.empty()) {
        out.headers.add("Content-Type", "application/json; charset=UTF-8");
        out.body = request.json;
    }
    if (request.upload) {
        out.headers.add("Content-Type", request.upload->content_type);
        out.body_source = request.upload->bytes;
    }
    out.connect_timeout = limits_.connect_timeout;
    out.timeout = request.timeout.value_or(limits_.timeout);
    out.response_bytes_max = limits_.response_bytes_max;
    out.addresses = base_url_.empty() ? http::AddressPolicy::public_only
                                      : http::AddressPolicy::dangerously_allow_any_address;
    return out;
}

void PlatformCall::report(const CallRequest& request, const Answer& answer,
                          std::int64_t microseconds) const {
    const std::string platform(dialect_.platform);
    const std::string endpoint(request.endpoint);
    const auto outcome = answer ? std::string_view("ok") : to_string(answer.error().next);
    metrics_
        .counter(
            "platform_calls_total", "Requests made to platforms.",
            {{"platform", platform}, {"endpoint", endpoint}, {"outcome", std::string(outcome)}})
        .Increment();
    metrics_
        .duration("platform_call_seconds", "Time that platforms took to answer.",
                  {{"platform", platform}, {"endpoint", endpoint}})
        .Observe(static_cast<double>(microseconds) / 1e6);
}

}  // namespace rostrum::platforms
