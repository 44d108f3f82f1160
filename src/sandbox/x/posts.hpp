#pragma once

#include "core/json_writer.hpp"
#include "sandbox/x/content.hpp"
#include "sandbox/x/fields.hpp"

#include <string>
#include <vector>

namespace rostrum::sandbox::x {

/// Figures that only the author sees are told of posts of these days.
inline constexpr std::chrono::days private_figures_for{30};

/// A post, and all that is told of it.
struct PostView {
    CastPost post;
    const Persona& author;
    std::string author_id;
    Content content;
    PostFigures figures;
    std::string cover_url;
    bool shows_private_figures = false;  ///< to the author, of a young post of their own
};

/// A list of posts as an answer: "data", "includes" and "errors" of the whole, and a "meta".
class PostList {
public:
    PostList(const PostFields& fields, std::string avatar_url)
        : fields_(fields), avatar_url_(std::move(avatar_url)) {}

    void add(PostView view) { views_.push_back(std::move(view)); }
    void add(PartError error) { errors_.push_back(std::move(error)); }

    bool empty() const { return views_.empty(); }
    const std::vector<PostView>& views() const { return views_; }
    std::vector<std::uint64_t> ids() const;

    /// Writes the members into an object that is open.
    void write(JsonWriter& out) const;

private:
    void write_post(JsonWriter& out, const PostView& view) const;
    void write_figures(JsonWriter& out, const PostView& view) const;
    void write_media(JsonWriter& out) const;
    void write_users(JsonWriter& out) const;
    void write_errors(JsonWriter& out) const;

    const PostFields& fields_;
    std::string avatar_url_;
    std::vector<PostView> views_;
    std::vector<PartError> errors_;
};

}  // namespace rostrum::sandbox::x
