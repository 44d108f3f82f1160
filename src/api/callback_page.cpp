#include "api/callback_page.hpp"

#include "core/json_writer.hpp"

#include <fmt/format.h>

#include <string>

namespace rostrum::api {
namespace {

constexpr std::string_view script = R"(const told = JSON.parse(document.body.dataset.outcome);
try { new BroadcastChannel('rostrum-connect').postMessage(told); } catch { /* an old browser */ }
if (window.opener) {
  window.opener.postMessage(told, window.location.origin);
  window.close();
}
)";

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

http::Response page(int status, std::string_view outcome, std::string_view title,
                    std::string_view text, std::string_view back = "/accounts") {
    return http::Response::html(
        status,
        fmt::format(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            "<meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title>"
            "<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:20vh auto;"
            "padding:0 1rem;color-scheme:light dark}}</style>"
            "<script src=\"/api/v1/connections/callback.js\" defer></script></head>"
            "<body data-outcome=\"{1}\"><h1>{0}</h1><p>{2}</p>"
            "<p>You can close this window. <a href=\"{3}\">Back to Rostrum</a></p>"
            "</body></html>",
            escape(title), escape(outcome), escape(text), escape(back)));
}

}  // namespace

http::Response connected_page(std::string_view platform, ConnectionId id) {
    std::string outcome;
    JsonWriter json(outcome);
    json.begin_object();
    json.key("type").value("rostrum:connected");
    json.key("platform").value(platform);
    json.key("connectionId").value(id.value);
    json.end_object();
    return page(200, outcome, "Connected", "The account is connected. Its data is on the way.");
}

http::Response choose_page(std::string_view platform, AccountChoiceId id) {
    std::string outcome;
    JsonWriter json(outcome);
    json.begin_object();
    json.key("type").value("rostrum:choose");
    json.key("platform").value(platform);
    json.key("choiceId").value(id.value);
    json.end_object();
    return page(200, outcome, "Choose your accounts",
                "This sign-in opens several accounts. Choose in Rostrum which to connect.",
                "/accounts?choose=" + to_string(id) + "&platform=" + std::string(platform));
}

http::Response connect_error_page(int status, std::string_view platform, const Error& error) {
    std::string outcome;
    JsonWriter json(outcome);
    json.begin_object();
    json.key("type").value("rostrum:connect-error");
    json.key("platform").value(platform);
    json.key("error").value(to_string(error.code));
    json.key("message").value(error.user_message);
    json.end_object();
    return page(status, outcome, "Not connected", error.user_message);
}

http::Response callback_script() {
    auto response = http::Response::text(200, std::string(script));
    response.headers.set("Content-Type", "text/javascript; charset=utf-8");
    response.headers.set("Cache-Control", "public, max-age=3600");
    return response;
}

}  // namespace rostrum::api
