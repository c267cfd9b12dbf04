// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::scenarios {

/// The colours of what is drawn, as 0xRRGGBB.
namespace ink {
inline constexpr std::uint32_t kText = 0x23282B;
inline constexpr std::uint32_t kQuiet = 0x6B7478;
inline constexpr std::uint32_t kRule = 0xD9D5CB;
inline constexpr std::uint32_t kBaseline = 0x8A9094; ///< what is compared with
inline constexpr std::uint32_t kAccent = 0x0F6E84;   ///< what is judged
inline constexpr std::uint32_t kWarm = 0xB4541A;     ///< what is worse
} // namespace ink

/// Lines, areas and words on a sheet, y downwards: a chart or a legend for pages, PDF and SVG alike. Lengths are pixels
/// of a page that is 700 wide.
struct Drawing {
    struct Line {
        std::vector<Point2> points;
        std::uint32_t colour = ink::kText;
        double width = 1.0;
        bool dashed = false;
    };
    struct Area {
        std::vector<Point2> points;
        std::uint32_t colour = ink::kText;
        double opacity = 1.0;
    };
    enum class Anchor : std::uint8_t { Start, Middle, End };
    struct Label {
        Point2 at; ///< of its baseline
        std::string text;
        Anchor anchor = Anchor::Start;
        std::uint32_t colour = ink::kText;
        double size = 12.0;
        bool bold = false;
    };
    using Shape = std::variant<Line, Area, Label>;

    double width = 700.0;
    double height = 0.0;
    std::string words; ///< what it shows, for those who cannot see it
    std::vector<Shape> shapes;

    void rectangle(double x, double y, double w, double h, std::uint32_t colour, double opacity = 1.0);
};

/// How wide a text is about, in the pages' font.
[[nodiscard]] double text_width(const std::string& text, double size);
/// As much of a text as fits, with an ellipsis where it was cut.
[[nodiscard]] std::string fitted(const std::string& text, double size, double width);

/// An SVG element by itself: with \p alone as a file of its own.
[[nodiscard]] std::string to_svg(const Drawing& drawing, bool alone = false);

} // namespace cityloom::scenarios
