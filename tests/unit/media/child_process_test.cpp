#include "media/child_process.hpp"

#include "core/clock.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace rostrum::media {
namespace {

using End = ChildResult::End;
using std::chrono::milliseconds;

ChildResult shell(const std::string& script, ChildLimits limits = {}) {
    return run_child("/bin/sh", {"-c", script}, limits);
}

TEST(ChildProcess, tells_what_it_said_and_how_it_ended) {
    const auto result = shell("echo out; echo err >&2; exit 3");
    EXPECT_EQ(result.end, End::exited);
    EXPECT_EQ(result.status, 3);
    EXPECT_EQ(result.output, "out\n");
    EXPECT_EQ(result.errors, "err\n");
    const auto killed = shell("kill -SEGV $$");
    EXPECT_EQ(killed.end, End::killed);
    EXPECT_EQ(killed.status, SIGSEGV);
    EXPECT_EQ(run_child("/nowhere/at/all", {}, {}).end, End::not_started);
}

TEST(ChildProcess, inherits_nothing) {
    const auto result = shell("read line; echo \"[$line]\"; env | grep -v -e ^PWD= -e ^SHLVL= -e "
                              "^_=; ls /proc/$$/fd | wc -l");
    // Standard input, output and errors, and what `ls` itself shows of the shell.
    EXPECT_EQ(result.output.substr(0, 3), "[]\n");
    EXPECT_FALSE(result.output.contains("HOME="));
    EXPECT_TRUE(result.output.ends_with("3\n") || result.output.ends_with("4\n")) << result.output;
}

TEST(ChildProcess, is_killed_when_its_time_is_up) {
    const auto start = monotonic_us();
    EXPECT_EQ(shell("sleep 60", {.time = milliseconds{50}}).end, End::timed_out);
    EXPECT_EQ(shell("exec >&- 2>&-; sleep 60", {.time = milliseconds{50}}).end, End::timed_out)
        << "one that closes its output";
    EXPECT_EQ(shell("sleep 60 & sleep 60", {.time = milliseconds{50}}).end, End::timed_out)
        << "with its own children";
    EXPECT_LT(monotonic_us() - start, 30'000'000);
}

TEST(ChildProcess, is_killed_when_it_says_too_much) {
    const auto result = shell("while :; do echo 0123456789; done", {.output_bytes_max = 10'000});
    EXPECT_EQ(result.end, End::too_much);
    EXPECT_GE(shell("head -c 100000 /dev/zero >&2; echo end").output, "end\n");
}

TEST(ChildProcess, has_only_so_much_of_everything) {
    EXPECT_NE(shell("while :; do :; done", {.cpu_time = std::chrono::seconds{1}}).end, End::exited)
        << "processor";
    const auto memory = shell("head -c 300000000 /dev/zero | tail -c 299999999 | wc -c",
                              {.memory_bytes = 100 << 20});
    EXPECT_NE(memory.output, "299999999\n") << "memory";
    EXPECT_NE(shell("echo x > /tmp/rostrum-child-may-not-write || exit 7; test -s "
                    "/tmp/rostrum-child-may-not-write && echo wrote; rm -f "
                    "/tmp/rostrum-child-may-not-write")
                  .output,
              "wrote\n")
        << "files";
}

}  // namespace
}  // namespace rostrum::media
