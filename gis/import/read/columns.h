// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns of a table stand for, and what stands in them: sources name the same thing in many ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityloom::gis {

/// Lower case in the Latin letters, without spaces, hyphens and underscores at the ends and in between: names are
/// compared so.
[[nodiscard]] std::string folded(std::string_view name);

/// The tag of ours that a column of this name holds ("height", "building:levels", "use", "highway", ...), in several
/// languages, also where a Shapefile has cut its name to ten bytes; empty: it is no name that is known.
[[nodiscard]] std::string tag_of_column(std::string_view column);

/// A column that may be meant by `tag`, among those that nobody reads; empty: none looks like it.
[[nodiscard]] std::string closest_column(std::string_view tag, const std::vector<std::string>& unread);

/// The first of a list as osmnx, Overpass and others write them: "['residential', 'tertiary']", "residential;tertiary".
[[nodiscard]] std::string first_of_list(std::string_view text);

/// The key and value pairs of ogr2ogr's other_tags: "\"oneway\"=>\"yes\",\"layer\"=>\"1\"".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> hstore_pairs(std::string_view text);

/// Whether a field says yes or no, in the spellings of tables: true, T, Y, 1, ja, oui, 是; false, F, N, 0, nein, non,
/// 否. Empty: it says neither.
[[nodiscard]] std::optional<bool> yes_or_no(std::string_view text);

/// A street's direction as OSM's oneway value ("yes", "-1", "no"), whoever wrote it. \param from_to whether F and T
/// stand for the digitised direction and the one against it (Geofabrik), and not for false and true. Empty: unknown.
[[nodiscard]] std::string oneway_in(std::string_view text, bool from_to);

/// A building's use in words of several languages as OSM's building value; what is not known stays as it is.
[[nodiscard]] std::string use_in(std::string_view text);

} // namespace cityloom::gis
