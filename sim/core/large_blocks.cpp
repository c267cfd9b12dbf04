// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/large_blocks.h"

#include <malloc.h>

namespace cityloom {

void give_back_large_blocks() noexcept {
    // Left to itself, glibc raises this to 32 MB with the first large array that is freed, and keeps those below it.
    constexpr int kLargeBytes = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, kLargeBytes);
}

void give_back_small_blocks() noexcept {
    malloc_trim(0);
}

} // namespace cityloom
