#include "sandbox/linkedin/statistics.hpp"

#include "core/json_writer.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace rostrum::sandbox::linkedin {
namespace {

using std::chrono::days;

/// After this, what a post still gets in a day is nothing to speak of.
constexpr days lively{14};

std::int64_t to_millis(Time time) { return time.time_since_epoch() / std::chrono::milliseconds{1}; }
std::int64_t day_number(Time time) { return time.time_since_epoch() / days{1}; }

void add(PostFigures& sum, const PostFigures& more, std::int64_t factor = 1) {
    sum.reach += factor * more.reach;
    sum.views += factor * more.views;
    sum.likes += factor * more.likes;
    sum.comments += factor * more.comments;
    sum.shares += factor * more.shares;
    sum.clicks += factor * more.clicks;
}

/// What all posts of somebody got between two moments.
PostFigures gained(const Cast& cast, std::size_t persona, Time from, Time to) {
    PostFigures sum;
    const auto slots = cast.posts(persona, to);
    for (auto slot = slots.newest; slot >= slots.oldest; --slot) {
        const auto post = cast.post(persona, slot);
        if (post.posted_at < from - lively) break;
        add(sum, cast.figures(post, to));
        if (post.posted_at < from) add(sum, cast.figures(post, from), -1);
    }
    return sum;
}

void write_figures(JsonWriter& out, const PostFigures& figures) {
    const auto engaged = figures.clicks + figures.likes + figures.comments + figures.shares;
    out.key("totalShareStatistics").begin_object();
    out.key("impressionCount").value(figures.views);
    out.key("uniqueImpressionsCount").value(figures.reach);
    out.key("clickCount").value(figures.clicks);
    out.key("likeCount").value(figures.likes);
    out.key("commentCount").value(figures.comments);
    out.key("shareCount").value(figures.shares);
    out.key("engagement");
    out.value(figures.views == 0
                  ? 0.0
                  : static_cast<double>(engaged) / static_cast<double>(figures.views));
    out.end_object();
}

std::string elements(const std::function<void(JsonWriter&)>& write) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("paging").begin_object();
    out.key("start").value(0).key("count").value(10);
    out.key("links").begin_array().end_array().end_object();
    out.key("elements").begin_array();
    write(out);
    out.end_array().end_object();
    return body;
}

/// Elements for the whole days of a range that are over; `write` adds what each tells.
std::string each_day(std::string_view entity, std::string_view urn, Range range, Time now,
                     const std::function<void(JsonWriter&, Time day)>& write) {
    return elements([&](JsonWriter& out) {
        const Time end = std::min(range.to, start_of_day(now));
        for (Time day = start_of_day(range.from); day + days{1} <= end; day += days{1}) {
            out.begin_object().key(entity).value(urn);
            out.key("timeRange").begin_object();
            out.key("start").value(to_millis(day));
            out.key("end").value(to_millis(day + days{1})).end_object();
            write(out, day);
            out.end_object();
        }
    });
}

void write_date(JsonWriter& out, std::string_view name, Time time) {
    const std::chrono::year_month_day date{std::chrono::floor<days>(time)};
    out.key(name).begin_object();
    out.key("year").value(static_cast<int>(date.year()));
    out.key("month").value(static_cast<unsigned>(date.month()));
    out.key("day").value(static_cast<unsigned>(date.day())).end_object();
}

void write_date_range(JsonWriter& out, Time day) {
    out.key("dateRange").begin_object();
    write_date(out, "start", day);
    write_date(out, "end", day + days{1});
    out.end_object();
}

std::optional<std::int64_t> figure_of(const PostFigures& figures, std::string_view query_type) {
    struct Row {
        std::string_view name;
        std::int64_t PostFigures::* figure;
    };
    constexpr std::array rows{
        Row{"IMPRESSION", &PostFigures::views}, Row{"MEMBERS_REACHED", &PostFigures::reach},
        Row{"REACTION", &PostFigures::likes},   Row{"COMMENT", &PostFigures::comments},
        Row{"RESHARE", &PostFigures::shares},
    };
    const auto row = std::ranges::find(rows, query_type, &Row::name);
    if (row == rows.end()) return std::nullopt;
    return figures.*row->figure;
}

}  // namespace

std::string share_totals(const Cast& pages, std::size_t page, std::string_view urn, Time now) {
    PostFigures sum;
    const auto slots = pages.posts(page, now);
    for (auto slot = slots.oldest; slot <= slots.newest; ++slot) {
        add(sum, pages.figures(pages.post(page, slot), now));
    }
    return elements([&](JsonWriter& out) {
        out.begin_object().key("organizationalEntity").value(urn);
        write_figures(out, sum);
        out.end_object();
    });
}

std::string share_figures(const Cast& pages, std::span<const CastPost> posts,
                          std::string_view page_urn, std::string_view kind, Time now) {
    return elements([&](JsonWriter& out) {
        for (const auto& post : posts) {
            if (pages.persona(post.persona).hides_figures) continue;
            out.begin_object().key("organizationalEntity").value(page_urn);
            out.key(kind).value(urn_of(Author::organization, post));
            write_figures(out, pages.figures(post, now));
            out.end_object();
        }
    });
}

std::string share_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                       Time now) {
    return each_day("organizationalEntity", urn, range, now, [&](JsonWriter& out, Time day) {
        write_figures(out, gained(pages, page, day, day + days{1}));
    });
}

std::string follower_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                          Time now) {
    return each_day("organizationalEntity", urn, range, now, [&](JsonWriter& out, Time day) {
        out.key("followerGains").begin_object();
        out.key("organicFollowerGain").value(pages.followers_gained(page, day_number(day)));
        out.key("paidFollowerGain").value(0).end_object();
    });
}

std::string page_view_days(const Cast& pages, std::size_t page, std::string_view urn, Range range,
                           Time now) {
    return each_day("organization", urn, range, now, [&](JsonWriter& out, Time day) {
        const auto roll = pages.dice(page).of("page views").of(day_number(day)).between(2, 9);
        const auto views = 1 + pages.persona(page).followers * roll / 1'000;
        out.key("totalPageStatistics").begin_object().key("views").begin_object();
        out.key("allPageViews").begin_object().key("pageViews").value(views);
        out.key("uniquePageViews").value(views * 7 / 10).end_object().end_object().end_object();
    });
}

std::string member_followers(const Cast& members, std::size_t member, Time now) {
    return elements([&](JsonWriter& out) {
        out.begin_object();
        out.key("memberFollowersCount").value(members.followers(member, now)).end_object();
    });
}

std::string member_follower_days(const Cast& members, std::size_t member, Range range, Time now) {
    return elements([&](JsonWriter& out) {
        const Time end = std::min(range.to, start_of_day(now));
        for (Time day = range.from; day + days{1} <= end; day += days{1}) {
            out.begin_object();
            write_date_range(out, day);
            out.key("memberFollowersCount");
            out.value(members.followers_gained(member, day_number(day))).end_object();
        }
    });
}

std::optional<std::string> member_post_figure(const Cast& members, const CastPost& post,
                                              std::string_view query_type, Time now) {
    const auto figure = figure_of(members.figures(post, now), query_type);
    if (!figure) return std::nullopt;
    return elements([&](JsonWriter& out) {
        out.begin_object().key("count").value(*figure);
        out.key("metricType").value(query_type).end_object();
    });
}

std::optional<std::string> member_figure_days(const Cast& members, std::size_t member,
                                              std::string_view query_type, Range range, Time now) {
    if (!figure_of({}, query_type)) return std::nullopt;
    return elements([&](JsonWriter& out) {
        const Time end = std::min(range.to, start_of_day(now));
        for (Time day = range.from; day + days{1} <= end; day += days{1}) {
            out.begin_object();
            write_date_range(out, day);
            const auto figures = gained(members, member, day, day + days{1});
            out.key("count").value(figure_of(figures, query_type).value_or(0));
            out.key("metricType").value(query_type).end_object();
        }
    });
}

}  // namespace rostrum::sandbox::linkedin
