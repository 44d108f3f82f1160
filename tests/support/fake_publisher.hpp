#pragma once

#include "platforms/publisher.hpp"
#include "support/fake_platform.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rostrum::testing {

/// Where a process can die.
enum class Point : std::uint8_t {
    choose,  ///< before the next step is known
    send,    ///< before it has an effect
    answer,  ///< after its effect, before anybody knows
    look,    ///< before the platform is read back
};

/// A step of the script.
struct FakeStep {
    std::string name;
    platforms::Effect effect = platforms::Effect::none;
    std::chrono::seconds wait{0};
    bool is_processing = false;
    bool leaves_nothing = false;
    bool nothing_live = false;
};

/// Follows a script, and counts what it has done to the world. The last step makes the post live.
class FakePublisher final : public platforms::Publisher {
public:
    template <typename T>
    using Outcome = platforms::Outcome<T>;
    using Error = platforms::PlatformError;

    std::vector<FakeStep> script{
        {"create", platforms::Effect::none, {}, false},
        {"publish", platforms::Effect::change, {}, false},
    };

    /// Called at each point with the place of the step; what it throws ends the process.
    std::function<void(Point, std::size_t)> at = [](Point, std::size_t) {};
    /// The error that a step answers, before or after its effect.
    std::function<std::optional<Error>(std::size_t)> before = [](std::size_t) {
        return std::nullopt;
    };
    std::function<std::optional<Error>(std::size_t)> after = [](std::size_t) {
        return std::nullopt;
    };
    /// Instead of looking at the world.
    std::function<std::optional<Outcome<platforms::Reconciled>>(std::size_t)> found =
        [](std::size_t) { return std::nullopt; };
    std::function<Outcome<bool>(const std::string&)> on_remove = [](const std::string&) {
        return answered(true);
    };

    /// Where the first call of a step waits, when there is one.
    Gate* gate = nullptr;
    std::size_t gate_at = 0;

    std::map<std::size_t, int> effects;  ///< by the step's place
    int calls = 0;
    int looks = 0;
    int asked = 0;                      ///< for the account's options
    std::string external_id = "ext-1";  ///< of what goes live
    std::function<Outcome<json::object>()> options = [] { return answered(json::object{}); };
    std::vector<std::string> removed;
    std::string keeps_posts_of;      ///< the token of an account whose posts cannot be deleted
    std::vector<std::string> texts;  ///< of the posts that went live, in their order
    std::vector<std::string> tokens;
    std::atomic<int> at_work = 0;
    int at_work_max = 0;

    platforms::PublishStep next_step(const platforms::PublishPlan&,
                                     const platforms::PublishState& state) const override {
        const auto place = place_of(state);
        at(Point::choose, place);
        return {script.at(place).name, script.at(place).effect};
    }

    Task<Outcome<platforms::Advanced>> advance(platforms::Access access,
                                               platforms::PublishPlan plan,
                                               platforms::PublishState state) override {
        const auto place = place_of(state);
        ++calls;
        at_work_max = std::max(at_work_max, ++at_work);
        const Leaving leaving{at_work};
        tokens.emplace_back(access.token.reveal());
        if (gate != nullptr && place == gate_at) co_await std::exchange(gate, nullptr)->pass();
        at(Point::send, place);
        if (auto error = before(place)) co_return std::unexpected(std::move(*error));
        ++effects[place];
        if (place + 1 == script.size()) texts.push_back(plan.content.text);
        at(Point::answer, place);
        if (auto error = after(place)) co_return std::unexpected(std::move(*error));
        co_return answered(advanced_from(place));
    }

    Task<Outcome<platforms::Reconciled>> reconcile(platforms::Access, platforms::PublishPlan,
                                                   platforms::PublishState state, Time) override {
        const auto place = place_of(state);
        ++looks;
        at(Point::look, place);
        if (auto told = found(place)) co_return std::move(*told);
        platforms::Reconciled out{platforms::Finding::not_done, std::nullopt, std::nullopt};
        if (effects[place] > 0) {
            out.finding = platforms::Finding::done;
            out.advanced = advanced_from(place);
        }
        co_return answered(std::move(out));
    }

    std::vector<platforms::PostIssue> check(const platforms::PostContent&,
                                            const json::object& account) const override {
        const auto* wrong = account.if_contains("wrong");
        if (wrong == nullptr) return {};
        return {{.code = "account",
                 .field = "content",
                 .message = std::string(wrong->as_string()),
                 .limit = {},
                 .actual = {}}};
    }
    Task<Outcome<json::object>> account_options(platforms::Access) override {
        ++asked;
        co_return options();
    }

    std::optional<Error> refuses_remove(const platforms::Access& access) const override {
        return keeps_posts_of == access.token.reveal()
                   ? std::optional(refused(platforms::Next::rejected, "no_delete").error())
                   : std::nullopt;
    }
    Task<Outcome<bool>> remove(platforms::Access, std::string id) override {
        removed.push_back(id);
        co_return on_remove(id);
    }

    /// Forgets what it has done to the world; the next post is another one.
    void start_anew() {
        effects.clear();
        external_id += '+';
    }

    /// How often steps that must be done once were done more often.
    int doubled() const {
        int count = 0;
        for (const auto& [place, times] : effects) {
            if (script[place].effect == platforms::Effect::change) count += std::max(0, times - 1);
        }
        return count;
    }

private:
    struct Leaving {
        std::atomic<int>& count;
        ~Leaving() { --count; }
    };

    static std::size_t place_of(const platforms::PublishState& state) {
        const auto* done = state.data.if_contains("done");
        return done != nullptr ? static_cast<std::size_t>(done->to_number<int>()) : 0;
    }

    platforms::Advanced advanced_from(std::size_t place) const {
        const auto& step = script[place];
        platforms::Advanced out;
        out.state.step = step.name;
        out.state.data["done"] = static_cast<std::int64_t>(place) + 1;
        out.state.data["uploadUrl"] = "https://upload.example/secret-address";
        out.wait = step.wait;
        out.is_processing = step.is_processing;
        out.leaves_nothing = step.leaves_nothing;
        out.nothing_live = step.nothing_live;
        out.note = "did " + step.name;
        if (place + 1 == script.size()) {
            out.published =
                platforms::Published{external_id, "https://fake.example/p/1", {"ext-2"}};
        }
        return out;
    }
};

}  // namespace rostrum::testing
