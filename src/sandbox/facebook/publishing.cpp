#include "core/json.hpp"
#include "core/json_writer.hpp"
#include "core/utf8.hpp"
#include "crypto/hash.hpp"
#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/media_bytes.hpp"
#include "sandbox/media_fetch.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::sandbox::facebook {
namespace {

using instagram::bad_parameter;
using instagram::graph_json;

constexpr std::size_t message_max = 63'206;
constexpr std::uint64_t photo_bytes_max = 4 * std::uint64_t{1024} * 1024;

GraphError refused(std::string message, int code, int subcode = 0) {
    return {
        .message = std::move(message), .code = code, .subcode = subcode, .type = "OAuthException"};
}

http::Response success(std::string_view name = {}, std::string_view value = {}) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("success").value(true);
    if (!name.empty()) out.key(name).value(value);
    out.end_object();
    return graph_json(200, body);
}

http::Response ids(std::initializer_list<std::pair<std::string_view, std::string>> pairs) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    for (const auto& [name, value] : pairs) out.key(name).value(value);
    out.end_object();
    return graph_json(200, body);
}

GraphResult<> check_message(std::string_view message) {
    if (utf8::count(message) <= message_max) return {};
    return std::unexpected(bad_parameter("(#100) The message is too long"));
}

/// A photo as it came or was fetched.
GraphResult<PublishedMedia> checked_photo(std::string_view head, std::uint64_t bytes,
                                          std::string sha256) {
    const auto mime = mime_of_bytes(head);
    if ((mime != "image/jpeg" && mime != "image/png") || bytes > photo_bytes_max) {
        return std::unexpected(
            refused("Invalid parameter: photos should be smaller than 4 MB and saved as JPG, PNG",
                    324, 1'366'046));
    }
    return PublishedMedia{.mime = std::string(mime), .bytes = bytes, .sha256 = std::move(sha256)};
}

/// The ids in `attached_media[0]={"media_fbid":"1"}`, in the order of their numbers.
std::vector<std::uint64_t> attached(const PageCall& call) {
    std::vector<std::uint64_t> photos;
    for (int i = 0;; ++i) {
        const auto text = call.param(fmt::format("attached_media[{}]", i));
        const auto value = parse_json(text.empty() ? std::string_view("null") : text);
        const auto* object = value ? value->if_object() : nullptr;
        const auto* id = object != nullptr ? object->if_contains("media_fbid") : nullptr;
        if (id == nullptr || !id->is_string()) return photos;
        photos.push_back(instagram::parse_id(id->as_string()).value_or(0));
    }
}

/// The edges that a page publishes at, and what a video becomes there.
std::optional<PostKind> video_kind(std::string_view edge) {
    if (edge == "videos") return PostKind::video;
    if (edge == "video_reels") return PostKind::reel;
    if (edge == "video_stories") return PostKind::video_story;
    return std::nullopt;
}

bool is_own_link(std::string_view link) {
    return link.contains("://www.facebook.com") || link.contains("://facebook.com");
}

}  // namespace

std::string Facebook::permalink_base(const PageCall& call, PostKind kind, std::size_t page) const {
    const auto host = fmt::format("{}/{}", origin_of(call.request), www_host);
    if (kind == PostKind::reel) return host + "/reel/";
    return fmt::format("{}/{}/{}/", host, page_id(page), is_story(kind) ? "stories" : "posts");
}

GraphResult<std::uint64_t> Facebook::publish_post(const PageCall& call, PagePost post) {
    const auto page = post.post.persona;
    auto permalink = permalink_base(call, post.kind, page);
    return page_posts_.publish(std::move(post), cast().persona(page).handle, std::move(permalink));
}

Task<GraphResult<http::Response>> Facebook::page_change(PageCall call, std::size_t page) {
    if (call.caller.page != page) {
        co_return std::unexpected(instagram::missing_object(call.path.node, "post"));
    }
    if (!call.caller.may(Scope::manage_posts)) {
        co_return std::unexpected(
            refused("(#200) Requires pages_manage_posts permission to manage the object", 200));
    }
    const auto edge = call.path.edge;
    if (edge == "feed") co_return feed(call, page);
    if (edge == "photos") co_return co_await photos(call, page);
    if (edge == "photo_stories") co_return photo_story(call, page);
    if (const auto kind = video_kind(edge)) co_return videos(call, page, *kind);
    co_return std::unexpected(instagram::unknown_path("/" + std::string(edge)));
}

GraphResult<http::Response> Facebook::feed(const PageCall& call, std::size_t page) {
    PagePost post;
    post.post.persona = page;
    post.post.posted_at = call.now;
    post.message = call.param("message");
    post.link = call.param("link");
    const auto media = attached(call);
    if (post.message.empty() && post.link.empty() && media.empty()) {
        return std::unexpected(refused("(#100) Requires one of the params: message, link, "
                                       "attached_media",
                                       100));
    }
    if (auto checked = check_message(post.message); !checked) {
        return std::unexpected(checked.error());
    }
    if (is_own_link(post.link)) {
        return std::unexpected(refused("Invalid parameter: links to facebook.com", 100, 1'609'008));
    }
    for (const auto id : media) {
        const auto photo = page_posts_.find_photo(id);
        if (!photo || photo->page != page || call.now > photo->uploaded_at + upload_life) {
            return std::unexpected(bad_parameter("(#100) Invalid attached_media"));
        }
        post.media.push_back(photo->media);
        post.of = id;
    }
    if (!post.link.empty()) post.kind = PostKind::link;
    if (media.size() == 1) post.kind = PostKind::photo;
    if (media.size() > 1) post.kind = PostKind::album;
    const auto made = publish_post(call, std::move(post));
    if (!made) return std::unexpected(made.error());
    return ids({{"id", fmt::format("{}_{}", page_id(page), *made)}});
}

Task<GraphResult<http::Response>> Facebook::photos(PageCall call, std::size_t page) {
    GraphResult<PublishedMedia> media;
    if (const auto url = call.param("url"); !url.empty()) {
        Result<FetchedMedia> fetched = fail(ErrorCode::platform_unavailable, "no client");
        if (client_ != nullptr) fetched = co_await fetch_media(*client_, std::string(url));
        if (!fetched || fetched->status != 200) {
            co_return std::unexpected(
                refused("Invalid parameter: the URL cannot be fetched", 100, 1'609'005));
        }
        media = checked_photo(fetched->head, fetched->bytes, fetched->sha256);
    } else {
        const auto bytes = call.param("source");
        if (bytes.empty()) {
            co_return std::unexpected(refused("(#324) Requires upload file", 324));
        }
        media = checked_photo(bytes, bytes.size(), crypto::sha256_hex(bytes));
    }
    if (!media) co_return std::unexpected(media.error());
    const auto id = page_posts_.add_photo({.page = page,
                                           .media = *media,
                                           .alt_text = std::string(call.param("alt_text_custom")),
                                           .uploaded_at = call.now});
    if (call.param("published") == "false") co_return ids({{"id", std::to_string(id)}});
    PagePost post;
    post.post.persona = page;
    post.post.posted_at = call.now;
    post.kind = PostKind::photo;
    post.message = call.param("caption");
    post.of = id;
    post.media.push_back(*std::move(media));
    const auto made = publish_post(call, std::move(post));
    if (!made) co_return std::unexpected(made.error());
    co_return ids(
        {{"id", std::to_string(id)}, {"post_id", fmt::format("{}_{}", page_id(page), *made)}});
}

GraphResult<http::Response> Facebook::photo_story(const PageCall& call, std::size_t page) {
    const auto id = instagram::parse_id(call.param("photo_id"));
    const auto photo = id ? page_posts_.find_photo(*id) : std::nullopt;
    if (!photo || photo->page != page) {
        return std::unexpected(bad_parameter("(#100) Invalid photo_id"));
    }
    PagePost post;
    post.post.persona = page;
    post.post.posted_at = call.now;
    post.kind = PostKind::photo_story;
    post.of = *id;
    post.media.push_back(photo->media);
    const auto made = publish_post(call, std::move(post));
    if (!made) return std::unexpected(made.error());
    return success("post_id", std::to_string(*made));
}

// ---- deleting

GraphResult<http::Response> Facebook::remove_node(const PageCall& call) {
    const auto node = call.path.node;
    const auto missing = std::unexpected(instagram::missing_object(node, "delete"));
    auto number = instagram::parse_id(node.substr(node.find('_') + 1));
    if (number) {
        if (const auto video = page_posts_.find_video(*number)) number = video->post;
    }
    const auto post = number ? page_posts_.find_post(*number, call.now) : std::nullopt;
    if (!post || call.caller.page != post->post.persona) return missing;
    if (!call.caller.may(Scope::manage_posts)) {
        return std::unexpected(refused("(#200) Requires pages_manage_posts permission", 200));
    }
    if (!page_posts_.remove(*number)) return missing;
    return success();
}

}  // namespace rostrum::sandbox::facebook
