#include "sandbox/tiktok/personas.hpp"

namespace rostrum::sandbox::tiktok {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view behind_curtains = "behind.curtains";
constexpr std::string_view locked_out = "locked.out";
constexpr std::string_view not_audited = "not.audited";
constexpr std::string_view comments_off = "comments.off";
constexpr std::uint32_t profile_scope = 1U << 1;
constexpr std::uint32_t videos_scope = 1U << 3;

constexpr std::array all{
    Persona{.handle = "ada.loafs",
            .name = "Ada Loafs",
            .biography = "Bread in 30 seconds. Crumbs for hours.",
            .shape = "a creator with a video a day",
            .voice = Voice::bakery,
            .followers = 48'200,
            .follows = 310,
            .gains = 160,
            .posts = 240,
            .post_interval = hours{24}},
    Persona{.handle = "northpeak.gear",
            .name = "Northpeak Gear",
            .biography = "We mend what we sell.",
            .shape = "a large brand, 1,200 videos",
            .voice = Voice::outdoors,
            .followers = 2'310'000,
            .follows = 12,
            .gains = 3'400,
            .posts = 1'200,
            .post_interval = hours{8},
            .verified = true},
    Persona{.handle = "quiet.newcomer",
            .name = "Quiet Newcomer",
            .shape = "has never posted",
            .followers = 3,
            .follows = 41},
    Persona{.handle = "emoji.lab",
            .name = "Emoji Lab 🧪✨",
            .biography = "🧪🔥🫠 👩‍🔬",
            .shape = "emoji everywhere",
            .voice = Voice::emoji,
            .followers = 90'400,
            .follows = 88,
            .gains = 220,
            .posts = 120,
            .post_interval = hours{36}},
    Persona{.handle = "dar.alhikma",
            .name = "دار الحكمة",
            .biography = "كتب ومخطوطات",
            .shape = "writes from right to left",
            .voice = Voice::arabic,
            .followers = 15'600,
            .follows = 140,
            .gains = 35,
            .posts = 60,
            .post_interval = hours{72}},
    Persona{.handle = "basic.only",
            .name = "Basic Only",
            .shape = "allows neither profile nor videos",
            .followers = 800,
            .follows = 200,
            .gains = 1,
            .posts = 12,
            .withholds = profile_scope | videos_scope},
    Persona{.handle = "fading.star",
            .name = "Fading Star",
            .biography = "Soon gone.",
            .shape = "removes the app after 6 hours",
            .voice = Voice::studio,
            .followers = 31'000,
            .follows = 70,
            .gains = -20,
            .posts = 45,
            .post_interval = hours{48},
            .removes_app_after = hours{6}},
    Persona{.handle = "the.archive",
            .name = "The Archive",
            .biography = "Everything, kept.",
            .shape = "3,000 videos, none of them new",
            .voice = Voice::archive,
            .followers = 210'000,
            .follows = 2,
            .gains = 9,
            .posts = 3'000},
    Persona{.handle = behind_curtains,
            .name = "Behind Curtains",
            .shape = "a private account",
            .followers = 140,
            .follows = 90,
            .posts = 20},
    Persona{.handle = locked_out,
            .name = "Locked Out",
            .shape = "is banned from posting",
            .followers = 9'100,
            .posts = 70},
    Persona{.handle = not_audited,
            .name = "Not Audited",
            .shape = "takes posts for itself only, as with an app that was not audited",
            .followers = 12,
            .posts = 4},
    Persona{.handle = comments_off,
            .name = "Comments Off",
            .shape = "allows neither comments, duets nor stitches, and a minute of video",
            .followers = 700,
            .posts = 9},
};

}  // namespace

std::span<const Persona> personas() noexcept { return all; }

Trait trait_of(const Persona& persona) noexcept {
    if (persona.handle == behind_curtains) return Trait::is_private;
    if (persona.handle == locked_out) return Trait::banned;
    if (persona.handle == comments_off) return Trait::restricted;
    return persona.handle == not_audited ? Trait::unaudited : Trait::none;
}

}  // namespace rostrum::sandbox::tiktok
