#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"

#include <string_view>

namespace rostrum::platforms::youtube {

/// Reads from the Data API and the Analytics API. Safe to use from every loop.
class YouTubeCall {
public:
    /// What is referred to must outlive it.
    explicit YouTubeCall(const PlatformCall& call) : call_(call) {}

    Task<Outcome<json::value>> read(std::string_view endpoint, std::string_view url, Caller caller,
                                    http::Query parameters) const;

    /// The channel that the token is for, in a list; a Google account without one is an error that
    /// says so.
    Task<Outcome<json::value>> own_channels(std::string_view parts, Caller caller) const;

    /// The error for an answer that lacks what was asked for.
    PlatformError unusable(std::string_view reason) const {
        return call_.unusable(Effect::none, reason);
    }

    /// An address of the website, as a browser has to use it.
    std::string address(std::string_view url) const { return call_.address(url); }

private:
    const PlatformCall& call_;
};

}  // namespace rostrum::platforms::youtube
