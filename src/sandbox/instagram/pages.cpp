#include "sandbox/instagram/pages.hpp"

#include "sandbox/captions.hpp"
#include "sandbox/instagram/pictures.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox::instagram {
namespace {

std::string_view scope_text(Scope scope) {
    switch (scope) {
        case Scope::basic: return "View profile and media";
        case Scope::content_publish: return "Publish posts";
        case Scope::manage_comments: return "Manage comments";
        case Scope::manage_messages: return "Manage messages";
        case Scope::manage_insights: return "View insights";
    }
    return {};
}

std::string account_choice(const World& world, const ConsentPage& page, const Account& account) {
    const auto picture =
        account.quirks.no_picture
            ? std::string()
            : fmt::format("<img alt=\"\" src=\"{}\">",
                          html_escape(picture_url(page.origin, ig_id(account), page.now)));
    return fmt::format(
        "<label><input type=\"radio\" name=\"account\" value=\"{0}\"{1}>{2}<span><b>@{0}</b> {3}"
        "<small>{4} followers · {5}</small></span></label>\n",
        html_escape(account.username), account.username == page.selected ? " checked" : "", picture,
        html_escape(account.name), thousands(world.followers(account, page.now)),
        html_escape(account.shape));
}

std::string scope_choice(Scope scope) {
    return fmt::format(
        "<label><input type=\"checkbox\" name=\"scope\" value=\"{0}\" checked><span>{1}"
        "<small>{0}</small></span></label>\n",
        scope_names[static_cast<std::size_t>(scope)], scope_text(scope));
}

}  // namespace

http::Response consent_page(const World& world, const ConsentPage& page) {
    std::string choices;
    for (const auto& account : accounts()) choices += account_choice(world, page, account);
    std::string scopes;
    for (std::size_t i = 0; i < scope_names.size(); ++i) {
        const auto scope = static_cast<Scope>(i);
        if (page.scopes.has(scope)) scopes += scope_choice(scope);
    }
    return html_page(
        200, "Log in with Instagram (simulated)",
        fmt::format(
            "<h1>Log in with Instagram</h1>\n"
            "<p class=\"note\">A simulation. Nothing here reaches Instagram.</p>\n"
            "<p>An app at <b>{}</b> asks for access.</p>\n"
            "<form method=\"post\" action=\"{}\">\n"
            "<h2 id=\"accounts\">Account</h2>\n"
            "<fieldset aria-labelledby=\"accounts\">\n{}</fieldset>\n"
            "<h2 id=\"scopes\">It may</h2>\n"
            "<fieldset aria-labelledby=\"scopes\">\n{}</fieldset>\n"
            "<div class=\"bar\"><div><button name=\"decision\" value=\"Deny\">Deny</button>"
            "<button class=\"main\" name=\"decision\" value=\"Allow\">Allow</button></div></div>\n"
            "</form>\n",
            html_escape(page.back_to), html_escape(page.form_action), choices, scopes));
}

http::Response post_page(const Found& found, std::string_view origin, Time now) {
    const auto& account = *found.post.account;
    const auto text =
        is_story(found.post.kind)
            ? std::string()
            : found.post.text.value_or(caption(account.voice, found.post.dice.of("caption")));
    return html_page(
        200, fmt::format("@{} on Instagram (simulated)", account.username),
        fmt::format("<h1>@{}</h1>\n<p class=\"note\">{}</p>\n<p><img class=\"post\" alt=\"\" "
                    "src=\"{}\"></p>\n<p dir=\"auto\" style=\"white-space:pre-wrap\">{}</p>\n",
                    html_escape(account.username), to_rfc3339(found.post.posted_at),
                    html_escape(picture_url(origin, child_id(found.post, found.child), now)),
                    html_escape(text)));
}

}  // namespace rostrum::sandbox::instagram
