#pragma once

#include "limits/budgets.hpp"

#include <vector>

namespace rostrum::api {

struct BudgetList {
    std::vector<limits::BudgetView> data;
};
BOOST_DESCRIBE_STRUCT(BudgetList, (), (data))

}  // namespace rostrum::api
