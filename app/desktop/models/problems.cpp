// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/problems.h"

#include <charconv>

#include <QCoreApplication>

#include "app/desktop/style/table_words.h"

namespace cityloom::app {

namespace {

constexpr float kUnsure = 0.5F;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Problems)
};

/// The place of "way/123" or "street/123", where the city has such a street.
std::optional<Point2> placeOf(const LoadedCity& city, const std::string& object) {
    const auto digits = object.find_last_of('/');
    if (digits == std::string::npos) {
        return std::nullopt;
    }
    std::uint64_t id = 0;
    const char* const from = object.data() + digits + 1;
    if (std::from_chars(from, object.data() + object.size(), id).ec != std::errc{}) {
        return std::nullopt;
    }
    const auto found = city.street_by_id.find(id);
    return found == city.street_by_id.end() ? std::nullopt : std::optional{streetPlace(*city.city, found->second)};
}

} // namespace

std::vector<Problem> cityProblems(const LoadedCity& city) {
    std::vector<Problem> out;
    for (const gis::ImportNote& note : city.city->notes) {
        Problem p;
        p.level = note.level == gis::ImportNote::Level::Error     ? Problem::Level::Error
                  : note.level == gis::ImportNote::Level::Warning ? Problem::Level::Warning
                                                                  : Problem::Level::Info;
        p.what = QString::fromStdString(note.reason);
        p.object = QString::fromStdString(note.object.empty() ? note.file : note.object);
        p.remedy = QString::fromStdString(note.remedy);
        p.at = placeOf(city, note.object);
        out.push_back(std::move(p));
    }
    for (const traffic::RemovedPiece& piece : city.networks->roads.removed) {
        Problem p;
        p.what = Words::tr("Left out of the road network: %1").arg(QString::fromStdString(piece.reason));
        p.object = QStringLiteral("street/%1").arg(piece.street_id);
        p.remedy = Words::tr("Connect it in the source data and import again.");
        p.at = placeOf(city, p.object.toStdString());
        out.push_back(std::move(p));
    }
    for (const traffic::Junction& junction : city.networks->roads.junctions) {
        if (junction.confidence < kUnsure) {
            Problem p;
            p.level = Problem::Level::Info;
            p.what = Words::tr("Right of way is a guess here");
            p.object = Words::tr("junction %1").arg(junction.id);
            p.remedy = Words::tr("Check it against the street; tag signals, stops or priorities in the source data.");
            p.at = junction.at;
            out.push_back(std::move(p));
        }
    }
    return out;
}

std::vector<Problem> runProblems(const scenarios::SessionStatus& status) {
    std::vector<Problem> out;
    if (status.vehicles.unroutable > 0) {
        out.push_back({Problem::Level::Warning,
                       Words::tr("%n trip(s) find no way", nullptr, static_cast<int>(status.vehicles.unroutable)),
                       Words::tr("this run"),
                       Words::tr("See whether a closed street cuts something off."),
                       {}});
    }
    for (const engine::Figure* figure : status.figures.rows()) {
        const double value = status.figures.shown(*figure);
        if (!figure->problem.english.empty() && value > 0.0) {
            out.push_back({Problem::Level::Error,
                           inLanguage(figure->problem).arg(value, 0, 'f', figure->decimals),
                           Words::tr("this run"),
                           inLanguage(figure->remedy),
                           {}});
        }
    }
    return out;
}

} // namespace cityloom::app
