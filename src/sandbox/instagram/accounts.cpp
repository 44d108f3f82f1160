#include "sandbox/instagram/accounts.hpp"

#include <algorithm>
#include <array>

namespace rostrum::sandbox::instagram {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array all_accounts{
    Account{.username = "ada.bakes",
            .name = "Ada Bakes",
            .biography = "Sourdough, slow mornings and a very loud mixer.\nLisbon",
            .website = "https://ada-bakes.example/recipes?from=ig&lang=en",
            .shape = "a typical creator: a post a day, stories, all kinds of media",
            .voice = Voice::bakery,
            .followers = 12'040,
            .follows = 412,
            .gains = 14,
            .posts = 214,
            .post_interval = days{1},
            .story_interval = hours{8}},
    Account{
        .username = "northwind.outdoor",
        .name = "Northwind Outdoor",
        .biography = "Gear that is repaired before it is replaced.",
        .website = "https://northwind-outdoor.example",
        .shape = "a large brand: 2.4 million followers, three posts a day, followers come and go",
        .type = AccountType::business,
        .voice = Voice::outdoors,
        .followers = 2'400'000,
        .follows = 96,
        .gains = 2'300,
        .losses = 900,
        .posts = 1'860,
        .post_interval = hours{8},
        .story_interval = hours{4},
        .carousels = 30,
        .reels = 35,
        .quirks = {.shares_to_facebook = true}},
    Account{.username = "blank.canvas",
            .name = "Blank Canvas",
            .shape = "no posts at all",
            .followers = 150,
            .follows = 31},
    Account{.username = "private.pia",
            .name = "Pia",
            .shape = "a personal account: cannot be connected",
            .type = AccountType::personal,
            .followers = 318,
            .follows = 402,
            .posts = 57},
    Account{.username = "quiet.cellar",
            .name = "Quiet Cellar",
            .biography = "Natural wine, poured quietly.",
            .shape = "insights answer with empty data",
            .type = AccountType::business,
            .followers = 2'210,
            .follows = 187,
            .gains = 2,
            .posts = 88,
            .post_interval = days{3},
            .quirks = {.no_insights = true}},
    Account{.username = "archive.of.things",
            .name = "Archive of Things",
            .biography = "One found object after the other.",
            .shape = "3,000 posts",
            .voice = Voice::archive,
            .followers = 48'700,
            .follows = 1'204,
            .gains = 21,
            .posts = 3'000,
            .post_interval = hours{12},
            .carousels = 10,
            .reels = 5},
    Account{.username = "sunny.side.emoji",
            .name = "Sunny ☀️ Side 🍳",
            .biography = "👩‍🍳 brunch, always 🥐🫶🏽",
            .shape = "emoji in name, biography and captions",
            .voice = Voice::emoji,
            .followers = 7'450,
            .follows = 655,
            .gains = 9,
            .posts = 131,
            .post_interval = days{2},
            .story_interval = hours{12}},
    Account{.username = "dar.alhikma",
            .name = "دار الحكمة",
            .biography = "كتب قديمة وقرّاء جدد. بيروت",
            .shape = "captions in Arabic, written from right to left",
            .type = AccountType::business,
            .voice = Voice::arabic,
            .followers = 31'900,
            .follows = 240,
            .gains = 18,
            .posts = 402,
            .post_interval = days{1}},
    Account{.username = "tlv.street.eats",
            .name = "אוכל רחוב",
            .biography = "מה אוכלים היום? תל אביב",
            .shape = "captions in Hebrew mixed with English and numbers",
            .voice = Voice::hebrew,
            .followers = 19'300,
            .follows = 511,
            .gains = 12,
            .posts = 265,
            .post_interval = days{1},
            .story_interval = hours{8}},
    Account{.username = "the.unabridged.novel.of.everyt",
            .name = "The Unabridged Novel of Everything That Happened Since Tuesday",
            .biography = "Captions of 2,200 characters, each of them meant.",
            .shape = "the longest username, a long name and captions of 2,200 characters",
            .voice = Voice::novel,
            .followers = 5'020,
            .follows = 78,
            .gains = 3,
            .posts = 96,
            .post_interval = days{4}},
    Account{
        .username = "half.there",
        .shape =
            "what is optional is missing: name, picture, captions, like counts, media addresses",
        .voice = Voice::none,
        .followers = 940,
        .follows = 12,
        .gains = 1,
        .posts = 45,
        .post_interval = days{5},
        .quirks = {.no_picture = true, .hides_likes = true, .flags_copyright = true}},
    Account{.username = "tiny.pottery",
            .name = "Tiny Pottery",
            .biography = "Cups. Mostly cups.",
            .shape = "too few followers for follower figures, too few viewers of its stories",
            .voice = Voice::pottery,
            .followers = 63,
            .follows = 120,
            .posts = 30,
            .post_interval = days{2},
            .story_interval = hours{8},
            .quirks = {.flat_token_answer = true}},
    Account{.username = "leaving.soon",
            .name = "Leaving Soon",
            .shape = "removes the app two hours after the login: 190/458",
            .followers = 3'300,
            .follows = 290,
            .gains = 4,
            .posts = 64,
            .post_interval = days{2},
            .ending = Ending::removes_app,
            .ends_after = hours{2}},
    Account{.username = "new.password.nina",
            .name = "Nina",
            .shape = "changes the password six hours after the login: 190/460",
            .followers = 1'870,
            .follows = 333,
            .gains = 2,
            .posts = 73,
            .post_interval = days{2},
            .ending = Ending::changes_password,
            .ends_after = hours{6}},
    Account{.username = "loop.cinema",
            .name = "Loop Cinema",
            .biography = "Films of under a minute.",
            .shape = "only reels",
            .voice = Voice::film,
            .followers = 86'400,
            .follows = 150,
            .gains = 120,
            .posts = 178,
            .post_interval = days{1},
            .carousels = 0,
            .reels = 100,
            .quirks = {.flat_token_answer = true}},
    Account{
        .username = "layers.studio",
        .name = "Layers Studio",
        .biography = "Ten pictures tell it better than one.",
        .shape = "only carousels, 2 to 10 pictures; profile in data[]; follower_count of 30 days",
        .type = AccountType::business,
        .voice = Voice::studio,
        .followers = 24'800,
        .follows = 380,
        .gains = 11,
        .posts = 150,
        .post_interval = days{2},
        .carousels = 100,
        .reels = 0,
        .quirks = {.wrapped_profile = true, .short_follower_history = true}},
    Account{.username = "mind.the.gaps",
            .name = "Mind the Gaps",
            .shape = "the second page of media is empty, with a next page behind it",
            .followers = 4'100,
            .follows = 205,
            .gains = 3,
            .posts = 120,
            .post_interval = days{2},
            .quirks = {.empty_second_page = true}},
    Account{.username = "numbers.are.private",
            .name = "Numbers Are Private",
            .shape = "allows everything but insights: code 10 on insights",
            .followers = 8'800,
            .follows = 160,
            .gains = 5,
            .posts = 110,
            .post_interval = days{2},
            .quirks = {.withholds_insights = true}},
    Account{.username = "fading.star",
            .name = "Fading Star",
            .biography = "Remember me?",
            .shape = "loses more followers than it wins",
            .followers = 310'000,
            .follows = 880,
            .gains = 40,
            .losses = 190,
            .posts = 520,
            .post_interval = days{7},
            .reels = 60},
};

constexpr std::uint64_t ig_id_base = 17'841'400'000'000'001;
constexpr std::uint64_t app_scoped_id_base = 24'500'000'000'000'001;

}  // namespace

std::span<const Account> accounts() noexcept { return all_accounts; }

std::size_t index_of(const Account& account) noexcept {
    return static_cast<std::size_t>(&account - all_accounts.data());
}

std::uint64_t ig_id(const Account& account) noexcept { return ig_id_base + index_of(account); }

std::uint64_t app_scoped_id(const Account& account) noexcept {
    return app_scoped_id_base + index_of(account);
}

const Account* find_account(std::string_view username) noexcept {
    const auto found = std::ranges::find(all_accounts, username, &Account::username);
    return found == all_accounts.end() ? nullptr : &*found;
}

const Account* find_account(std::uint64_t id) noexcept {
    for (const auto& account : all_accounts) {
        if (ig_id(account) == id || app_scoped_id(account) == id) return &account;
    }
    return nullptr;
}

std::string_view to_string(AccountType type) noexcept {
    switch (type) {
        case AccountType::business: return "BUSINESS";
        case AccountType::media_creator: return "MEDIA_CREATOR";
        case AccountType::personal: return "PERSONAL";
    }
    return {};
}

}  // namespace rostrum::sandbox::instagram
