#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <string_view>

namespace rostrum::platforms::meta {

/// The Graph API at one host, for one app. Safe to use from every loop.
class Graph {
public:
    /// `root` is the host with the API's version. With the app's secret as `proof_secret`, each
    /// token goes along with its proof, which graph.facebook.com can be told to insist on. `call`
    /// must outlive it.
    Graph(const PlatformCall& call, std::string root, Secret proof_secret = {});

    /// A read with a token.
    CallRequest get(std::string_view endpoint, const Caller& caller, std::string_view path,
                    http::Query parameters) const;

    /// The same with another method: the parameters are a form, or the query of a DELETE.
    CallRequest change(http::Method method, Effect effect, std::string_view endpoint,
                       const Caller& caller, std::string_view path, http::Query parameters) const;

    const PlatformCall& call() const { return call_; }
    const std::string& root() const { return root_; }

private:
    const PlatformCall& call_;
    std::string root_;
    Secret proof_secret_;
};

/// A host with the version of the API that the settings name, or else `version`.
std::string graph_root(std::string_view host, const AppSettings& settings,
                       std::string_view version);

}  // namespace rostrum::platforms::meta
