#include "app/key_check.hpp"

#include "app/sql.hpp"

#include <fmt/format.h>

namespace rostrum::app {
namespace {

constexpr std::string_view context = "key_check.sealed";

Secret known_text() { return Secret("rostrum"); }

}  // namespace

Task<Result<>> KeyCheck::verify() {
    // Of two nodes that start at once on a new database one writes; both read what it wrote.
    co_await database_.execute(sql::insert_key_check,
                               {keyring_.seal(known_text(), context, random_)});
    const auto rows = co_await database_.query(sql::find_key_check);
    const auto sealed = rows.get<db::Bytes>(0, "sealed");
    const auto opened = keyring_.open(sealed, context);
    if (opened && opened->reveal() == known_text().reveal()) co_return Result<>{};
    co_return fail(
        ErrorCode::validation_failed,
        fmt::format(
            "ENCRYPTION_KEY: this database was written with the key '{}', which is not among "
            "the given ones. Give it back in ENCRYPTION_KEYS, or bring back the file "
            "secrets.toml of this database",
            crypto::Keyring::key_id(sealed).value_or("?")));
}

Task<std::int64_t> KeyCheck::reseal() {
    const auto rows = co_await database_.query(sql::find_key_check);
    const auto sealed = rows.get<db::Bytes>(0, "sealed");
    if (!keyring_.needs_resealing(sealed)) co_return 0;
    const auto updated = co_await database_.execute(
        sql::update_key_check, {keyring_.seal(known_text(), context, random_)});
    co_return updated.affected();
}

}  // namespace rostrum::app
