#include "platforms/meta/errors.hpp"

#include "platforms/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace rostrum::platforms::meta {
namespace {

using enum Next;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view down = "{platform} has a problem. It is tried again later.";
constexpr std::string_view slow_down =
    "{platform} asks for a pause. It goes on by itself when the limit has moved.";
constexpr std::string_view connect_again =
    "{platform} no longer accepts this connection. Connect the account again.";
constexpr std::string_view start_again =
    "The sign-in at {platform} took too long or was used before. Start it again.";
constexpr std::string_view against_rules =
    "{platform} does not accept this content, because of its rules. Change it before trying again.";
constexpr std::string_view permission_missing =
    "A permission for {platform} is missing. Connect the account again and allow everything that "
    "is asked for.";
constexpr std::string_view bad_request = "{platform} does not accept this request.";
constexpr std::string_view upload_again =
    "{platform} could not take the file. Publish the post again.";
constexpr std::string_view not_fetched =
    "{platform} could not fetch the file. Check that its address can be reached from the internet.";
constexpr std::string_view bad_video =
    "{platform} does not support this video. Convert it to MP4 with H.264 and AAC.";
constexpr std::string_view bad_product_tags =
    "{platform} does not accept the product tags. Remove or correct them.";

/// Limits that count a rolling hour.
constexpr auto one_hour = hours{1};

constexpr std::array catalogue{
    // General
    ErrorRow{-2, 2207003, retry_later, not_fetched},
    ErrorRow{-2, 2207020, not_found, "The upload to {platform} has expired. Publish again."},
    ErrorRow{-1, 2207001, retry_later, down},
    ErrorRow{-1, 2207032, retry_later, down},
    ErrorRow{-1, 2207053, rejected, upload_again},
    ErrorRow{1, 2207057, rejected, "The moment chosen for the cover lies outside of the video."},
    ErrorRow{1, any_subcode, retry_later, down},
    ErrorRow{2, any_subcode, retry_later, down},
    ErrorRow{3, any_subcode, misconfigured,
             "The app of this server may not do this at {platform}. Its operator has to request it "
             "in the app review."},
    // Posts were seen to be published in spite of this answer, so it is no plain refusal.
    ErrorRow{4, 2207051, ambiguous,
             "{platform} took this for spam. Look at the account before trying again: the post may "
             "be there all the same."},
    ErrorRow{9, 2207042, rate_limited,
             "{platform} allows no more posts of this account today. It goes on when the limit has "
             "moved.",
             9, one_hour},
    // Sign-in at Facebook
    ErrorRow{100, 36007, reauthorize, start_again},
    ErrorRow{100, 36008, misconfigured,
             "{platform} does not know this server's callback address. Its operator has to enter "
             "it in the app's settings."},
    ErrorRow{100, 36009, reauthorize, start_again},
    ErrorRow{101, any_subcode, misconfigured,
             "{platform} does not know this server's app. The operator has to check its settings."},
    // Objects
    ErrorRow{24, 2207008, retry_later, "{platform} has not prepared the upload yet."},
    ErrorRow{24, any_subcode, not_found, "{platform} does not have this post or upload any more."},
    ErrorRow{100, 33, not_found,
             "{platform} does not have this any more, or does not show it to this account."},
    // Requests
    ErrorRow{100, 2207023, rejected, "{platform} does not know this kind of post."},
    ErrorRow{100, 2207028, rejected, "A carousel needs 2 to 10 pictures or videos."},
    ErrorRow{100, 2207035, rejected, bad_product_tags},
    ErrorRow{100, 2207036, rejected, bad_product_tags},
    ErrorRow{100, 2207037, rejected, bad_product_tags},
    ErrorRow{100, 2207040, rejected,
             "A caption may have at most 30 hashtags and mention at most 20 accounts."},
    ErrorRow{100, any_subcode, rejected, bad_request},
    ErrorRow{506, any_subcode, rejected, "{platform} has this post already. Change its text."},
    ErrorRow{3001, 1504028, rejected, bad_request},
    // Access
    ErrorRow{10, any_subcode, reauthorize, permission_missing},
    ErrorRow{
        25, 2207050, rejected,
        "{platform} has restricted this account. Open the {platform} app and do what it asks."},
    ErrorRow{102, any_subcode, reauthorize, connect_again},
    ErrorRow{190, 458, reauthorize,
             "The app was removed in {platform}'s settings. Connect the account again."},
    ErrorRow{190, 459, reauthorize,
             "{platform} wants the owner to sign in there and confirm. Then connect the account "
             "again."},
    ErrorRow{190, 460, reauthorize, "The password was changed. Connect the account again."},
    ErrorRow{190, 463, reauthorize,
             "The access to {platform} has expired. Connect the account again."},
    ErrorRow{190, 464, reauthorize,
             "The account is not confirmed. Confirm it at {platform}, then connect it again."},
    ErrorRow{190, 467, reauthorize, connect_again},
    ErrorRow{190, 492, reauthorize,
             "The member who connected this page has no role there any more. Somebody with a role "
             "has to connect it again."},
    ErrorRow{190, any_subcode, reauthorize, connect_again},
    ErrorRow{200, any_subcode, reauthorize, permission_missing, 299},
    ErrorRow{368, any_subcode, rejected,
             "{platform} has blocked this for a while, because of its rules. Wait some hours and "
             "look at the account before trying again."},
    // Limits
    ErrorRow{4, any_subcode, rate_limited, slow_down, 4, one_hour},
    ErrorRow{17, any_subcode, rate_limited, slow_down, 17, one_hour},
    ErrorRow{32, any_subcode, rate_limited, slow_down, 32, one_hour},
    ErrorRow{341, any_subcode, rate_limited, slow_down, 341, one_hour},
    ErrorRow{613, 1996, rate_limited, slow_down, 613, one_hour},
    ErrorRow{613, any_subcode, rate_limited, slow_down, 613, one_hour},
    ErrorRow{80001, any_subcode, rate_limited, slow_down, 80002, one_hour},
    ErrorRow{80006, any_subcode, rate_limited, slow_down, 80006, one_hour},
    // Media
    ErrorRow{352, 2207026, rejected, bad_video},
    ErrorRow{9004, 2207052, retry_later, not_fetched, 9004, minutes{5}},
    ErrorRow{9007, 2207027, retry_later, "{platform} is still preparing the upload.", 9007,
             minutes{1}},
    ErrorRow{36000, 2207004, rejected,
             "The picture is larger than the 8 MB that {platform} takes."},
    ErrorRow{36001, 2207005, rejected, "{platform} takes pictures as JPEG only."},
    ErrorRow{36003, 2207009, rejected,
             "The picture's format must lie between 4:5 (upright) and 1.91:1 (wide)."},
    ErrorRow{36004, 2207010, rejected, "The caption is too long: 2,200 characters are allowed."},
    ErrorRow{382, any_subcode, rejected, "The video is too small for {platform}."},
    ErrorRow{389, any_subcode, retry_later, not_fetched, 389, minutes{5}},
    ErrorRow{6000, any_subcode, rejected, upload_again, 6001},
    // Known by their subcode alone
    ErrorRow{any_code, 1346003, rejected, against_rules},
    ErrorRow{any_code, 1363047, retry_later, down},
    ErrorRow{any_code, 1366046, rejected,
             "{platform} takes pictures of pages as JPEG or PNG of at most 4 MB."},
    ErrorRow{any_code, 1390008, rate_limited,
             "{platform} finds that the page posts too often. It goes on later.", any_code,
             one_hour},
    ErrorRow{any_code, 1404078, rejected,
             "{platform} wants whoever manages the page to be authorized to publish. Open the page "
             "at {platform} and follow what it says."},
    ErrorRow{any_code, 1404102, rejected, against_rules},
    ErrorRow{any_code, 1609008, rejected, "{platform} does not accept links to itself in posts."},
    ErrorRow{any_code, 1609010, retry_later, down},
    ErrorRow{any_code, 2207077, retry_later, not_fetched, any_code, minutes{5}},
    ErrorRow{any_code, 2207081, rejected, "{platform} does not offer trial reels to this account."},
    ErrorRow{any_code, 2207082, retry_later, "{platform} could not take the file.", any_code,
             minutes{1}},
};

bool matches(const ErrorRow& row, std::int64_t code, std::int64_t subcode) {
    const bool by_code = row.code == any_code || (row.code <= code && code <= row.code_last);
    return by_code && (row.subcode == any_subcode || row.subcode == subcode);
}

/// Whether the platform's word that an error is transient goes before the catalogue. A limit keeps
/// its pause, and what may have happened stays unknown.
bool is_overruled_by_transience(Next next) { return next != rate_limited && next != ambiguous; }

PlatformError read_graph_error(const json::value& in) {
    const auto code = whole_number_of(in, "code").value_or(0);
    const auto subcode = whole_number_of(in, "error_subcode").value_or(0);
    PlatformError error;
    error.code = subcode == 0 ? fmt::format("{}", code) : fmt::format("{}/{}", code, subcode);
    error.message = text_of(in, "message");
    if (const auto* row = find_error(code, subcode)) {
        error.next = row->next;
        error.user_message = row->user_message;
        if (row->pause.count() > 0) error.retry_after = row->pause;
    }
    if (flag_of(in, "is_transient") && is_overruled_by_transience(error.next)) {
        error.next = retry_later;
        error.user_message = down;
    }
    return error;
}

/// The code repeats the HTTP status. A 400 is about the code or token that was sent: both are of no
/// use any more, so that the member has to start again.
PlatformError read_token_error(const json::value& in) {
    const auto code = whole_number_of(in, "code").value_or(400);
    PlatformError error;
    error.code = fmt::format("oauth_{}", code);
    error.message = text_of(in, "error_message");
    if (code == 429) {
        error.next = rate_limited;
    } else if (code >= 500) {
        error.next = retry_later;
    } else if (code == 400 && text_of(in, "error_type") == "OAuthException") {
        error.next = reauthorize;
        error.user_message = "{platform} did not accept the sign-in. Connect the account again.";
    }
    return error;
}

PlatformError read_upload_error(const json::value& in) {
    return {.next = flag_of(in, "retriable") ? retry_later : rejected,
            .code = "upload",
            .message = text_of(in, "type") + ": " + text_of(in, "message"),
            .user_message = {},
            .retry_after = {}};
}

/// The number in front of the slash, or 0.
int code_of(const PlatformError& error) {
    int code = 0;
    std::from_chars(error.code.data(), error.code.data() + error.code.size(), code);
    return code;
}

}  // namespace

std::span<const ErrorRow> error_rows() { return catalogue; }

const ErrorRow* find_error(std::int64_t code, std::int64_t subcode) {
    const auto find = [&](bool exact) {
        return std::ranges::find_if(catalogue, [&](const ErrorRow& row) {
            return (row.subcode != any_subcode) == exact && matches(row, code, subcode);
        });
    };
    auto row = find(true);
    if (row == catalogue.end()) row = find(false);
    return row == catalogue.end() ? nullptr : &*row;
}

const ErrorRow* find_subcode(std::int64_t subcode) {
    const auto row = std::ranges::find(catalogue, subcode, &ErrorRow::subcode);
    return subcode == any_subcode || row == catalogue.end() ? nullptr : &*row;
}

std::optional<PlatformError> read_error(const json::value& body) {
    if (const auto* error = find_field(body, "error"); error != nullptr && error->is_object()) {
        return read_graph_error(*error);
    }
    if (find_field(body, "error_type") != nullptr || find_field(body, "error_message") != nullptr) {
        return read_token_error(body);
    }
    if (const auto* info = find_field(body, "debug_info"); info != nullptr && info->is_object()) {
        return read_upload_error(*info);
    }
    return std::nullopt;
}

bool is_permission_missing(const PlatformError& error) {
    const int code = code_of(error);
    return error.next == reauthorize && (code == 10 || (code >= 200 && code <= 299));
}

bool is_without_insights(const PlatformError& error) {
    const int code = code_of(error);
    if (error.next == rejected) return code == 100 || code == 3001;
    return is_permission_missing(error);
}

}  // namespace rostrum::platforms::meta
