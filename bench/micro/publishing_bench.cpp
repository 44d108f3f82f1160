// How late posts start that are all due in the same minute, on PostgreSQL: the queue, the engine
// and what they write down, with a platform that answers at once. Future posts may stand in the
// same tables. Prints percentiles from when a post was due to when its work began.
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

constexpr db::Statement insert_workspace{
    "bench.workspace", "", "INSERT INTO workspaces (id, name, created_at) VALUES ($1, 'B', $2)"};
constexpr db::Statement insert_connection{
    "bench.connection", "",
    "INSERT INTO connections (id, workspace_id, platform, external_id, handle, display_name, "
    "status, scopes,"
    " access_token, token_issued_at, created_at, updated_at)"
    " VALUES ($1, $2, 'instant', $3, $3, $3, 'active', '[]', $4, $5, $5, $5)"};
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
constexpr db::Statement vacuum{"bench.vacuum", "", "VACUUM (ANALYZE)"};
constexpr db::Statement checkpoint{"bench.checkpoint", "", "CHECKPOINT"};
constexpr db::Statement read_delays{
    "bench.delays", "",
    "SELECT CAST(count(1) AS bigint) AS posts,"
    " percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.started_at - "
    "p.scheduled_at)::float8) AS p50,"
    " percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM t.started_at - "
    "p.scheduled_at)::float8) AS p99"
    " FROM post_targets t JOIN posts p ON p.id = t.post_id WHERE t.status = 'published'"};

std::string environment(const char* name, std::string fallback) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : std::move(fallback);
}

}  // namespace

int main() {
    log::configure(log::Level::warn);
    const auto url = environment("ROSTRUM_TEST_POSTGRES_URL", "");
    const auto due = std::stoll(environment("POSTS", "100000"));
    const auto future = std::stoll(environment("FUTURE", "0"));
    const auto account_count = std::stoul(environment("ACCOUNTS", "20000"));
    const auto running_max = std::stoul(environment("CONCURRENCY", "48"));
    const auto spread_us =
        std::stoll(environment("SPREAD_SECONDS", "60")) * 1'000'000 / std::max(due, 1LL);
    if (url.empty()) {
        fmt::print(stderr, "ROSTRUM_TEST_POSTGRES_URL names no server\n");
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
    for (std::size_t i = 0; i < account_count; ++i) {
        const ConnectionId id{ids.next()};
        rows.push_back({id, workspace, std::to_string(i),
                        vault.seal(Secret("token"), id, connections::Vault::Column::access_token),
                        clock.now()});
    }
    run(database->batch(insert_connection, std::move(rows)));
    constexpr long long page = 50'000;
    const Time later = clock.now() + std::chrono::days{30};
    for (long long made = 0; made < future; made += page) {
        run(database->execute(insert_posts,
                              {workspace, later + std::chrono::seconds{made},
                               std::min(page, future - made), std::int64_t{1'000'000}}));
    }
    // Long enough for what is written down before it.
    const Time start = clock.now() + std::chrono::seconds{20 + (due + future) / 20'000};
    run(database->execute(insert_posts, {workspace, start, due, std::int64_t{spread_us}}));
    // As after a while: nothing is left to be done of the filling.
    run(database->execute(vacuum));
    run(database->execute(checkpoint));
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
    fmt::print(
        "{{\"posts\":{},\"future\":{},\"accounts\":{},\"seconds\":{:.1f},\"postsPerSecond\":{:.0f},"
        "\"p50Seconds\":{:.3f},\"p99Seconds\":{:.3f}}}\n",
        told.get<std::int64_t>(0, "posts"), future, account_count, seconds,
        static_cast<double>(due) / seconds, told.get<double>(0, "p50"), told.get<double>(0, "p99"));
    database->close();
    loops.stop();
}
