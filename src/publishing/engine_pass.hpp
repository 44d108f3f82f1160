#pragma once

#include "publishing/engine.hpp"

#include <string>
#include <vector>

namespace rostrum::publishing {

/// One run of a job over its target.
struct Engine::Pass {
    Work work;
    platforms::Publisher* publisher = nullptr;
    platforms::Access access = {};
    connections::StoredTokens stored = {};  ///< whose access it is
    platforms::PublishPlan plan = {};
    bool has_replaced = false;  ///< the tokens, once
    /// The step that is marked as sent was marked by this pass, which has not sent it yet.
    bool may_send = false;
    std::vector<Line> lines = {};  ///< for the timeline, with the next thing that is written down

    WorkedRow& target() { return work.target; }
    void forget_sent() {
        target().sent_step.reset();
        target().sent_at.reset();
        target().look_at.reset();
        may_send = false;
    }
    void set_error(std::string code, std::string message) {
        target().error_code = std::move(code);
        target().error_message = std::move(message);
    }
    void forget_error() {
        target().error_code.reset();
        target().error_message.reset();
        target().error_field.reset();
    }
};

}  // namespace rostrum::publishing
