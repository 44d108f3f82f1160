#include "sandbox/x/content.hpp"

#include "core/utf8.hpp"
#include "sandbox/x/personas.hpp"
#include "sandbox/x/wording.hpp"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

constexpr std::size_t text_max = 280;
/// Of a longer text, before the dots and the address of the whole.
constexpr std::size_t text_kept = 250;

constexpr std::uint64_t id_base = 1'000'000'000'000'000'000;
/// Ids have gaps, in which media find theirs.
constexpr std::uint64_t id_step = 97;

std::string shortened(const Dice& dice) {
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP";
    std::string out = "https://t.co/";
    for (int i = 0; i < 10; ++i) {
        out += letters[static_cast<std::size_t>(
            dice.of(i).below(static_cast<std::int64_t>(letters.size())))];
    }
    return out;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) end += utf8::sequence_length(text.substr(end));
    return text.substr(0, end);
}

std::string escape(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

std::vector<MediaItem> media_of(const CastPost& post) {
    const auto roll = post.dice.of("media").below(100);
    const auto number = id_base + post.id * id_step;
    std::vector<MediaItem> media;
    const auto add = [&](int prefix, std::string_view type) {
        media.push_back({fmt::format("{}_{}", prefix, number + media.size() + 1), type});
    };
    if (roll < 35) add(3, "photo");
    for (int i = 0; roll >= 35 && roll < 45 && i < 4; ++i) add(3, "photo");
    if (roll >= 45 && roll < 58) add(13, "video");
    if (roll >= 58 && roll < 62) add(16, "animated_gif");
    return media;
}

std::string status_address(const CastPost& post, const Persona& author) {
    return fmt::format("https://x.com/{}/status/{}", author.handle, post_id(post));
}

void append(Wording& wording, Link link) {
    wording.text += ' ' + link.shortened;
    wording.links.push_back(std::move(link));
}

}  // namespace

std::string post_id(const CastPost& post) { return std::to_string(id_base + post.id * id_step); }

std::uint64_t cast_id(std::uint64_t post_id) {
    const bool possible = post_id > id_base && (post_id - id_base) % id_step == 0;
    return possible ? (post_id - id_base) / id_step : 0;
}

PostKind kind_of(const CastPost& post, const Persona& author) {
    if (passes_posts_on(author) && post.dice.of("repost").chance(33)) return PostKind::repost;
    return post.dice.of("reply").chance(15) ? PostKind::reply : PostKind::original;
}

Content content_of(const CastPost& post, const Persona& author, std::string caption) {
    Content content;
    content.kind = kind_of(post, author);
    auto& wording = content.wording;
    if (content.kind == PostKind::repost) {
        wording.text = escape("RT @mira_k: " + std::string(first_characters(caption, 100)));
        return content;
    }
    wording.text = content.kind == PostKind::reply ? "@mira_k " + caption : std::move(caption);
    content.media = media_of(post);
    if (content.media.empty() && post.dice.of("links").chance(40)) {
        append(wording, {.shortened = shortened(post.dice.of("link")),
                         .target = fmt::format("https://example.org/{}?utm_source=x&n=1",
                                               post.dice.of("target").below(1'000)),
                         .media_key = {}});
    }
    if (is_premium(author) && utf8::count(wording.text) > text_max) {
        content.note = {escape(wording.text), wording.links};
        wording = {std::string(first_characters(wording.text, text_kept)) + "…", {}};
        append(wording, {.shortened = shortened(post.dice.of("whole")),
                         .target = status_address(post, author),
                         .media_key = {}});
    }
    for (const auto& item : content.media) {
        Link link{.shortened = shortened(post.dice.of("own media")),
                  .target = fmt::format("{}/{}/1", status_address(post, author),
                                        item.type == "photo" ? "photo" : "video"),
                  .media_key = item.key};
        // All media of a post share one address.
        if (&item == &content.media.front()) {
            append(wording, std::move(link));
        } else {
            wording.links.push_back(std::move(link));
        }
    }
    wording.text = escape(wording.text);
    return content;
}

Content content_of(const PublishedPost& post) {
    Content content;
    content.kind = post.reply_to.empty() ? PostKind::original : PostKind::reply;
    auto& wording = content.wording;
    wording.text = escape(post.text);
    const Dice dice(std::hash<std::string>{}(post.id));
    std::size_t done = 0;
    for (const auto& address : addresses_in(post.text)) {
        const auto at = wording.text.find(escape(address), done);
        if (at == std::string::npos) continue;
        const bool whole = address.starts_with("http");
        Link link{.shortened = shortened(dice.of(static_cast<int>(wording.links.size()))),
                  .target = whole ? address : "http://" + address,
                  .media_key = {}};
        wording.text.replace(at, escape(address).size(), link.shortened);
        done = at + link.shortened.size();
        wording.links.push_back(std::move(link));
    }
    for (std::size_t i = 0; i < post.media.size(); ++i) {
        const auto& mime = post.media[i].mime;
        const bool video = mime.starts_with("video/");
        const bool gif = mime == "image/gif";
        content.media.push_back({fmt::format("{}_{}{}",
                                             video ? 13
                                             : gif ? 16
                                                   : 3,
                                             post.id, i),
                                 video ? "video"
                                 : gif ? "animated_gif"
                                       : "photo"});
    }
    if (!content.media.empty()) {
        append(wording,
               {.shortened = shortened(dice.of("own media")),
                .target = post.permalink +
                          (content.media.front().type == "photo" ? "/photo/1" : "/video/1"),
                .media_key = content.media.front().key});
    }
    return content;
}

}  // namespace rostrum::sandbox::x
