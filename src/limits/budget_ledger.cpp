#include "limits/budget_ledger.hpp"

#include "limits/sql.hpp"
#include "limits/windows.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace rostrum::limits {
namespace {

/// Of one transaction.
constexpr std::size_t together_max = 256;

using States = std::map<std::string, BudgetState>;

db::TextArray keys_of(const std::vector<Draw>& draws) {
    db::TextArray keys;
    for (const auto& draw : draws) keys.push_back(draw.key.text());
    return keys;
}

void read_states(const db::Rows& rows, States& states) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        states.insert_or_assign(rows.get<std::string>(i, "key"),
                                BudgetState::from_text(rows.get<std::string>(i, "state")));
    }
}

/// The budgets' states, locked until the transaction ends. Missing rows are made first, so that
/// there is something to lock.
Task<States> lock_states(db::Transaction& tx, const std::vector<Draw>& draws, Time now) {
    const auto keys = keys_of(draws);
    States states;
    read_states(co_await tx.query(sql::lock_budgets, {keys}), states);
    if (states.size() == keys.size()) co_return states;

    std::vector<db::Params> missing;
    for (const auto& draw : draws) {
        const auto key = draw.key.text();
        if (states.contains(key)) continue;
        std::optional<std::string> account;
        if (!draw.key.account.empty()) account = draw.key.account;
        missing.push_back({key, draw.key.platform, draw.key.quota,
                           std::string(enum_name(draw.key.scope)), account, draw.limit, now});
    }
    co_await tx.batch(sql::insert_budget, std::move(missing));
    read_states(co_await tx.query(sql::lock_budgets, {keys}), states);
    co_return states;
}

Task<> store(db::Transaction& tx, const std::vector<Draw>& draws, const States& states, Time now) {
    std::vector<db::Params> rows;
    for (const auto& draw : draws) {
        const auto key = draw.key.text();
        const auto& state = states.at(key);
        rows.push_back({key, draw.limit, state.used(draw.counting), state.to_text(), now,
                        state.expires_at(draw.counting)});
    }
    co_await tx.batch(sql::update_budget, std::move(rows));
}

/// Why the draws cannot be made now; nothing when they can.
std::optional<Drawn> refusal(const std::vector<Draw>& draws, States& states, Purpose purpose,
                             Time now) {
    std::optional<Drawn> refused;
    for (const auto& draw : draws) {
        const auto& state = states[draw.key.text()];
        auto until = state.closed_until(purpose, now);
        if (draw.units > 0 && state.used(draw.counting) + draw.units > draw.ceiling) {
            // Units come back bucket by bucket; an empty budget that is still too small for this
            // call is asked again when its window is over.
            const auto back =
                state.next_return(draw.counting).value_or(now + draw.counting.bucket_life);
            until = std::max(until.value_or(back), back);
        }
        // Just after midnight the day before, which counts as well, is over already.
        if (until && *until <= now) until = now + midnight_slack;
        if (until && (!refused || *until > *refused->refused_until)) {
            refused = Drawn{*until, draw.key.quota, draw.key.text(), {}};
        }
    }
    return refused;
}

/// One draw of each budget that the requests take units of, or else only ask for; by key, which is
/// one order for everybody, so that nobody waits for one who waits.
struct Budgeted {
    std::map<std::string, Draw> taken;
    std::map<std::string, Draw> asked;
};

Budgeted budgets_of(const std::vector<DrawRequest>& requests) {
    Budgeted of;
    for (const auto& request : requests) {
        for (const auto& draw : request.draws) {
            (draw.units > 0 ? of.taken : of.asked).insert_or_assign(draw.key.text(), draw);
        }
    }
    for (const auto& [key, draw] : of.taken) of.asked.erase(key);
    return of;
}

std::vector<Draw> values_of(const std::map<std::string, Draw>& draws) {
    std::vector<Draw> values;
    for (const auto& [key, draw] : draws) values.push_back(draw);
    return values;
}

Drawn take(const DrawRequest& request, States& states) {
    if (auto refused = refusal(request.draws, states, request.purpose, request.now)) {
        return std::move(*refused);
    }
    Drawn drawn;
    for (const auto& draw : request.draws) {
        if (draw.units == 0) continue;
        auto& state = states.at(draw.key.text());
        state.add(draw.counting, draw.units);
        drawn.used.emplace(draw.key.text(), state.used(draw.counting));
    }
    return drawn;
}

Task<Result<std::vector<Drawn>>> draw_in(db::Transaction& tx,
                                         const std::vector<DrawRequest>& requests) {
    const auto budgets = budgets_of(requests);
    const auto taken = values_of(budgets.taken);
    const Time now = std::ranges::max_element(requests, {}, &DrawRequest::now)->now;
    auto states = co_await lock_states(tx, taken, now);
    if (!budgets.asked.empty()) {
        read_states(co_await tx.query(sql::find_budgets, {keys_of(values_of(budgets.asked))}),
                    states);
    }
    std::vector<Drawn> drawn;
    for (const auto& request : requests) drawn.push_back(take(request, states));
    const bool any = std::ranges::any_of(drawn, [](const Drawn& one) { return !one.used.empty(); });
    if (any) co_await store(tx, taken, states, now);
    co_return drawn;
}

template <typename F>
Task<Result<>> change_in(db::Transaction& tx, const std::vector<Draw>& draws, Time now, F change) {
    auto states = co_await lock_states(tx, draws, now);
    for (auto& [key, state] : states) change(state);
    co_await store(tx, draws, states, now);
    co_return Result<>{};
}

}  // namespace

std::string BudgetKey::text() const {
    std::string out = platform + '|' + quota;
    if (scope == QuotaScope::account) out += '|' + account;
    if (!day.empty()) out += '@' + day;
    return out;
}

Task<Drawn> BudgetLedger::draw(std::vector<Draw> draws, Purpose purpose, Time now) {
    const bool takes = std::ranges::any_of(draws, [](const Draw& draw) { return draw.units > 0; });
    if (!takes) co_return co_await look(draws, purpose, now);
    DrawRequest request{std::move(draws), purpose, now};
    auto turn = co_await suspend<Turn>(
        [this, &request](Resume<Turn> resume) { join(request, std::move(resume)); });
    if (turn) co_return *std::move(turn);
    co_return co_await draw_for_all(std::move(request));
}

/// Waits in line while somebody draws; otherwise it is this one's turn at once.
void BudgetLedger::join(DrawRequest& request, Resume<Turn> resume) {
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(drawing_, true)) {
            waiting_.push_back({&request, std::move(resume)});
            return;
        }
    }
    resume(std::nullopt);
}

std::vector<BudgetLedger::Waiting> BudgetLedger::take_waiting() {
    const std::lock_guard lock(mutex_);
    const auto count = std::min(waiting_.size(), together_max);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Waiting> taken(std::make_move_iterator(waiting_.begin()),
                               std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return taken;
}

Task<Drawn> BudgetLedger::draw_for_all(DrawRequest own) {
    // Others wait for it: it is not given up with what it was begun for.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    auto others = take_waiting();
    std::vector<DrawRequest> requests;
    for (auto& other : others) requests.push_back(std::move(*other.request));
    requests.push_back(std::move(own));
    std::vector<Drawn> drawn;
    std::exception_ptr failure;
    try {
        drawn = co_await draw_at_once(requests);
    } catch (...) {
        failure = std::current_exception();
    }
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (failure) {
            others[i].resume.fail(failure);
        } else {
            others[i].resume(std::move(drawn[i]));
        }
    }
    pass_on();
    co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
    if (failure) std::rethrow_exception(failure);
    co_return std::move(drawn.back());
}

/// The next one in line draws, if there is one.
void BudgetLedger::pass_on() {
    std::optional<Waiting> next;
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.empty()) {
            drawing_ = false;
            return;
        }
        next = std::move(waiting_.front());
        waiting_.erase(waiting_.begin());
    }
    next->resume(std::nullopt);
}

Task<std::vector<Drawn>> BudgetLedger::draw_at_once(const std::vector<DrawRequest>& requests) {
    auto drawn =
        co_await database_.transaction([&](db::Transaction& tx) { return draw_in(tx, requests); });
    co_return std::move(drawn.value());
}

Task<Drawn> BudgetLedger::look(const std::vector<Draw>& draws, Purpose purpose, Time now) {
    States states;
    read_states(co_await database_.query(sql::find_budgets, {keys_of(draws)}), states);
    co_return refusal(draws, states, purpose, now).value_or(Drawn{});
}

Task<> BudgetLedger::raise(Draw draw, std::int64_t used, Time now) {
    const std::vector draws{std::move(draw)};
    const auto& counting = draws.front().counting;
    co_await database_.transaction([&](db::Transaction& tx) {
        return change_in(tx, draws, now, [&](BudgetState& state) {
            const auto known = state.used(counting);
            if (known < used) state.add(counting, used - known);
        });
    });
}

Task<> BudgetLedger::close(Draw draw, Purpose purpose, Time until, Time now) {
    const std::vector draws{std::move(draw)};
    co_await database_.transaction([&](db::Transaction& tx) {
        return change_in(tx, draws, now, [&](BudgetState& state) { state.close(purpose, until); });
    });
}

Task<std::vector<BudgetRow>> BudgetLedger::list(Time now, std::int64_t limit) {
    const auto rows = co_await database_.query(sql::list_budgets, {now, limit});
    co_return rows.all<BudgetRow>();
}

Task<std::int64_t> BudgetLedger::clean(Time now) {
    const auto deleted = co_await database_.execute(sql::delete_spent_budgets, {now});
    co_return deleted.affected();
}

}  // namespace rostrum::limits
