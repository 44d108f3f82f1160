#include "platforms/x/errors.hpp"

#include "platforms/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::x {
namespace {

using enum Next;

/// Most limits count in windows of this length.
constexpr std::chrono::minutes window{15};
constexpr std::chrono::hours some_hours{3};
constexpr std::chrono::hours day{24};

constexpr std::size_t parameter_name_max = 40;

constexpr std::string_view invalid_request = "invalid-request";

constexpr std::string_view no_credits =
    "The X API credits of this server are used up. The operator has to buy new ones.";
constexpr std::string_view no_permission =
    "X does not allow this server's app to do this. The operator has to check its permissions.";
constexpr std::string_view suspended = "X has suspended this account.";
constexpr std::string_view locked =
    "X has locked this account for now. Sign in at x.com and unlock it.";
constexpr std::string_view not_permitted =
    "X does not permit this to this account. Of a post, the text may be too long, a file not one "
    "that it takes, or the reply or quote not open to it.";
constexpr std::string_view duplicate = "The same text was posted a short while ago.";

constexpr std::array rows{
    // The token endpoints.
    ErrorRow{"access_denied", rejected},
    ErrorRow{"invalid_request", reauthorize},
    ErrorRow{"invalid_grant", reauthorize},
    ErrorRow{"invalid_client", misconfigured},
    ErrorRow{"unauthorized_client", misconfigured},
    ErrorRow{"invalid_scope", misconfigured},
    ErrorRow{"unsupported_grant_type", misconfigured},
    ErrorRow{"unsupported_response_type", misconfigured},
    ErrorRow{"server_error", retry_later},
    ErrorRow{"temporarily_unavailable", retry_later},
    // Problems.
    ErrorRow{invalid_request, rejected},
    ErrorRow{"credits", misconfigured, no_credits},
    ErrorRow{"client-forbidden", misconfigured, no_permission},
    ErrorRow{"not-authorized-for-field", misconfigured, no_permission},
    ErrorRow{"not-authorized-for-resource", rejected, "X does not show this to this account."},
    ErrorRow{"unsupported-authentication", reauthorize},
    ErrorRow{"user-suspended", rejected, suspended},
    ErrorRow{"duplicate-content", rejected, duplicate},
    ErrorRow{"too-many-cashtags", rejected, "X takes one cashtag such as $ABC in a post."},
    ErrorRow{"invalid-url", rejected, "X does not accept an address in the text."},
    ErrorRow{"video-too-long", rejected, "X takes no video of this length from this account."},
    ErrorRow{"resource-not-found", not_found},
    ErrorRow{"rate-limit-exceeded", rate_limited, {}, window},
    ErrorRow{"usage-capped", rate_limited,
             "This server has read as much from X as it may this month.", day},
    // Problems without a type.
    ErrorRow{"http_401", reauthorize},
    ErrorRow{"http_402", misconfigured, no_credits},
    ErrorRow{"http_403", rejected, not_permitted},
    ErrorRow{"http_404", not_found},
    ErrorRow{"http_429", rate_limited, {}, window},
    // The old API.
    ErrorRow{"32", reauthorize},
    ErrorRow{"34", not_found},
    ErrorRow{"64", rejected, suspended},
    ErrorRow{"88", rate_limited, {}, window},
    ErrorRow{"89", reauthorize},
    ErrorRow{"93", rejected},
    ErrorRow{"99", reauthorize},
    ErrorRow{"130", retry_later},
    ErrorRow{"131", retry_later},
    ErrorRow{"135", reauthorize},
    ErrorRow{"144", not_found},
    ErrorRow{"179", rejected},
    ErrorRow{"185", rate_limited, "X takes no more posts of this account for now.", some_hours},
    ErrorRow{"186", rejected, "The text is too long for X."},
    ErrorRow{"187", rejected, duplicate},
    ErrorRow{"215", reauthorize},
    ErrorRow{"226", rejected, "X takes this for the work of a robot and refuses it."},
    ErrorRow{"261", misconfigured, no_permission},
    ErrorRow{"323", rejected},
    ErrorRow{"324", rejected},
    ErrorRow{"325", rejected},
    ErrorRow{"326", rejected, locked},
    ErrorRow{"385", rejected, "The post that this replies to is not there any more."},
    ErrorRow{"386", rejected, "This has more attachments than X allows."},
    ErrorRow{"433", rejected, "X does not let this account reply there."},
};

/// What of a refusal without a type says which one it is.
struct WordedRefusal {
    std::string_view words;
    std::string_view code;
};
constexpr std::array worded_refusals{
    WordedRefusal{"duplicate content", "duplicate-content"},
    WordedRefusal{"maximum of one cashtag", "too-many-cashtags"},
    WordedRefusal{"invalid URL", "invalid-url"},
    WordedRefusal{"video longer than 2 minutes", "video-too-long"},
};

const ErrorRow* find_row(std::string_view code) {
    const auto row = std::ranges::find(rows, code, &ErrorRow::code);
    return row == rows.end() ? nullptr : &*row;
}

PlatformError error_of(std::string code, std::string message, const ErrorRow* row, int status) {
    PlatformError out{.code = std::move(code), .message = std::move(message)};
    if (row == nullptr) return out;
    out.next = row->next;
    out.user_message = row->user_message;
    if (row->pause.count() > 0) out.retry_after = row->pause;
    // What a broken server leaves open, the status says together with the effect of the call.
    if (status >= 500 && out.next == retry_later) out.next = rejected;
    return out;
}

PlatformError api_error(std::string code, std::string message, int status) {
    const auto* row = find_row(code);
    if (row == nullptr) row = find_row(fmt::format("http_{}", status));
    return error_of(std::move(code), std::move(message), row, status);
}

PlatformError oauth_error(const json::value& body, std::string code, int status) {
    auto message = text_of(body, "error_description");
    const auto* row = find_row(code);
    // One word stands for a dead code, a dead token and a request that lacks something; only the
    // text tells the last from the others.
    const bool incomplete = code == "invalid_request" && message.starts_with("Missing required");
    return error_of(std::move(code), std::move(message), incomplete ? nullptr : row, status);
}

const json::array& errors_in(const json::value& body) {
    static const json::array none;
    const auto* errors = find_list(body, "errors");
    return errors != nullptr ? *errors : none;
}

/// The name of the first parameter that a problem blames.
std::string blamed_parameter(const json::value& body) {
    for (const auto& error : errors_in(body)) {
        const auto* field = find_field(error, "parameters");
        const auto* parameters = field != nullptr ? field->if_object() : nullptr;
        if (parameters == nullptr || parameters->empty()) continue;
        return std::string(parameters->begin()->key()).substr(0, parameter_name_max);
    }
    return text_of(body, "parameter").substr(0, parameter_name_max);
}

std::string message_of(const json::value& problem) {
    auto message = text_of(problem, "detail");
    if (message.empty()) message = text_of(problem, "title");
    for (const auto& error : errors_in(problem)) {
        const auto more = text_of(error, "message");
        if (!more.empty()) return message + ": " + more;
    }
    return message;
}

/// What a problem is called: the last part of its type, which two hosts serve.
std::string code_of(const json::value& problem, int status) {
    const auto type = text_of(problem, "type");
    const auto slash = type.rfind('/');
    if (slash != std::string::npos && slash + 1 < type.size()) return type.substr(slash + 1);
    // These have neither a type nor a number.
    const auto detail = text_of(problem, "detail");
    const auto known = std::ranges::find_if(
        worded_refusals, [&](const auto& row) { return detail.contains(row.words); });
    if (status == 403 && known != worded_refusals.end()) return std::string(known->code);
    return fmt::format("http_{}", status);
}

PlatformError problem_error(const json::value& problem, int answer_status) {
    // A problem about a part stands in an answer of 200, and may tell its own status.
    const auto told = whole_number_of(problem, "status").value_or(0);
    const bool tells = answer_status < 300 && told >= 400 && told < 600;
    const int status = tells ? static_cast<int>(told) : answer_status;
    auto out = api_error(code_of(problem, status), message_of(problem), status);
    if (out.code != invalid_request) return out;
    const auto parameter = blamed_parameter(problem);
    if (!parameter.empty()) out.code += '/' + parameter;
    return out;
}

bool is_problem(const json::value& in) {
    return find_field(in, "type") != nullptr || find_field(in, "title") != nullptr;
}

std::optional<PlatformError> read_one(const json::value& in, int status) {
    if (is_problem(in)) return problem_error(in, status);
    const auto code = whole_number_of(in, "code");
    if (!code) return std::nullopt;
    return api_error(std::to_string(*code), text_of(in, "message"), status);
}

}  // namespace

std::span<const ErrorRow> error_rows() { return rows; }

std::optional<PlatformError> read_error(const json::value& body, int status) {
    if (auto code = text_of(body, "error"); !code.empty()) {
        return oauth_error(body, std::move(code), status);
    }
    const bool success = status >= 200 && status < 300;
    const bool has_data =
        find_field(body, "data") != nullptr || find_field(body, "meta") != nullptr;
    if (success && has_data) return std::nullopt;
    if (!success) {
        if (auto error = read_one(body, status)) return error;
    }
    for (const auto& entry : errors_in(body)) {
        if (auto error = read_one(entry, status)) return error;
    }
    return std::nullopt;
}

bool is_about_field_names(const PlatformError& error) {
    std::string_view code = error.code;
    if (code == fields_missing) return true;
    if (!code.starts_with(invalid_request)) return false;
    code.remove_prefix(invalid_request.size());
    return code.empty() || code == "/post.fields" || code == "/tweet.fields";
}

}  // namespace rostrum::platforms::x
