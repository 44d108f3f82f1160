#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/json.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "db/database.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::accounts {

struct NewApiKey {
    std::string name;
    Role role = Role::viewer;

    static constexpr std::array rules{
        FieldRule{.field = "name", .min_length = 1, .max_length = 100},
    };
};
BOOST_DESCRIBE_STRUCT(NewApiKey, (), (name, role))

struct ApiKey {
    ApiKeyId id;
    std::string name;
    Role role = Role::viewer;
    std::string prefix;  ///< the first characters of the key, to recognise it by
    Time created_at;
    std::optional<Time> last_used_at;
};
BOOST_DESCRIBE_STRUCT(ApiKey, (), (id, name, role, prefix, created_at, last_used_at))

/// A key that was just made; its text is shown this once.
struct MadeApiKey {
    ApiKey api_key;
    Secret text;
};

/// The keys by which programs use a workspace.
class ApiKeys {
public:
    ApiKeys(db::Database& database, const Clock& clock, Random& random, IdSource& ids)
        : database_(database), clock_(clock), random_(random), ids_(ids) {}

    Task<std::vector<ApiKey>> list(Scope scope, PageRequest page);
    /// Errors: `forbidden` for a key with a higher role than its maker has.
    Task<Result<MadeApiKey>> create(Scope scope, NewApiKey key);
    /// Errors: `not_found`.
    Task<Result<>> remove(Scope scope, ApiKeyId id);

private:
    db::Database& database_;
    const Clock& clock_;
    Random& random_;
    IdSource& ids_;
};

}  // namespace rostrum::accounts
