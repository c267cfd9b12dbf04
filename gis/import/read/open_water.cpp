// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/open_water.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "gis/import/polygon.h"

namespace cityloom::gis {

namespace {

constexpr double kCellM = 5.0;
constexpr double kMarginM = 350.0; ///< the water goes on a little beyond the last house
constexpr double kMostCells = 6e6;
constexpr double kBuiltPerHectare = 0.25; ///< more than this is land
constexpr std::uint32_t kShore = 1;       ///< cell values: 0 not yet known, 1 shore, then one for each face

/// The extract as a grid of square cells.
class Sheet {
public:
    explicit Sheet(const City& city) {
        Point2 low{1e9, 1e9};
        Point2 high{-1e9, -1e9};
        const auto hold = [&](Point2 p) {
            low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
            high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
        };
        for (const StreetNode& node : city.street_nodes) {
            hold(node.at);
        }
        for (const Building& b : city.buildings) {
            hold(city.points[city.rings[b.rings.begin].points.begin]);
        }
        if (low.x_m > high.x_m) {
            return;
        }
        metres_ = {111'320.0 * std::cos(0.5 * (low.y_m + high.y_m) * 3.14159265358979 / 180.0), 110'950.0};
        const double w = (high.x_m - low.x_m) * metres_.x_m + 2 * kMarginM;
        const double h = (high.y_m - low.y_m) * metres_.y_m + 2 * kMarginM;
        cell_ = std::max(kCellM, std::sqrt(w * h / kMostCells));
        origin_ = {low.x_m - kMarginM / metres_.x_m, low.y_m - kMarginM / metres_.y_m};
        columns_ = static_cast<int>(w / cell_) + 1;
        rows_ = static_cast<int>(h / cell_) + 1;
        value_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
    }
    [[nodiscard]] bool empty() const { return value_.empty(); }
    [[nodiscard]] double hectares(std::size_t cells) const { return static_cast<double>(cells) * cell_ * cell_ / 1e4; }
    [[nodiscard]] Point2 cell_of(Point2 p) const {
        return {(p.x_m - origin_.x_m) * metres_.x_m / cell_, (p.y_m - origin_.y_m) * metres_.y_m / cell_};
    }
    [[nodiscard]] Point2 place_of(Point2 c) const {
        return {origin_.x_m + c.x_m * cell_ / metres_.x_m, origin_.y_m + c.y_m * cell_ / metres_.y_m};
    }
    [[nodiscard]] std::uint32_t at(int x, int y) const { return inside(x, y) ? value_[index(x, y)] : 0; }
    [[nodiscard]] std::uint32_t at(Point2 p) const {
        const Point2 c = cell_of(p);
        return at(static_cast<int>(std::floor(c.x_m)), static_cast<int>(std::floor(c.y_m)));
    }
    [[nodiscard]] bool inside(int x, int y) const { return x >= 0 && y >= 0 && x < columns_ && y < rows_; }
    [[nodiscard]] int columns() const { return columns_; }
    [[nodiscard]] int rows() const { return rows_; }

    /// A shore: no gap for a step to a neighbour sideways or up and down.
    void draw(Point2 from, Point2 to) {
        const Point2 a = cell_of(from);
        const Point2 b = cell_of(to);
        const int steps =
            std::max(1, static_cast<int>(std::ceil(3.0 * (std::abs(b.x_m - a.x_m) + std::abs(b.y_m - a.y_m)))));
        int last_x = 0;
        int last_y = 0;
        for (int k = 0; k <= steps; ++k) {
            const Point2 p = a + (static_cast<double>(k) / steps) * (b - a);
            const int x = static_cast<int>(std::floor(p.x_m));
            const int y = static_cast<int>(std::floor(p.y_m));
            set(x, y);
            if (k > 0 && x != last_x && y != last_y) {
                set(x, last_y);
            }
            last_x = x;
            last_y = y;
        }
    }
    /// A shore that ends inside goes on to the nearest edge.
    void extend(Point2 end) {
        const Point2 c = cell_of(end);
        const double right = columns_ - c.x_m;
        const double up = rows_ - c.y_m;
        const double least = std::min({c.x_m, c.y_m, right, up});
        if (least < 0) {
            return;
        }
        const Point2 edge = least == c.x_m   ? Point2{0, c.y_m}
                            : least == c.y_m ? Point2{c.x_m, 0}
                            : least == right ? Point2{c.x_m + right, c.y_m}
                                             : Point2{c.x_m, c.y_m + up};
        draw(end, place_of(edge));
    }
    /// Numbers the faces that the shores leave, from 2 up. \return the cells of each; the first two are nothing.
    std::vector<std::size_t> number_faces() {
        std::vector<std::size_t> sizes(2, 0);
        boxes_.assign(2, {});
        std::vector<std::pair<int, int>> todo;
        for (int y0 = 0; y0 < rows_; ++y0) {
            for (int x0 = 0; x0 < columns_; ++x0) {
                if (value_[index(x0, y0)] != 0) {
                    continue;
                }
                const auto face = static_cast<std::uint32_t>(sizes.size());
                sizes.push_back(0);
                boxes_.push_back({x0, x0, y0, y0});
                todo.assign(1, {x0, y0});
                value_[index(x0, y0)] = face;
                while (!todo.empty()) {
                    const auto [x, y] = todo.back();
                    todo.pop_back();
                    ++sizes.back();
                    Box& box = boxes_.back();
                    box = {std::min(box.west, x), std::max(box.east, x), std::min(box.south, y),
                           std::max(box.north, y)};
                    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                        if (inside(x + dx, y + dy) && value_[index(x + dx, y + dy)] == 0) {
                            value_[index(x + dx, y + dy)] = face;
                            todo.emplace_back(x + dx, y + dy);
                        }
                    }
                }
            }
        }
        return sizes;
    }
    [[nodiscard]] bool reaches_edge(std::uint32_t face) const {
        for (int x = 0; x < columns_; ++x) {
            if (at(x, 0) == face || at(x, rows_ - 1) == face) {
                return true;
            }
        }
        for (int y = 0; y < rows_; ++y) {
            if (at(0, y) == face || at(columns_ - 1, y) == face) {
                return true;
            }
        }
        return false;
    }
    /// The outlines of a face, its own shore half included: the outer one runs counter-clockwise.
    [[nodiscard]] std::vector<std::vector<Point2>> outlines(std::uint32_t face) const {
        const auto belongs = [&](int x, int y) {
            if (at(x, y) == face) {
                return true;
            }
            if (at(x, y) != kShore) {
                return false;
            }
            return at(x + 1, y) == face || at(x - 1, y) == face || at(x, y + 1) == face || at(x, y - 1) == face;
        };
        std::map<std::pair<int, int>, std::vector<std::pair<int, int>>> edges; // cell corners, the face to the left
        const Box& box = boxes_[face];                                         // and its shore, one cell around
        for (int y = std::max(box.south - 1, 0); y < std::min(box.north + 2, rows_); ++y) {
            for (int x = std::max(box.west - 1, 0); x < std::min(box.east + 2, columns_); ++x) {
                if (!belongs(x, y)) {
                    continue;
                }
                if (!belongs(x, y - 1)) {
                    edges[{x, y}].emplace_back(x + 1, y);
                }
                if (!belongs(x + 1, y)) {
                    edges[{x + 1, y}].emplace_back(x + 1, y + 1);
                }
                if (!belongs(x, y + 1)) {
                    edges[{x + 1, y + 1}].emplace_back(x, y + 1);
                }
                if (!belongs(x - 1, y)) {
                    edges[{x, y + 1}].emplace_back(x, y);
                }
            }
        }
        std::vector<std::vector<Point2>> loops;
        while (!edges.empty()) {
            std::vector<Point2> corners;
            std::pair<int, int> at_corner = edges.begin()->first;
            while (true) {
                const auto next = edges.find(at_corner);
                if (next == edges.end()) {
                    break;
                }
                corners.push_back({static_cast<double>(at_corner.first), static_cast<double>(at_corner.second)});
                at_corner = next->second.back();
                next->second.pop_back();
                if (next->second.empty()) {
                    edges.erase(next);
                }
            }
            loops.push_back(smoothed(corners));
        }
        return loops;
    }

private:
    struct Box {
        int west = 0;
        int east = 0;
        int south = 0;
        int north = 0;
    };
    [[nodiscard]] std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x);
    }
    void set(int x, int y) {
        if (inside(x, y)) {
            value_[index(x, y)] = kShore;
        }
    }
    /// Stairs become a line: the middle of some neighbours each, then what is straight is thinned.
    [[nodiscard]] std::vector<Point2> smoothed(const std::vector<Point2>& corners) const {
        const std::size_t n = corners.size();
        std::vector<Point2> soft(n);
        constexpr std::size_t kReach = 3;
        for (std::size_t i = 0; i < n; ++i) {
            Point2 sum;
            for (std::size_t k = 0; k <= 2 * kReach; ++k) {
                sum = sum + corners[(i + n * kReach + k - kReach) % n];
            }
            soft[i] = (1.0 / (2 * kReach + 1)) * sum;
        }
        std::vector<Point2> out;
        for (std::size_t i = 0; i < n; ++i) {
            if (!out.empty() && i + 1 < n) {
                const Point2 a = soft[i] - out.back();
                const Point2 b = soft[i + 1] - soft[i];
                if (norm(a) < 12.0 && std::abs(cross(a, b)) < 0.06 * (norm(a) * norm(b) + 1e-9) + 0.02) {
                    continue;
                }
            }
            out.push_back(soft[i]);
        }
        for (Point2& p : out) {
            p = place_of(p);
        }
        return out;
    }

    Point2 origin_;
    Point2 metres_{1, 1}; ///< of a degree
    double cell_ = kCellM;
    int columns_ = 0;
    int rows_ = 0;
    std::vector<std::uint32_t> value_;
    std::vector<Box> boxes_; ///< of each face
};

/// How much stands on each face; what speaks for water counts against it.
std::vector<double> built_on(const City& city, const Sheet& sheet, std::size_t faces) {
    std::vector<double> built(faces, 0.0);
    const auto add = [&](Point2 p, double weight) {
        if (const std::uint32_t face = sheet.at(p); face > kShore && face < faces) {
            built[face] += weight;
        }
    };
    for (const Building& b : city.buildings) {
        add(city.points[city.rings[b.rings.begin].points.begin], 1.0);
    }
    for (const Street& s : city.streets) {
        if (s.bridge || s.tunnel || s.layer != 0) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            add(city.street_nodes[city.street_node_refs[k]].at, 0.3);
        }
    }
    for (const Line& line : city.lines) {
        if (line.kind == LineKind::River) {
            for (std::uint32_t k = line.points.begin; k < line.points.end(); ++k) {
                add(city.points[k], -4.0);
            }
        }
    }
    return built;
}

} // namespace

void OpenWater::expect(std::string name, std::vector<std::int64_t> shores, std::vector<std::int64_t> islands) {
    for (const auto* ways : {&shores, &islands}) {
        for (const std::int64_t way : *ways) {
            bodies_of_[way].push_back(bodies_.size());
        }
    }
    bodies_.push_back({std::move(name), std::move(shores), std::move(islands)});
}

void OpenWater::way(std::int64_t id, std::vector<Point2> line) {
    if (line.size() > 1) {
        lines_[id] = std::move(line);
    }
}

void OpenWater::close(City& city, Notes& notes, const std::string& file) const {
    std::set<std::int64_t> shores;
    std::set<std::int64_t> islands;
    std::set<std::size_t> open;
    for (std::size_t b = 0; b < bodies_.size(); ++b) {
        const Body& body = bodies_[b];
        std::map<std::pair<double, double>, int> meet; // extracts drop members, or the ways: either leaves loose ends
        for (const std::int64_t id : body.shores) {
            if (const auto line = lines_.find(id); line != lines_.end()) {
                for (const Point2 end : {line->second.front(), line->second.back()}) {
                    ++meet[{end.x_m, end.y_m}];
                }
            }
        }
        if (std::ranges::none_of(meet, [](const auto& row) { return row.second % 2 != 0; })) {
            continue; // whole, and a polygon by now; or out of sight
        }
        open.insert(b);
        shores.insert(body.shores.begin(), body.shores.end());
        islands.insert(body.islands.begin(), body.islands.end());
    }
    Sheet sheet{city};
    if (open.empty() || sheet.empty()) {
        return;
    }
    std::map<std::pair<double, double>, int> ends;
    for (const auto* ways : {&shores, &islands}) {
        for (const std::int64_t id : *ways) {
            const auto line = lines_.find(id);
            if (line == lines_.end()) {
                continue;
            }
            for (std::size_t i = 0; i + 1 < line->second.size(); ++i) {
                sheet.draw(line->second[i], line->second[i + 1]);
            }
            for (const Point2 end : {line->second.front(), line->second.back()}) {
                ++ends[{end.x_m, end.y_m}];
            }
        }
    }
    for (const auto& [end, count] : ends) {
        if (count == 1) {
            sheet.extend({end.first, end.second});
        }
    }
    const std::vector<std::size_t> sizes = sheet.number_faces();
    std::vector<double> built = built_on(city, sheet, sizes.size());
    for (const std::int64_t id : islands) { // an island is land, even when nothing stands on it
        const auto line = lines_.find(id);
        if (line != lines_.end() && line->second.size() > 3 && line->second.front() == line->second.back()) {
            Point2 middle;
            for (std::size_t i = 0; i + 1 < line->second.size(); ++i) {
                middle = middle + (1.0 / static_cast<double>(line->second.size() - 1)) * line->second[i];
            }
            if (const std::uint32_t face = sheet.at(middle); ring_contains(line->second, middle) && face > kShore) {
                built[face] += 1e9;
            }
        }
    }
    // A face is named after the body that has most of its shore.
    std::map<std::uint32_t, std::map<std::size_t, std::size_t>> touched;
    for (const std::size_t b : open) {
        for (const std::int64_t id : bodies_[b].shores) {
            const auto line = lines_.find(id);
            for (std::size_t i = 0; line != lines_.end() && i + 1 < line->second.size(); ++i) {
                const Point2 c = sheet.cell_of(0.5 * (line->second[i] + line->second[i + 1]));
                for (const auto& [dx, dy] : {std::pair{2, 0}, {-2, 0}, {0, 2}, {0, -2}}) {
                    ++touched[sheet.at(static_cast<int>(c.x_m) + dx, static_cast<int>(c.y_m) + dy)][b];
                }
            }
        }
    }
    for (std::uint32_t face = kShore + 1; face < sizes.size(); ++face) {
        const auto by = touched.find(face);
        const double hectares = sheet.hectares(sizes[face]);
        if (by == touched.end() || hectares < 0.05 || built[face] > kBuiltPerHectare * hectares) {
            continue;
        }
        if (hectares < 3.0 && sheet.reaches_edge(face)) {
            continue; // a pond at the very edge: most of it would be made up
        }
        const auto most = std::ranges::max_element(by->second, {}, [](const auto& row) { return row.second; });
        const Body& body = bodies_[most->first];
        auto loops = sheet.outlines(face);
        std::ranges::stable_sort(loops, std::greater{},
                                 [](const auto& loop) { return std::abs(signed_area_m2(loop)); });
        Area area{.id = static_cast<std::uint64_t>(body.shores.front()) * 64 + face,
                  .kind = AreaKind::Water,
                  .name = body.name,
                  .rings = {static_cast<std::uint32_t>(city.rings.size()), 0}};
        for (const auto& loop : loops) {
            if (loop.size() < 3) {
                continue;
            }
            city.rings.push_back(
                {{static_cast<std::uint32_t>(city.points.size()), static_cast<std::uint32_t>(loop.size())},
                 area.rings.count > 0});
            city.points.insert(city.points.end(), loop.begin(), loop.end());
            ++area.rings.count;
        }
        if (area.rings.count > 0) {
            city.areas.push_back(std::move(area));
            notes.info(file, body.name.empty() ? "water" : body.name,
                       "the extract cuts through this water; it is closed along what is not built on",
                       "Extract the area with complete relations for its exact shore");
        }
    }
}

} // namespace cityloom::gis
