#pragma once

#include "core/clock.hpp"

#include <boost/describe.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// One call that a platform answered, without its query: tokens stand there.
struct Call {
    std::string platform;
    std::string method;
    std::string path;
    int status = 0;  ///< 0: the connection was closed without an answer
    Time at{};
};
BOOST_DESCRIBE_STRUCT(Call, (), (platform, method, path, status, at))

/// Equal calls, counted.
struct CallCount {
    std::string platform;
    std::string method;
    std::string path;
    int status = 0;
    std::uint64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(CallCount, (), (platform, method, path, status, count))

inline constexpr std::size_t recent_calls_max = 1'000;
/// Calls beyond this many different ones are counted under the path "*".
inline constexpr std::size_t different_calls_max = 20'000;

/// The book of calls. Safe to use from any thread.
class Calls {
public:
    void record(Call call);
    void clear();

    /// The sums, of one platform or of all when `platform` is empty.
    std::vector<CallCount> counts(std::string_view platform) const;
    /// The last `recent_calls_max`, oldest first.
    std::vector<Call> recent(std::string_view platform) const;

private:
    struct Key {
        std::string platform;
        std::string method;
        std::string path;
        int status = 0;
        auto operator<=>(const Key&) const = default;
    };

    mutable std::mutex mutex_;
    std::map<Key, std::uint64_t> counts_;
    std::deque<Call> recent_;
};

}  // namespace rostrum::sandbox
