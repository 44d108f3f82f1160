#include "platforms/tiktok/choices.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/tiktok/descriptor.hpp"

namespace rostrum::platforms::tiktok {

std::string text_option(const PostContent& content, std::string_view name) {
    const auto* option = find_field(content.options, name);
    return option != nullptr ? text_of(*option) : std::string();
}

std::optional<std::int64_t> number_option(const PostContent& content, std::string_view name) {
    const auto* option = find_field(content.options, name);
    return option != nullptr ? whole_number_of(*option) : std::nullopt;
}

bool flag_option(const PostContent& content, std::string_view name, bool otherwise) {
    const auto* option = find_field(content.options, name);
    return option != nullptr && option->is_bool() ? option->as_bool() : otherwise;
}

bool is_video(const PostContent& content) { return content.format == PostFormat::video; }

bool is_draft(const PostContent& content) { return text_option(content, "mode") == mode_draft; }

std::string_view scope_for(const PostContent& content) {
    return is_draft(content) ? scope_upload : scope_publish;
}

bool is_fetched(const PostContent& content) {
    return !is_video(content) || text_option(content, "source") == source_url;
}

}  // namespace rostrum::platforms::tiktok
