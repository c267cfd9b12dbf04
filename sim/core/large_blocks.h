// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cityloom {

/// For a process that reads or writes a whole city: what a large array leaves when it has grown, or is done with, goes
/// back to the system at once, and what it has not used yet takes no memory. Before other threads are there.
void give_back_large_blocks() noexcept;

/// Gives back what lies free between smaller arrays: after a step that has left many of them behind.
void give_back_small_blocks() noexcept;

} // namespace cityloom
