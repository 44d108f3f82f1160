#include "sandbox/linkedin/posts.hpp"

#include "sandbox/captions.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace rostrum::sandbox::linkedin {
namespace {

/// What ids of media begin with; the digits of the post follow.
constexpr std::string_view media_mark = "C4E";
constexpr std::string_view share = "urn:li:share:";
constexpr std::string_view ugc_post = "urn:li:ugcPost:";

std::int64_t to_millis(Time time) { return time.time_since_epoch() / std::chrono::milliseconds{1}; }

bool is_share(const CastPost& post) { return post.dice.of("kind of id").chance(80); }

/// The first digits say whose post it is; 19 in all.
std::string_view digits_of(Author author) { return author == Author::member ? "71" : "72"; }

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void write_content(JsonWriter& out, const CastPost& post, std::string_view digits) {
    struct Kind {
        std::int64_t below;
        std::string_view media;  ///< what its URN says; empty: see the name
        std::string_view name;
    };
    constexpr std::array kinds{
        Kind{40, "image", "media"},      Kind{55, "video", "media"}, Kind{65, "document", "media"},
        Kind{75, "image", "multiImage"}, Kind{88, "", "article"},
    };
    const auto roll = post.dice.of("content").below(100);
    for (const auto& kind : kinds) {
        if (roll >= kind.below) continue;
        const auto urn = fmt::format("urn:li:{}:{}{}", kind.media, media_mark, digits);
        out.key("content").begin_object().key(kind.name).begin_object();
        if (kind.name == "article") {
            out.key("source").value("https://blog.example/entry");
            out.key("title").value("An entry");
        } else if (kind.name == "multiImage") {
            out.key("images").begin_array();
            for (int i = 0; i < 2; ++i) out.begin_object().key("id").value(urn).end_object();
            out.end_array();
        } else {
            out.key("id").value(urn);
        }
        out.end_object().end_object();
        return;
    }
}

void write_head(JsonWriter& out, std::string_view urn, std::string_view author_urn,
                std::string_view text, Time posted_at) {
    const auto millis = to_millis(posted_at);
    out.key("id").value(urn).key("author").value(author_urn);
    out.key("commentary").value(little_text(text));
    out.key("createdAt").value(millis);
    out.key("publishedAt").value(millis);
    out.key("lastModifiedAt").value(millis + 1'000);
    out.key("lifecycleState").value("PUBLISHED");
    out.key("visibility").value("PUBLIC");
    out.key("distribution").begin_object().key("feedDistribution").value("MAIN_FEED").end_object();
}

/// One that was published through the API. Its pictures are not kept, so it names none.
void write_own(JsonWriter& out, const PublishedPost& post, std::string_view author_urn) {
    out.begin_object();
    write_head(out, post.id, author_urn, post.text, post.published_at);
    if (post.kind == "link") {
        out.key("content").begin_object().key("article").begin_object();
        out.key("title").value(post.title).end_object().end_object();
    }
    out.key("isReshareDisabledByAuthor").value(false).end_object();
}

void write_post(JsonWriter& out, Author author, const Cast& cast, const CastPost& post,
                std::string_view author_urn) {
    const auto urn = urn_of(author, post);
    out.begin_object();
    write_head(out, urn, author_urn,
               caption(cast.persona(post.persona).voice, post.dice.of("caption")), post.posted_at);
    write_content(out, post, std::string_view(urn).substr(urn.rfind(':') + 1));
    out.key("isReshareDisabledByAuthor").value(false).end_object();
}

}  // namespace

std::string urn_of(Author author, const CastPost& post) {
    return fmt::format("{}{}{:017}", is_share(post) ? share : ugc_post, digits_of(author), post.id);
}

std::optional<FoundPost> find_post(std::string_view urn, const Cast& members, const Cast& pages,
                                   Time now) {
    const auto digits = urn.substr(urn.rfind(':') + 1);
    if (digits.size() != 19) return std::nullopt;
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(digits.data() + 2, digits.data() + digits.size(), id);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    for (const auto author : {Author::member, Author::organization}) {
        if (!digits.starts_with(digits_of(author))) continue;
        const auto post = (author == Author::member ? members : pages).find_post(id, now);
        // The two kinds of ids are spaces of their own.
        if (post && urn_of(author, *post) == urn) return FoundPost{author, *post};
    }
    return std::nullopt;
}

std::optional<FoundPost> find_pictured_post(std::string_view id, const Cast& members,
                                            const Cast& pages, Time now) {
    if (!id.starts_with(media_mark)) return std::nullopt;
    id.remove_prefix(media_mark.size());
    auto found = find_post(std::string(share).append(id), members, pages, now);
    if (!found) found = find_post(std::string(ugc_post).append(id), members, pages, now);
    return found;
}

std::string little_text(std::string_view text) {
    constexpr std::string_view reserved = R"(|{}@[]()<>#\*_~)";
    std::string out;
    while (!text.empty()) {
        std::size_t length = 1;
        while (text.front() == '#' && length < text.size() && is_word(text[length])) ++length;
        if (length > 1) {
            fmt::format_to(std::back_inserter(out), R"({{hashtag|\#|{}}})",
                           text.substr(1, length - 1));
        } else {
            if (reserved.contains(text.front())) out += '\\';
            out += text.front();
        }
        text.remove_prefix(length);
    }
    return out;
}

std::string write_posts(Author author, const Cast& cast, std::size_t persona,
                        std::string_view author_urn, Page page,
                        const std::vector<PublishedPost>& own, Time now) {
    const auto slots = cast.posts(persona, now);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("paging").begin_object();
    out.key("start").value(page.start).key("count").value(page.count);
    out.key("links").begin_array().end_array().end_object();
    out.key("elements").begin_array();
    auto next_own = own.begin();
    std::int64_t taken = 0;  // of the cast
    for (std::int64_t i = 0; i < page.start + page.count; ++i) {
        // Without own ones in it, the way to the page need not be gone post by post.
        if (next_own == own.end() && i < page.start) {
            taken += page.start - i;
            i = page.start;
        }
        const bool has_cast = taken < slots.size();
        const bool is_own = next_own != own.end() &&
                            (!has_cast || cast.post(persona, slots.newest - taken).posted_at <=
                                              next_own->published_at);
        if (!is_own && !has_cast) break;
        if (i >= page.start) {
            if (is_own) {
                write_own(out, *next_own, author_urn);
            } else {
                write_post(out, author, cast, cast.post(persona, slots.newest - taken), author_urn);
            }
        }
        if (is_own) {
            ++next_own;
        } else {
            ++taken;
        }
    }
    out.end_array().end_object();
    return body;
}

}  // namespace rostrum::sandbox::linkedin
