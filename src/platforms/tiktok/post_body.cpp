#include "platforms/tiktok/post_body.hpp"

#include "core/json_writer.hpp"
#include "platforms/tiktok/choices.hpp"
#include "platforms/tiktok/chunks.hpp"

namespace rostrum::platforms::tiktok {
namespace {

/// What videos and photos have in common. Nothing is allowed unless that was chosen.
void write_choices(JsonWriter& out, const PostContent& content) {
    out.key("privacy_level").value(text_option(content, "privacyLevel"));
    out.key("disable_comment").value(flag_option(content, "disableComment", true));
    out.key("brand_content_toggle").value(flag_option(content, "brandContentToggle", false));
    out.key("brand_organic_toggle").value(flag_option(content, "brandOrganicToggle", false));
}

void write_video_post(JsonWriter& out, const PostContent& content) {
    out.key("post_info").begin_object();
    out.key("title").value(content.text);
    write_choices(out, content);
    out.key("disable_duet").value(flag_option(content, "disableDuet", true));
    out.key("disable_stitch").value(flag_option(content, "disableStitch", true));
    out.key("is_aigc").value(flag_option(content, "isAigc", false));
    if (const auto cover = number_option(content, "videoCoverTimestampMs")) {
        out.key("video_cover_timestamp_ms").value(*cover);
    }
    out.end_object();
}

void write_video_source(JsonWriter& out, const PostContent& content) {
    const auto& file = content.media.front();
    out.key("source_info").begin_object();
    if (is_fetched(content)) {
        out.key("source").value("PULL_FROM_URL").key("video_url").value(file.public_url);
    } else {
        const auto bytes = static_cast<std::int64_t>(file.bytes);
        const auto cut = plan_chunks(bytes);
        out.key("source").value("FILE_UPLOAD").key("video_size").value(bytes);
        out.key("chunk_size").value(cut.chunk_bytes).key("total_chunk_count").value(cut.chunks);
    }
    out.end_object();
}

std::string video_body(const PostContent& content) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    // The inbox has no place for anything but the file.
    if (!is_draft(content)) write_video_post(out, content);
    write_video_source(out, content);
    out.end_object();
    return body;
}

std::string photos_body(const PostContent& content) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("media_type").value("PHOTO");
    out.key("post_mode").value(is_draft(content) ? "MEDIA_UPLOAD" : "DIRECT_POST");
    out.key("post_info").begin_object();
    out.key("title").value(content.title).key("description").value(content.text);
    if (!is_draft(content)) {
        write_choices(out, content);
        out.key("auto_add_music").value(flag_option(content, "autoAddMusic", false));
    }
    out.end_object().key("source_info").begin_object();
    out.key("source").value("PULL_FROM_URL").key("photo_images").begin_array();
    for (const auto& file : content.media) out.value(file.public_url);
    out.end_array();
    out.key("photo_cover_index").value(number_option(content, "photoCoverIndex").value_or(0));
    out.end_object().end_object();
    return body;
}

}  // namespace

PostInit init_of(const PostContent& content) {
    const bool draft = is_draft(content);
    PostInit init;
    init.effect = is_fetched(content) ? Effect::change : Effect::renewal;
    if (is_video(content)) {
        init.endpoint = draft ? "inbox_init" : "video_init";
        init.path = draft ? "inbox/video/init" : "video/init";
        init.body = video_body(content);
    } else {
        init.endpoint = draft ? "inbox_init" : "content_init";
        init.path = "content/init";
        init.body = photos_body(content);
    }
    return init;
}

}  // namespace rostrum::platforms::tiktok
