#include "sandbox/instagram/pictures.hpp"

#include "core/utf8.hpp"
#include "sandbox/instagram/graph.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace rostrum::sandbox::instagram {
namespace {

struct Size {
    int width = 0;
    int height = 0;
};

std::string media_url(std::string_view origin, std::string_view folder, std::uint64_t id,
                      std::string_view extension, Time now) {
    // Rounded to the day, so that the address does not change with every look.
    const auto expires_at = start_of_day(now) + picture_life + std::chrono::days{1};
    return fmt::format("{}/{}/v/{}/{}.{}?oe={:X}", origin, picture_host, folder, id, extension,
                       expires_at.time_since_epoch() / std::chrono::seconds{1});
}

std::optional<Time> expiry(std::string_view hex) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), seconds, 16);
    if (error != std::errc{} || end != hex.data() + hex.size()) return std::nullopt;
    return Time{std::chrono::seconds{seconds}};
}

/// The first letters of the first two words, or of the username.
std::string initials(const Account& account) {
    std::string letters;
    const auto words = split(account.name.empty() ? account.username : account.name, ' ');
    for (const auto word : words) {
        letters += word.substr(0, utf8::sequence_length(word));
        if (utf8::count(letters) == 2) break;
    }
    return letters;
}

std::string svg(Size size, const Dice& dice, std::string_view label) {
    const auto hue = dice.of("hue").below(360);
    const auto second_hue = (hue + dice.of("step").between(25, 90)) % 360;
    const auto radius = size.width * dice.of("radius").between(20, 45) / 100;
    return fmt::format(
        R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}"
 height="{1}"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="hsl({2},62%,62%)"/><stop offset="1" stop-color="hsl({3},58%,42%)"/>
</linearGradient></defs><rect width="{0}" height="{1}" fill="url(#g)"/>
<circle cx="{4}" cy="{5}" r="{6}" fill="#fff" fill-opacity="0.14"/>
<text x="50%" y="50%" dy="0.35em" text-anchor="middle" fill="#fff" font-size="{7}"
 font-family="system-ui,sans-serif" font-weight="600">{8}</text></svg>)svg",
        size.width, size.height, hue, second_hue, size.width * dice.of("x").between(10, 90) / 100,
        size.height * dice.of("y").between(10, 90) / 100, radius, size.width * 2 / 5,
        html_escape(label));
}

http::Response svg_response(std::string body) {
    http::Response response;
    response.headers.set("Content-Type", "image/svg+xml");
    response.headers.set("Cache-Control", "public, max-age=86400");
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Content-Security-Policy", "default-src 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

Size size_of(PostKind kind) {
    return is_video(kind) || is_story(kind) ? Size{360, 640} : Size{432, 540};
}

}  // namespace

std::string picture_url(std::string_view origin, std::uint64_t id, Time now) {
    return media_url(origin, "t51.82787-15", id, "svg", now);
}

std::string video_url(std::string_view origin, std::uint64_t id, Time now) {
    return media_url(origin, "t16", id, "mp4", now);
}

http::Response picture(const World& world, const http::Request& request, Time now) {
    const auto segments = split(request.path, '/');
    const auto file = segments.empty() ? std::string_view{} : segments.back();
    const auto expires_at = expiry(param(request, "oe"));
    if (!expires_at) return http::Response::text(403, "Bad URL hash");
    if (*expires_at <= now) return http::Response::text(403, "URL signature expired");
    const auto id = parse_id(file.substr(0, file.find('.')));
    if (!id || !file.ends_with(".svg")) return http::Response::text(404, "Not found");
    if (const auto* account = find_account(*id)) {
        if (account->quirks.no_picture) return http::Response::text(404, "Not found");
        return svg_response(svg({320, 320}, world.dice(*account), initials(*account)));
    }
    const auto found = world.find(*id, now);
    if (!found) return http::Response::text(404, "Not found");
    const Dice dice = found->post.dice.of("picture").of(found->child);
    return svg_response(
        svg(size_of(found->post.kind), dice,
            found->child > 0 ? std::to_string(found->child) : initials(*found->post.account)));
}

}  // namespace rostrum::sandbox::instagram
