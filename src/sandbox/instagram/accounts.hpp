#pragma once

#include "sandbox/captions.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rostrum::sandbox::instagram {

enum class AccountType : std::uint8_t { business, media_creator, personal };

/// How an account ends the access that it gave, some time after the login.
enum class Ending : std::uint8_t { stays, removes_app, changes_password };

/// What an account does differently from most. The platform's answers differ from account to
/// account, by document or by observation; here each of the variants has an account that shows it.
struct Quirks {
    bool no_picture = false;
    bool hides_likes = false;             ///< `like_count` is missing
    bool flags_copyright = false;         ///< `media_url` is missing on every third post
    bool empty_second_page = false;       ///< the second page of media is empty and has a `next`
    bool flat_token_answer = false;       ///< the code's answer has no `data[]`, ids are numbers
    bool wrapped_profile = false;         ///< the profile stands in `data[]`, as documented
    bool no_insights = false;             ///< insights answer, but with empty data
    bool withholds_insights = false;      ///< never grants instagram_business_manage_insights
    bool shares_to_facebook = false;      ///< has crossposted_views and facebook_views
    bool short_follower_history = false;  ///< follower_count answers for the last 30 days only
};

/// An account of the world. What is not here follows from the seed, the account and the time.
struct Account {
    std::string_view username;
    std::string_view name = {};       ///< empty: the profile has none
    std::string_view biography = {};  ///< empty: the profile has none
    std::string_view website = {};    ///< empty: the profile has none
    std::string_view shape = {};      ///< what it is here for, in words
    AccountType type = AccountType::media_creator;
    Voice voice = Voice::everyday;
    std::int64_t followers = 0;  ///< when the world begins, see World::origin()
    std::int64_t follows = 0;
    std::int64_t gains = 0;                  ///< new followers a day, on average
    std::int64_t losses = 0;                 ///< followers who leave a day, on average
    std::int64_t posts = 0;                  ///< when the world begins
    std::chrono::minutes post_interval{0};   ///< 0: it never posts again
    std::chrono::minutes story_interval{0};  ///< 0: it has no stories
    std::int64_t carousels = 20;             ///< percent of the posts
    std::int64_t reels = 25;                 ///< percent of the posts; the rest are images
    Ending ending = Ending::stays;
    std::chrono::minutes ends_after{0};
    Quirks quirks = {};
};

/// All accounts. Their order is part of every id: new ones go to the end.
std::span<const Account> accounts() noexcept;

/// The place of an account in `accounts()`.
std::size_t index_of(const Account& account) noexcept;

/// The professional account's id: `user_id`, `<IG_ID>` in paths.
std::uint64_t ig_id(const Account& account) noexcept;

/// The id that is scoped to the app: `id` of the profile.
std::uint64_t app_scoped_id(const Account& account) noexcept;

/// Null when there is none.
const Account* find_account(std::string_view username) noexcept;
/// By either of the ids; null when there is none.
const Account* find_account(std::uint64_t id) noexcept;

/// "BUSINESS", "MEDIA_CREATOR" or "PERSONAL".
std::string_view to_string(AccountType type) noexcept;

}  // namespace rostrum::sandbox::instagram
