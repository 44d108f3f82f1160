#include "platforms/platform.hpp"

namespace rostrum::platforms {

Task<Outcome<PostMetrics>> Reader::metrics(Access, PlatformPost) {
    co_return Answered<PostMetrics>{.data = {}, .calls = 0, .limits = {}};
}

Task<Outcome<std::vector<DailyMetric>>> Reader::daily(Access, Time, Time) {
    co_return Answered<std::vector<DailyMetric>>{.data = {}, .calls = 0, .limits = {}};
}

std::vector<PostIssue> Publisher::check(const PostContent&, const json::object&) const {
    return {};
}

std::optional<PlatformError> Publisher::refuses_remove(const Access&) const { return std::nullopt; }

Task<Outcome<json::object>> Publisher::account_options(Access) {
    co_return Answered<json::object>{.data = {}, .calls = 0, .limits = {}};
}

}  // namespace rostrum::platforms
