#include "sandbox/youtube/personas.hpp"

namespace rostrum::sandbox::youtube {
namespace {

using std::chrono::hours;

constexpr std::uint32_t readonly_scope = 1U << 0;
constexpr std::uint32_t analytics_scope = 1U << 1;

constexpr std::string_view missing_channel = "no.channel";
constexpr std::string_view never_signed_up = "never.signed.up";
constexpr std::string_view secretive = "halfhidden";
constexpr std::string_view tireless = "tireless";
constexpr std::string_view claimed = "claimed";
constexpr std::string_view unverified = "unverified";
constexpr std::string_view shaky_line = "shakyline";

constexpr std::array all{
    Persona{.handle = "adabakesbread",
            .name = "Ada Bakes Bread",
            .biography = "A loaf a day. New here, and growing.",
            .shape = "a young channel with a video a day",
            .voice = Voice::bakery,
            .followers = 412,
            .follows = 0,
            .gains = 150,
            .posts = 240,
            .post_interval = hours{24}},
    Persona{.handle = "northpeakfilms",
            .name = "Northpeak Films",
            .biography = "Mountains, mostly.",
            .shape = "a large brand, 900 videos",
            .voice = Voice::outdoors,
            .followers = 4'230'000,
            .gains = 5'100,
            .posts = 900,
            .post_interval = hours{8},
            .verified = true},
    Persona{.handle = "quietnewcomer",
            .name = "Quiet Newcomer",
            .shape = "has never uploaded",
            .followers = 2},
    Persona{.handle = "emojilab",
            .name = "Emoji Lab 🧪✨",
            .biography = "🧪🔥🫠 👩‍🔬",
            .shape = "emoji everywhere",
            .voice = Voice::emoji,
            .followers = 90'400,
            .gains = 220,
            .posts = 120,
            .post_interval = hours{36}},
    Persona{.handle = "daralhikma",
            .name = "دار الحكمة",
            .biography = "كتب ومخطوطات",
            .shape = "writes from right to left",
            .voice = Voice::arabic,
            .followers = 15'600,
            .gains = 35,
            .posts = 60,
            .post_interval = hours{72}},
    Persona{.handle = "justthechannel",
            .name = "Just the Channel",
            .shape = "unticks the figures of days",
            .followers = 800,
            .gains = 1,
            .posts = 12,
            .post_interval = hours{96},
            .withholds = analytics_scope},
    Persona{.handle = "unticker",
            .name = "Unticker",
            .shape = "unticks the channel, without which nothing works",
            .followers = 120,
            .posts = 4,
            .withholds = readonly_scope},
    Persona{.handle = "fadingstar",
            .name = "Fading Star",
            .biography = "Soon gone.",
            .shape = "removes the app after 6 hours",
            .voice = Voice::studio,
            .followers = 31'000,
            .gains = -20,
            .posts = 45,
            .post_interval = hours{48},
            .removes_app_after = hours{6}},
    Persona{.handle = "testuser",
            .name = "Test User",
            .shape = "is gone after 7 days, as with an app in testing",
            .followers = 9,
            .posts = 3,
            .post_interval = hours{48},
            .removes_app_after = std::chrono::days{7}},
    Persona{.handle = "uncounted",
            .name = "Uncounted",
            .biography = "Numbers are nobody's business.",
            .shape = "hides subscribers, likes and comments",
            .voice = Voice::novel,
            .followers = 52'000,
            .gains = 40,
            .posts = 80,
            .post_interval = hours{48},
            .hides_figures = true},
    Persona{.handle = secretive,
            .name = "Half Hidden",
            .shape = "keeps some videos private, unlisted or deleted",
            .voice = Voice::pottery,
            .followers = 7'100,
            .gains = 12,
            .posts = 130,
            .post_interval = hours{24}},
    Persona{.handle = "thearchive",
            .name = "The Archive",
            .biography = "Everything, kept.",
            .shape = "1,600 videos, none of them new",
            .voice = Voice::archive,
            .followers = 210'000,
            .gains = 9,
            .posts = 1'600},
    Persona{.handle = missing_channel,
            .name = "No Channel",
            .shape = "a Google account without a channel"},
    Persona{.handle = never_signed_up,
            .name = "Never Signed Up",
            .shape = "a Google account that never was at YouTube"},
    Persona{.handle = tireless,
            .name = "Tireless",
            .shape = "has uploaded all that it may in a day",
            .followers = 640,
            .posts = 30,
            .post_interval = hours{24}},
    Persona{.handle = claimed,
            .name = "Claimed",
            .shape = "each of its videos is rejected for copyright",
            .followers = 1'900,
            .posts = 6},
    Persona{.handle = unverified,
            .name = "Unverified",
            .shape = "no long videos, no thumbnails of its own",
            .followers = 14,
            .posts = 2},
    Persona{.handle = shaky_line,
            .name = "Shaky Line",
            .shape = "half of each part of an upload gets lost",
            .followers = 77,
            .posts = 9},
};

}  // namespace

std::span<const Persona> personas() noexcept { return all; }

Channel channel_of(const Persona& persona) noexcept {
    if (persona.handle == missing_channel) return Channel::missing;
    return persona.handle == never_signed_up ? Channel::never_signed_up : Channel::exists;
}

Trait trait_of(const Persona& persona) noexcept {
    if (persona.handle == tireless) return Trait::uploads_used_up;
    if (persona.handle == claimed) return Trait::is_claimed;
    if (persona.handle == unverified) return Trait::not_verified;
    return persona.handle == shaky_line ? Trait::loses_bytes : Trait::none;
}

bool keeps_secrets(const Persona& persona) noexcept { return persona.handle == secretive; }

}  // namespace rostrum::sandbox::youtube
