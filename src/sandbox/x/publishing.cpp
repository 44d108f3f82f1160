#include "sandbox/x/publishing.hpp"

#include "core/json_writer.hpp"
#include "crypto/encoding.hpp"
#include "sandbox/page.hpp"
#include "sandbox/web.hpp"
#include "sandbox/x/content.hpp"
#include "sandbox/x/fields.hpp"
#include "sandbox/x/personas.hpp"
#include "sandbox/x/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

// In tenths of a cent.
constexpr std::int64_t post_price = 15;
constexpr std::int64_t post_with_link_price = 200;
constexpr std::int64_t delete_price = 10;
constexpr std::int64_t description_price = 5;

constexpr std::size_t text_max = 280;
constexpr std::size_t premium_text_max = 25'000;
/// How long a text may not be repeated; the real time is in no document.
constexpr std::chrono::hours duplicate_window{12};

constexpr std::string_view media_path = "/api.x.com/2/media/";
constexpr std::string_view posts_path = "/api.x.com/2/tweets";

std::unexpected<Problem> bad(std::string name, std::string value, std::string message) {
    return std::unexpected(bad_parameter({std::move(name), std::move(value), std::move(message)}));
}

std::expected<json::object, Problem> read_object(const http::Request& request) {
    const auto body = parse_json(request.body);
    const auto* object = body ? body->if_object() : nullptr;
    if (object == nullptr) return bad("body", "", "The body is not a JSON object");
    return *object;
}

std::string text_in(const json::object& object, std::string_view name) {
    const auto* field = object.if_contains(name);
    const auto* text = field != nullptr ? field->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

/// The id in "/2/media/upload/{id}/append".
std::string_view upload_id(const http::Request& request) {
    const auto segments = split(request.path, '/');
    return segments.size() > 4 ? segments[4] : std::string_view{};
}

std::string write_status(const UploadStatus& status, std::string_view mime_kind) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_object().key("id").value(status.id);
    out.key("media_key").value(status.media_key).key("size").value(status.bytes);
    out.key("expires_after_secs").value(status.expires_after);
    if (!status.state.empty()) {
        out.key("processing_info").begin_object().key("state").value(status.state);
        if (status.state == "pending" || status.state == "in_progress") {
            out.key("check_after_secs").value(status.state == "pending" ? 1 : 5);
        }
        out.key("progress_percent").value(status.percent);
        if (!status.error.empty()) {
            out.key("error").begin_object().key("code").value(1).key("name");
            out.value("InvalidMedia").key("message").value(status.error).end_object();
        }
        out.end_object();
    }
    if (!mime_kind.empty()) out.key(mime_kind).begin_object().end_object();
    out.end_object().end_object();
    return body;
}

std::string kind_of(const NewPost& post, const std::vector<PublishedMedia>& media) {
    if (post.has_poll) return "poll";
    if (media.size() > 1) return "carousel";
    if (!media.empty()) return media.front().mime.starts_with("video/") ? "video" : "image";
    return addresses_in(post.text).empty() ? "text" : "link";
}

}  // namespace

std::string_view write_endpoint_of(const http::Request& request) {
    const std::string_view path = request.path;
    if (path == posts_path && request.method == http::Method::post) return "create_post";
    if (path.starts_with(posts_path) && request.method == http::Method::delete_) {
        return "delete_post";
    }
    if (!path.starts_with(media_path)) return {};
    if (path.ends_with("/upload/initialize")) return "upload_initialize";
    if (path.ends_with("/append")) return "upload_append";
    if (path.ends_with("/finalize")) return "upload_finalize";
    if (path.ends_with("/metadata")) return "media_metadata";
    if (!path.ends_with("/upload")) return {};
    return request.method == http::Method::get ? "upload_status" : "upload";
}

http::Response published_page(const PublishedPost& post) {
    return html_page(200, fmt::format("{} on X (simulated)", post.account),
                     fmt::format("<h1>{}</h1>\n<p class=\"note\">{}</p>\n<p dir=\"auto\" "
                                 "style=\"white-space:pre-wrap\">{}</p>\n",
                                 html_escape(post.account), to_rfc3339(post.published_at),
                                 html_escape(post.text)));
}

http::Response Publishing::answer(std::string_view endpoint, const WriteCall& call) {
    auto done = dispatch(endpoint, call);
    return done ? http::Response::json(done->status, std::move(done->body))
                : problem_response(done.error());
}

Publishing::Answer Publishing::dispatch(std::string_view endpoint, const WriteCall& call) {
    if (endpoint == "create_post") return create_post(call);
    if (endpoint == "delete_post") return delete_post(call);
    if (endpoint == "upload_initialize") return initialize(call);
    if (endpoint == "upload_append") return append(call);
    if (endpoint == "upload_finalize") return finalize(call);
    if (endpoint == "upload_status") return status(call);
    if (endpoint == "upload") return upload_at_once(call);
    return describe(call);
}

void Publishing::reset() { uploads_.reset(); }

/// Greater for a later post, and none of the cast.
std::string Publishing::next_id(Time now) {
    constexpr std::uint64_t beyond_the_cast = 20'000'000'000'000;
    constexpr auto begin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
    const auto micros =
        static_cast<std::uint64_t>(std::max<std::int64_t>((now - begin).count(), 0));
    const std::scoped_lock lock(mutex_);
    last_id_ = std::max(last_id_ + 1, beyond_the_cast + micros);
    CastPost post;
    post.id = last_id_;
    return post_id(post);
}

// ---- posts

std::optional<Problem> Publishing::refusal(const NewPost& post, const WriteCall& call) const {
    const bool premium = is_premium(cast_.persona(call.persona));
    if (weight_of(post.text) > (premium ? premium_text_max : text_max)) return not_permitted();
    if (post.quotes) return not_permitted();
    if (cashtags_in(post.text) > 1) {
        return not_permitted("Posts are limited to a maximum of one cashtag.");
    }
    const auto own = published_.of(handle_of(call));
    if (!post.reply_to.empty() &&
        std::ranges::find(own, post.reply_to, &PublishedPost::id) == own.end()) {
        // Apps without a contract reply only where they were called; here nobody calls.
        const auto id = parse_id(post.reply_to);
        return id && cast_.find_post(cast_id(*id), call.now)
                   ? not_permitted("Reply to this conversation is not allowed because you have not "
                                   "been mentioned or otherwise engaged by the author of the post "
                                   "you are replying to.")
                   : not_permitted("You attempted to reply to a Tweet that is deleted or not "
                                   "visible to you.");
    }
    const bool repeated = std::ranges::any_of(own, [&](const PublishedPost& known) {
        return !post.text.empty() && known.text == post.text &&
               known.published_at + duplicate_window > call.now;
    });
    if (repeated)
        return not_permitted("You are not allowed to create a Tweet with duplicate content.");
    return std::nullopt;
}

std::expected<std::vector<PublishedMedia>, Problem> Publishing::files_of(
    const NewPost& post, const WriteCall& call) const {
    std::vector<PublishedMedia> media;
    bool all_images = true;
    for (const auto& id : post.media_ids) {
        const auto ready = uploads_.ready(call.persona, id, call.now);
        if (!ready) return bad("media.media_ids", id, "Your media IDs are invalid.");
        all_images = all_images && ready->category == "tweet_image";
        media.push_back(ready->media);
    }
    if (media.size() > 1 && !all_images) {
        return bad("media.media_ids", "", "You can attach up to 4 images, 1 GIF or 1 video");
    }
    return media;
}

Publishing::Answer Publishing::create_post(const WriteCall& call) {
    const auto body = parse_json(call.request.body);
    auto post = read_new_post(body ? *body : json::value(nullptr));
    if (!post) return std::unexpected(std::move(post.error()));
    auto media = files_of(*post, call);
    if (!media) return std::unexpected(std::move(media.error()));
    if (auto problem = refusal(*post, call)) return std::unexpected(*std::move(problem));
    const auto price = addresses_in(post->text).empty() ? post_price : post_with_link_price;
    if (!ledger_.spend(price, call.now)) return std::unexpected(no_credits());
    const auto id = next_id(call.now);
    PublishedPost published{
        .id = id,
        .account = std::string(handle_of(call)),
        .kind = kind_of(*post, *media),
        .title = {},
        .text = post->text,
        .reply_to = post->reply_to,
        .permalink = fmt::format("https://x.com/{}/status/{}", handle_of(call), id),
        .media = *std::move(media),
        .published_at = call.now,
        .is_deleted = false};
    const auto told = content_of(published).wording.text;
    published_.add(std::move(published));
    std::string answer;
    JsonWriter out(answer);
    out.begin_object().key("data").begin_object().key("id").value(id).key("text").value(told);
    out.key("edit_history_post_ids").begin_array().value(id).end_array().end_object().end_object();
    return Done{201, std::move(answer)};
}

Publishing::Answer Publishing::delete_post(const WriteCall& call) {
    const auto segments = split(call.request.path, '/');
    const auto id = segments.size() == 4 ? std::string(segments[3]) : std::string();
    if (!parse_id(id)) return bad("id", id, "The `id` parameter does not match ^[0-9]{1,19}$");
    const auto post = published_.find(id);
    if (post && post->account != handle_of(call)) return std::unexpected(not_permitted());
    if (!post) {
        // The cast's own posts stay, whoever wants them gone.
        if (cast_.find_post(cast_id(*parse_id(id)), call.now)) {
            return std::unexpected(not_permitted());
        }
        return std::unexpected(
            Problem{.status = 404,
                    .slug = "resource-not-found",
                    .title = "Not Found Error",
                    .detail = fmt::format("Could not find tweet with id: [{}].", id)});
    }
    if (!ledger_.spend(delete_price, call.now)) return std::unexpected(no_credits());
    published_.remove(id);
    return Done{200, R"({"data":{"deleted":true}})"};
}

// ---- uploads

Publishing::Answer Publishing::initialize(const WriteCall& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const auto* size = body->if_contains("total_bytes");
    const auto* bytes = size != nullptr ? size->if_int64() : nullptr;
    if (bytes == nullptr || *bytes < 0) return bad("total_bytes", "", "The property is required");
    const auto id = uploads_.begin(call.persona,
                                   {.mime = text_in(*body, "media_type"),
                                    .category = text_in(*body, "media_category"),
                                    .bytes = static_cast<std::uint64_t>(*bytes)},
                                   is_premium(cast_.persona(call.persona)), call.now);
    if (!id) return std::unexpected(id.error());
    return Done{200, fmt::format(R"({{"data":{{"id":"{0}","media_key":"3_{0}",)"
                                 R"("expires_after_secs":1295999}}}})",
                                 *id)};
}

Publishing::Answer Publishing::append(const WriteCall& call) {
    const auto type = call.request.headers.get("Content-Type");
    std::string bytes;
    std::string index;
    if (type.starts_with("application/json")) {
        const auto body = read_object(call.request);
        if (!body) return std::unexpected(body.error());
        const auto media = crypto::base64_decode(text_in(*body, "media"));
        if (!media) return bad("media", "", "The property is not base64");
        bytes = crypto::as_text(*media);
        const auto* number = body->if_contains("segment_index");
        index = number != nullptr ? json::serialize(*number) : std::string();
    } else {
        const auto form = parse_form(call.request);
        if (!form) return bad("body", "", "A form is expected");
        bytes = form->get("media").value_or("");
        index = form->get("segment_index").value_or("");
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
    if (error != std::errc{} || end != index.data() + index.size()) {
        return bad("segment_index", index, "The property is no number");
    }
    const auto taken =
        uploads_.append(call.persona, upload_id(call.request), number, bytes, call.now);
    if (!taken) return std::unexpected(taken.error());
    return Done{200, R"({"data":{"expires_at":1895999999}})"};
}

Publishing::Answer Publishing::finalize(const WriteCall& call) {
    const auto status = uploads_.finish(call.persona, upload_id(call.request), call.now);
    if (!status) return std::unexpected(status.error());
    return Done{200, write_status(*status, status->state.empty() ? "image" : "video")};
}

Publishing::Answer Publishing::status(const WriteCall& call) const {
    if (call.request.query.get("command") != "STATUS") {
        return bad("command", "", "The parameter is not STATUS");
    }
    const auto id = call.request.query.get("media_id").value_or("");
    const auto status = uploads_.status(call.persona, id, call.now);
    if (!status) return std::unexpected(status.error());
    return Done{200, write_status(*status, {})};
}

/// A small image in one call.
Publishing::Answer Publishing::upload_at_once(const WriteCall& call) {
    const auto form = parse_form(call.request);
    if (!form) return bad("body", "", "A form is expected");
    const auto bytes = form->get("media").value_or("");
    const auto type = form->get("media_type").value_or("image/jpeg");
    const auto id = uploads_.begin(
        call.persona,
        {.mime = std::string(type),
         .category = std::string(form->get("media_category").value_or("tweet_image")),
         .bytes = bytes.size()},
        false, call.now);
    if (!id) return std::unexpected(id.error());
    if (auto taken = uploads_.append(call.persona, *id, 0, bytes, call.now); !taken) {
        return std::unexpected(taken.error());
    }
    const auto status = uploads_.finish(call.persona, *id, call.now);
    if (!status) return std::unexpected(status.error());
    return Done{200, write_status(*status, "image")};
}

Publishing::Answer Publishing::describe(const WriteCall& call) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    const json::value* place = body->if_contains("metadata");
    for (const std::string_view name : {"alt_text", "text"}) {
        const auto* object = place != nullptr ? place->if_object() : nullptr;
        place = object != nullptr ? object->if_contains(name) : nullptr;
    }
    const auto* text = place != nullptr ? place->if_string() : nullptr;
    const auto id = text_in(*body, "id");
    const auto done =
        uploads_.describe(call.persona, id, text != nullptr ? std::string(*text) : "", call.now);
    if (!done) return std::unexpected(done.error());
    if (!ledger_.spend(description_price, call.now)) return std::unexpected(no_credits());
    return Done{200, fmt::format(R"({{"data":{{"id":"{}"}}}})", id)};
}

}  // namespace rostrum::sandbox::x
