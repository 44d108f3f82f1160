#pragma once

#include "http/server/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox {

/// A page of a simulated platform in their common style. `title` is escaped, `body` is HTML.
http::Response html_page(int status, std::string_view title, std::string_view body);

/// A page that says why a login does not go on, with ways out of it.
struct ProblemPage {
    std::string_view title;
    std::string text;
    std::optional<std::string> other_account;  ///< address of the consent page
    std::optional<std::string> cancel;         ///< address that ends the login
};
http::Response problem_page(int status, const ProblemPage& page);

/// "12,345"
std::string thousands(std::int64_t number);

}  // namespace rostrum::sandbox
