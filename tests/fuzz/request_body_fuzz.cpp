// JSON bodies, read as each request type of the API. The first byte chooses the type.
#include "api/dto/accounts.hpp"
#include "api/dto/connections.hpp"
#include "connections/oauth_flow.hpp"
#include "core/json.hpp"

#include <cstdint>
#include <string_view>

namespace {

using namespace rostrum;

/// What was read is written and read again: the second reading gives the same.
template <typename T>
void read_and_write(std::string_view text) {
    const auto first = from_json<T>(text);
    if (!first) return;
    const auto written = to_json(*first);
    const auto second = from_json<T>(written);
    if (!second || to_json(*second) != written) __builtin_trap();
}

using Reading = void (*)(std::string_view);

constexpr Reading readings[]{
    read_and_write<accounts::Registration>,    read_and_write<accounts::Credentials>,
    read_and_write<accounts::ProfileChange>,   read_and_write<accounts::Invitation>,
    read_and_write<accounts::RoleChange>,      read_and_write<accounts::NewWorkspace>,
    read_and_write<accounts::WorkspaceChange>, read_and_write<accounts::NewApiKey>,
    read_and_write<api::SwitchWorkspace>,      read_and_write<api::AcceptInvitation>,
    read_and_write<api::SyncRequest>,          read_and_write<connections::AuthorizeOptions>,
    read_and_write<connections::FirstSync>,    read_and_write<sync::SyncRun>,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    readings[data[0] % std::size(readings)](text);
    return 0;
}
