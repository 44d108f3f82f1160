#pragma once

#include "core/clock.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"
#include "sandbox/grants.hpp"
#include "sandbox/login.hpp"

namespace rostrum::sandbox::x {

/// The two token endpoints. Safe to use from any thread.
class OAuth {
public:
    /// What is referred to must outlive it.
    OAuth(Grants& grants, Login& login, const Clock& clock)
        : grants_(grants), login_(login), clock_(clock) {}

    http::Response token(const http::Request& request);
    http::Response revoke(const http::Request& request);

private:
    http::Response exchange(const http::Query& form);
    http::Response refresh(const http::Query& form);
    http::Response answer(const UserGrant& grant);

    Grants& grants_;
    Login& login_;
    const Clock& clock_;
};

}  // namespace rostrum::sandbox::x
