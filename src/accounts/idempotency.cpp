#include "accounts/idempotency.hpp"

#include "accounts/sql.hpp"
#include "crypto/token.hpp"

#include <fmt/format.h>

namespace rostrum::accounts {
namespace {

constexpr std::chrono::hours life{24};
/// A first request that never ended (its node died) blocks its key no longer than this.
constexpr std::chrono::minutes under_way_max{2};

struct Row {
    db::Bytes request_hash;
    int status = 0;
    db::Bytes body;
};
BOOST_DESCRIBE_STRUCT(Row, (), (request_hash, status, body))

struct SealedRow {
    std::string principal;
    std::string key;
    db::Bytes body;
};
BOOST_DESCRIBE_STRUCT(SealedRow, (), (principal, key, body))

constexpr int reseal_page = 200;

std::string context_of(std::string_view principal, std::string_view key) {
    return fmt::format("idempotency_keys.body:{}:{}", principal, key);
}

}  // namespace

Task<Result<std::optional<StoredAnswer>>> Idempotency::begin(std::string principal, std::string key,
                                                             std::string_view request) {
    const Time now = clock_.now();
    const auto hash = crypto::token_hash(request);
    co_await database_.execute(sql::forget_stale_idempotent,
                               {principal, key, now - life, now - under_way_max});
    const auto inserted =
        co_await database_.execute(sql::begin_idempotent, {principal, key, hash, now, db::Bytes()});
    if (inserted.affected() == 1) co_return std::optional<StoredAnswer>();

    const auto rows = co_await database_.query(sql::find_idempotent, {principal, key});
    auto row = rows.one<Row>();
    if (!row || row->status == 0) {
        Error busy = make_error(ErrorCode::conflict, "the first request of this key is under way",
                                "This is being done already.");
        busy.retryable = true;
        co_return std::unexpected(std::move(busy));
    }
    if (row->request_hash != hash) {
        co_return fail(ErrorCode::idempotency_conflict, "the key was used for another request");
    }
    const auto body = keyring_.open(row->body, context_of(principal, key));
    if (!body) {
        co_return fail(ErrorCode::conflict, "the first answer cannot be read any more",
                       "This was done already.");
    }
    // The cookie stands in the first line.
    const auto text = body->reveal();
    const auto line = text.find('\n');
    co_return StoredAnswer{row->status, std::string(text.substr(line + 1)),
                           std::string(text.substr(0, line))};
}

Task<> Idempotency::end(std::string principal, std::string key, StoredAnswer answer) {
    auto body = keyring_.seal(Secret(answer.cookie + "\n" + answer.body),
                              context_of(principal, key), random_);
    co_await database_.execute(sql::end_idempotent,
                               {principal, key, answer.status, std::move(body)});
}

Task<> Idempotency::forget(std::string principal, std::string key) {
    co_await database_.execute(sql::forget_idempotent, {principal, key});
}

Task<> Idempotency::clean() {
    co_await database_.execute(sql::delete_old_idempotent, {clock_.now() - life});
}

Task<std::int64_t> Idempotency::reseal_all() {
    std::int64_t written = 0;
    SealedRow after;
    for (;;) {
        const auto rows = co_await database_.query(sql::idempotent_page,
                                                   {after.principal, after.key, reseal_page});
        const auto page = rows.all<SealedRow>();
        if (page.empty()) co_return written;
        after = page.back();
        for (const auto& row : page) {
            if (!keyring_.needs_resealing(row.body)) continue;
            const auto context = context_of(row.principal, row.key);
            const auto body = keyring_.open(row.body, context);
            if (!body) continue;  // its key is gone already
            co_await database_.execute(
                sql::reseal_idempotent,
                {row.principal, row.key, keyring_.seal(*body, context, random_)});
            ++written;
        }
    }
}

}  // namespace rostrum::accounts
