// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cityloom::app {

/// How finely a moving picture is drawn, so that it keeps moving where a processor draws it: each side of the picture
/// is multiplied by scale(). A picture that stands still is always drawn whole.
class Pace {
public:
    static constexpr double kCoarsest = 0.8; // below this edges fray, and the picture is worth more than its rate

    /// \param draw_ms of a frame while the picture moves, at the present scale.
    void drawn(double draw_ms);
    [[nodiscard]] double scale() const { return scale_; }

private:
    double scale_ = 1.0;
    double mean_ms_ = 0.0;
    int since_change_ = 0;
};

} // namespace cityloom::app
