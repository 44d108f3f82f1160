#include "sandbox/linkedin/publishing.hpp"

#include "core/json_writer.hpp"
#include "core/utf8.hpp"
#include "crypto/hash.hpp"
#include "sandbox/linkedin/personas.hpp"
#include "sandbox/linkedin/resources.hpp"
#include "sandbox/linkedin/shown_text.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::string_view rest_prefix = "/api.linkedin.com/rest/";
constexpr std::chrono::minutes duplicate_window{10};
constexpr std::size_t text_max = 3'000;
constexpr std::array<std::string_view, 3> resources{"images", "documents", "videos"};

std::unexpected<ApiError> bad(std::string_view code, std::string message) {
    return std::unexpected(ApiError{400, code, 0, std::move(message)});
}

const json::object* object_in(const json::object& object, std::string_view name) {
    const auto* field = object.if_contains(name);
    return field != nullptr ? field->if_object() : nullptr;
}

std::string text_in(const json::object& object, std::string_view name) {
    const auto* field = object.if_contains(name);
    const auto* text = field != nullptr ? field->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

ApiResult<json::object> read_object(const http::Request& request) {
    const auto body = parse_json(request.body);
    const auto* object = body ? body->if_object() : nullptr;
    if (object == nullptr) return bad("INVALID_JSON", "The body is not a JSON object");
    return *object;
}

bool has_scope(const UserGrant& grant, std::string_view scope) {
    const auto place = std::ranges::find(scope_names, scope) - scope_names.begin();
    return (grant.scopes >> place & 1U) != 0;
}

/// "images" of "/api.linkedin.com/rest/images/urn..." and of "/api.linkedin.com/rest/images".
std::string_view resource_of(const http::Request& request) {
    std::string_view path = request.path;
    path.remove_prefix(std::min(rest_prefix.size(), path.size()));
    return path.substr(0, path.find('/'));
}

std::string_view key_of(const http::Request& request) {
    const std::string_view path = request.path;
    return path.substr(path.rfind('/') + 1);
}

std::string kind_of(const json::object& content) {
    if (content.contains("multiImage")) return "carousel";
    if (content.contains("article")) return "link";
    if (content.contains("poll")) return "poll";
    const auto* media = object_in(content, "media");
    const auto urn = media != nullptr ? text_in(*media, "id") : std::string();
    if (urn.starts_with("urn:li:video:")) return "video";
    if (urn.starts_with("urn:li:document:")) return "document";
    return media != nullptr ? "image" : "text";
}

/// The URNs of the files of a post.
std::vector<std::string> files_in(const json::object& content) {
    std::vector<std::string> urns;
    if (const auto* media = object_in(content, "media")) urns.push_back(text_in(*media, "id"));
    if (const auto* article = object_in(content, "article")) {
        if (article->contains("thumbnail")) urns.push_back(text_in(*article, "thumbnail"));
    }
    const auto* several = object_in(content, "multiImage");
    const auto* images = several != nullptr ? several->if_contains("images") : nullptr;
    if (images != nullptr && images->is_array()) {
        for (const auto& image : images->as_array()) {
            urns.push_back(image.is_object() ? text_in(image.as_object(), "id") : std::string());
        }
    }
    return urns;
}

http::Response no_content() { return http::Response::empty(204); }

}  // namespace

std::string_view write_endpoint_of(const http::Request& request) {
    const std::string_view path = request.path;
    if (path.starts_with("/www.linkedin.com/dms-uploads/")) return "upload";
    if (!path.starts_with(rest_prefix)) return {};
    const auto resource = resource_of(request);
    const bool has_key = path.size() > rest_prefix.size() + resource.size() + 1;
    const bool tunnels = request.headers.contains("X-HTTP-Method-Override");
    if (resource == "posts" && request.method == http::Method::delete_) return "delete_post";
    if (resource == "posts" && request.method == http::Method::post && !tunnels) {
        return "create_post";
    }
    if (std::ranges::find(resources, resource) == resources.end()) return {};
    if (request.method == http::Method::get) return has_key ? "media_status" : std::string_view{};
    const auto action = parameter(request, "action");
    if (action == "initializeUpload") return "upload_initialize";
    return action == "finalizeUpload" ? "upload_finalize" : std::string_view{};
}

http::Response published_page(const PublishedPost& post) {
    return html_page(200, fmt::format("{} on LinkedIn (simulated)", post.account),
                     fmt::format("<h1>{}</h1>\n<p class=\"note\">{}</p>\n<p dir=\"auto\" "
                                 "style=\"white-space:pre-wrap\">{}</p>\n",
                                 html_escape(post.account), to_rfc3339(post.published_at),
                                 html_escape(post.text)));
}

http::Response Publishing::answer(std::string_view endpoint, const WriteCall& call) {
    auto answer = dispatch(endpoint, call);
    return answer ? *std::move(answer) : api_error(answer.error());
}

Publishing::Answer Publishing::dispatch(std::string_view endpoint, const WriteCall& call) {
    if (const auto good = check_headers(call.request); !good) return std::unexpected(good.error());
    if (endpoint == "create_post") return create_post(call);
    if (endpoint == "delete_post") return delete_post(call);
    if (endpoint == "upload_initialize") return initialize(call);
    if (endpoint == "upload_finalize") return finalize(call);
    return status(call);
}

void Publishing::reset() {
    uploads_.reset();
    const std::scoped_lock lock(mutex_);
    recent_.clear();
}

/// Members post for themselves, and for the pages where their role allows it.
ApiResult<Publishing::PostAuthor> Publishing::author_of(std::string_view urn,
                                                        const WriteCall& call) const {
    const auto& member = members_.persona(call.grant.persona);
    if (urn == "urn:li:person:" + person_id(members_, call.grant.persona)) {
        if (!has_scope(call.grant, "w_member_social")) {
            return std::unexpected(access_denied("partnerApiPostsExternal.CREATE"));
        }
        return PostAuthor{std::string(member.handle), std::string(urn)};
    }
    const auto page = pages_.find_urn(urn);
    if (!page) return bad("INVALID_URN_ID", fmt::format("There is no author {}", urn));
    bool may_post = false;
    for (const std::string_view role : {"ADMINISTRATOR", "CONTENT_ADMIN"}) {
        may_post = may_post || std::ranges::count(pages_.of_member(member.handle, role), *page) > 0;
    }
    if (!may_post || !has_scope(call.grant, "w_organization_social")) {
        return std::unexpected(access_denied("partnerApiPostsExternal.CREATE"));
    }
    return PostAuthor{std::string(pages_.cast().persona(*page).handle), std::string(urn)};
}

ApiResult<std::vector<PublishedMedia>> Publishing::read_media(const json::object& content,
                                                              const PostAuthor& author,
                                                              Time now) const {
    std::vector<PublishedMedia> media;
    for (const auto& urn : files_in(content)) {
        auto file = uploads_.take(urn, author.urn, now);
        if (!file) return std::unexpected(file.error());
        media.push_back(*std::move(file));
    }
    if (content.contains("multiImage") && (media.size() < 2 || media.size() > 20)) {
        return bad("INVALID_VALUE_FOR_FIELD", "multiImage has 2 to 20 images");
    }
    if (const auto* article = object_in(content, "article");
        article != nullptr &&
        (text_in(*article, "source").empty() || text_in(*article, "title").empty())) {
        return bad("MISSING_FIELD", "An article needs a source and a title");
    }
    if (kind_of(content) == "document" && text_in(*object_in(content, "media"), "title").empty()) {
        return bad("MISSING_FIELD", "A document needs a title");
    }
    return media;
}

ApiResult<PublishedPost> Publishing::read_post(const json::object& body, const PostAuthor& author,
                                               Time now) const {
    for (const std::string_view name :
         {"commentary", "visibility", "distribution", "lifecycleState"}) {
        if (!body.contains(name)) return bad("MISSING_FIELD", fmt::format("{} is missing", name));
    }
    if (text_in(body, "lifecycleState") != "PUBLISHED") {
        return bad("INVALID_VALUE_FOR_FIELD", "lifecycleState can only be PUBLISHED");
    }
    const auto visibility = text_in(body, "visibility");
    const bool is_page = author.urn.starts_with("urn:li:organization:");
    if (visibility != "PUBLIC" && visibility != "LOGGED_IN" &&
        (visibility != "CONNECTIONS" || is_page)) {
        return bad("INVALID_VALUE_FOR_FIELD", "visibility is not possible here");
    }
    const auto commentary = text_in(body, "commentary");
    const auto text = shown_text(commentary);
    if (utf8::count(text) > text_max) {
        return bad("FIELD_LENGTH_TOO_LONG", "commentary is longer than 3000 characters");
    }
    static const json::object none;
    const auto* inner = object_in(body, "content");
    const auto& content = inner != nullptr ? *inner : none;
    if (commentary.empty() && content.empty()) {
        return std::unexpected(
            ApiError{422, "UNPROCESSABLE_ENTITY", 0, "A post needs a commentary or a content"});
    }
    auto media = read_media(content, author, now);
    if (!media) return std::unexpected(media.error());
    const auto* titled = object_in(content, content.contains("article") ? "article" : "media");
    return PublishedPost{.id = {},
                         .account = author.handle,
                         .kind = kind_of(content),
                         .title = titled != nullptr ? text_in(*titled, "title") : std::string(),
                         .text = text,
                         .reply_to = {},
                         .permalink = {},
                         .media = *std::move(media),
                         .published_at = now,
                         .is_deleted = false};
}

/// Ids that no post of the cast has, greater for a later one.
std::string Publishing::next_urn(Time now) {
    const auto micros = static_cast<std::uint64_t>(now.time_since_epoch().count());
    last_id_ = std::max(last_id_ + 1, micros);
    return fmt::format("urn:li:share:75{:017}", last_id_);
}

Publishing::Answer Publishing::create_post(const WriteCall& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const auto author = author_of(text_in(*body, "author"), call);
    if (!author) return std::unexpected(author.error());
    auto post = read_post(*body, *author, call.now);
    if (!post) return std::unexpected(post.error());
    const std::scoped_lock lock(mutex_);
    std::erase_if(recent_, [&](const auto& entry) { return entry.second.until <= call.now; });
    const auto key = crypto::sha256_hex(json::serialize(*body));
    if (const auto known = recent_.find(key); known != recent_.end()) {
        return std::unexpected(
            ApiError{422, "DUPLICATE_POST", 0,
                     fmt::format("Content is a duplicate of {}", known->second.urn)});
    }
    post->id = next_urn(call.now);
    post->permalink = fmt::format("https://www.linkedin.com/feed/update/{}/", post->id);
    recent_[key] = {.until = call.now + duplicate_window, .urn = post->id};
    auto response = http::Response::empty(201);
    response.headers.set("x-restli-id", post->id);
    published_.add(*std::move(post));
    return response;
}

Publishing::Answer Publishing::delete_post(const WriteCall& call) {
    const auto post = published_.find(key_of(call.request));
    if (!post) return no_content();
    const auto& member = members_.persona(call.grant.persona).handle;
    const auto page = pages_.cast().find(post->account);
    const bool is_own = page ? pages_.is_administrator(member, *page) : post->account == member;
    const auto scope = page ? "w_organization_social" : "w_member_social";
    if (!is_own || !has_scope(call.grant, scope)) {
        return std::unexpected(access_denied("partnerApiPostsExternal.DELETE"));
    }
    published_.remove(post->id);
    return no_content();
}

// ---- uploads

Publishing::Answer Publishing::initialize(const WriteCall& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const auto* wanted = object_in(*body, "initializeUploadRequest");
    if (wanted == nullptr) return bad("MISSING_FIELD", "initializeUploadRequest is missing");
    const auto author = author_of(text_in(*wanted, "owner"), call);
    if (!author) return std::unexpected(author.error());
    const auto* size = wanted->if_contains("fileSizeBytes");
    const auto* bytes = size != nullptr ? size->if_int64() : nullptr;
    const auto resource = resource_of(call.request);
    const auto opened = uploads_.begin(
        resource, author->urn, bytes != nullptr ? static_cast<std::uint64_t>(*bytes) : 0, call.now);
    if (!opened) return std::unexpected(opened.error());
    const auto id = opened->urn.substr(opened->urn.rfind(':') + 1);
    const auto url = [&](std::size_t part) {
        return fmt::format("{}/www.linkedin.com/dms-uploads/{}/{}", origin_of(call.request), id,
                           part);
    };
    const auto expiry = opened->expires_at.time_since_epoch() / std::chrono::milliseconds{1};
    std::string answer;
    JsonWriter out(answer);
    out.begin_object().key("value").begin_object();
    out.key(resource.substr(0, resource.size() - 1)).value(opened->urn);
    if (resource != "videos") {
        out.key("uploadUrlExpiresAt").value(expiry).key("uploadUrl").value(url(0));
    } else {
        out.key("uploadUrlsExpireAt").value(expiry).key("uploadToken").value(opened->token);
        out.key("uploadInstructions").begin_array();
        for (std::size_t part = 0; part < opened->parts; ++part) {
            const auto first = part * video_part_bytes;
            const auto last = std::min<std::uint64_t>(first + video_part_bytes,
                                                      static_cast<std::uint64_t>(*bytes)) -
                              1;
            out.begin_object().key("uploadUrl").value(url(part)).key("firstByte").value(first);
            out.key("lastByte").value(last).end_object();
        }
        out.end_array();
    }
    out.end_object().end_object();
    return http::Response::json(200, answer);
}

http::Response Publishing::put(const http::Request& request, Time now) {
    const auto segments = split(request.path, '/');
    std::size_t part = 0;
    if (segments.size() == 4) {
        std::from_chars(segments[3].data(), segments[3].data() + segments[3].size(), part);
    }
    const auto etag =
        uploads_.put(segments.size() == 4 ? segments[2] : "", part, request.body, now);
    if (!etag) return api_error(etag.error());
    auto response = http::Response::empty(201);
    response.headers.set("ETag", fmt::format("\"{}\"", *etag));
    return response;
}

Publishing::Answer Publishing::finalize(const WriteCall& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const auto* wanted = object_in(*body, "finalizeUploadRequest");
    const auto* ids = wanted != nullptr ? wanted->if_contains("uploadedPartIds") : nullptr;
    if (ids == nullptr || !ids->is_array()) {
        return bad("MISSING_FIELD", "finalizeUploadRequest.uploadedPartIds is missing");
    }
    std::vector<std::string> etags;
    for (const auto& id : ids->as_array()) {
        etags.emplace_back(id.is_string() ? std::string(id.as_string()) : std::string());
    }
    const auto done = uploads_.finish(text_in(*wanted, "video"), text_in(*wanted, "uploadToken"),
                                      etags, call.now);
    if (!done) return std::unexpected(done.error());
    return http::Response::empty(200);
}

/// With the permission to post alone, only videos can be asked about.
Publishing::Answer Publishing::status(const WriteCall& call) const {
    const auto resource = resource_of(call.request);
    const bool may_read =
        has_scope(call.grant, "r_organization_social") || has_scope(call.grant, "r_member_social");
    if (resource != "videos" && !may_read) return std::unexpected(access_denied(resource));
    const auto urn = key_of(call.request);
    const auto status = uploads_.status(urn, call.now);
    if (!status) return std::unexpected(no_such_thing("There is no such asset"));
    std::string answer;
    JsonWriter out(answer);
    out.begin_object().key("id").value(urn).key("status").value(status->status);
    if (!status->failure.empty()) out.key("processingFailureReason").value(status->failure);
    out.end_object();
    return http::Response::json(200, answer);
}

}  // namespace rostrum::sandbox::linkedin
