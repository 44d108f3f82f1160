#include "sandbox/x/new_post.hpp"

#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

constexpr std::array<std::string_view, 16> known_properties{"text",
                                                            "media",
                                                            "poll",
                                                            "reply",
                                                            "quote_tweet_id",
                                                            "reply_settings",
                                                            "community_id",
                                                            "share_with_followers",
                                                            "geo",
                                                            "nullcast",
                                                            "card_uri",
                                                            "direct_message_deep_link",
                                                            "made_with_ai",
                                                            "edit_options",
                                                            "for_super_followers_only",
                                                            "paid_partnership"};
constexpr std::array<std::string_view, 4> reply_settings{"following", "mentionedUsers",
                                                         "subscribers", "verified"};

std::unexpected<Problem> bad(std::string_view name, std::string value, std::string message) {
    return std::unexpected(
        bad_parameter({std::string(name), std::move(value), std::move(message)}));
}

std::string text_in(const json::object& object, std::string_view name) {
    const auto* field = object.if_contains(name);
    const auto* text = field != nullptr ? field->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

std::expected<void, Problem> read_media(const json::object& body, NewPost& out) {
    const auto* media = body.if_contains("media");
    if (media == nullptr) return {};
    const auto* object = media->if_object();
    const auto* ids = object != nullptr ? object->if_contains("media_ids") : nullptr;
    const auto* list = ids != nullptr ? ids->if_array() : nullptr;
    if (list == nullptr || list->empty() || list->size() > 4) {
        return bad("media.media_ids", "", "The number of media ids is not between 1 and 4");
    }
    for (const auto& id : *list) {
        if (!id.is_string()) return bad("media.media_ids", "", "An id is not a string");
        out.media_ids.emplace_back(id.as_string());
    }
    return {};
}

std::expected<void, Problem> read_poll(const json::object& body, NewPost& out) {
    const auto* poll = body.if_contains("poll");
    if (poll == nullptr) return {};
    const auto* object = poll->if_object();
    const auto* options = object != nullptr ? object->if_contains("options") : nullptr;
    const auto* list = options != nullptr ? options->if_array() : nullptr;
    if (list == nullptr || list->size() < 2 || list->size() > 4) {
        return bad("poll.options", "", "The number of options is not between 2 and 4");
    }
    for (const auto& option : *list) {
        const auto* text = option.if_string();
        const auto length = text != nullptr ? utf8::count({text->data(), text->size()}) : 0;
        if (length < 1 || length > 25) {
            return bad("poll.options", "", "The length of an option is not between 1 and 25");
        }
    }
    const auto* minutes = object->if_contains("duration_minutes");
    const auto* number = minutes != nullptr ? minutes->if_int64() : nullptr;
    if (number == nullptr || *number < 5 || *number > 10'080) {
        return bad("poll.duration_minutes", "", "The duration is not between 5 and 10080");
    }
    if (!out.media_ids.empty()) return bad("poll", "", "A poll and media exclude each other");
    out.has_poll = true;
    return {};
}

std::expected<void, Problem> read_reply(const json::object& body, NewPost& out) {
    const auto* reply = body.if_contains("reply");
    if (reply == nullptr) return {};
    const auto* object = reply->if_object();
    if (object != nullptr) out.reply_to = text_in(*object, "in_reply_to_tweet_id");
    if (out.reply_to.empty()) {
        return bad("reply.in_reply_to_tweet_id", "", "The property is required");
    }
    return {};
}

}  // namespace

Problem not_permitted(std::string detail) {
    return {.status = 403, .title = "Forbidden", .detail = std::move(detail)};
}

std::expected<NewPost, Problem> read_new_post(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr) return bad("body", "", "The body is not an object");
    for (const auto& property : *object) {
        if (std::ranges::find(known_properties, std::string_view(property.key())) ==
            known_properties.end()) {
            return bad(property.key(), "",
                       fmt::format("$.{}: is not defined in the schema and the schema does not "
                                   "allow additional properties",
                                   std::string_view(property.key())));
        }
    }
    NewPost out{.text = text_in(*object, "text"),
                .media_ids = {},
                .reply_to = {},
                .has_poll = false,
                .quotes = object->contains("quote_tweet_id")};
    if (auto read = read_media(*object, out); !read) return std::unexpected(read.error());
    if (auto read = read_poll(*object, out); !read) return std::unexpected(read.error());
    if (auto read = read_reply(*object, out); !read) return std::unexpected(read.error());
    if (object->contains("reply_settings") &&
        std::ranges::find(reply_settings, text_in(*object, "reply_settings")) ==
            reply_settings.end()) {
        return bad("reply_settings", text_in(*object, "reply_settings"), "is not one of the enum");
    }
    if (out.text.empty() && out.media_ids.empty()) {
        return bad("text", "", "One of text or media is required");
    }
    return out;
}

}  // namespace rostrum::sandbox::x
