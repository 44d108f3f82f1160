#pragma once

#include "core/errors.hpp"
#include "core/ids.hpp"
#include "http/server/response.hpp"

#include <string_view>

namespace rostrum::api {

/// The small page that ends a connection in a popup: it tells the window that opened it, and every
/// other window of ours, and closes itself. Where scripts are off it says so in words.
http::Response connected_page(std::string_view platform, ConnectionId id);
http::Response choose_page(std::string_view platform, AccountChoiceId id);
http::Response connect_error_page(int status, std::string_view platform, const Error& error);

/// The script of these pages. It stands apart because the policy of our pages allows none in the
/// text.
http::Response callback_script();

}  // namespace rostrum::api
