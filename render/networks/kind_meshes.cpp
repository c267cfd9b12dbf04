// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/networks/kind_meshes.h"

#include <algorithm>

#include "render/networks/line_mesh.h"

namespace cityloom::render {

namespace {

constexpr double kApartM = 6.0;

/// Symbols at one place stand side by side, so that each shows its state and can be picked.
Point2 beside(const std::vector<Point2>& given, Point2 at) {
    const auto before = std::ranges::count_if(given, [&](Point2 p) { return distance_m(p, at) < 0.5 * kApartM; });
    return {at.x_m + static_cast<double>(before) * kApartM, at.y_m};
}

void add_symbol(KindMeshes& out, const HeightField& heights, std::uint32_t index, Point2 at, const engine::Look& look) {
    const double z = heights.ground_m(at) + static_cast<double>(look.above_m);
    out.symbols.add(vertex(at.x_m, at.y_m, z), rgb(look.colour),
                    {static_cast<float>(look.glyph), static_cast<float>(index), look.size_px, look.far_share});
    out.placed_symbols.push_back({index, {at.x_m, at.y_m, z}, look.size_px, look.within_m});
}

void add_path(KindMeshes& out, const HeightField& heights, std::uint32_t index, const engine::AssetView& view) {
    const auto first = static_cast<std::uint32_t>(out.points.size());
    if (view.path.size() >= 2) {
        out.points.insert(out.points.end(), view.path.begin(), view.path.end());
    } else {
        out.points.push_back(view.from);
        out.points.push_back(view.to);
    }
    const Range path{first, static_cast<std::uint32_t>(out.points.size()) - first};
    add_line(out.lines, {out.points.data() + path.begin, path.count}, heights, 0,
             static_cast<double>(view.look.width_m), rgb(view.look.colour), index);
    out.placed_lines.push_back({index, path, view.look.width_m});
}

} // namespace

std::vector<KindMeshes> mesh_kinds(const engine::Networks& networks, const HeightField& heights) {
    std::vector<KindMeshes> all;
    for (const engine::DomainRow* row : engine::domain_rows()) {
        for (const engine::Kind* kind : row->kinds) {
            if (!row->drawn || kind->view == nullptr) {
                continue;
            }
            KindMeshes out{.row = row, .kind = kind};
            std::vector<Point2> apart;
            const std::size_t count = kind->count(networks);
            for (std::uint32_t i = 0; i < count; ++i) {
                const engine::AssetView view = kind->view(networks, i);
                if (view.look.width_m > 0.0F) {
                    add_path(out, heights, i, view);
                }
                if (view.look.glyph >= 0) {
                    add_symbol(out, heights, i, view.look.apart ? beside(apart, view.at) : view.at, view.look);
                    apart.push_back(view.at);
                }
            }
            all.push_back(std::move(out));
        }
    }
    return all;
}

const PlacedSymbol* symbol_of(const std::vector<KindMeshes>& kinds, const engine::Kind* kind, std::uint32_t index) {
    const auto of = std::ranges::find(kinds, kind, &KindMeshes::kind);
    if (of == kinds.end()) {
        return nullptr;
    }
    const auto found = std::ranges::find(of->placed_symbols, index, &PlacedSymbol::index);
    return found == of->placed_symbols.end() ? nullptr : &*found;
}

std::vector<Point2> line_of(const std::vector<KindMeshes>& kinds, const engine::Kind* kind, std::uint32_t index) {
    const auto of = std::ranges::find(kinds, kind, &KindMeshes::kind);
    if (of == kinds.end()) {
        return {};
    }
    const auto found = std::ranges::find(of->placed_lines, index, &PlacedLine::index);
    if (found == of->placed_lines.end()) {
        return {};
    }
    return {of->points.begin() + found->path.begin, of->points.begin() + found->path.end()};
}

} // namespace cityloom::render
