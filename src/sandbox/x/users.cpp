#include "sandbox/x/users.hpp"

#include "sandbox/x/personas.hpp"

namespace rostrum::sandbox::x {

void write_user(JsonWriter& out, const UserView& view, const Names& fields) {
    const auto& who = view.persona;
    const auto wants = [&](std::string_view name) { return has(fields, name); };
    out.begin_object().key("id").value(view.id);
    out.key("name").value(who.name).key("username").value(who.handle);
    if (wants("description")) out.key("description").value(who.biography);
    if (wants("profile_image_url")) out.key("profile_image_url").value(view.avatar_url);
    if (wants("protected")) out.key("protected").value(false);
    if (wants("verified")) out.key("verified").value(who.verified);
    if (wants("verified_type")) out.key("verified_type").value(who.verified ? "blue" : "none");
    if (wants("subscription_type")) {
        out.key("subscription_type").value(is_premium(who) ? "Premium" : "None");
    }
    if (wants("public_metrics")) {
        out.key("public_metrics").begin_object();
        out.key("followers_count").value(view.followers);
        out.key("following_count").value(who.follows);
        out.key(view.old_names ? "tweet_count" : "post_count").value(view.posts);
        out.key("listed_count").value(who.followers / 400);
        out.key("like_count").value(who.follows * 9);
        out.key("media_count").value(view.posts / 2).end_object();
    }
    out.end_object();
}

}  // namespace rostrum::sandbox::x
