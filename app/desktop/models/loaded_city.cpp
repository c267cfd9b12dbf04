// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/loaded_city.h"

#include <algorithm>

#include <QCoreApplication>

namespace cityloom::app {

namespace {

/// What is looked up in an applied city.
void index(LoadedCity& loaded, std::shared_ptr<const scenarios::AppliedCity> applied) {
    loaded.city = applied->city;
    loaded.networks = {applied, &applied->networks};
    loaded.applied = std::move(applied);
    for (std::uint32_t i = 0; i < loaded.city->streets.size(); ++i) {
        loaded.street_by_id.emplace(loaded.city->streets[i].id, i);
    }
    for (std::uint32_t i = 0; i < loaded.networks->roads.edges.size(); ++i) {
        loaded.edges_by_street[loaded.networks->roads.edges[i].street_id].push_back(i);
    }
    for (const auto& [street, edge] : loaded.networks->roads.joined) { // lies in an edge that bears another's id
        std::vector<std::uint32_t>& edges = loaded.edges_by_street[street];
        if (std::ranges::find(edges, edge) == edges.end()) {
            edges.push_back(edge);
        }
    }
}

tl::unexpected<Error> stopped() {
    return fail(ErrorCode::Cancelled, "Stopped.");
}

} // namespace

Result<std::shared_ptr<const LoadedCity>> prepareCity(std::filesystem::path file, gis::City city,
                                                      const gis::Networks& networks, const TaskControl& control) {
    auto loaded = std::make_shared<LoadedCity>();
    loaded->file = std::move(file);
    auto applied = scenarios::apply_scenario(std::make_shared<const gis::City>(std::move(city)), networks, {});
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    index(*loaded, std::make_shared<const scenarios::AppliedCity>(std::move(*applied)));
    const QString what = QCoreApplication::translate("Tasks", "Building the 3D picture");
    loaded->parts = render::build_scene(*loaded->city, *loaded->networks, control.stop,
                                        [&](double share) { control.progress(0.3 + 0.7 * share, what); });
    return loaded->parts ? Result<std::shared_ptr<const LoadedCity>>{loaded} : stopped();
}

Result<std::shared_ptr<const LoadedCity>>
applyScenario(std::shared_ptr<const LoadedCity> base, const scenarios::Scenario& resolved, const TaskControl& control) {
    auto applied = scenarios::apply_scenario(base->city, *base->networks, resolved);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    auto loaded = std::make_shared<LoadedCity>();
    loaded->file = base->file;
    const bool changed = applied->networks_changed;
    index(*loaded, std::make_shared<const scenarios::AppliedCity>(std::move(*applied)));
    loaded->parts =
        changed ? render::build_scene(base->parts->base, *loaded->city, *loaded->networks, control.stop) : base->parts;
    loaded->base = std::move(base);
    return loaded->parts ? Result<std::shared_ptr<const LoadedCity>>{loaded} : stopped();
}

Point2 buildingPlace(const gis::City& city, std::uint32_t building) {
    const gis::Building& b = city.buildings[building];
    Point2 sum;
    if (b.rings.count > 0) {
        const Range points = city.rings[b.rings.begin].points;
        for (std::uint32_t i = points.begin; i < points.end(); ++i) {
            sum = sum + city.points[i];
        }
        return (1.0 / std::max(1U, points.count)) * sum;
    }
    if (b.surfaces.count > 0) {
        const Point3& p = city.points3[city.rings3[city.surfaces[b.surfaces.begin].rings3.begin].begin];
        return {p.x_m, p.y_m};
    }
    return 0.5 * (city.min_corner + city.max_corner);
}

Point2 streetPlace(const gis::City& city, std::uint32_t street) {
    const Range nodes = city.streets[street].nodes;
    return nodes.count == 0 ? 0.5 * (city.min_corner + city.max_corner)
                            : city.street_nodes[city.street_node_refs[nodes.begin + nodes.count / 2]].at;
}

} // namespace cityloom::app
