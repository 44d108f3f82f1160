#include "limits/budgets.hpp"

#include "limits/windows.hpp"

#include <algorithm>
#include <charconv>

namespace rostrum::limits {
namespace {

/// The name of what has no limit that can be counted: it can only be closed.
constexpr std::string_view pressure = "pressure";
constexpr Quota pressure_of_account{
    .name = pressure, .scope = QuotaScope::account, .limit = 1, .window = std::chrono::hours{1}};
constexpr Quota pressure_of_app{
    .name = pressure, .scope = QuotaScope::app, .limit = 1, .window = std::chrono::hours{1}};
/// Beyond that many refusals some are forgotten, which costs a question each.
constexpr std::size_t refusals_max = 10'000;
/// A day, and an hour where clocks are put back.
constexpr std::chrono::hours closed_max{25};
constexpr std::int64_t limit_max = 1'000'000'000'000;

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<std::int64_t> read_limit(std::string_view text) {
    if (text == "off") return 0;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (number < 1 || number > limit_max) return std::nullopt;
    return number;
}

BudgetKey key_of(const BudgetCall& call, const Quota& quota, std::string day) {
    return {.platform = call.platform,
            .quota = std::string(quota.name),
            .scope = quota.scope,
            .account = quota.scope == QuotaScope::account ? call.account : std::string(),
            .day = std::move(day)};
}

std::string refusal_key(const std::string& key, Purpose purpose) {
    return std::string(enum_name(purpose)) + ' ' + key;
}

}  // namespace

Result<std::map<std::string, std::int64_t>> parse_quota_limits(std::string_view text) {
    std::map<std::string, std::int64_t> limits;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto part = trimmed(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        if (part.empty()) continue;
        const auto equals = part.find('=');
        const auto name = trimmed(part.substr(0, equals));
        const auto limit = equals == std::string_view::npos
                               ? std::nullopt
                               : read_limit(trimmed(part.substr(equals + 1)));
        if (!limit || name.find('.') == std::string_view::npos) {
            return fail(ErrorCode::validation_failed,
                        "not a quota: \"" + std::string(part) +
                            "\"; write platform.quota=number, or =off for none");
        }
        limits.insert_or_assign(std::string(name), *limit);
    }
    return limits;
}

void Budgets::add_platform(std::string platform, std::span<const Quota> quotas) {
    quotas_.insert_or_assign(std::move(platform), quotas);
}

std::optional<std::int64_t> BudgetSettings::limit_of(std::string_view platform,
                                                     const Quota& quota) const {
    const auto found = limits.find(std::string(platform) + '.' + std::string(quota.name));
    const auto limit = found == limits.end() ? quota.limit : found->second;
    return limit == 0 ? std::nullopt : std::optional(limit);
}

std::int64_t BudgetSettings::ceiling_of(const Quota& quota, std::int64_t limit,
                                        Purpose purpose) const {
    if (purpose == Purpose::publish) return limit;
    std::int64_t kept = quota.serves_publishing ? publishing_share : 0;
    if (purpose == Purpose::scheduled) kept += waiting_share;
    return limit - limit * std::min<std::int64_t>(kept, 100) / 100;
}

std::vector<Draw> Budgets::draws_of(const BudgetCall& call, Time now) const {
    std::vector<Draw> draws;
    const auto add = [&](const Quota& quota, std::int64_t units, std::int64_t limit) {
        if (quota.scope == QuotaScope::account && call.account.empty()) return;
        for (auto& window : windows_of(quota, now)) {
            draws.push_back({.key = key_of(call, quota, std::move(window.day)),
                             .units = units,
                             .limit = limit,
                             .ceiling = settings_.ceiling_of(quota, limit, call.purpose),
                             .counting = window.counting});
        }
    };
    const auto quotas = quotas_.find(call.platform);
    if (quotas != quotas_.end()) {
        for (const auto& quota : quotas->second) {
            const auto limit = settings_.limit_of(call.platform, quota);
            if (!limit || !quota.counts(call.endpoint)) continue;
            add(quota, quota.cost_of(call.endpoint), *limit);
        }
    }
    // What counts nothing is asked only whether it is closed.
    const bool any_of_account = std::ranges::any_of(
        draws, [](const Draw& draw) { return draw.key.scope == QuotaScope::account; });
    add(pressure_of_app, 0, 1);
    if (!any_of_account) add(pressure_of_account, 0, 1);
    return draws;
}

/// Which budget a platform means that says "too much" and not of what: the account's where one is
/// counted, else the app's for just these endpoints, and otherwise, since nobody else should suffer
/// for it, what is asked in the account's name. None when that is not known.
std::optional<Draw> Budgets::narrowest(const BudgetCall& call, Time now) const {
    const Quota* meant = call.account.empty() ? nullptr : &pressure_of_account;
    if (const auto quotas = quotas_.find(call.platform); quotas != quotas_.end()) {
        const auto find = [&](auto is_meant) {
            return std::ranges::find_if(quotas->second, [&](const Quota& quota) {
                return quota.counts(call.endpoint) && settings_.limit_of(call.platform, quota) &&
                       is_meant(quota);
            });
        };
        const auto own = find([&](const Quota& quota) {
            return quota.scope == QuotaScope::account && !call.account.empty();
        });
        const auto shared = find([](const Quota& quota) {
            return quota.scope == QuotaScope::app && !quota.endpoints.empty();
        });
        if (own != quotas->second.end()) {
            meant = &*own;
        } else if (shared != quotas->second.end()) {
            meant = &*shared;
        }
    }
    if (meant == nullptr) return std::nullopt;
    auto window = windows_of(*meant, now).front();
    const auto limit = settings_.limit_of(call.platform, *meant).value_or(meant->limit);
    return Draw{.key = key_of(call, *meant, std::move(window.day)),
                .units = meant->name == pressure ? 0 : meant->cost_of(call.endpoint),
                .limit = limit,
                .ceiling = limit,
                .counting = window.counting};
}

std::optional<Admission> Budgets::known_refusal(const std::vector<Draw>& draws, Purpose purpose,
                                                Time now) {
    const std::lock_guard lock(mutex_);
    if (refused_.empty()) return std::nullopt;
    for (const auto& draw : draws) {
        const auto found = refused_.find(refusal_key(draw.key.text(), purpose));
        if (found == refused_.end()) continue;
        if (found->second > now) return Admission{found->second, draw.key.quota, {}};
        refused_.erase(found);
    }
    return std::nullopt;
}

void Budgets::remember(Purpose purpose, const Drawn& refused) {
    const std::lock_guard lock(mutex_);
    if (refused_.size() >= refusals_max) {
        const Time now = clock_.now();
        std::erase_if(refused_, [now](const auto& known) { return known.second <= now; });
    }
    if (refused_.size() >= refusals_max) refused_.erase(refused_.begin());
    refused_.insert_or_assign(refusal_key(refused.refused_key, purpose), *refused.refused_until);
}

Task<Admission> Budgets::admit(BudgetCall call) {
    const Time now = clock_.now();
    const auto draws = draws_of(call, now);
    if (auto refused = known_refusal(draws, call.purpose, now)) co_return std::move(*refused);
    auto drawn = co_await ledger_.draw(draws, call.purpose, now);
    if (!drawn.refused_until) co_return Admission{std::nullopt, {}, std::move(drawn.used)};
    remember(call.purpose, drawn);
    co_return Admission{drawn.refused_until, std::move(drawn.refused_by), {}};
}

/// Whatever the limit: the call has been made.
Task<> Budgets::take_anyway(Draw draw, Time now) {
    draw.ceiling = std::numeric_limits<std::int64_t>::max();
    std::vector<Draw> one;
    one.push_back(std::move(draw));
    co_await ledger_.draw(std::move(one), Purpose::publish, now);
}

Task<> Budgets::came_late(const BudgetCall& call) {
    const Time now = clock_.now();
    for (auto& draw : draws_of(call, now)) {
        // Near midnight a call counts on both days anyway.
        const bool of_day = !draw.key.day.empty();
        if (draw.units > 0 && !of_day) co_await take_anyway(std::move(draw), now);
    }
}

Task<> Budgets::attribute(const BudgetCall& call, std::int64_t calls) {
    const Time now = clock_.now();
    for (auto& draw : draws_of(call, now)) {
        if (draw.units == 0 || draw.key.scope != QuotaScope::account) continue;
        draw.units *= calls;
        co_await take_anyway(std::move(draw), now);
    }
}

Task<> Budgets::told(const BudgetCall& call, const LimitTold& limit, const Admission& known) {
    const Time now = clock_.now();
    if (limit.limit <= 0 || limit.resets_at <= now) co_return;
    auto draw = narrowest(call, now);
    if (!draw || draw->key.quota == pressure) co_return;
    if (limit.remaining <= 0) {
        // No window is longer than the quota's.
        const auto until = std::min(limit.resets_at, now + draw->counting.bucket_life);
        co_await ledger_.close(std::move(*draw), Purpose::publish, until, now);
        co_return;
    }
    const auto used = limit.limit - std::clamp<std::int64_t>(limit.remaining, 0, limit.limit);
    const auto ours = known.used.find(draw->key.text());
    if (ours != known.used.end() && used <= ours->second) co_return;
    // What others have used is over at the platform's reset, whenever it was used.
    if (draw->key.day.empty()) draw->counting.bucket = limit.resets_at - draw->counting.bucket_life;
    co_await ledger_.raise(std::move(*draw), used, now);
}

Task<> Budgets::close(const BudgetCall& call, Purpose purpose, Time until) {
    const Time now = clock_.now();
    auto draw = narrowest(call, now);
    if (!draw) co_return;
    co_await ledger_.close(std::move(*draw), purpose, std::min(until, now + closed_max), now);
}

Task<> Budgets::close_app(std::string platform, Time until) {
    const Time now = clock_.now();
    const BudgetCall call{.platform = std::move(platform), .endpoint = {}, .account = {}};
    const auto window = windows_of(pressure_of_app, now).front();
    Draw draw{.key = key_of(call, pressure_of_app, {}),
              .units = 0,
              .limit = 1,
              .ceiling = 1,
              .counting = window.counting};
    co_await ledger_.close(std::move(draw), Purpose::publish, std::min(until, now + closed_max),
                           now);
}

Task<std::vector<BudgetView>> Budgets::list(std::int64_t limit) {
    const Time now = clock_.now();
    std::vector<BudgetView> views;
    for (const auto& row : co_await ledger_.list(now, limit)) {
        const auto quotas = quotas_.find(row.platform);
        if (quotas == quotas_.end()) continue;
        const auto quota = std::ranges::find(quotas->second, row.quota, &Quota::name);
        const bool counted = quota != quotas->second.end();
        const auto window = windows_of(counted ? *quota : pressure_of_app, now).front();
        const auto state = BudgetState::from_text(row.state);
        BudgetView view{.platform = row.platform,
                        .quota = row.quota,
                        .scope = row.scope,
                        .account = row.account};
        view.closed_until = state.closed_until(Purpose::scheduled, now);
        if (counted) {
            view.limit = row.unit_limit;
            view.used = state.used(window.counting);
            view.kept_for_publishing =
                row.unit_limit - settings_.ceiling_of(*quota, row.unit_limit, Purpose::user);
            view.window_seconds = quota->window.count();
            view.units_return_at = state.next_return(window.counting);
        }
        if (view.used > 0 || view.closed_until) views.push_back(std::move(view));
    }
    co_return views;
}

}  // namespace rostrum::limits
