// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// GLSL 1.30 with the fixed built-ins: Debian's OpenSceneGraph draws in the compatibility profile.
namespace cityloom::render::shaders {

extern const char* const kHead; ///< version, light, haze and the quiet look of data layers
extern const char* const kSkyVertex;
extern const char* const kSkyFragment;
extern const char* const kTerrainVertex;
extern const char* const kTerrainFragment;
extern const char* const kApronVertex; ///< the land beyond the map
extern const char* const kApronFragment;
extern const char* const kBuildingVertex;
extern const char* const kBuildingFragment;
extern const char* const kFarBuildingVertex; ///< no windows, no storeys: nearly all is done per vertex
extern const char* const kFarBuildingFragment;
extern const char* const kStreetVertex;
extern const char* const kStreetFragment;
extern const char* const kSolidVertex; ///< decks, trees, vehicles
extern const char* const kSolidFragment;
extern const char* const kLineVertex; ///< pipes, cables and streets of a data layer
extern const char* const kLineFragment;
extern const char* const kPointVertex; ///< vehicles far away, symbols
extern const char* const kPointFragment;
extern const char* const kSymbolVertex;
extern const char* const kSymbolFragment;
extern const char* const kLabelVertex; ///< letters from the atlas: the first channel the letter, the second its halo
extern const char* const kLabelFragment;

} // namespace cityloom::render::shaders
