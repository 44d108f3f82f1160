#include "sandbox/picture.hpp"

#include "core/utf8.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

namespace rostrum::sandbox {
namespace {

std::string svg(PictureSize size, const Dice& dice, std::string_view label) {
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

}  // namespace

std::string initials(std::string_view name) {
    std::string letters;
    for (const auto word : split(name, ' ')) {
        letters += word.substr(0, utf8::sequence_length(word));
        if (utf8::count(letters) == 2) break;
    }
    return letters;
}

http::Response draw_picture(PictureSize size, const Dice& dice, std::string_view label) {
    http::Response response;
    response.headers.set("Content-Type", "image/svg+xml");
    response.headers.set("Cache-Control", "public, max-age=86400");
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Content-Security-Policy", "default-src 'none'");
    response.headers.set("X-Content-Type-Options", "nosniff");
    response.body = svg(size, dice, label);
    return response;
}

}  // namespace rostrum::sandbox
