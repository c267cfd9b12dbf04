// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/drawing.h"

#include <cstdio>

#include "scenarios/report/html_text.h"

namespace cityloom::scenarios {

namespace {

std::string figure(double value, int decimals = 1) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string hex(std::uint32_t colour) {
    char text[16];
    std::snprintf(text, sizeof text, "#%06X", static_cast<unsigned>(colour));
    return text;
}

std::string points_of(const std::vector<Point2>& points) {
    std::string out;
    for (const Point2& p : points) {
        out += (out.empty() ? "" : " ") + figure(p.x_m) + "," + figure(p.y_m);
    }
    return out;
}

std::string svg_of(const Drawing::Line& line) {
    return "<polyline fill=\"none\" stroke=\"" + hex(line.colour) + "\" stroke-width=\"" + figure(line.width) + "\"" +
           (line.dashed ? " stroke-dasharray=\"4 3\"" : "") + " stroke-linejoin=\"round\" points=\"" +
           points_of(line.points) + "\"/>";
}

std::string svg_of(const Drawing::Area& area) {
    return "<polygon fill=\"" + hex(area.colour) + "\"" +
           (area.opacity < 1.0 ? " fill-opacity=\"" + figure(area.opacity, 2) + "\"" : std::string{}) + " points=\"" +
           points_of(area.points) + "\"/>";
}

std::string svg_of(const Drawing::Label& label) {
    const char* anchor = label.anchor == Drawing::Anchor::Middle ? " text-anchor=\"middle\""
                         : label.anchor == Drawing::Anchor::End  ? " text-anchor=\"end\""
                                                                 : "";
    return "<text x=\"" + figure(label.at.x_m) + "\" y=\"" + figure(label.at.y_m) + "\"" + anchor + " fill=\"" +
           hex(label.colour) + "\" font-size=\"" + figure(label.size) + "\"" +
           (label.bold ? " font-weight=\"600\"" : "") + ">" + escaped(label.text) + "</text>";
}

/// Calls \p f with each sign of a text: its bytes, and whether it is wide as a Chinese one.
template <typename F> void each_sign(const std::string& text, F&& f) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        f(text.substr(at, bytes), lead >= 0xE3);
        at += bytes;
    }
}

} // namespace

void Drawing::rectangle(double x, double y, double w, double h, std::uint32_t colour, double opacity) {
    shapes.emplace_back(Area{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, colour, opacity});
}

double text_width(const std::string& text, double size) {
    double width = 0.0;
    each_sign(text, [&](const std::string&, bool wide) { width += wide ? 1.0 : 0.56; });
    return width * size;
}

std::string fitted(const std::string& text, double size, double width) {
    if (text_width(text, size) <= width) {
        return text;
    }
    std::string out;
    double used = size; // of the ellipsis
    bool full = false;
    each_sign(text, [&](const std::string& sign, bool wide) {
        used += size * (wide ? 1.0 : 0.56);
        full = full || used > width;
        out += full ? std::string{} : sign;
    });
    return out + "…";
}

std::string to_svg(const Drawing& drawing, bool alone) {
    std::string out = "<svg ";
    if (alone) {
        out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out + "xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
              figure(drawing.width) + "\" height=\"" + figure(drawing.height) + "\" ";
    }
    out += "viewBox=\"0 0 " + figure(drawing.width) + " " + figure(drawing.height) +
           "\" font-family=\"Noto Sans, Noto Sans CJK SC, sans-serif\" role=\"img\" aria-label=\"" +
           escaped(drawing.words) + "\">";
    for (const Drawing::Shape& shape : drawing.shapes) {
        out += std::visit([](const auto& s) { return svg_of(s); }, shape);
    }
    return out + "</svg>" + (alone ? "\n" : "");
}

} // namespace cityloom::scenarios
