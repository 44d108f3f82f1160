#include "sandbox/page.hpp"

#include "sandbox/web.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox {
namespace {

constexpr std::string_view style = R"css(
:root{color-scheme:light dark;--line:#8884;--accent:#4263eb}
*{box-sizing:border-box}
body{margin:0;font:14px/1.45 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:560px;margin:0 auto;padding:24px 16px 96px}
h1{font-size:20px;margin:0 0 4px}h2{font-size:14px;margin:24px 0 8px}
p{margin:0 0 8px}.note{opacity:.75}
fieldset{border:0;margin:0;padding:0}
label{display:flex;gap:12px;align-items:center;padding:8px;border:1px solid var(--line);
border-bottom-width:0}
label:first-of-type{border-radius:8px 8px 0 0}
label:last-of-type{border-radius:0 0 8px 8px;border-bottom-width:1px}
label:has(:checked){background:#4263eb1a}
label img{width:36px;height:36px;border-radius:50%}
label small{display:block;opacity:.75}
.bar{position:fixed;inset:auto 0 0;border-top:1px solid var(--line);background:Canvas}
.bar div{max-width:560px;margin:0 auto;padding:12px 16px;display:flex;gap:8px;justify-content:end}
button,.button{font:inherit;font-weight:600;padding:8px 20px;border-radius:8px;cursor:pointer;
border:1px solid var(--line);background:transparent;color:inherit;text-decoration:none}
.main{background:var(--accent);border-color:var(--accent);color:#fff}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.post{width:100%;border-radius:8px}
)css";

}  // namespace

http::Response html_page(int status, std::string_view title, std::string_view body) {
    auto response = http::Response::html(
        status,
        fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                    "<title>{}</title><style>{}</style></head>\n<body><main>\n{}"
                    "</main></body></html>\n",
                    html_escape(title), style, body));
    // Forms lead back to whatever address the app has registered.
    response.headers.set("Content-Security-Policy",
                         "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; "
                         "form-action http: https:; base-uri 'none'; frame-ancestors 'none'");
    response.headers.set("Referrer-Policy", "no-referrer");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

http::Response problem_page(int status, const ProblemPage& page) {
    std::string body =
        fmt::format("<h1>{}</h1>\n<p>{}</p>\n", html_escape(page.title), html_escape(page.text));
    if (page.other_account) {
        body +=
            fmt::format("<p><a class=\"button main\" href=\"{}\">Choose another account</a></p>\n",
                        html_escape(*page.other_account));
    }
    if (page.cancel) {
        body += fmt::format("<p><a class=\"button\" href=\"{}\">Cancel</a></p>\n",
                            html_escape(*page.cancel));
    }
    return html_page(status, page.title, body);
}

std::string thousands(std::int64_t number) {
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::int64_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

}  // namespace rostrum::sandbox
