#pragma once

#include "campaigns/store.hpp"
#include "conformance/services/connections/fixture.hpp"
#include "publishing/engine.hpp"
#include "publishing/service.hpp"
#include "publishing/sweeper.hpp"
#include "support/fake_publisher.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// The process of a worker has died.
struct Killed {};

/// Files that a test has made up.
class FakeMedia final : public MediaSource {
public:
    Task<std::vector<platforms::MediaFile>> files(WorkspaceId workspace,
                                                  std::vector<MediaId> ids) override {
        std::vector<platforms::MediaFile> out;
        for (const auto& id : ids) {
            const auto found = known.find(id);
            if (found == known.end() || found->second.first != workspace) continue;
            out.push_back(found->second.second);
        }
        co_return out;
    }
    Task<Result<>> use(db::Transaction&, WorkspaceId, std::vector<MediaId> ids,
                       std::string used_by) override {
        for (const auto& id : ids) {
            if (!known.contains(id)) co_return fail(ErrorCode::not_found, "no such file");
            uses.emplace(used_by, id);
        }
        co_return Result<>{};
    }
    Task<> release(db::Transaction&, WorkspaceId, std::string used_by) override {
        std::erase_if(uses, [&](const auto& use) { return use.first == used_by; });
        co_return;
    }

    std::map<MediaId, std::pair<WorkspaceId, platforms::MediaFile>> known;
    std::set<std::pair<std::string, MediaId>> uses;
};

inline constexpr std::array fake_image_rule{
    platforms::MediaRule{.kind = platforms::MediaKind::image, .mimes = {}}};
inline constexpr std::array<std::string_view, 1> fake_publish_scopes{"read"};
inline constexpr std::array fake_formats{
    platforms::FormatRule{.format = platforms::PostFormat::text,
                          .text_max = 100,
                          .measure = platforms::by_code_points,
                          .text_required = true,
                          .scopes = fake_publish_scopes},
    platforms::FormatRule{.format = platforms::PostFormat::image,
                          .text_max = 100,
                          .measure = platforms::by_code_points,
                          .media_min = 1,
                          .media_max = 1,
                          .media = fake_image_rule},
    platforms::FormatRule{.format = platforms::PostFormat::thread,
                          .text_max = 100,
                          .measure = platforms::by_code_points},
};

/// The services of publishing over a fake platform that follows a script.
class PublishingTest : public connections::ConnectionsTest {
protected:
    PublishingTest() {
        platform->fake_publisher = &publisher;
        platform->post_rules() = {.formats = fake_formats, .hashtags_max = 3};
    }

    void SetUp() override {
        ConnectionsTest::SetUp();
        connection = connected();
        execute("DELETE FROM jobs");
        execute("DELETE FROM events");
    }

    PostInput input(std::string content = "hello") const {
        PostInput out;
        out.content = std::move(content);
        TargetInput target;
        target.connection_id = connection;
        out.targets.push_back(std::move(target));
        return out;
    }
    PostInput now(std::string content = "hello") const {
        auto out = input(std::move(content));
        out.publish_now = true;
        return out;
    }
    Post create(PostInput wanted) {
        clock.advance(std::chrono::milliseconds{1});
        auto made = run(service.create(scope, std::move(wanted)));
        if (!made) throw std::runtime_error(describe(made.error()));
        return std::move(*made);
    }
    Post read(PostId id) { return run(service.find(scope, id)).value(); }
    Target target_of(PostId id) { return read(id).targets.at(0); }
    std::vector<Attempt> timeline(PostId id) {
        auto lines =
            run(service.attempts(scope, id, {.limit = 100, .after = std::nullopt})).value();
        std::ranges::reverse(lines);
        return lines;
    }
    bool has_line(PostId id, const std::string& step, const std::string& outcome) {
        return std::ranges::any_of(timeline(id), [&](const Attempt& line) {
            return line.step == step && line.outcome == outcome;
        });
    }

    std::vector<jobs::Job> claim(std::size_t limit = 1) {
        auto claimed = run(jobs.claim(jobs::Queue::publish, limit, owner, lease));
        std::ranges::sort(claimed, {}, &jobs::Job::id);
        return claimed;
    }
    /// Runs a job and writes down what came of it, as a worker does. False: the process died.
    bool perform(const jobs::Job& job) {
        try {
            settle(job, run(engine.run(job)));
            return true;
        } catch (const Killed&) {
            ++deaths;
            return false;
        }
    }
    void settle(const jobs::Job& job, const jobs::JobOutcome& outcome) {
        if (const auto* snooze = std::get_if<jobs::Snooze>(&outcome)) {
            run(jobs.put_back(owner, job.id, snooze->until));
        } else if (const auto* retry = std::get_if<jobs::Retry>(&outcome)) {
            run(jobs.retry(owner, {job.id, retry->error, clock.now() + std::chrono::seconds{2}}));
        } else if (std::holds_alternative<jobs::Done>(outcome)) {
            run(jobs.complete(owner, {job.id}));
        } else {
            FAIL() << std::get<jobs::Discard>(outcome).error;
        }
    }
    /// Works through all that comes up in `time`, in steps of `tick`.
    void work(std::chrono::seconds time = std::chrono::minutes{30},
              std::chrono::seconds tick = std::chrono::seconds{30}) {
        for (std::chrono::seconds passed{0}; passed <= time; passed += tick) {
            for (;;) {
                const auto claimed = claim();
                if (claimed.empty()) break;
                perform(claimed[0]);
            }
            if (count("post_targets WHERE due_at IS NOT NULL") == 0) return;
            clock.advance(tick);
        }
    }

    connections::Refresher refresher_with(const connections::Vault& other) {
        return {*database, store, registry, other, outbox, clock, metrics};
    }

    MediaId new_image(WorkspaceId workspace) {
        const MediaId id{ids.next()};
        platforms::MediaFile file;
        file.id = to_string(id);
        file.mime = "image/jpeg";
        file.bytes = 1000;
        media.known[id] = {workspace, file};
        return id;
    }

    static constexpr std::chrono::seconds lease{30};
    testing::FakePublisher publisher;
    int deaths = 0;
    ConnectionId connection;
    const Uuid owner = ids.next();
    FakeMedia media;
    campaigns::Store campaigns{*database, outbox, clock, ids};
    PostStore posts{*database, outbox, clock};
    TargetStore targets{*database, jobs, clock};
    AttemptStore attempts{*database, clock, ids};
    AccountOptions account_options{store, refresher, registry, clock};
    Checker checker{store, registry, media, account_options};
    campaigns::Slots slots{*database, outbox, clock, ids};
    Queue queue{*database, slots, clock};
    Service service{{*database, posts, targets, attempts, checker, queue, media, store, refresher,
                     registry, outbox, clock, ids}};
    WorkStore works{*database, posts, targets, attempts, vault, outbox, clock};
    std::vector<std::chrono::nanoseconds> slept;
    Engine engine{{works, store, refresher, registry, media, clock, random, metrics,
                   [this](std::chrono::nanoseconds time) { return sleep(time); }}};
    Sweeper sweeper{works, targets, clock};

    Task<> sleep(std::chrono::nanoseconds time) {
        slept.push_back(time);
        co_return;
    }
};

}  // namespace rostrum::publishing
