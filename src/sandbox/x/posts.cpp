#include "sandbox/x/posts.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <array>

namespace rostrum::sandbox::x {
namespace {

/// Where a link stands, counted in characters; the end when it is not there.
std::size_t place_of(const Link& link, std::string_view text) {
    return utf8::count(text.substr(0, text.find(link.shortened)));
}

void write_links(JsonWriter& out, const Wording& wording) {
    out.key("entities").begin_object().key("urls").begin_array();
    for (const auto& link : wording.links) {
        const auto start = place_of(link, wording.text);
        out.begin_object().key("start").value(start);
        out.key("end").value(start + link.shortened.size());
        out.key("url").value(link.shortened).key("expanded_url").value(link.target);
        out.key("display_url").value(link.target.substr(std::string_view("https://").size()));
        if (!link.media_key.empty()) out.key("media_key").value(link.media_key);
        out.end_object();
    }
    out.end_array().end_object();
}

void write_private_figures(JsonWriter& out, std::string_view name, const PostView& view) {
    const auto& figures = view.figures;
    out.key(name).begin_object();
    out.key("impression_count").value(figures.views);
    out.key("url_link_clicks").value(figures.clicks);
    out.key("user_profile_clicks").value(figures.clicks / 3);
    out.key("engagements").value(figures.likes + figures.comments + figures.clicks);
    out.end_object();
}

constexpr std::array<std::string_view, 2> private_groups{"non_public_metrics", "organic_metrics"};

}  // namespace

std::vector<std::uint64_t> PostList::ids() const {
    std::vector<std::uint64_t> ids;
    ids.reserve(views_.size());
    for (const auto& view : views_) ids.push_back(view.post.id);
    return ids;
}

void PostList::write(JsonWriter& out) const {
    if (!views_.empty()) {
        out.key("data").begin_array();
        for (const auto& view : views_) write_post(out, view);
        out.end_array();
        const bool media = has(fields_.expansions, "attachments.media_keys");
        const bool users = has(fields_.expansions, "author_id");
        if (media || users) {
            out.key("includes").begin_object();
            if (media) write_media(out);
            if (users) write_users(out);
            out.end_object();
        }
    }
    write_errors(out);
}

void PostList::write_post(JsonWriter& out, const PostView& view) const {
    const auto& content = view.content;
    const auto id = post_id(view.post);
    const auto wants = [&](std::string_view name) { return has(fields_.post, name); };
    out.begin_object().key("id").value(id).key("text").value(content.wording.text);
    out.key(fields_.old_names ? "edit_history_tweet_ids" : "edit_history_post_ids");
    out.begin_array().value(id).end_array();
    if (wants("author_id") || has(fields_.expansions, "author_id")) {
        out.key("author_id").value(view.author_id);
    }
    if (wants("conversation_id")) out.key("conversation_id").value(id);
    if (wants("created_at")) out.key("created_at").value(view.post.posted_at);
    if (wants("entities") && !content.wording.links.empty()) write_links(out, content.wording);
    if (wants("attachments") && !content.media.empty()) {
        out.key("attachments").begin_object().key("media_keys").begin_array();
        for (const auto& item : content.media) out.value(item.key);
        out.end_array().end_object();
    }
    const std::string_view note = fields_.old_names ? "note_tweet" : "note_post";
    if (wants(note) && !content.note.text.empty()) {
        out.key(note).begin_object().key("text").value(content.note.text);
        if (!content.note.links.empty()) write_links(out, content.note);
        out.end_object();
    }
    write_figures(out, view);
    out.end_object();
}

void PostList::write_figures(JsonWriter& out, const PostView& view) const {
    const auto& figures = view.figures;
    const bool repost = view.content.kind == PostKind::repost;
    const auto count = [&](std::string_view name, std::int64_t number) {
        out.key(name).value(repost ? 0 : number);
    };
    if (has(fields_.post, "public_metrics")) {
        const auto quotes = figures.shares / 4;
        out.key("public_metrics").begin_object();
        out.key(fields_.old_names ? "retweet_count" : "repost_count")
            .value(figures.shares - quotes);
        count("reply_count", figures.comments);
        count("like_count", figures.likes);
        count("quote_count", quotes);
        if (!view.author.hides_figures) {
            count("bookmark_count", figures.saves);
            count("impression_count", figures.views);
        }
        out.end_object();
    }
    for (const auto name : private_groups) {
        if (has(fields_.post, name) && view.shows_private_figures) {
            write_private_figures(out, name, view);
        }
    }
}

void PostList::write_media(JsonWriter& out) const {
    const auto wants = [&](std::string_view name) { return has(fields_.media, name); };
    out.key("media").begin_array();
    for (const auto& view : views_) {
        for (const auto& item : view.content.media) {
            const bool photo = item.type == "photo";
            out.begin_object().key("media_key").value(item.key).key("type").value(item.type);
            if (wants("url") && photo) out.key("url").value(view.cover_url);
            if (wants("preview_image_url") && !photo) {
                out.key("preview_image_url").value(view.cover_url);
            }
            if (wants("width")) out.key("width").value(432);
            if (wants("height")) out.key("height").value(540);
            if (wants("duration_ms") && item.type == "video") out.key("duration_ms").value(31'500);
            if (wants("public_metrics") && !photo) {
                out.key("public_metrics").begin_object();
                out.key("view_count").value(view.figures.views / 2).end_object();
            }
            out.end_object();
        }
    }
    out.end_array();
}

void PostList::write_users(JsonWriter& out) const {
    out.key("users").begin_array();
    std::string_view last;
    for (const auto& view : views_) {
        if (view.author_id == last) continue;
        last = view.author_id;
        out.begin_object().key("id").value(view.author_id).key("name").value(view.author.name);
        out.key("username").value(view.author.handle);
        out.key("profile_image_url").value(avatar_url_).end_object();
    }
    out.end_array();
}

/// Beside the data: what is not there, and figures that are asked for and not told.
void PostList::write_errors(JsonWriter& out) const {
    auto errors = errors_;
    for (const auto name : private_groups) {
        if (!has(fields_.post, name)) continue;
        for (const auto& view : views_) {
            if (view.shows_private_figures) continue;
            const auto id = post_id(view.post);
            errors.push_back(
                {.slug = "not-authorized-for-field",
                 .title = "Field Authorization Error",
                 .detail = fmt::format("Sorry, you are not authorized to access '{}' on the Post "
                                       "with id : [{}].",
                                       name, id),
                 .resource_type = "tweet",
                 .resource_id = id,
                 .parameter = name,
                 .section = "data"});
        }
    }
    if (errors.empty()) return;
    out.key("errors").begin_array();
    for (const auto& error : errors) write_part_error(out, error);
    out.end_array();
}

}  // namespace rostrum::sandbox::x
