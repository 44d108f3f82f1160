#include "platforms/linkedin/parse.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/little_text.hpp"
#include "platforms/linkedin/urn.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

std::string joined(std::string first, std::string_view last) {
    if (!first.empty() && !last.empty()) first += ' ';
    return first.append(last);
}

std::optional<Time> time_of_millis(const json::value& in, std::string_view name) {
    const auto millis = whole_number_of(in, name);
    if (!millis || *millis < 0 || !time_of_unix(*millis / 1'000)) return std::nullopt;
    return Time{std::chrono::milliseconds{*millis}};
}

const json::value* find_path(const json::value& in, std::string_view path) {
    const auto* found = &in;
    while (found != nullptr && !path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        found = find_field(*found, path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return found;
}

bool has_next_link(const json::value& body) {
    const auto* paging = find_field(body, "paging");
    const auto* links = paging != nullptr ? find_list(*paging, "links") : nullptr;
    return links != nullptr && std::ranges::any_of(*links, [](const auto& link) {
               return text_of(link, "rel") == "next";
           });
}

MediaType parse_media_type(const json::value& post) {
    const auto* content = find_field(post, "content");
    if (content == nullptr) return MediaType::text;
    if (find_field(*content, "multiImage") != nullptr) return MediaType::carousel;
    if (find_field(*content, "article") != nullptr) return MediaType::link;
    const auto* media = find_field(*content, "media");
    if (media == nullptr) return MediaType::text;
    const auto id = text_of(*media, "id");
    if (id.starts_with("urn:li:video:")) return MediaType::video;
    // A document is shown as pages to leaf through.
    if (id.starts_with("urn:li:document:")) return MediaType::carousel;
    return MediaType::image;
}

std::string picture_of(const json::value& post) {
    std::string urn;
    for (const std::string_view path : {"content.media.id", "content.article.thumbnail"}) {
        const auto* found = find_path(post, path);
        if (found != nullptr && urn.empty()) urn = text_of(*found);
    }
    const auto* several = find_path(post, "content.multiImage");
    const auto* images = several != nullptr ? find_list(*several, "images") : nullptr;
    if (images != nullptr && !images->empty()) urn = text_of(images->front(), "id");
    return urn.starts_with(image_prefix) ? urn : std::string();
}

std::optional<PlatformPost> parse_post(const json::value& item) {
    const auto state = text_of(item, "lifecycleState");
    if (!state.empty() && state != "PUBLISHED") return std::nullopt;
    auto posted_at = time_of_millis(item, "publishedAt");
    if (!posted_at) posted_at = time_of_millis(item, "createdAt");
    PlatformPost post;
    post.external_id = text_of(item, "id");
    if (post.external_id.empty() || !posted_at) return std::nullopt;
    post.posted_at = *posted_at;
    post.caption = plain_text(text_of(item, "commentary"));
    post.media_type = parse_media_type(item);
    post.permalink = std::string(www_host) + "/feed/update/" + post.external_id + '/';
    return post;
}

/// When the stretch that an element tells of begins: `timeRange` has milliseconds, `dateRange` a
/// calendar day.
std::optional<Time> start_of(const json::value& element) {
    if (const auto* range = find_field(element, "timeRange")) {
        return time_of_millis(*range, "start");
    }
    const auto* start = find_path(element, "dateRange.start");
    if (start == nullptr) return std::nullopt;
    const auto part = [&](std::string_view name) {
        return static_cast<int>(
            std::clamp<std::int64_t>(whole_number_of(*start, name).value_or(0), 0, 9'999));
    };
    const std::chrono::year_month_day date{std::chrono::year{part("year")},
                                           std::chrono::month{static_cast<unsigned>(part("month"))},
                                           std::chrono::day{static_cast<unsigned>(part("day"))}};
    if (!date.ok()) return std::nullopt;
    return Time{std::chrono::sys_days{date}};
}

}  // namespace

std::optional<Profile> parse_member(const json::value& body) {
    auto id = text_of(body, "sub");
    if (id.empty()) id = text_of(body, "id");
    if (id.empty()) return std::nullopt;
    Profile member;
    member.external_id = std::string(person_prefix) + std::string(id_of_urn(id));
    member.account_type = "member";
    member.display_name = text_of(body, "name");
    if (member.display_name.empty()) {
        member.display_name = joined(text_of(body, "given_name"), text_of(body, "family_name"));
    }
    if (member.display_name.empty()) {
        member.display_name =
            joined(text_of(body, "localizedFirstName"), text_of(body, "localizedLastName"));
    }
    member.handle = text_of(body, "vanityName");
    if (member.handle.empty()) member.handle = member.display_name;
    member.bio = text_of(body, "localizedHeadline");
    member.profile_image_url = text_of(body, "picture");
    return member;
}

std::optional<Profile> parse_organization(const json::value& body) {
    const auto id = text_of(body, "id");
    if (id.empty()) return std::nullopt;
    Profile organization;
    organization.external_id = std::string(organization_prefix) + std::string(id_of_urn(id));
    organization.account_type = "organization";
    organization.display_name = text_of(body, "localizedName");
    organization.handle = text_of(body, "vanityName");
    if (organization.handle.empty()) organization.handle = organization.display_name;
    if (organization.display_name.empty()) organization.display_name = organization.handle;
    organization.bio = text_of(body, "localizedDescription");
    return organization;
}

std::vector<Profile> parse_organizations(const json::value& body) {
    std::vector<Profile> out;
    const auto* results = find_field(body, "results");
    const auto* object = results != nullptr ? results->if_object() : nullptr;
    if (object == nullptr) return out;
    for (const auto& member : *object) {
        if (auto organization = parse_organization(member.value())) {
            out.push_back(*std::move(organization));
        }
    }
    return out;
}

Account account_of(const Profile& profile) {
    return {.external_id = profile.external_id,
            .app_scoped_id = {},
            .handle = profile.handle,
            .display_name = profile.display_name,
            .avatar_url = profile.profile_image_url,
            .tokens = std::nullopt};
}

std::optional<RolePage> parse_roles(const json::value& body, std::size_t asked_for) {
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr) return std::nullopt;
    RolePage page;
    for (const auto& element : *elements) {
        auto urn = text_of(element, "organization");
        if (urn.empty()) urn = text_of(element, "organizationTarget");
        if (is_organization(urn)) page.organizations.emplace_back(id_of_urn(urn));
    }
    page.more = elements->size() >= asked_for || has_next_link(body);
    return page;
}

std::optional<PostPage> parse_posts(const json::value& body, std::size_t start,
                                    std::size_t asked_for) {
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr) return std::nullopt;
    PostPage page;
    for (const auto& item : *elements) {
        if (auto post = parse_post(item)) page.posts.push_back(*std::move(post));
    }
    if (elements->size() >= asked_for || has_next_link(body)) {
        page.next_cursor = std::to_string(start + asked_for);
    }
    return page;
}

std::map<std::string, std::string> parse_pictures(const json::value& body) {
    std::map<std::string, std::string> out;
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr) return out;
    for (const auto& post : *elements) {
        auto picture = picture_of(post);
        if (!picture.empty()) out[text_of(post, "id")] = std::move(picture);
    }
    return out;
}

std::map<std::string, std::string> parse_picture_addresses(const json::value& body) {
    std::map<std::string, std::string> out;
    const auto* results = find_field(body, "results");
    const auto* object = results != nullptr ? results->if_object() : nullptr;
    if (object == nullptr) return out;
    for (const auto& picture : *object) {
        auto address = text_of(picture.value(), "downloadUrl");
        if (!address.empty()) out[std::string(picture.key())] = std::move(address);
    }
    return out;
}

std::map<std::string, PostMetrics> parse_share_statistics(const json::value& body) {
    std::map<std::string, PostMetrics> out;
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr) return out;
    for (const auto& element : *elements) {
        auto urn = text_of(element, "share");
        if (urn.empty()) urn = text_of(element, "ugcPost");
        const auto* figures = find_field(element, "totalShareStatistics");
        if (urn.empty() || figures == nullptr) continue;
        out[urn] = {.views = whole_number_of(*figures, "impressionCount"),
                    .reach = whole_number_of(*figures, "uniqueImpressionsCount"),
                    .likes = whole_number_of(*figures, "likeCount"),
                    .comments = whole_number_of(*figures, "commentCount"),
                    .shares = whole_number_of(*figures, "shareCount"),
                    .saves = std::nullopt};
    }
    return out;
}

std::optional<std::int64_t> parse_first_number(const json::value& body, std::string_view name) {
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr || elements->empty()) return std::nullopt;
    return whole_number_of(elements->front(), name);
}

std::vector<DailyMetric> parse_daily(const json::value& body, std::span<const DailyField> fields,
                                     Time from, Time to) {
    std::vector<DailyMetric> out;
    const auto* elements = find_list(body, "elements");
    if (elements == nullptr) return out;
    for (const auto& element : *elements) {
        const auto start = start_of(element);
        if (!start || *start < from || *start >= to) continue;
        std::map<std::string_view, double> values;
        for (const auto& field : fields) {
            const auto* found = find_path(element, field.path);
            if (const auto value = found != nullptr ? number_of(*found) : std::nullopt) {
                values[field.metric_type] += *value;
            }
        }
        for (const auto& [type, value] : values) {
            out.push_back(
                {.metric_type = std::string(type), .date = to_date(*start), .value = value});
        }
    }
    return out;
}

}  // namespace rostrum::platforms::linkedin
