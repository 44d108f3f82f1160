#include "sandbox/linkedin/pages.hpp"

#include "sandbox/linkedin/personas.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::string_view urn_prefix = "urn:li:organization:";

}  // namespace

Pages::Pages(std::uint64_t seed, Time start)
    : cast_("linkedin pages", organizations(), seed, start) {}

std::int64_t Pages::id_of(std::size_t page) const {
    return 10'000'000 + cast_.dice(page).of("id").below(80'000'000);
}

std::optional<std::size_t> Pages::find(std::string_view id) const {
    for (std::size_t i = 0; i < cast_.personas().size(); ++i) {
        if (std::to_string(id_of(i)) == id) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> Pages::find_urn(std::string_view urn) const {
    if (!urn.starts_with(urn_prefix)) return std::nullopt;
    return find(urn.substr(urn_prefix.size()));
}

std::vector<std::size_t> Pages::of_member(std::string_view member, std::string_view role) const {
    std::vector<std::size_t> out;
    for (const auto& row : roles()) {
        if (row.member != member || (!role.empty() && row.role != role)) continue;
        if (const auto page = cast_.find(row.organization)) out.push_back(*page);
    }
    return out;
}

bool Pages::is_administrator(std::string_view member, std::size_t page) const {
    return std::ranges::count(of_member(member, "ADMINISTRATOR"), page) != 0;
}

void Pages::write(JsonWriter& out, std::size_t page) const {
    const auto& who = cast_.persona(page);
    out.begin_object().key("id").value(id_of(page));
    out.key("localizedName").value(who.name);
    out.key("vanityName").value(who.handle);
    if (!who.biography.empty()) out.key("localizedDescription").value(who.biography);
    out.key("primaryOrganizationType").value("NONE");
    out.key("versionTag").value("1").end_object();
}

}  // namespace rostrum::sandbox::linkedin
