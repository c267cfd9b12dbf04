// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/vehicle_watch.h"

#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include "app/desktop/models/event_list_model.h"
#include "app/desktop/style/figures.h"

namespace cityloom::app {

namespace {

struct TripWords {
    Q_DECLARE_TR_FUNCTIONS(TripWords)

public:
    static QString minutes(double seconds) {
        return seconds < 90.0 ? tr("%1 s").arg(figure(seconds, 0)) : tr("%1 min").arg(figure(seconds / 60.0, 1));
    }
    static QString metres(double m) {
        return m < 1000.0 ? tr("%1 m").arg(figure(m, 0)) : tr("%1 km").arg(figure(m / 1000.0, 1));
    }
    static QString vehicle(engine::VehicleClass cls) {
        static constexpr std::array<const char*, 5> kWords{
            QT_TR_NOOP("Car"), QT_TR_NOOP("Lorry"), QT_TR_NOOP("Bus"),
            QT_TR_NOOP("Emergency vehicle (ambulance, fire engine, police)"), QT_TR_NOOP("Bicycle")};
        return tr(kWords.at(static_cast<std::size_t>(cls)));
    }
};

/// A line up to a place on it, and from there on.
std::pair<std::vector<Point2>, std::vector<Point2>> cut(std::span<const Point2> line, double share) {
    double whole = 0.0;
    for (std::size_t k = 1; k < line.size(); ++k) {
        whole += distance_m(line[k - 1], line[k]);
    }
    double left = share * whole;
    std::vector<Point2> before{line.front()};
    for (std::size_t k = 1; k < line.size(); ++k) {
        const double piece = distance_m(line[k - 1], line[k]);
        if (left <= piece) {
            const Point2 at = line[k - 1] + (piece > 0.0 ? left / piece : 0.0) * (line[k] - line[k - 1]);
            before.push_back(at);
            std::vector<Point2> after{at};
            after.insert(after.end(), line.begin() + static_cast<std::ptrdiff_t>(k), line.end());
            return {before, after};
        }
        left -= piece;
        before.push_back(line[k]);
    }
    return {before, {}};
}

} // namespace

VehicleWatch::VehicleWatch(PlayControl& play, QObject* parent) : QObject{parent}, play_{play} {
    connect(&play_, &PlayControl::statusChanged, this, &VehicleWatch::ask);
}

void VehicleWatch::watch(std::optional<std::uint64_t> vehicle) {
    if (vehicle == vehicle_) {
        return;
    }
    vehicle_ = vehicle;
    trip_.reset();
    asked_at_ = -1;
    Q_EMIT changed();
    ask();
}

void VehicleWatch::ask() {
    const auto session = play_.session();
    if (!vehicle_ || !session || !play_.live()) {
        if (trip_) {
            trip_.reset();
            asked_at_ = -1;
            Q_EMIT changed();
        }
        return;
    }
    if (asking_ || play_.status().time == asked_at_ ||
        play_.status().state == scenarios::SessionStatus::State::Preparing) {
        return;
    }
    asking_ = true;
    asked_at_ = play_.status().time;
    QThreadPool::globalInstance()->start([session, vehicle = *vehicle_, watch = QPointer<VehicleWatch>{this}] {
        auto trip = session->trip(vehicle);
        if (QCoreApplication::instance() == nullptr) {
            return;
        }
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [watch, session, vehicle, trip = std::move(trip)] {
                if (watch) {
                    watch->asking_ = false;
                    if (watch->play_.session() == session) {
                        watch->take(vehicle, trip);
                    }
                }
            },
            Qt::QueuedConnection);
    });
}

void VehicleWatch::take(std::uint64_t vehicle, std::optional<scenarios::VehicleTrip> trip) {
    if (vehicle_ != vehicle) {
        asked_at_ = -1;
        ask(); // another was chosen meanwhile
        return;
    }
    trip_ = std::move(trip);
    Q_EMIT changed();
}

QString vehicleWord(engine::VehicleClass cls) {
    return TripWords::vehicle(cls);
}

void addTrip(ObjectFacts& facts, const scenarios::VehicleTrip& trip, bool lorry) {
    const auto add = [&](const QString& label, const QString& value) {
        if (!value.isEmpty()) {
            facts.facts.push_back({label, value, {}});
        }
    };
    add(TripWords::tr("From"), inLanguage(trip.from));
    add(TripWords::tr("To"), inLanguage(trip.to));
    if (!lorry) {
        add(TripWords::tr("Trip"), inLanguage(trip.purpose));
    }
    if (trip.departed >= 0) {
        const double late_s = to_seconds(trip.departed - trip.due);
        add(TripWords::tr("Set out"),
            late_s < 60.0 ? clockText(trip.departed)
                          : TripWords::tr("%1, %2 late").arg(clockText(trip.departed), TripWords::minutes(late_s)));
    } else {
        add(TripWords::tr("Is to set out"), clockText(trip.due));
    }
    if (trip.arrived >= 0) {
        add(TripWords::tr("Arrived"), clockText(trip.arrived));
    }
    if (trip.expected >= 0) {
        add(TripWords::tr("Arrives, at the present speeds"), clockText(trip.expected, false));
        const double late_s = trip.reckoned >= 0 ? to_seconds(trip.expected - trip.reckoned) : 0.0;
        if (std::abs(late_s) >= 60.0) {
            add(late_s > 0.0 ? TripWords::tr("Later than its driver reckoned")
                             : TripWords::tr("Sooner than its driver reckoned"),
                TripWords::minutes(std::abs(late_s)));
        }
    }
    if (trip.delay_s >= 0.0) {
        add(TripWords::tr("Delay so far, against empty streets"), TripWords::minutes(trip.delay_s));
    }
    if (trip.departed >= 0) {
        add(TripWords::tr("Driven, up to the last junction"), TripWords::metres(std::max(0.0, trip.driven_m)));
    }
    if (trip.charge_share >= 0.0) {
        add(TripWords::tr("Battery"), TripWords::tr("%1 %").arg(figure(100.0 * trip.charge_share, 0)));
    }
    add(TripWords::tr("Hears of jams on the way"), trip.informed ? TripWords::tr("yes") : TripWords::tr("no"));
    if (trip.gave_up) {
        facts.note = TripWords::tr("It has left the map elsewhere: it stood before closed ways for too long.");
    } else if (trip.arrived >= 0) {
        facts.note = TripWords::tr("It has arrived.");
    } else if (trip.no_way) {
        facts.note = TripWords::tr("It finds no way, and waits until a street opens.");
    } else if (trip.cut_off && trip.departed >= 0) {
        facts.note = TripWords::tr("It has no open way to where it goes just now.");
    }
}

std::vector<render::RouteStretch> routeOf(const LoadedCity& city, const scenarios::VehicleTrip& trip) {
    std::vector<render::RouteStretch> route;
    const traffic::RoadNetwork& roads = city.networks->roads;
    if (trip.departed < 0 || trip.arrived >= 0 || trip.gave_up) {
        return route;
    }
    for (std::size_t k = 0; k < trip.way.size(); ++k) {
        if (trip.way[k] >= roads.edges.size()) {
            return {}; // of another city's networks, on its way still
        }
        const traffic::Edge& edge = roads.edges[trip.way[k]];
        const std::span<const Point2> line{roads.points.data() + edge.shape.begin, edge.shape.count};
        if (line.empty()) {
            continue;
        }
        if (k != trip.place) {
            route.push_back({{line.begin(), line.end()}, edge.layer, k < trip.place});
            continue;
        }
        auto [before, after] = cut(line, static_cast<double>(trip.along_m) / std::max(0.1, edge.length_m));
        route.push_back({std::move(before), edge.layer, true});
        route.push_back({std::move(after), edge.layer, false});
    }
    std::erase_if(route, [](const render::RouteStretch& stretch) { return stretch.path.size() < 2; });
    return route;
}

} // namespace cityloom::app
