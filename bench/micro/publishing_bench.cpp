// How late posts start that are all due in the same minute, on either database: the queue, the
// engine and what they write down, with a platform that answers at once. Future posts may stand in
// the same tables. Prints percentiles from when a post was due to when its work began.
#include "connections/connection_store.hpp"
#include "connections/refresher.hpp"
#include "connections/vault.hpp"
#include "core/log.hpp"
#include "core/metrics.hpp"
#include "db/migrator.hpp"
#include "jobs/worker.hpp"
#include "publishing/engine.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

using namespace rostrum;

namespace {

constexpr std::array formats{
    platforms::FormatRule{.format = platforms::PostFormat::text, .text_max = 1'000}};
constexpr platforms::Descriptor instant{
    .id = "instant",
    .name = "Instant",
    .api_version = "v1",
    .settings = {},
    .refresh = {.not_before = std::chrono::hours{24}, .when_left = std::chrono::hours{1}},
    .capabilities = {.connect = true, .publish = true},
    .post_rules = {.formats = formats}};

/// Publishes at once.
class InstantPlatform final : public platforms::Platform,
                              public platforms::Authorizer,
                              public platforms::Publisher {
public:
    template <typename T>
    using Outcome = platforms::Outcome<T>;

    const platforms::Descriptor& descriptor() const override { return instant; }
    platforms::Authorizer& authorizer() override { return *this; }
    std::string redirect_uri() const override { return {}; }
    platforms::Publisher* publisher() override { return this; }

    std::string authorize_url(const platforms::AuthorizeRequest&) const override { return {}; }
    Task<Outcome<platforms::Tokens>> exchange(platforms::Grant) override {
        return refused<platforms::Tokens>();
    }
    Task<Outcome<platforms::Tokens>> refresh(platforms::Tokens) override {
        return refused<platforms::Tokens>();
    }
    Task<Outcome<bool>> revoke(platforms::Tokens) override { return refused<bool>(); }
    Task<Outcome<std::vector<platforms::Account>>> accounts(platforms::Tokens) override {
        return refused<std::vector<platforms::Account>>();
    }

    platforms::PublishStep next_step(const platforms::PublishPlan&,
                                     const platforms::PublishState&) const override {
        return {.name = "publish", .effect = platforms::Effect::change};
    }
    Task<Outcome<platforms::Advanced>> advance(platforms::Access, platforms::PublishPlan,
                                               platforms::PublishState) override {
        platforms::Advanced out;
        out.state.step = "publish";
        out.published =
            platforms::Published{std::to_string(++published), "https://a.example/1", {}};
        co_return platforms::Answered<platforms::Advanced>{
            .data = std::move(out), .calls = 1, .limits = {}};
    }
    Task<Outcome<platforms::Reconciled>> reconcile(platforms::Access, platforms::PublishPlan,
                                                   platforms::PublishState, Time) override {
        return refused<platforms::Reconciled>();
    }
    Task<Outcome<bool>> remove(platforms::Access, std::string) override { return refused<bool>(); }

    std::atomic<std::size_t> published = 0;

private:
    template <typename T>
    Task<Outcome<T>> refused() {
        co_return std::unexpected(platforms::PlatformError{.code = "not here"});
    }
};

/// Posts without files.
class NoMedia final : public publishing::MediaSource {
public:
    Task<std::vector<platforms::MediaFile>> files(WorkspaceId, std::vector<MediaId>) override {
        co_return std::vector<platforms::MediaFile>{};
    }
    Task<Result<>> use(db::Transaction&, WorkspaceId, std::vector<MediaId>, std::string) override {
        co_return Result<>{};
    }
    Task<> release(db::Transaction&, WorkspaceId, std::string) override { co_return; }
};

constexpr db::Statement on_both(std::string_view name, std::string_view sql) {
    return {name, sql, sql};
}

constexpr db::Statement insert_workspace = on_both(
    "bench.workspace", "INSERT INTO workspaces (id, name, created_at) VALUES ($1, 'B', $2)");
constexpr db::Statement insert_connection = on_both(
    "bench.connection",
    "INSERT INTO connections (id, workspace_id, platform, external_id, handle, display_name, "
    "status, scopes,"
    " access_token, token_issued_at, created_at, updated_at)"
    " VALUES ($1, $2, 'instant', $3, $3, $3, 'active', '[]', $4, $5, $5, $5)");
/// `$3` posts that are due at `$2`, `$4` apart, dealt out to the connections of the workspace.
constexpr std::string_view insert_posts_sql =
    "WITH accounts AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM connections "
    "WHERE workspace_id = $1),"
    " total AS (SELECT count(1) AS accounts FROM accounts),"
    " made AS (SELECT gen_random_uuid() AS post, gen_random_uuid() AS target, n,"
    " $2::timestamptz + n * ($4::bigint * interval '1 microsecond') AS due FROM generate_series(0, "
    "$3::bigint - 1) n),"
    " posts_made AS (INSERT INTO posts (id, workspace_id, content, thread, hashtags, media_ids, "
    "status, scheduled_at,"
    " created_at, updated_at) SELECT post, $1, 'post ' || n, '[]', '[]', '[]', 'scheduled', due, "
    "$2, $2 FROM made),"
    " targets_made AS (INSERT INTO post_targets (id, workspace_id, post_id, connection_id, "
    "platform, place, options, format,"
    " status, generation, version, due_at, created_at, updated_at) SELECT m.target, $1, m.post, "
    "a.id, 'instant', 0, '{}',"
    " 'text', 'pending', 1, 0, m.due, $2, $2 FROM made m, total t, accounts a WHERE a.place = m.n "
    "% t.accounts)"
    " INSERT INTO jobs (id, queue, kind, unique_key, payload, run_at, attempts_max, created_at)"
    " SELECT gen_random_uuid(), 'publish', 'post.publish', m.target::text || ':1',"
    " jsonb_build_object('v', 1, 'workspaceId', $1::text, 'postId', m.post::text, 'targetId', "
    "m.target::text,"
    " 'connectionId', a.id::text, 'generation', 1), m.due, 25, $2"
    " FROM made m, total t, accounts a WHERE a.place = m.n % t.accounts";
constexpr db::Statement insert_posts{"bench.posts", "", insert_posts_sql};
// The same on SQLite, where rows are bound one by one and cost no round trip.
constexpr db::Statement insert_post =
    on_both("bench.post",
            "INSERT INTO posts (id, workspace_id, content, thread, hashtags, media_ids, status, "
            "scheduled_at, created_at, updated_at)"
            " VALUES ($1, $2, 'post', '[]', '[]', '[]', 'scheduled', $3, $4, $4)");
constexpr db::Statement insert_target = on_both(
    "bench.target",
    "INSERT INTO post_targets (id, workspace_id, post_id, connection_id, platform, place, options, "
    "format, status, generation, version, due_at, created_at, updated_at)"
    " VALUES ($1, $2, $3, $4, 'instant', 0, '{}', 'text', 'pending', 1, 0, $5, $6, $6)");
constexpr db::Statement insert_job = on_both(
    "bench.job",
    "INSERT INTO jobs (id, queue, kind, unique_key, payload, run_at, attempts_max, created_at)"
    " VALUES ($1, 'publish', 'post.publish', $2, $3, $4, 25, $5)");
constexpr db::Statement vacuum{"bench.vacuum", "", "VACUUM (ANALYZE)"};
constexpr db::Statement checkpoint{"bench.checkpoint", "", "CHECKPOINT"};
constexpr db::Statement analyze = on_both("bench.analyze", "ANALYZE");
constexpr db::Statement read_delays =
    on_both("bench.delays",
            "SELECT t.started_at AS started_at, p.scheduled_at AS scheduled_at"
            " FROM post_targets t JOIN posts p ON p.id = t.post_id WHERE t.status = 'published'");

/// Posts that are due from a time on, so far apart.
struct Wanted {
    long long posts;
    Time first;
    std::chrono::microseconds apart;
};

Task<> fill_row_by_row(db::Database& database, IdSource& ids, WorkspaceId workspace,
                       std::vector<ConnectionId> accounts, Wanted wanted, Time now) {
    constexpr long long page = 10'000;
    for (long long from = 0; from < wanted.posts; from += page) {
        std::vector<db::Params> posts;
        std::vector<db::Params> targets;
        std::vector<db::Params> jobs;
        for (long long n = from; n < std::min(wanted.posts, from + page); ++n) {
            const PostId post{ids.next()};
            const PostTargetId target{ids.next()};
            const auto account = accounts[static_cast<std::size_t>(n) % accounts.size()];
            const Time due = wanted.first + n * wanted.apart;
            posts.push_back({post, workspace, due, now});
            targets.push_back({target, workspace, post, account, due, now});
            const auto payload = to_json(publishing::PublishPayload{.workspace_id = workspace,
                                                                    .post_id = post,
                                                                    .target_id = target,
                                                                    .connection_id = account,
                                                                    .generation = 1});
            jobs.push_back({ids.next(), to_string(target) + ":1", payload, due, now});
        }
        co_await database.batch(insert_post, std::move(posts));
        co_await database.batch(insert_target, std::move(targets));
        co_await database.batch(insert_job, std::move(jobs));
    }
}

std::string environment(const char* name, std::string fallback) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : std::move(fallback);
}

}  // namespace

int main() {
    log::configure(log::Level::warn);
    const auto url = environment("DATABASE_URL", environment("ROSTRUM_TEST_POSTGRES_URL", ""));
    const auto due = std::stoll(environment("POSTS", "100000"));
    const auto future = std::stoll(environment("FUTURE", "0"));
    const auto account_count = std::stoul(environment("ACCOUNTS", "20000"));
    const auto running_max = std::stoul(environment("CONCURRENCY", "48"));
    const auto spread_us =
        std::stoll(environment("SPREAD_SECONDS", "60")) * 1'000'000 / std::max(due, 1LL);
    if (url.empty()) {
        fmt::print(stderr, "DATABASE_URL names no database\n");
        return 2;
    }
    const db::Options options{.url = url};
    db::migrate(options, db::migrations());
    SystemClock clock;
    SystemRandom random;
    IdSource ids(clock, random);
    Metrics metrics;
    Loops loops(std::thread::hardware_concurrency());
    const auto database = db::open(loops, options);
    loops.start();
    const auto run = [&](auto task) {
        return asio::co_spawn(loops.at(0), std::move(task), asio::use_future).get();
    };

    const auto keyring = crypto::Keyring::parse("bench:" + std::string(64, 'a')).value();
    const connections::Vault vault(keyring, random);
    const WorkspaceId workspace{ids.next()};
    run(database->execute(insert_workspace, {workspace, clock.now()}));
    std::vector<db::Params> rows;
    std::vector<ConnectionId> accounts;
    for (std::size_t i = 0; i < account_count; ++i) {
        const auto id = accounts.emplace_back(ids.next());
        rows.push_back({id, workspace, std::to_string(i),
                        vault.seal(Secret("token"), id, connections::Vault::Column::access_token),
                        clock.now()});
    }
    run(database->batch(insert_connection, std::move(rows)));
    const bool on_sqlite = database->engine() == db::Engine::sqlite;
    const auto fill = [&](Wanted wanted) {
        if (on_sqlite) {
            run(fill_row_by_row(*database, ids, workspace, accounts, wanted, clock.now()));
            return;
        }
        constexpr long long page = 50'000;
        for (long long made = 0; made < wanted.posts; made += page) {
            const Time first = wanted.first + made * wanted.apart;
            const std::int64_t number = std::min(page, wanted.posts - made);
            const std::int64_t apart = wanted.apart.count();
            run(database->execute(insert_posts, {workspace, first, number, apart}));
        }
    };
    fill({future, clock.now() + std::chrono::days{30}, std::chrono::seconds{1}});
    // Long enough for what is written down before it.
    const Time start = clock.now() + std::chrono::seconds{20 + (due + future) / 20'000};
    fill({due, start, std::chrono::microseconds{spread_us}});
    // As after a while: nothing is left to be done of the filling.
    if (on_sqlite) {
        run(database->execute(analyze));
    } else {
        run(database->execute(vacuum));
        run(database->execute(checkpoint));
    }
    if (clock.now() > start - std::chrono::seconds{1}) {
        fmt::print(stderr, "filling the database took too long\n");
        return 1;
    }

    events::Outbox outbox{clock, ids};
    jobs::JobStore jobs{*database, clock, ids};
    platforms::Registry registry;
    auto made = std::make_unique<InstantPlatform>();
    auto& platform = *made;
    registry.add(std::move(made));
    connections::ConnectionStore store{*database, outbox, clock};
    connections::Refresher refresher{*database, store, registry, vault, outbox, clock, metrics};
    NoMedia media;
    publishing::PostStore posts{*database, outbox, clock};
    publishing::TargetStore targets{*database, jobs, clock};
    publishing::AttemptStore attempts{*database, clock, ids};
    publishing::WorkStore works{*database, posts, targets, attempts, vault, outbox, clock};
    publishing::Engine engine{{works, store, refresher, registry, media, clock, random, metrics}};
    double seconds = 0;
    {
        jobs::Worker worker(loops, *database, jobs, clock, random, ids, metrics,
                            {.running_max = running_max});
        worker.handle(std::string(publishing::publish_job),
                      [&](jobs::Job job) { return engine.run(std::move(job)); });
        std::this_thread::sleep_until(std::chrono::system_clock::time_point(
            std::chrono::duration_cast<std::chrono::system_clock::duration>(
                (start - std::chrono::milliseconds{500}).time_since_epoch())));
        worker.start();
        while (platform.published < static_cast<std::size_t>(due)) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        seconds = std::chrono::duration<double>(clock.now() - start).count();
        worker.stop(std::chrono::seconds{30});
    }
    const auto told = run(database->query(read_delays));
    std::vector<double> delays;
    for (std::size_t i = 0; i < told.size(); ++i) {
        delays.push_back(std::chrono::duration<double>(told.get<Time>(i, "started_at") -
                                                       told.get<Time>(i, "scheduled_at"))
                             .count());
    }
    std::ranges::sort(delays);
    const auto percentile = [&](std::size_t of_100) {
        return delays[(delays.size() - 1) * of_100 / 100];
    };
    fmt::print(
        "{{\"database\":\"{}\",\"posts\":{},\"future\":{},\"accounts\":{},\"seconds\":{:.1f},"
        "\"postsPerSecond\":{:.0f},\"p50Seconds\":{:.3f},\"p99Seconds\":{:.3f}}}\n",
        on_sqlite ? "SQLite" : "PostgreSQL", delays.size(), future, account_count, seconds,
        static_cast<double>(due) / seconds, percentile(50), percentile(99));
    database->close();
    loops.stop();
}
