// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <ctime>

namespace cityloom::cli {

Interrupt::Interrupt() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    waiter_ = std::jthread{[this, wanted](const std::stop_token& done) {
        constexpr timespec kTick{0, 50'000'000};
        while (!done.stop_requested()) {
            if (sigtimedwait(&wanted, nullptr, &kTick) > 0) {
                asked_.request_stop();
            }
        }
    }};
}

Interrupt::~Interrupt() {
    waiter_.request_stop();
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace cityloom::cli
