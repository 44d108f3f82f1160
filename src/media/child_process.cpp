#include "media/child_process.hpp"

#include "core/clock.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

namespace rostrum::media {
namespace {

constexpr std::size_t errors_bytes_max = 4096;
constexpr rlim_t open_files_max = 64;
constexpr int not_started_status = 127;

/// A descriptor that is closed when it goes.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;

    int get() const { return value_; }
    bool is_open() const { return value_ >= 0; }
    void close() {
        if (value_ >= 0) ::close(std::exchange(value_, -1));
    }

private:
    int value_ = -1;
};

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

/// Both ends are closed when the system has no room for a pipe.
Pipe open_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void limit(int resource, rlim_t value) {
    const rlimit both{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// The child between fork and exec: other threads of the parent may have held locks, so nothing but
/// system calls.
[[noreturn]] void become(char* const* arguments, int output, int errors, int nothing,
                         const ChildLimits& limits, pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(not_started_status);
    ::setpgid(0, 0);
    if (::dup2(nothing, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(errors, 2) < 0) {
        ::_exit(not_started_status);
    }
    ::syscall(SYS_close_range, 3U, ~0U, 0U);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const auto seconds = static_cast<rlim_t>(limits.cpu_time.count());
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, open_files_max);
    limit(RLIMIT_AS, limits.memory_bytes);
    char* const environment[] = {nullptr};
    ::execve(arguments[0], arguments, environment);
    ::_exit(not_started_status);
}

/// Appends what a pipe has; false at its end.
bool drain(int file, std::string& into, std::size_t bytes_max) {
    std::array<char, 16 * 1024> buffer;
    const auto count = ::read(file, buffer.data(), buffer.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    if (into.size() < bytes_max) into.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
}

/// Collects what the child says until it has ended, or has to be.
class Watch {
public:
    Watch(pid_t child, Descriptor output, Descriptor errors, const ChildLimits& limits)
        : child_(child), output_(std::move(output)), errors_(std::move(errors)), limits_(limits) {}

    ChildResult run() {
        const auto deadline = monotonic_us() + std::chrono::microseconds(limits_.time).count();
        while ((output_.is_open() || errors_.is_open()) && result_.end != End::too_much) {
            if (!wait_until(deadline)) break;
        }
        if (result_.end != End::not_started) ::kill(-child_, SIGKILL);
        reap(deadline);
        return std::move(result_);
    }

private:
    using End = ChildResult::End;

    /// Waits for output and takes it; false when the time is up.
    bool wait_until(std::int64_t deadline) {
        const auto left_ms = (deadline - monotonic_us()) / 1000;
        std::array<pollfd, 2> files{pollfd{output_.get(), POLLIN, 0},
                                    pollfd{errors_.get(), POLLIN, 0}};
        const int ready =
            left_ms > 0 ? ::poll(files.data(), files.size(), static_cast<int>(left_ms)) : 0;
        if (ready == 0) {
            result_.end = End::timed_out;
            return false;
        }
        if (ready < 0) return errno == EINTR;
        take(files[0].revents, output_, result_.output, limits_.output_bytes_max + 1);
        take(files[1].revents, errors_, result_.errors, errors_bytes_max);
        if (result_.output.size() > limits_.output_bytes_max) result_.end = End::too_much;
        return true;
    }

    static void take(short events, Descriptor& file, std::string& into, std::size_t bytes_max) {
        if (events != 0 && !drain(file.get(), into, bytes_max)) file.close();
    }

    /// A child may close its output and live on: it has until the deadline, too.
    void reap(std::int64_t deadline) {
        int status = 0;
        if (result_.end == End::not_started && !has_ended_by(deadline)) {
            result_.end = End::timed_out;
            ::kill(-child_, SIGKILL);
        }
        while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {}
        if (result_.end != End::not_started) return;
        if (WIFSIGNALED(status)) {
            result_.end = End::killed;
            result_.status = WTERMSIG(status);
            return;
        }
        result_.status = WEXITSTATUS(status);
        if (result_.status != not_started_status) result_.end = End::exited;
    }

    bool has_ended_by(std::int64_t deadline) const {
        const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child_, 0)));
        if (!process.is_open()) return true;
        for (;;) {
            const auto left_ms = std::max<std::int64_t>(0, (deadline - monotonic_us()) / 1000);
            pollfd file{process.get(), POLLIN, 0};
            const int ready = ::poll(&file, 1, static_cast<int>(left_ms));
            if (ready > 0) return true;
            if (ready == 0) return false;
            if (errno != EINTR) return true;
        }
    }

    pid_t child_;
    Descriptor output_;
    Descriptor errors_;
    const ChildLimits& limits_;
    ChildResult result_;
};

}  // namespace

ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments,
                      const ChildLimits& limits) {
    Pipe output = open_pipe();
    Pipe errors = open_pipe();
    const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!nothing.is_open() || !output.read_end.is_open() || !errors.read_end.is_open()) return {};
    std::vector<char*> all{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) all.push_back(const_cast<char*>(argument.c_str()));
    all.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return {};
    if (child == 0) {
        become(all.data(), output.write_end.get(), errors.write_end.get(), nothing.get(), limits,
               parent);
    }
    ::setpgid(child, child);
    output.write_end.close();
    errors.write_end.close();
    return Watch(child, std::move(output.read_end), std::move(errors.read_end), limits).run();
}

}  // namespace rostrum::media
