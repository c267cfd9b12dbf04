// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace cityloom::cli {

/// While it lives, Ctrl-C and SIGTERM ask for a stop instead of ending the program. A thread waits for the signals,
/// since a handler may do next to nothing. Make it before any other thread.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    [[nodiscard]] std::stop_token token() const { return asked_.get_token(); }

private:
    sigset_t before_{};
    std::stop_source asked_;
    std::jthread waiter_;
};

} // namespace cityloom::cli
