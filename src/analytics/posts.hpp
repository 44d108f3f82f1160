#pragma once

#include "accounts/types.hpp"
#include "analytics/views.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::analytics {

enum class SortBy : std::uint8_t { posted_at, engagement, likes, comments, views };
enum class Order : std::uint8_t { descending, ascending };

/// Which posts, and in which order.
struct PostFilter {
    std::optional<std::string> platform;
    std::optional<ConnectionId> connection;
    std::optional<std::string> media_type;
    std::optional<Time> from;
    std::optional<Time> to;
    SortBy sort = SortBy::posted_at;
    Order order = Order::descending;
};

struct PostPage {
    std::vector<PostView> posts;
    std::optional<Cursor> next;
};

/// The platform posts of a workspace as a list, and as a file.
class Posts {
public:
    explicit Posts(db::Database& database) : database_(database) {}

    /// A post without the count that the list is sorted by comes last.
    Task<PostPage> list(accounts::Scope scope, PostFilter filter, PageRequest page);

private:
    db::Database& database_;
};

/// One line of CSV (RFC 4180) per post. A text that a spreadsheet would take for a formula is
/// quoted with an apostrophe.
std::string csv_header();
std::string csv_line(const PostView& post);

}  // namespace rostrum::analytics
