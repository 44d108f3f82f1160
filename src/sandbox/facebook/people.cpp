#include "sandbox/facebook/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace rostrum::sandbox::facebook {
namespace {

using std::chrono::hours;

constexpr std::uint64_t user_id_base = 122'000'000'000'001;
constexpr std::uint64_t business_id_base = 210'000'000'000'001;
constexpr std::uint64_t page_id_base = 106'500'000'000'000;
constexpr std::uint64_t page_id_step = 7'919;

constexpr std::size_t branches = 30;

constexpr std::array all_users{
    Persona{.handle = "ada.lindqvist",
            .name = "Ada Lindqvist",
            .shape = "one page with a post a day, linked with Instagram"},
    Persona{.handle = "archie.vist",
            .name = "Archie Vist",
            .shape = "one page with 3,000 posts, linked with Instagram"},
    Persona{.handle = "bianca.blank",
            .name = "Bianca Blank",
            .shape = "one page that has never posted, linked with Instagram"},
    Persona{.handle = "sunny.cook",
            .name = "Sunny Cook ☀️",
            .shape = "one page with emoji everywhere, linked with Instagram"},
    Persona{.handle = "amal.rashid",
            .name = "أمل راشد",
            .shape = "one page that writes from right to left, linked with Instagram"},
    Persona{.handle = "many.hats",
            .name = "Manny Hats",
            .shape = "30 pages on two pages of the list, three linked with Instagram"},
    Persona{.handle = "norma.pageless", .name = "Norma Pageless", .shape = "manages no page"},
    Persona{.handle = "wanda.workshop",
            .name = "Wanda Werk",
            .shape = "one page without Instagram, counts of reactions are hidden"},
    Persona{.handle = "basil.basics",
            .name = "Basil Basics",
            .shape = "one page, allows no insights",
            .withholds = bit_of(Scope::read_insights) | bit_of(Scope::instagram_insights)},
    Persona{.handle = "leaving.soon",
            .name = "Lea Ving",
            .shape = "removes the app two hours after the login: 190/458",
            .removes_app_after = hours{2}},
    Persona{.handle = "nina.newpassword",
            .name = "Nina Newpassword",
            .shape = "changes the password six hours after the login: 190/460",
            .removes_app_after = hours{6}},
    Persona{.handle = "former.editor",
            .name = "Edda Former",
            .shape = "loses the role on the page after twelve hours: 190/492"},
    Persona{.handle = "tina.tiny",
            .name = "Tina Tiny",
            .shape = "one page with too few followers for insights"},
    Persona{.handle = "bea.business",
            .name = "Bea Business",
            .shape = "one page that is only found through a business"},
};

constexpr std::array endings{
    UserEnding{"nina.newpassword", 460},
    UserEnding{"former.editor", 458, hours{12}},
};

struct Page {
    Persona persona;
    PageInfo info;
};

constexpr std::array named_pages{
    Page{{.handle = "adabakes",
          .name = "Ada Bakes",
          .biography = "Sourdough, slow mornings and a very loud mixer.",
          .voice = Voice::bakery,
          .followers = 8'420,
          .gains = 9,
          .posts = 240,
          .post_interval = hours{24}},
         {.category = "Bakery", .user = "ada.lindqvist", .instagram = "ada.bakes"}},
    Page{{.handle = "archiveofthings",
          .name = "Archive of Things",
          .biography = "One found object after the other.",
          .voice = Voice::archive,
          .followers = 61'000,
          .gains = 12,
          .posts = 3'000,
          .post_interval = hours{12}},
         {.category = "Museum", .user = "archie.vist", .instagram = "archive.of.things"}},
    Page{{.handle = "blankcanvas", .name = "Blank Canvas", .followers = 140},
         {.category = "Artist", .user = "bianca.blank", .instagram = "blank.canvas"}},
    Page{{.handle = "sunnyside",
          .name = "Sunny ☀️ Side 🍳",
          .biography = "👩‍🍳 brunch, always 🥐🫶🏽",
          .voice = Voice::emoji,
          .followers = 5'310,
          .gains = 6,
          .posts = 120,
          .post_interval = hours{36}},
         {.category = "Café", .user = "sunny.cook", .instagram = "sunny.side.emoji"}},
    Page{{.handle = "daralhikma",
          .name = "دار الحكمة",
          .biography = "كتب قديمة وقرّاء جدد. بيروت",
          .voice = Voice::arabic,
          .followers = 22'700,
          .gains = 14,
          .posts = 300,
          .post_interval = hours{24}},
         {.category = "كتب", .user = "amal.rashid", .instagram = "dar.alhikma"}},
    Page{{.handle = "wandasworkshop",
          .name = "Wanda's Workshop",
          .voice = Voice::pottery,
          .followers = 1'930,
          .gains = 2,
          .posts = 75,
          .post_interval = hours{48},
          .hides_figures = true},
         {.category = "Local business", .user = "wanda.workshop"}},
    Page{{.handle = "numbersareprivate",
          .name = "Numbers Are Private",
          .followers = 6'200,
          .gains = 3,
          .posts = 90,
          .post_interval = hours{48}},
         {.category = "Blog", .user = "basil.basics", .instagram = "numbers.are.private"}},
    Page{{.handle = "leavingsoon",
          .name = "Leaving Soon",
          .followers = 2'100,
          .gains = -2,
          .posts = 50,
          .post_interval = hours{48}},
         {.category = "Travel agency", .user = "leaving.soon", .instagram = "leaving.soon"}},
    Page{{.handle = "newpassword",
          .name = "New Password",
          .followers = 1'400,
          .gains = 1,
          .posts = 60,
          .post_interval = hours{48}},
         {.category = "Blog", .user = "nina.newpassword", .instagram = "new.password.nina"}},
    Page{{.handle = "theeditors",
          .name = "The Editors",
          .voice = Voice::studio,
          .followers = 15'800,
          .gains = 20,
          .posts = 180,
          .post_interval = hours{12}},
         {.category = "Magazine", .user = "former.editor", .instagram = "loop.cinema"}},
    Page{{.handle = "tinypottery",
          .name = "Tiny Pottery",
          .biography = "Cups. Mostly cups.",
          .voice = Voice::pottery,
          .followers = 63,
          .posts = 30,
          .post_interval = hours{48}},
         {.category = "Shop", .user = "tina.tiny", .instagram = "tiny.pottery"}},
    Page{{.handle = "northwindoutdoor",
          .name = "Northwind Outdoor",
          .biography = "Gear that is repaired before it is replaced.",
          .voice = Voice::outdoors,
          .followers = 1'900'000,
          .gains = 1'500,
          .posts = 900,
          .post_interval = hours{8},
          .verified = true},
         {.category = "Brand",
          .user = "bea.business",
          .instagram = "northwind.outdoor",
          .of_business = true}},
};

/// The Instagram accounts of the first branches.
constexpr std::array<std::string_view, 3> branch_accounts{"fading.star", "mind.the.gaps",
                                                          "tlv.street.eats"};

/// All pages: those with a story of their own, and the branches of one chain.
struct Directory {
    std::array<std::string, branches> handles;
    std::array<std::string, branches> names;
    std::vector<Persona> personas;
    std::vector<PageInfo> infos;

    Directory() {
        for (const auto& page : named_pages) {
            personas.push_back(page.persona);
            infos.push_back(page.info);
        }
        for (std::size_t i = 0; i < branches; ++i) add_branch(i);
    }

    void add_branch(std::size_t i) {
        handles[i] = fmt::format("cornerkiosk{:02}", i + 1);
        names[i] = fmt::format("Corner Kiosk {}", i + 1);
        personas.push_back({.handle = handles[i],
                            .name = names[i],
                            .followers = 150 + static_cast<std::int64_t>(i) * 40,
                            .gains = 1,
                            .posts = 5 + static_cast<std::int64_t>(i),
                            .post_interval = hours{72}});
        infos.push_back(
            {.category = "Kiosk",
             .user = "many.hats",
             .instagram = i < branch_accounts.size() ? branch_accounts[i] : std::string_view{},
             .of_business = false,
             .has_username = false});
    }
};

const Directory& directory() {
    static const Directory all;
    return all;
}

}  // namespace

std::span<const Persona> users() noexcept { return all_users; }

const UserEnding* find_ending(std::string_view handle) noexcept {
    const auto found = std::ranges::find(endings, handle, &UserEnding::handle);
    return found == endings.end() ? nullptr : &*found;
}

std::span<const Persona> page_personas() { return directory().personas; }
std::span<const PageInfo> page_infos() { return directory().infos; }

std::uint64_t user_id(std::size_t user) noexcept { return user_id_base + user; }
std::uint64_t business_id(std::size_t user) noexcept { return business_id_base + user; }
std::uint64_t page_id(std::size_t page) noexcept {
    return page_id_base + (page + 1) * page_id_step;
}

std::optional<std::size_t> find_page(std::uint64_t id) {
    for (std::size_t i = 0; i < page_infos().size(); ++i) {
        if (page_id(i) == id) return i;
    }
    return std::nullopt;
}

}  // namespace rostrum::sandbox::facebook
