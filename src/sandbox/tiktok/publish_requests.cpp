#include "sandbox/tiktok/publish_requests.hpp"

#include "core/json.hpp"

#include <charconv>
#include <utility>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::size_t photos_max = 35;
constexpr std::size_t caption_max = 2'200;
constexpr std::size_t title_max = 90;
constexpr std::size_t description_max = 4'000;

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) ++units;
        if (byte >= 0xF0) ++units;
    }
    return units;
}

const json::object* object_in(const json::object& in, std::string_view name) {
    const auto* field = in.if_contains(name);
    return field != nullptr ? field->if_object() : nullptr;
}

std::string text_in(const json::object& in, std::string_view name) {
    const auto* field = in.if_contains(name);
    const auto* text = field != nullptr ? field->if_string() : nullptr;
    return text != nullptr ? std::string(text->data(), text->size()) : std::string();
}

std::int64_t number_in(const json::object& in, std::string_view name) {
    const auto* field = in.if_contains(name);
    const auto* number = field != nullptr ? field->if_int64() : nullptr;
    return number != nullptr ? *number : 0;
}

/// What is wrong with how a file is to be cut; MB are taken to be decimal.
std::string problem_of_chunks(std::int64_t size, std::int64_t chunk, std::int64_t count) {
    constexpr std::int64_t small = 5'000'000;
    constexpr std::int64_t large = 64'000'000;
    if (size <= 0 || size > 4'294'967'296) return "The video size is invalid.";
    if (size < small) return chunk == size && count == 1 ? "" : "The chunk size is invalid.";
    if (chunk < small || chunk > large || chunk > size) return "The chunk size is invalid.";
    if (count != size / chunk || count > 1'000) return "The total chunk count is invalid.";
    return {};
}

/// An address that TikTok would fetch from, without asking there yet.
ApiResult<std::string> read_url(const json::value& value) {
    const auto* text = value.if_string();
    std::string url = text != nullptr ? std::string(text->data(), text->size()) : std::string();
    if (!url.starts_with("http")) return std::unexpected(bad_post("A file has no address."));
    // No host is verified here; one that says that it is not stands for all others.
    if (url.find("//unverified.") != std::string::npos) {
        return std::unexpected(ApiError{403, "url_ownership_unverified",
                                        "Please review our URL ownership verification rules."});
    }
    return url;
}

ApiResult<void> read_video_source(const json::object& source, PublishTask& task) {
    const auto kind = text_in(source, "source");
    if (kind == "PULL_FROM_URL") {
        const auto* value = source.if_contains("video_url");
        auto url = read_url(value != nullptr ? *value : json::value());
        if (!url) return std::unexpected(url.error());
        task.urls = {*std::move(url)};
        return {};
    }
    if (kind != "FILE_UPLOAD") return std::unexpected(bad_post("The source is invalid."));
    const auto size = number_in(source, "video_size");
    const auto chunk = number_in(source, "chunk_size");
    const auto chunks = number_in(source, "total_chunk_count");
    auto problem = problem_of_chunks(size, chunk, chunks);
    if (!problem.empty()) return std::unexpected(bad_post(std::move(problem)));
    task.size = static_cast<std::uint64_t>(size);
    task.chunk = static_cast<std::uint64_t>(chunk);
    task.chunks = static_cast<std::uint64_t>(chunks);
    return {};
}

ApiResult<void> read_photo_source(const json::object& source, PublishTask& task) {
    const auto* images = source.if_contains("photo_images");
    const auto* list = images != nullptr ? images->if_array() : nullptr;
    if (text_in(source, "source") != "PULL_FROM_URL" || list == nullptr || list->empty() ||
        list->size() > photos_max) {
        return std::unexpected(bad_post("One to 35 photos are needed, from addresses."));
    }
    const auto cover = number_in(source, "photo_cover_index");
    if (cover < 0 || std::cmp_greater_equal(cover, list->size())) {
        return std::unexpected(bad_post("The photo cover index is invalid."));
    }
    for (const auto& image : *list) {
        auto url = read_url(image);
        if (!url) return std::unexpected(url.error());
        task.urls.push_back(*std::move(url));
    }
    return {};
}

}  // namespace

ApiResult<PublishTask> read_video(const http::Request& request, bool is_draft) {
    const auto parsed = parse_json(request.body);
    const auto* body = parsed ? parsed->if_object() : nullptr;
    const auto* source = body != nullptr ? object_in(*body, "source_info") : nullptr;
    const auto* post = body != nullptr ? object_in(*body, "post_info") : nullptr;
    if (source == nullptr || (post == nullptr && !is_draft)) {
        return std::unexpected(bad_post("post_info and source_info are required."));
    }
    PublishTask task;
    task.is_draft = is_draft;
    if (!is_draft) {
        task.privacy = text_in(*post, "privacy_level");
        task.text = text_in(*post, "title");
    }
    if (utf16_units(task.text) > caption_max) {
        return std::unexpected(bad_post("The title is too long."));
    }
    if (auto read = read_video_source(*source, task); !read) return std::unexpected(read.error());
    return task;
}

ApiResult<PublishTask> read_photos(const http::Request& request) {
    const auto parsed = parse_json(request.body);
    const auto* body = parsed ? parsed->if_object() : nullptr;
    const auto* source = body != nullptr ? object_in(*body, "source_info") : nullptr;
    const auto* post = body != nullptr ? object_in(*body, "post_info") : nullptr;
    const auto mode = body != nullptr ? text_in(*body, "post_mode") : std::string();
    if (source == nullptr || post == nullptr || text_in(*body, "media_type") != "PHOTO" ||
        (mode != "DIRECT_POST" && mode != "MEDIA_UPLOAD")) {
        return std::unexpected(bad_post("media_type, post_mode, post_info or source_info is "
                                        "invalid."));
    }
    PublishTask task;
    task.is_photos = true;
    task.is_draft = mode == "MEDIA_UPLOAD";
    task.privacy = text_in(*post, "privacy_level");
    task.title = text_in(*post, "title");
    task.text = text_in(*post, "description");
    if (utf16_units(task.title) > title_max || utf16_units(task.text) > description_max) {
        return std::unexpected(bad_post("The title or the description is too long."));
    }
    if (auto read = read_photo_source(*source, task); !read) return std::unexpected(read.error());
    return task;
}

std::string read_publish_id(std::string_view body) {
    const auto parsed = parse_json(body);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    if (object == nullptr) return {};
    const auto* data = object_in(*object, "data");
    return text_in(data != nullptr ? *data : *object, "publish_id");
}

std::optional<ByteRange> parse_byte_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    const auto* const end = text.data() + text.size();
    const auto* at = text.data();
    const auto read = [&](std::uint64_t& number, char after) {
        const auto [stop, error] = std::from_chars(at, end, number);
        if (error != std::errc{}) return false;
        if (after == '\0') return stop == end;
        if (stop == end || *stop != after) return false;
        at = stop + 1;
        return true;
    };
    ByteRange range;
    if (!read(range.first, '-') || !read(range.last, '/') || !read(range.total, '\0')) {
        return std::nullopt;
    }
    return range;
}

}  // namespace rostrum::sandbox::tiktok
