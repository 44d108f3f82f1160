#include "platforms/x/post_body.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/x/post_rules.hpp"

#include <string_view>
#include <utility>

namespace rostrum::platforms::x {
namespace {

void add_media(json::object& body, const PublishData& data) {
    if (data.uploads.empty()) return;
    json::array ids;
    for (const auto& upload : data.uploads) ids.emplace_back(upload.id);
    body["media"] = json::object{{"media_ids", std::move(ids)}};
}

void add_poll(json::object& body, const json::value& options) {
    const auto* choices = find_list(options, option_poll);
    if (choices == nullptr || choices->empty()) return;
    body["poll"] = json::object{
        {"options", *choices},
        {"duration_minutes",
         whole_number_of(options, option_poll_minutes).value_or(poll_minutes_default)}};
}

void reply_to(json::object& body, std::string_view id) {
    body["reply"] = json::object{{"in_reply_to_tweet_id", id}};
}

void add_options(json::object& body, const json::value& options) {
    add_poll(body, options);
    if (const auto id = text_of(options, option_reply_to); !id.empty()) reply_to(body, id);
    if (const auto id = text_of(options, option_community); !id.empty()) body["community_id"] = id;
}

/// What holds for every post of a thread.
void add_disclosures(json::object& body, const json::value& options) {
    if (const auto who = text_of(options, option_reply_settings); !who.empty()) {
        body["reply_settings"] = who;
    }
    if (flag_of(options, option_made_with_ai)) body["made_with_ai"] = true;
    if (flag_of(options, option_paid_partnership)) body["paid_partnership"] = true;
}

}  // namespace

json::object post_body(const PostContent& content, const PublishData& data) {
    const json::value options(content.options);
    json::object body;
    const auto& text = data.texts.at(data.ids.size());
    if (!text.empty()) body["text"] = text;
    if (data.ids.empty()) {
        add_media(body, data);
        add_options(body, options);
    } else {
        reply_to(body, data.ids.back());
    }
    add_disclosures(body, options);
    return body;
}

}  // namespace rostrum::platforms::x
