// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "render/base/mesh.h"

namespace osg {
class Geometry;
class StateSet;
class Texture2D;
template <class T> class ref_ptr;
} // namespace osg

namespace cityloom::render {

/// Copies the mesh into buffers that OSG can draw. Vertex attributes: gl_Vertex, gl_Normal, gl_Color and
/// gl_MultiTexCoord0/1 for extra/extra2. Without indices the vertices are points.
[[nodiscard]] osg::ref_ptr<osg::Geometry> to_geometry(const Mesh& mesh, bool dynamic = false);

/// Draw order of the ground's layers. Those that lie on the ground do not write depth: the order decides.
enum DrawOrder : int {
    kSkyBin = -10,
    kBuildingBin = -5, ///< first: what they hide need not be drawn
    kTerrainBin = 0,
    kDeckBin = 1,
    kPavementBin = 2,
    kCarriagewayBin = 3,
    kMarkingBin = 4,
    kGroundLayerBin = 5,
    kSolidBin = 6,
    kLineBin = 8,
    kSymbolBin = 9,
    kLabelBin = 20,
    kHudBin = 30,
};

/// A program of ours with the shared header (light, haze, quiet) in front of both shaders.
void set_program(osg::StateSet& state, const char* vertex, const char* fragment);
void set_bin(osg::StateSet& state, int bin, bool depth_write, bool blend);

/// RGBA8, one texel per object, 512 to a row: recolouring a city is one upload.
class DataTexture {
public:
    explicit DataTexture(std::size_t count);
    ~DataTexture();
    DataTexture(const DataTexture&) = delete;
    DataTexture& operator=(const DataTexture&) = delete;
    [[nodiscard]] std::uint8_t* texel(std::size_t index);
    void changed();
    [[nodiscard]] osg::Texture2D* texture() const;

private:
    struct Impl;
    Impl* impl_;
};

} // namespace cityloom::render
