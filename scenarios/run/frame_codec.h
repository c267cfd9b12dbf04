// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "sim/core/result.h"
#include "sim/corridor/frame.h"

namespace cityloom::scenarios {

/// A frame as bytes for the recording: little-endian, versioned, positions to the centimetre (float), columns by name.
[[nodiscard]] std::string encode_frame(const engine::Frame& frame);
/// Malformed when the bytes are no frame; never reads past them. Columns that this program does not know are skipped;
/// frames of earlier versions have those that they had.
[[nodiscard]] Result<engine::Frame> decode_frame(std::string_view bytes);

} // namespace cityloom::scenarios
