// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "sim/core/result.h"
#include "sim/engine/frame.h"

namespace cityloom::scenarios {

/// A frame as bytes for the recording: little-endian, versioned, positions to the centimetre (float), shares to 1/255.
[[nodiscard]] std::string encode_frame(const engine::Frame& frame);
/// Malformed when the bytes are no frame; never reads past them. Frames of the version before have no chargers, blocked
/// lanes and people on foot.
[[nodiscard]] Result<engine::Frame> decode_frame(std::string_view bytes);

} // namespace cityloom::scenarios
