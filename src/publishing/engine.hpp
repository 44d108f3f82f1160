#pragma once

#include "connections/connection_store.hpp"
#include "connections/refresher.hpp"
#include "core/deadline.hpp"
#include "core/metrics.hpp"
#include "core/random.hpp"
#include "core/retry.hpp"
#include "jobs/job.hpp"
#include "platforms/registry.hpp"
#include "publishing/media_source.hpp"
#include "publishing/work_store.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace rostrum::publishing {

/// Publishes targets, step by step. What is about to be done at a platform is written down before
/// it is done; what was sent and not answered is read back before anything else. So each target is
/// published once, or somebody is asked (docs/publishing.md has the whole argument).
class Engine {
public:
    /// What it works with; all of it outlives the engine.
    struct Parts {
        WorkStore& works;
        connections::ConnectionStore& connections;
        connections::Refresher& refresher;
        const platforms::Registry& platforms;
        MediaSource& media;
        const Clock& clock;
        Random& random;
        Metrics& metrics;
        /// Waits out a pause that is too short to put the work down.
        std::function<Task<>(std::chrono::nanoseconds)> sleep = sleep_for;
    };

    explicit Engine(Parts parts);

    /// The handler of `publish_job`.
    Task<jobs::JobOutcome> run(jobs::Job job);

private:
    struct Pass;
    /// What the job comes to; empty: the work goes on.
    using Stop = std::optional<jobs::JobOutcome>;

    Task<jobs::JobOutcome> go_through(Pass& pass);
    Task<Stop> prepare(Pass& pass);
    Task<Stop> work(Pass& pass);
    Task<Stop> do_step(Pass& pass, platforms::PublishStep step);
    Task<bool> mark_sent(Pass& pass, platforms::PublishStep step);
    Task<platforms::Outcome<platforms::Advanced>> call(Pass& pass, platforms::PublishStep step);
    Task<Stop> go_on(Pass& pass, std::string step, platforms::Effect effect,
                     platforms::Advanced advanced);
    Task<Stop> look_back(Pass& pass);
    Task<Stop> look_again(Pass& pass, std::optional<std::chrono::seconds> after);

    // What a failure means: engine_failures.cpp.
    Task<Stop> fail_step(Pass& pass, std::string step, platforms::PlatformError error);
    Task<Stop> fail_look(Pass& pass, platforms::PlatformError error);
    Task<Stop> without_access(Pass& pass, Error error);
    Task<Stop> reauthorize(Pass& pass, platforms::PlatformError error);
    Task<Stop> try_again(Pass& pass, platforms::PlatformError error);
    Task<Stop> wait_for_limit(Pass& pass, platforms::PlatformError error);
    Task<Stop> park(Pass& pass, std::string message);
    Task<Stop> run_out(Pass& pass, std::string code, std::string message);
    Task<Stop> give_up(Pass& pass, std::string code, std::string message);
    Task<Stop> ask_somebody(Pass& pass, std::string message);
    Task<Stop> pause(Pass& pass, std::chrono::milliseconds wait);
    Task<Stop> put_down(Pass& pass);

    Parts parts_;
    prometheus::Histogram& start_delay_;
};

}  // namespace rostrum::publishing
