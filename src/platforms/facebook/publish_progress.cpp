#include "platforms/facebook/publish_progress.hpp"

#include "platforms/meta/publish_steps.hpp"

namespace rostrum::platforms::facebook {

PublishProgress PublishProgress::read(const json::object& data) {
    PublishProgress out;
    out.photos = meta::list_in(data, "photos");
    out.video = meta::text_in(data, "video");
    out.session = meta::text_in(data, "session");
    out.upload_url = meta::text_in(data, "uploadUrl");
    out.offset = meta::number_in(data, "offset");
    out.end = meta::number_in(data, "end");
    out.uploaded = meta::number_in(data, "uploaded") != 0;
    out.finished = meta::number_in(data, "finished") != 0;
    out.ready = meta::number_in(data, "ready") != 0;
    out.post = meta::text_in(data, "post");
    out.polling_since = meta::number_in(data, "pollingSince");
    out.look_ups = meta::number_in(data, "lookUps");
    return out;
}

Advanced PublishProgress::after(std::string_view step) const {
    Advanced out;
    out.state.step = step;
    out.state.data = {{"photos", meta::to_array(photos)},
                      {"video", video},
                      {"session", session},
                      {"uploadUrl", upload_url},
                      {"offset", offset},
                      {"end", end},
                      {"uploaded", uploaded ? 1 : 0},
                      {"finished", finished ? 1 : 0},
                      {"ready", ready ? 1 : 0},
                      {"post", post},
                      {"pollingSince", polling_since},
                      {"lookUps", look_ups}};
    return out;
}

bool is_video(const PostContent& content) {
    return content.media.size() == 1 && content.media.front().kind == MediaKind::video;
}

bool is_chunked(const PostContent& content) { return content.format == PostFormat::video; }

}  // namespace rostrum::platforms::facebook
