// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace cityloom::cli {

/// While it lives, Ctrl-C and SIGTERM ask for a stop instead of ending the program; where that is not heeded within a
/// moment, whatever is unfinished is removed and the program ends with kCancelled. A thread waits for the signals,
/// since a handler may do next to nothing. One a program; make it before any other thread.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

private:
    sigset_t before_{};
    std::jthread waiter_;
};

/// Asked to stop by a signal; never where there is no Interrupt.
[[nodiscard]] std::stop_token stop_asked();

} // namespace cityloom::cli
