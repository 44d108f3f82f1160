#include "sandbox/instagram/pictures.hpp"

#include "core/utf8.hpp"
#include "sandbox/instagram/containers.hpp"
#include "sandbox/instagram/graph.hpp"
#include "sandbox/picture.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace rostrum::sandbox::instagram {
namespace {

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

/// Of the name, or of the username.
std::string initials(const Account& account) {
    return sandbox::initials(account.name.empty() ? account.username : account.name);
}

PictureSize size_of(PostKind kind) {
    return is_video(kind) || is_story(kind) ? PictureSize{360, 640} : PictureSize{432, 540};
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
        return draw_picture({320, 320}, world.dice(*account), initials(*account));
    }
    if (is_published_id(*id)) return draw_picture({432, 540}, Dice(*id).of("picture"), "");
    const auto found = world.find(*id, now);
    if (!found) return http::Response::text(404, "Not found");
    const Dice dice = found->post.dice.of("picture").of(found->child);
    return draw_picture(
        size_of(found->post.kind), dice,
        found->child > 0 ? std::to_string(found->child) : initials(*found->post.account));
}

}  // namespace rostrum::sandbox::instagram
