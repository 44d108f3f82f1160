#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rostrum::media {

/// What a child process may use. Beyond it, it is killed or fails.
struct ChildLimits {
    std::chrono::milliseconds time{30'000};  ///< by the clock on the wall
    std::chrono::seconds cpu_time{20};
    std::uint64_t memory_bytes = 1ULL << 30;  ///< of address space
    std::size_t output_bytes_max = 256 * 1024;
};

/// How a child process ended.
struct ChildResult {
    enum class End : std::uint8_t {
        exited,      ///< with `status`
        killed,      ///< by a signal that was not ours: `status`
        timed_out,   ///< and was killed
        too_much,    ///< output, and was killed
        not_started  ///< the program is not there, or the system has no room for a process
    };
    End end = End::not_started;
    int status = 0;
    std::string output;  ///< of its standard output
    std::string errors;  ///< the start of its standard error
};

/// Runs a program with nothing of ours but the arguments: no environment, no open files, an empty
/// standard input. It may write no file and dies with this process. Blocks until it has ended.
ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments,
                      const ChildLimits& limits);

}  // namespace rostrum::media
