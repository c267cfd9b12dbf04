// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <ctime>
#include <string_view>

#include <unistd.h>

#include "app/cli/command.h"
#include "gis/export/unfinished.h"

namespace cityloom::cli {

namespace {

constexpr timespec kTick{0, 20'000'000};
constexpr int kPatience = 5; // ticks from the signal to the end, whether or not the command has stopped

std::stop_source& asked() {
    static std::stop_source one;
    return one;
}

[[noreturn]] void leave() {
    gis::remove_unfinished();
    constexpr std::string_view kText = "error: Cancelled before it was done.\n";
    static_cast<void>(!write(STDERR_FILENO, kText.data(), kText.size()));
    _exit(kCancelled);
}

} // namespace

Interrupt::Interrupt() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    waiter_ = std::jthread{[wanted](const std::stop_token& done) {
        for (int ticks = 0; !done.stop_requested() && ticks < kPatience;) {
            const bool again = sigtimedwait(&wanted, nullptr, &kTick) > 0;
            ticks += asked().stop_requested() && !again ? 1 : 0;
            if (again) {
                asked().request_stop();
            }
        }
        if (!done.stop_requested()) {
            leave();
        }
    }};
}

Interrupt::~Interrupt() {
    waiter_.request_stop();
    waiter_.join();
    // What has been done is done, and the program's own exit code says so.
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_IGN);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::stop_token stop_asked() {
    return asked().get_token();
}

} // namespace cityloom::cli
