#include "platforms/linkedin/post_body.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/linkedin/little_text.hpp"
#include "platforms/linkedin/post_rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

json::object described(const Upload& upload, const MediaFile& file) {
    json::object out{{"id", upload.urn}};
    if (file.kind == MediaKind::image && !file.alt_text.empty()) out["altText"] = file.alt_text;
    return out;
}

json::object single_media(const PostContent& content, const PublishData& data) {
    auto media = described(data.uploads.front(), content.media.front());
    if (content.media.front().kind != MediaKind::image && !content.title.empty()) {
        media["title"] = content.title;
    }
    return {{"media", std::move(media)}};
}

json::object several_images(const PostContent& content, const PublishData& data) {
    json::array images;
    for (std::size_t i = 0; i < data.uploads.size(); ++i) {
        images.emplace_back(described(data.uploads[i], content.media[i]));
    }
    return {{"multiImage", json::object{{"images", std::move(images)}}}};
}

/// Of a link that was given none: its address, or the host of one that is too long for a title.
std::string title_of(const PostContent& content) {
    if (!content.title.empty()) return content.title;
    if (utf16_units(content.link) <= link_title_max) return content.link;
    std::string_view host = content.link;
    if (const auto scheme = host.find("://"); scheme != std::string_view::npos) {
        host.remove_prefix(scheme + 3);
    }
    return std::string(host.substr(0, std::min(host.find_first_of("/?#"), link_title_max)));
}

/// The platform fetches nothing from the address: what people see of it is said here.
json::object article(const PostContent& content, const PublishData& data) {
    const json::value options(content.options);
    json::object out{{"source", content.link}, {"title", title_of(content)}};
    if (const auto text = text_of(options, option_link_description); !text.empty()) {
        out["description"] = text;
    }
    if (!data.uploads.empty()) out["thumbnail"] = data.uploads.front().urn;
    return {{"article", std::move(out)}};
}

json::object poll(const json::value& options, const json::array& choices) {
    json::array all;
    for (const auto& choice : choices) all.emplace_back(json::object{{"text", choice}});
    auto duration = text_of(options, option_poll_duration);
    if (duration.empty()) duration = "THREE_DAYS";
    return {{"poll", json::object{{"question", text_of(options, option_poll_question)},
                                  {"options", std::move(all)},
                                  {"settings", json::object{{"duration", duration}}}}}};
}

/// Empty: a text and nothing else.
json::object content_of(const PostContent& content, const PublishData& data) {
    if (content.format == PostFormat::link || (data.uploads.empty() && !content.link.empty())) {
        return article(content, data);
    }
    if (data.uploads.size() > 1) return several_images(content, data);
    if (data.uploads.size() == 1) return single_media(content, data);
    const json::value options(content.options);
    const auto* choices = find_list(options, option_poll);
    return choices != nullptr && !choices->empty() ? poll(options, *choices) : json::object();
}

}  // namespace

std::string commentary_of(const PostContent& content) {
    auto text = content.text;
    const bool is_apart = content.format != PostFormat::link && !content.media.empty();
    if (is_apart && !content.link.empty() && !text.contains(content.link)) {
        text += (text.empty() ? "" : "\n") + content.link;
    }
    return text;
}

json::object post_body(const PostContent& content, const PublishData& data,
                       std::string_view author) {
    const json::value options(content.options);
    auto visibility = text_of(options, option_visibility);
    if (visibility.empty()) visibility = "PUBLIC";
    json::object body{
        {"author", author},
        {"commentary", to_little_text(commentary_of(content))},
        {"visibility", visibility},
        {"distribution", json::object{{"feedDistribution", "MAIN_FEED"},
                                      {"targetEntities", json::array()},
                                      {"thirdPartyDistributionChannels", json::array()}}},
        {"lifecycleState", "PUBLISHED"},
        {"isReshareDisabledByAuthor", flag_of(options, option_no_reshare)}};
    if (auto inner = content_of(content, data); !inner.empty()) body["content"] = std::move(inner);
    return body;
}

}  // namespace rostrum::platforms::linkedin
