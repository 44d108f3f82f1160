#pragma once

#include "core/describe.hpp"
#include "platforms/post_content.hpp"
#include "platforms/post_issue.hpp"
#include "platforms/text_measure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms {

/// What a file must be like. An empty list and a 0 leave it open.
struct MediaRule {
    MediaKind kind;
    std::span<const std::string_view> mimes;
    std::uint64_t bytes_max = 0;
    std::uint64_t bytes_min = 0;
    std::int64_t width_min = 0, width_max = 0;    ///< pixels
    std::int64_t height_min = 0, height_max = 0;  ///< pixels
    double aspect_min = 0, aspect_max = 0;        ///< width / height
    std::chrono::milliseconds duration_min{0}, duration_max{0};
    double frame_rate_min = 0, frame_rate_max = 0;
    std::span<const std::string_view> video_codecs = {};  ///< as ffprobe names them
    std::span<const std::string_view> audio_codecs = {};
    std::int64_t pages_max = 0;
};

/// A format that a platform has, and its limits.
struct FormatRule {
    PostFormat format;
    std::size_t text_max;
    TextMeasure measure = by_code_points;  ///< of `text_max`
    bool text_required = false;
    std::size_t media_min = 0, media_max = 0;
    std::span<const MediaRule> media = {};  ///< the kinds it takes
    bool kinds_mix = false;                 ///< images and videos in one post
    std::size_t title_max = 0;              ///< 0: it has none
    TextMeasure title_measure = by_code_points;
    bool title_required = false;
    std::span<const std::string_view> scopes = {};  ///< what must have been granted
};

enum class OptionType : std::uint8_t { boolean, integer, text, one_of, text_list };
BOOST_DESCRIBE_ENUM(OptionType, boolean, integer, text, one_of, text_list)

/// What must have been granted when an option has this value, in place of the format's scopes.
struct ValueScopes {
    std::string_view value;
    std::span<const std::string_view> scopes;
};

/// An option of a target that is the platform's own.
struct OptionRule {
    std::string_view name;  ///< "privacyLevel"
    OptionType type;
    std::string_view description;
    std::span<const std::string_view> values = {};  ///< of `one_of`; empty: the account's own
    std::int64_t minimum = 0;
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();  ///< or the longest text
    bool required = false;
    std::span<const PostFormat> formats = {};  ///< for which it is meant; empty: all
    std::span<const ValueScopes> scopes = {};  ///< of `one_of`
};

/// What must have been granted to publish on accounts whose id begins so.
struct AccountScopes {
    std::string_view id_prefix;
    std::span<const std::string_view> scopes;
};

/// What a platform takes, as far as it can be stated as data: a part of its descriptor.
struct PostRules {
    /// In the order of preference: what media and text fit first is what a post becomes, or else
    /// what the media fit, unless its option `format` names another.
    std::span<const FormatRule> formats = {};
    std::size_t hashtags_max = 0;  ///< 0: no limit
    std::size_t mentions_max = 0;
    std::span<const OptionRule> options = {};
    /// Where it is the kind of account that decides, besides the formats' scopes.
    std::span<const AccountScopes> account_scopes = {};
    /// The text as the platform gets it, where more than the post's own stands in it: a link.
    std::string (*sent_text)(const PostContent& content) = nullptr;

    const FormatRule* find(PostFormat format) const;
};

/// What the rules say to a post, whose format is decided. An error keeps it from being published.
std::vector<PostIssue> check(const PostRules& rules, const PostContent& content);

/// What must have been granted to publish this post on this account.
std::vector<std::string_view> scopes_for(const PostRules& rules, const PostContent& content,
                                         std::string_view account_id);

/// How long the text is, as the platform counts what it gets.
std::size_t sent_length(const PostRules& rules, const FormatRule& rule, const PostContent& content);

/// What the post becomes; nothing when no format takes such media. `wanted` is the option `format`.
std::optional<PostFormat> format_for(const PostRules& rules, const PostContent& content,
                                     std::optional<PostFormat> wanted);

}  // namespace rostrum::platforms
