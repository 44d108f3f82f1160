#include "sandbox/captions.hpp"

#include "core/utf8.hpp"

#include <array>
#include <span>
#include <string_view>

namespace rostrum::sandbox {
namespace {

using Phrases = std::span<const std::string_view>;

/// How a voice speaks: an opening, a sentence, hash tags.
struct Phrasebook {
    Phrases openings;
    Phrases sentences;
    Phrases tags;
};

constexpr std::array<std::string_view, 6> bakery_openings{"Loaf no. 12 of the week.",
                                                          "The starter woke up before me.",
                                                          "Rye, honey, patience.",
                                                          "Cinnamon rolls \"for the neighbours\".",
                                                          "Focaccia day!",
                                                          "First croissants since March:"};
constexpr std::array<std::string_view, 6> bakery_sentences{
    "Bulk fermentation took 7 h at 21 °C.",    "Crumb shot on the next slide, I promise.",
    "The recipe is in the link & it is free.", "Burnt the first batch, ate it anyway.",
    "Who else bakes at 5 in the morning?",     "80 % hydration, 100 % worth it."};
constexpr std::array<std::string_view, 4> bakery_tags{"#sourdough #baking", "#bread",
                                                      "#homebaker #crumb #rye", ""};

constexpr std::array<std::string_view, 5> outdoors_openings{
    "Rain is a fabric test.", "The repair van is on tour.", "Above the clouds at 2,914 m.",
    "This zip is older than you.", "New colour, same jacket:"};
constexpr std::array<std::string_view, 5> outdoors_sentences{
    "Photo by @mira.k on the north ridge.", "Bring it in, we mend it for nothing.",
    "Made from 34 bottles and one stubborn idea.", "Tag who would carry the tent.",
    "Swipe for the packing list."};
constexpr std::array<std::string_view, 3> outdoors_tags{"#northwind #repair", "#hiking #outdoor",
                                                        "#leavenotrace"};

constexpr std::array<std::string_view, 5> archive_openings{
    "Ticket stub, 1974.", "A key without a door.", "Bakelite, chipped.", "Letter, never sent.",
    "Button, brass, found in a gutter."};
constexpr std::array<std::string_view, 5> archive_sentences{
    "Given by a reader in Graz.", "Provenance unknown.", "It fits in a palm.",
    "Item recorded twice; the other one is lost.", "Smells of cedar."};
constexpr std::array<std::string_view, 3> archive_tags{"#foundobject", "#archive", ""};

constexpr std::array<std::string_view, 5> emoji_openings{
    "☀️🍳 good morning!", "🥞🥞🥞",
    "brunch crew 👩🏽‍🤝‍👨🏻👨‍👩‍👧‍👦",
    "🇫🇷 vs 🇮🇹: croissant or cornetto? 🥐", "😭😭😭 last table"};
constexpr std::array<std::string_view, 4> emoji_sentences{
    "double tap if you 💛 eggs", "🕘 9–14, 🐕 welcome", "♥️ vs ❤️: spot the difference",
    "1️⃣ eggs 2️⃣ toast 3️⃣ nap 💤"};
constexpr std::array<std::string_view, 3> emoji_tags{"#🍳", "#brunch 🫶🏽", "✨"};

constexpr std::array<std::string_view, 4> arabic_openings{
    "كتاب اليوم:", "من رفوفنا القديمة.", "قراءة المساء في الدار.", "وصلتنا طبعة نادرة!"};
constexpr std::array<std::string_view, 4> arabic_sentences{
    "طُبع في بيروت سنة ١٩٦٢.", "الدخول مجاني، الساعة 19:00.", "«العلم في الصغر كالنقش على الحجر».",
    "شاركونا كتابكم المفضل (Book of the week)."};
constexpr std::array<std::string_view, 3> arabic_tags{"#كتب #قراءة", "#دار_الحكمة", "#books"};

constexpr std::array<std::string_view, 4> hebrew_openings{"פלאפל ב-18 ₪.", "סביח של שישי!",
                                                          "מי רעב?", "דוכן חדש ברחוב אלנבי 54:"};
constexpr std::array<std::string_view, 4> hebrew_sentences{
    "פתוח עד 23:00, גם בשבת.", "עם עמבה ו-extra טחינה, ברור.", "\"הכי טעים בעיר\" (אמא שלי).",
    "תייגו חבר שחייב לכם ארוחה 🙏"};
constexpr std::array<std::string_view, 3> hebrew_tags{"#אוכל #תלאביב", "#streetfood", ""};

constexpr std::array<std::string_view, 3> novel_openings{
    "Chapter the next, in which nothing is left out.",
    "To begin with the weather:", "Previously, and at some length."};
constexpr std::array<std::string_view, 6> novel_sentences{
    "The kettle, which had belonged to an aunt, considered its position.",
    "She said: “No”, then – after a pause that deserves its own chapter – “Perhaps”.",
    "It was Tuesday in the way that only Tuesdays are.",
    "Nobody mentioned the goose, although everybody had seen the goose.",
    "Here follows an inventory of the drawer: string, string, a smaller drawer.",
    "Meanwhile the café on the corner (naïve, résumé in hand) opened late."};
constexpr std::array<std::string_view, 1> novel_tags{""};

constexpr std::array<std::string_view, 4> film_openings{
    "38 seconds, one take.", "Loop 7: the escalator.", "No cut, no dialogue.",
    "Made on a night bus."};
constexpr std::array<std::string_view, 4> film_sentences{"Sound on.", "Watch the left hand.",
                                                         "It ends where it starts.",
                                                         "Shot at 24 fps, dreamt at 12."};
constexpr std::array<std::string_view, 3> film_tags{"#shortfilm #reels", "#loop", "#cinema"};

constexpr std::array<std::string_view, 3> studio_openings{
    "Process, start to end →", "Ten layers of the same chair.", "Swipe: sketch to wall."};
constexpr std::array<std::string_view, 3> studio_sentences{"Riso print, 4 colours, edition of 60.",
                                                           "Save this for your next moodboard.",
                                                           "Which one would you keep: 1 or 7?"};
constexpr std::array<std::string_view, 2> studio_tags{"#design #process", "#riso"};

constexpr std::array<std::string_view, 3> pottery_openings{"Cup.", "Another cup.",
                                                           "Not a cup (a cup)."};
constexpr std::array<std::string_view, 3> pottery_sentences{
    "Glaze: celadon.", "It wobbles, like me.", "Fired at 1,240 °C."};
constexpr std::array<std::string_view, 2> pottery_tags{"#pottery", ""};

constexpr std::array<std::string_view, 4> everyday_openings{
    "Monday.", "Found this today.", "Same place, other light.", "Still here!"};
constexpr std::array<std::string_view, 4> everyday_sentences{
    "No filter.", "More of this, please.", "Thanks for the kind words.", "What do you think?"};
constexpr std::array<std::string_view, 3> everyday_tags{"#everyday", "#photooftheday", ""};

Phrasebook phrasebook(Voice voice) {
    switch (voice) {
        case Voice::bakery: return {bakery_openings, bakery_sentences, bakery_tags};
        case Voice::outdoors: return {outdoors_openings, outdoors_sentences, outdoors_tags};
        case Voice::archive: return {archive_openings, archive_sentences, archive_tags};
        case Voice::emoji: return {emoji_openings, emoji_sentences, emoji_tags};
        case Voice::arabic: return {arabic_openings, arabic_sentences, arabic_tags};
        case Voice::hebrew: return {hebrew_openings, hebrew_sentences, hebrew_tags};
        case Voice::novel: return {novel_openings, novel_sentences, novel_tags};
        case Voice::film: return {film_openings, film_sentences, film_tags};
        case Voice::studio: return {studio_openings, studio_sentences, studio_tags};
        case Voice::pottery: return {pottery_openings, pottery_sentences, pottery_tags};
        case Voice::everyday: return {everyday_openings, everyday_sentences, everyday_tags};
        case Voice::none: break;
    }
    return {};
}

std::string_view pick(Phrases phrases, const Dice& dice) {
    return phrases[static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(phrases.size())))];
}

/// Goes on until the caption has exactly as many characters as it may have.
void fill(std::string& text, Phrases sentences, const Dice& dice) {
    std::size_t length = utf8::count(text);
    for (int i = 0; length < caption_max; ++i) {
        std::string sentence = " ";
        sentence += pick(sentences, dice.of(i));
        std::string_view rest = sentence;
        while (length < caption_max && !rest.empty()) {
            const auto size = utf8::sequence_length(rest);
            text += rest.substr(0, size);
            rest.remove_prefix(size);
            ++length;
        }
    }
}

}  // namespace

std::string caption(Voice voice, const Dice& dice) {
    const auto book = phrasebook(voice);
    if (book.openings.empty()) return {};
    std::string text(pick(book.openings, dice.of("opening")));
    if (voice == Voice::novel) {
        fill(text, book.sentences, dice.of("sentences"));
        return text;
    }
    text += '\n';
    text += pick(book.sentences, dice.of("sentence"));
    if (const auto tags = pick(book.tags, dice.of("tags")); !tags.empty()) {
        text += "\n\n";
        text += tags;
    }
    return text;
}

}  // namespace rostrum::sandbox
