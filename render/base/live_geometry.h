// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <osg/Geometry>

#include "render/base/mesh.h"

namespace cityloom::render {

/// Rewrites a geometry's vertices from a mesh, keeping its buffers.
class LiveGeometry {
public:
    explicit LiveGeometry(bool points) : points_{points} {
        geometry = new osg::Geometry;
        geometry->setUseDisplayList(false);
        geometry->setUseVertexBufferObjects(true);
        geometry->setDataVariance(osg::Object::DYNAMIC);
        geometry->setCullingActive(false);
        geometry->setVertexArray(positions_);
        colours_->setNormalize(true);
        geometry->setColorArray(colours_, osg::Array::BIND_PER_VERTEX);
        if (points_) {
            geometry->addPrimitiveSet(array_);
        } else {
            geometry->addPrimitiveSet(elements_);
        }
    }
    void set(const Mesh& mesh) {
        const auto n = mesh.position.size();
        positions_->resize(n);
        colours_->resize(n);
        for (std::size_t i = 0; i < n; ++i) {
            (*positions_)[i].set(mesh.position[i][0], mesh.position[i][1], mesh.position[i][2]);
            const Colour& c = mesh.colour[i];
            (*colours_)[i].set(c[0], c[1], c[2], c[3]);
        }
        positions_->dirty();
        colours_->dirty();
        if (points_) {
            array_->setCount(static_cast<int>(n));
        } else {
            elements_->assign(mesh.index.begin(), mesh.index.end());
            elements_->dirty();
        }
    }
    osg::ref_ptr<osg::Geometry> geometry;

private:
    bool points_;
    osg::ref_ptr<osg::Vec3Array> positions_ = new osg::Vec3Array;
    osg::ref_ptr<osg::Vec4ubArray> colours_ = new osg::Vec4ubArray;
    osg::ref_ptr<osg::DrawArrays> array_ = new osg::DrawArrays(GL_POINTS, 0, 0);
    osg::ref_ptr<osg::DrawElementsUInt> elements_ = new osg::DrawElementsUInt(GL_TRIANGLES);
};

} // namespace cityloom::render
