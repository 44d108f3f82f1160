#pragma once

#include "limits/quota.hpp"

#include <string>

namespace rostrum::platforms {

/// For whom a call is made.
struct CallOwner {
    std::string account;  ///< the external id; empty while it is not known, as in a connect
    limits::Purpose purpose = limits::Purpose::user;
};

}  // namespace rostrum::platforms
