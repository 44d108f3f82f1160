#include "sandbox/linkedin/personas.hpp"

#include <algorithm>

namespace rostrum::sandbox::linkedin {
namespace {

using std::chrono::hours;

/// All but the sign-in, and posting as oneself.
constexpr std::uint32_t vetted_scopes = 0b10'1111'1000;
constexpr std::uint32_t member_posts_scope = 1U << 5;

constexpr std::array all_members{
    Persona{.handle = "ada-lindqvist",
            .name = "Ada Lindqvist",
            .biography = "Bakes, and writes it down",
            .shape = "administers a page with a post a day; refresh tokens",
            .voice = Voice::bakery,
            .followers = 5'200,
            .gains = 14,
            .posts = 150,
            .post_interval = hours{48}},
    Persona{.handle = "marcus-weber",
            .name = "Marcus Weber",
            .biography = "Head of communications, Northpeak",
            .shape = "administers a large page and a small one",
            .voice = Voice::outdoors,
            .followers = 18'400,
            .gains = 40,
            .posts = 620,
            .post_interval = hours{24}},
    Persona{.handle = "nina-neumann",
            .name = "Nina Neumann",
            .shape = "administers a page that has never posted",
            .followers = 41},
    Persona{.handle = "emi-tanaka",
            .name = "Emi Tanaka 🧪",
            .biography = "🧪 ✨ 🫠",
            .shape = "emoji everywhere",
            .voice = Voice::emoji,
            .followers = 9'300,
            .gains = 25,
            .posts = 80,
            .post_interval = hours{72}},
    Persona{.handle = "yusuf-haddad",
            .name = "يوسف حداد",
            .biography = "كتب ومخطوطات",
            .shape = "writes from right to left",
            .voice = Voice::arabic,
            .followers = 3'100,
            .gains = 6,
            .posts = 40,
            .post_interval = hours{96}},
    Persona{.handle = "selma-solo",
            .name = "Selma Solo",
            .biography = "Freelance everything",
            .shape = "grants no more than the sign-in, as most apps get",
            .followers = 900,
            .gains = 2,
            .posts = 30,
            .post_interval = hours{120},
            .withholds = vetted_scopes},
    Persona{.handle = "leo-leaving",
            .name = "Leo Leaving",
            .biography = "On to the next thing.",
            .shape = "removes the app after 6 hours; refresh tokens",
            .voice = Voice::studio,
            .followers = 700,
            .gains = -3,
            .posts = 12,
            .post_interval = hours{240},
            .removes_app_after = hours{6}},
    Persona{.handle = "otto-archivist",
            .name = "Otto Archivist",
            .biography = "Everything, kept.",
            .shape = "administers a page with 3,000 posts; refresh tokens",
            .voice = Voice::archive,
            .followers = 260,
            .gains = 1,
            .withholds = member_posts_scope},
    Persona{.handle = "agnes-agency",
            .name = "Agnes Agency",
            .biography = "We look after pages.",
            .shape = "administers every page but one",
            .voice = Voice::everyday,
            .followers = 2'400,
            .gains = 4,
            .posts = 20,
            .post_interval = hours{168}},
};

constexpr std::array all_organizations{
    Persona{.handle = "lindqvist-bakery",
            .name = "Lindqvist Bakery",
            .biography = "Bread for offices.",
            .shape = "a post a day",
            .voice = Voice::bakery,
            .followers = 12'600,
            .gains = 35,
            .posts = 210,
            .post_interval = hours{24}},
    Persona{.handle = "northpeak",
            .name = "Northpeak Industries",
            .biography = "We mend what we sell.",
            .shape = "a large brand, 1,200 posts",
            .voice = Voice::outdoors,
            .followers = 840'000,
            .gains = 900,
            .posts = 1'200,
            .post_interval = hours{8}},
    Persona{.handle = "northpeak-careers",
            .name = "Northpeak Careers",
            .shape = "a showcase page with hidden figures",
            .voice = Voice::none,
            .followers = 4'000,
            .gains = 3,
            .posts = 24,
            .post_interval = hours{336},
            .hides_figures = true},
    Persona{.handle = "blank-slate",
            .name = "Blank Slate GmbH",
            .shape = "has never posted",
            .followers = 3,
            .gains = 1},
    Persona{.handle = "emoji-lab",
            .name = "Emoji Lab 🧪✨",
            .biography = "🧪🔥🫠 👩‍🔬",
            .shape = "emoji everywhere",
            .voice = Voice::emoji,
            .followers = 22'000,
            .gains = 60,
            .posts = 120,
            .post_interval = hours{36}},
    Persona{.handle = "dar-alhikma",
            .name = "دار الحكمة",
            .biography = "كتب ومخطوطات",
            .shape = "writes from right to left",
            .voice = Voice::arabic,
            .followers = 7'700,
            .gains = 12,
            .posts = 60,
            .post_interval = hours{72}},
    Persona{.handle = "leaving-studio",
            .name = "Leaving Studio",
            .shape = "its administrator removes the app after 6 hours",
            .voice = Voice::studio,
            .followers = 1'900,
            .gains = -8,
            .posts = 45,
            .post_interval = hours{48}},
    Persona{.handle = "the-archive",
            .name = "The Archive e. V.",
            .biography = "Everything, kept.",
            .shape = "3,000 posts, none of them new",
            .voice = Voice::archive,
            .followers = 31'000,
            .gains = 9,
            .posts = 3'000},
};

constexpr std::string_view administrator = "ADMINISTRATOR";

constexpr std::array all_roles{
    Role{"ada-lindqvist", "lindqvist-bakery", administrator},
    Role{"marcus-weber", "northpeak", administrator},
    Role{"marcus-weber", "northpeak-careers", administrator},
    Role{"marcus-weber", "lindqvist-bakery", "ANALYST"},
    Role{"nina-neumann", "blank-slate", administrator},
    Role{"emi-tanaka", "emoji-lab", administrator},
    Role{"yusuf-haddad", "dar-alhikma", administrator},
    Role{"leo-leaving", "leaving-studio", administrator},
    Role{"otto-archivist", "the-archive", administrator},
    Role{"agnes-agency", "lindqvist-bakery", administrator},
    Role{"agnes-agency", "northpeak", "CONTENT_ADMIN"},
    Role{"agnes-agency", "northpeak-careers", administrator},
    Role{"agnes-agency", "blank-slate", administrator},
    Role{"agnes-agency", "emoji-lab", administrator},
    Role{"agnes-agency", "dar-alhikma", administrator},
    Role{"agnes-agency", "leaving-studio", administrator},
    Role{"agnes-agency", "the-archive", administrator},
};

constexpr std::array<std::string_view, 3> with_refresh_tokens{"ada-lindqvist", "leo-leaving",
                                                              "otto-archivist"};

}  // namespace

std::span<const Persona> members() noexcept { return all_members; }

std::span<const Persona> organizations() noexcept { return all_organizations; }

std::span<const Role> roles() noexcept { return all_roles; }

bool gets_refresh_token(std::string_view member) noexcept {
    return std::ranges::find(with_refresh_tokens, member) != with_refresh_tokens.end();
}

}  // namespace rostrum::sandbox::linkedin
