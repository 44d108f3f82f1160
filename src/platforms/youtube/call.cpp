#include "platforms/youtube/call.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/errors.hpp"

#include <utility>

namespace rostrum::platforms::youtube {

Task<Outcome<json::value>> YouTubeCall::read(std::string_view endpoint, std::string_view url,
                                             Caller caller, http::Query parameters) const {
    CallRequest request{.endpoint = endpoint,
                        .url = std::string(url),
                        .parameters = std::move(parameters),
                        .secrets = {},
                        .authorization = CallAuthorization::bearer(std::move(caller.token))};
    request.owner = std::move(caller.owner);
    co_return co_await call_.send(std::move(request));
}

Task<Outcome<json::value>> YouTubeCall::own_channels(std::string_view parts, Caller caller) const {
    auto answer = co_await read("channels", channels_url, std::move(caller),
                                {{"part", std::string(parts)}, {"mine", "true"}});
    if (!answer) co_return answer;
    // Without a channel there is no list at all, so the answer has to prove that it is one.
    const auto* items = find_list(answer->data, "items");
    if (items == nullptr && text_of(answer->data, "kind").empty()) {
        co_return std::unexpected(unusable("the answer is no list of channels"));
    }
    if (items == nullptr || items->empty()) {
        co_return std::unexpected(error_of(no_channel, "the list of channels is empty"));
    }
    co_return answer;
}

}  // namespace rostrum::platforms::youtube
