#include "sandbox/instagram/publishing.hpp"

#include "core/json_writer.hpp"
#include "core/utf8.hpp"
#include "crypto/hash.hpp"
#include "sandbox/instagram/containers.hpp"
#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/wire.hpp"
#include "sandbox/media_bytes.hpp"
#include "sandbox/media_fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::uint64_t image_bytes_max = 8 * mib;
constexpr std::uint64_t reel_bytes_max = 300 * mib;
constexpr std::uint64_t story_bytes_max = 100 * mib;
constexpr std::size_t caption_max = 2'200;
constexpr std::size_t hashtags_max = 30;
constexpr std::size_t mentions_max = 20;
constexpr std::size_t alt_text_max = 1'000;
constexpr std::size_t children_min = 2;
constexpr std::size_t children_max = 10;
constexpr std::size_t collaborators_max = 3;

GraphError with_title(int code, int subcode, std::string_view title, std::string_view text) {
    return {.message = std::string(title),
            .code = code,
            .subcode = subcode,
            .type = "OAuthException",
            .user_title = title,
            .user_message = text};
}

GraphError not_fetched() {
    return with_title(9'004, 2'207'052, "Media fetch failed",
                      "The media could not be fetched from this URI.");
}

/// What `media_type` and the addresses say; an error for what is no kind of post.
GraphResult<PostKind> kind_of(const GraphCall& call) {
    const auto type = call.param("media_type");
    const bool video = !call.param("video_url").empty() || call.param("upload_type") == "resumable";
    if (type == "CAROUSEL") return PostKind::carousel;
    if (type == "STORIES") return video ? PostKind::story_video : PostKind::story_image;
    if (type == "REELS") return PostKind::reel;
    const bool of_carousel = call.param("is_carousel_item") == "true";
    if (type == "VIDEO" && of_carousel) return PostKind::reel;
    if (type.empty() || type == "IMAGE") return PostKind::image;
    return std::unexpected(with_title(100, 2'207'023, "Unknown media type",
                                      "The media type is not supported, use REELS for videos."));
}

/// Tags need no space between them: "#rye#bread" has two. A mark alone is none.
std::size_t count_tags(std::string_view caption, char mark) {
    std::size_t found = 0;
    for (std::size_t i = 0; i + 1 < caption.size(); ++i) {
        const auto next = static_cast<unsigned char>(caption[i + 1]);
        if (caption[i] == mark && (next >= 0x80 || std::isalnum(next) != 0 || next == '_')) ++found;
    }
    return found;
}

GraphResult<> check_caption(const GraphCall& call) {
    const auto caption = call.param("caption");
    if (utf8::count(caption) > caption_max) {
        return std::unexpected(with_title(36'004, 2'207'010, "Caption too long",
                                          "The caption may have 2,200 characters."));
    }
    if (count_tags(caption, '#') > hashtags_max || count_tags(caption, '@') > mentions_max) {
        return std::unexpected(with_title(100, 2'207'040, "Too many tags",
                                          "A caption may have 20 @ tags and 30 hashtags."));
    }
    if (utf8::count(call.param("alt_text")) > alt_text_max) {
        return std::unexpected(bad_parameter("(#100) Param alt_text is too long"));
    }
    if (list_of(call.param("collaborators")).size() > collaborators_max) {
        return std::unexpected(bad_parameter("(#100) Param collaborators has too many items"));
    }
    return {};
}

/// What a picture's bytes are refused for, at once.
GraphResult<> check_image(const FetchedMedia& media) {
    if (media.bytes > image_bytes_max) {
        return std::unexpected(
            with_title(36'000, 2'207'004, "Image too large", "The image may have 8 MiB."));
    }
    if (mime_of_bytes(media.head) != "image/jpeg") {
        return std::unexpected(with_title(36'001, 2'207'005, "Unsupported format",
                                          "The image format is not supported, use JPEG."));
    }
    return {};
}

GraphResult<> check_aspect(const FetchedMedia& media) {
    const auto size = jpeg_size(media.head);
    if (!size || size->height == 0) return {};
    const double aspect = static_cast<double>(size->width) / static_cast<double>(size->height);
    if (aspect >= 0.79 && aspect <= 1.92) return {};
    return std::unexpected(with_title(36'003, 2'207'009, "Aspect ratio not supported",
                                      "The aspect ratio must lie between 4:5 and 1.91:1."));
}

/// What a video comes to nothing for, told by the container later; empty: nothing.
std::string video_problem(std::string_view head, std::uint64_t bytes, PostKind kind) {
    if (!mime_of_bytes(head).starts_with("video/")) {
        return "Error: Media upload has failed with error code 2207026";
    }
    if (bytes > (kind == PostKind::reel ? reel_bytes_max : story_bytes_max)) {
        return "Error: Media upload has failed with error code 2207053";
    }
    return {};
}

http::Response id_answer(std::uint64_t id, std::string_view uri = {}) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("id").value(std::to_string(id));
    if (!uri.empty()) out.key("uri").value(uri);
    out.end_object();
    return graph_json(200, body);
}

bool is_fetchable(std::string_view url) {
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    return web && std::ranges::all_of(url, [](char c) { return c > ' ' && c < 127; });
}

Task<GraphResult<>> fetch_into(Container& container, std::string url, http::Client* client) {
    const bool video = is_video(container.kind);
    if (client == nullptr || !is_fetchable(url)) co_return std::unexpected(not_fetched());
    const auto fetched = co_await fetch_media(*client, std::move(url));
    if (!fetched || fetched->status != 200) {
        if (!video) co_return std::unexpected(not_fetched());
        container.error = "Error: Media download has failed with error code 2207077";
        co_return GraphResult<>{};
    }
    if (video) {
        container.error = video_problem(fetched->head, fetched->bytes, container.kind);
    } else {
        if (auto checked = check_image(*fetched); !checked) co_return checked;
        const bool cropped = container.of_carousel || is_story(container.kind);
        if (auto checked = check_aspect(*fetched); !cropped && !checked) co_return checked;
    }
    container.media.push_back({.mime = std::string(mime_of_bytes(fetched->head)),
                               .bytes = fetched->bytes,
                               .sha256 = fetched->sha256});
    co_return GraphResult<>{};
}

GraphResult<> add_children(const GraphCall& call, Container& container) {
    const auto names = list_of(call.param("children"));
    if (names.size() < children_min || names.size() > children_max) {
        return std::unexpected(with_title(100, 2'207'028, "Carousel cannot be published",
                                          "A carousel has 2 to 10 children."));
    }
    for (const auto name : names) {
        const auto id = parse_id(name);
        const auto child = id ? call.containers.find(*id) : std::nullopt;
        if (!child || child->account != &call.account() || !child->of_carousel) {
            return std::unexpected(bad_parameter(fmt::format("(#100) Invalid child {}", name)));
        }
        if (child->status(call.now) != "FINISHED") {
            return std::unexpected(with_title(9'007, 2'207'027, "Media ID is not available",
                                              "A child is not ready, please wait for a moment."));
        }
        container.children.push_back(*id);
        std::ranges::copy(child->media, std::back_inserter(container.media));
    }
    return {};
}

Task<GraphResult<http::Response>> create_container(GraphCall call, http::Client* client) {
    const auto kind = kind_of(call);
    if (!kind) co_return std::unexpected(kind.error());
    if (auto checked = check_caption(call); !checked) co_return std::unexpected(checked.error());
    Container container{.account = &call.account(), .kind = *kind};
    container.of_carousel = call.param("is_carousel_item") == "true";
    container.created_at = call.now;
    if (!container.of_carousel && !is_story(*kind)) container.caption = call.param("caption");
    container.alt_text = call.param("alt_text");
    const bool video = is_video(*kind);
    const bool resumable = call.param("upload_type") == "resumable";
    if (container.of_carousel && call.param("is_ai_generated") == "true") {
        co_return std::unexpected(
            bad_parameter("(#100) is_ai_generated is not for carousel items"));
    }
    if (*kind == PostKind::carousel) {
        if (auto added = add_children(call, container); !added) {
            co_return std::unexpected(added.error());
        }
    } else if (resumable && call.host != graph_host) {
        if (!video) {
            co_return std::unexpected(bad_parameter("(#100) upload_type is for videos"));
        }
        container.awaits_bytes = true;
    } else {
        const std::string_view name = video ? "video_url" : "image_url";
        const auto url = call.param(name);
        if (url.empty()) {
            co_return std::unexpected(
                bad_parameter(fmt::format("(#100) The parameter {} is required", name)));
        }
        auto fetched = co_await fetch_into(container, std::string(url), client);
        if (!fetched) co_return std::unexpected(fetched.error());
    }
    container.ready_at = call.now + (video ? video_processing : image_processing);
    const bool awaits = container.awaits_bytes;
    const auto id = call.containers.add(std::move(container));
    if (!id) co_return std::unexpected(id.error());
    co_return id_answer(*id, awaits ? fmt::format("{}/rupload.facebook.com/ig-api-upload/v{}.0/{}",
                                                  call.origin, call.path.version, *id)
                                    : std::string());
}

}  // namespace

Task<GraphResult<http::Response>> change_node(GraphCall call, http::Client* client) {
    const auto node = call.path.node;
    const auto edge = call.path.edge;
    const bool posts = call.request.method == http::Method::post;
    const auto id = parse_id(node);
    const bool own = node == "me" || (id && find_account(*id) == &call.account());
    const auto missing = missing_object(node, posts ? "post" : "delete");
    if (!posts) {
        const auto found = id ? call.containers.find_post(*id, call.now) : std::nullopt;
        if (call.host == graph_host || !found || found->post.account != &call.account() ||
            !call.containers.remove(*id)) {
            co_return std::unexpected(missing);
        }
        co_return graph_json(200, R"({"success":true})");
    }
    if (!own || (edge != "media" && edge != "media_publish")) co_return std::unexpected(missing);
    if (!call.may(Scope::content_publish)) co_return std::unexpected(missing_permission());
    if (edge == "media") co_return co_await create_container(call, client);
    const auto creation = parse_id(call.param("creation_id"));
    if (!creation) {
        co_return std::unexpected(bad_parameter("(#100) The parameter creation_id is required"));
    }
    const auto made = call.containers.publish(call.account(), *creation, call.now, call.origin);
    if (!made) co_return std::unexpected(made.error());
    co_return id_answer(*made);
}

GraphResult<http::Response> container_object(const GraphCall& call, const Container& container) {
    const auto asked = call.param("fields");
    const auto fields = parse_fields(asked.empty() ? "id" : asked);
    if (!fields) return std::unexpected(fields.error());
    const auto status = container.status(call.now);
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    for (const auto& field : *fields) {
        if (field.name == "status_code") {
            out.key("status_code").value(status);
        } else if (field.name == "status") {
            out.key("status").value(status == "ERROR" ? container.error
                                                      : fmt::format("{}: Media", status));
        } else if (field.name != "id") {
            return std::unexpected(unknown_field(field.name, "IGMediaBuilder"));
        }
    }
    out.key("id").value(std::to_string(container.id)).end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> publishing_limit(const GraphCall& call) {
    if (!call.may(Scope::content_publish)) return std::unexpected(missing_permission());
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array().begin_object();
    out.key("quota_usage").value(call.containers.posts_today(call.account(), call.now));
    if (call.param("fields").contains("config")) {
        out.key("config").begin_object().key("quota_total").value(posts_per_day);
        out.key("quota_duration").value(86'400).end_object();
    }
    out.end_object().end_array().end_object();
    return graph_json(200, body);
}

http::Response receive_upload(Containers& containers, const http::Request& request,
                              std::string_view id, Time now) {
    const auto number = parse_id(id);
    const auto container = number ? containers.find(*number) : std::nullopt;
    if (!container || container->status(now) == "EXPIRED") {
        return upload_error(404, "The upload session was not found");
    }
    if (!container->awaits_bytes) return upload_error(400, "The file was uploaded before");
    const auto size = parse_id(request.headers.get("file_size"));
    if (request.headers.get("offset") != "0" || !size) {
        return upload_error(400, "Missing or wrong offset or file_size");
    }
    if (*size != request.body.size()) {
        return upload_error(400, "PartialRequestError: the body is not as long as file_size", true);
    }
    const auto problem = video_problem(request.body, request.body.size(), container->kind);
    containers.receive(*number,
                       {.mime = std::string(mime_of_bytes(request.body)),
                        .bytes = request.body.size(),
                        .sha256 = crypto::sha256_hex(request.body)},
                       problem, now);
    return graph_json(200, R"({"success":true,"message":"Upload successful."})");
}

http::Response upload_error(int status, std::string_view message, bool retriable) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("debug_info").begin_object().key("retriable").value(retriable);
    out.key("type").value("ProcessingFailedError").key("message").value(message);
    out.end_object().end_object();
    return graph_json(status, body);
}

}  // namespace rostrum::sandbox::instagram
