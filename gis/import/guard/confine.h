// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cityloom::gis {

/// Takes from this process, for good, what reading a file needs none of: descriptors above \p last_kept, new
/// privileges, and the calls by which it could reach the network, start a program or look into another process (they
/// fail with EPERM). It ends with the thread that started it. Linux on x86-64 and ARM64; elsewhere calls stay.
/// \return false where the kernel refuses a part of it: what is read then must not be a stranger's
[[nodiscard]] bool confine_reader(int last_kept);

} // namespace cityloom::gis
