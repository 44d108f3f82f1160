#include "sandbox/instagram/profile.hpp"

#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/pictures.hpp"
#include "sandbox/instagram/wire.hpp"

#include <algorithm>
#include <array>

namespace rostrum::sandbox::instagram {
namespace {

using WriteField = void (*)(JsonWriter&, const GraphCall&);

struct ProfileField {
    std::string_view name;
    WriteField write;  ///< writes key and value, or nothing when there is no value
};

void write_text(JsonWriter& out, std::string_view key, std::string_view text) {
    if (!text.empty()) out.key(key).value(text);
}

/// The documents write the types in another case than the service does.
std::string_view type_name(const Account& account) {
    if (!account.quirks.wrapped_profile) return to_string(account.type);
    return account.type == AccountType::business ? "Business" : "Media_Creator";
}

constexpr std::array profile_fields{
    ProfileField{"id",
                 [](JsonWriter& out, const GraphCall& call) {
                     // At graph.facebook.com there is only one id.
                     const bool own_login = call.host == graph_host;
                     out.key("id").value(std::to_string(own_login ? app_scoped_id(call.account())
                                                                  : ig_id(call.account())));
                 }},
    ProfileField{"user_id",
                 [](JsonWriter& out, const GraphCall& call) {
                     out.key("user_id").value(std::to_string(ig_id(call.account())));
                 }},
    ProfileField{"username",
                 [](JsonWriter& out, const GraphCall& call) {
                     out.key("username").value(call.account().username);
                 }},
    ProfileField{"name",
                 [](JsonWriter& out, const GraphCall& call) {
                     write_text(out, "name", call.account().name);
                 }},
    ProfileField{"biography",
                 [](JsonWriter& out, const GraphCall& call) {
                     write_text(out, "biography", call.account().biography);
                 }},
    ProfileField{"website",
                 [](JsonWriter& out, const GraphCall& call) {
                     write_text(out, "website", call.account().website);
                 }},
    ProfileField{"account_type",
                 [](JsonWriter& out, const GraphCall& call) {
                     out.key("account_type").value(type_name(call.account()));
                 }},
    ProfileField{"profile_picture_url",
                 [](JsonWriter& out, const GraphCall& call) {
                     if (call.account().quirks.no_picture) return;
                     out.key("profile_picture_url")
                         .value(picture_url(call.origin, ig_id(call.account()), call.now));
                 }},
    ProfileField{
        "followers_count",
        [](JsonWriter& out, const GraphCall& call) {
            out.key("followers_count").value(call.world.followers(call.account(), call.now));
        }},
    ProfileField{"follows_count",
                 [](JsonWriter& out, const GraphCall& call) {
                     out.key("follows_count").value(call.world.follows(call.account(), call.now));
                 }},
    ProfileField{"media_count",
                 [](JsonWriter& out, const GraphCall& call) {
                     const auto own = call.containers.posts(call.account(), false, call.now).size();
                     out.key("media_count")
                         .value(call.world.posts(call.account(), call.now).size() +
                                static_cast<std::int64_t>(own));
                 }},
};

}  // namespace

GraphResult<http::Response> profile(const GraphCall& call) {
    const auto requested = call.param("fields");
    const auto fields = parse_fields(requested.empty() ? "id" : requested);
    if (!fields) return std::unexpected(fields.error());
    std::string body;
    JsonWriter out(body);
    const bool wrapped = call.account().quirks.wrapped_profile;
    if (wrapped) out.begin_object().key("data").begin_array();
    out.begin_object();
    for (const auto& field : *fields) {
        const auto known = std::ranges::find(profile_fields, field.name, &ProfileField::name);
        if (known == profile_fields.end() || !field.of.empty()) {
            return std::unexpected(unknown_field(field.name, "IGUser"));
        }
        known->write(out, call);
    }
    // The id comes along, asked for or not.
    if (std::ranges::find(*fields, "id", &Field::name) == fields->end()) {
        profile_fields.front().write(out, call);
    }
    out.end_object();
    if (wrapped) out.end_array().end_object();
    return graph_json(200, body);
}

void write_account(JsonWriter& out, const World& world, const Account& account, Time now,
                   const std::string& origin) {
    out.begin_object().key("platform").value("instagram");
    out.key("username").value(account.username);
    out.key("name").value(account.name);
    out.key("shape").value(account.shape);
    out.key("accountType").value(to_string(account.type));
    out.key("userId").value(std::to_string(ig_id(account)));
    out.key("id").value(std::to_string(app_scoped_id(account)));
    out.key("followers").value(world.followers(account, now));
    out.key("mediaCount").value(world.posts(account, now).size());
    out.key("storyCount").value(world.stories(account, now).size());
    out.key("pictureUrl");
    if (account.quirks.no_picture) {
        out.null();
    } else {
        out.value(picture_url(origin, ig_id(account), now));
    }
    out.end_object();
}

}  // namespace rostrum::sandbox::instagram
