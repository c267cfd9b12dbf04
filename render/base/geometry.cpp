// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/base/geometry.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <osg/BlendFunc>
#include <osg/Depth>
#include <osg/Geometry>
#include <osg/Image>
#include <osg/Program>
#include <osg/Texture2D>
#include <osg/observer_ptr>

#include "render/base/shaders.h"

namespace cityloom::render {

osg::ref_ptr<osg::Geometry> to_geometry(const Mesh& mesh, bool dynamic) {
    osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
    geometry->setUseDisplayList(false);
    geometry->setUseVertexBufferObjects(true);
    const auto count = static_cast<unsigned>(mesh.position.size());
    const auto fill = [&](auto* array, const auto& from) {
        if (!from.empty()) {
            auto* to = static_cast<unsigned char*>(const_cast<void*>(array->getDataPointer()));
            std::memcpy(to, from.data(), from.size() * sizeof(from[0]));
        }
        if (dynamic) {
            array->setDataVariance(osg::Object::DYNAMIC);
        }
        return array;
    };
    geometry->setVertexArray(fill(new osg::Vec3Array(count), mesh.position));
    if (!mesh.normal.empty()) {
        auto* normals = new osg::Vec3sArray(count); // 16 bits are finer than any shading shows
        const auto pack = [](float v) {
            const float scaled = 32767.0F * std::clamp(v, -1.0F, 1.0F);
            return static_cast<short>(scaled + (scaled < 0.0F ? -0.5F : 0.5F));
        };
        for (unsigned i = 0; i < count; ++i) {
            (*normals)[i].set(pack(mesh.normal[i][0]), pack(mesh.normal[i][1]), pack(mesh.normal[i][2]));
        }
        normals->setNormalize(true);
        geometry->setNormalArray(normals, osg::Array::BIND_PER_VERTEX);
    }
    if (!mesh.colour.empty()) {
        auto* colours = fill(new osg::Vec4ubArray(count), mesh.colour);
        colours->setNormalize(true);
        geometry->setColorArray(colours, osg::Array::BIND_PER_VERTEX);
    }
    if (!mesh.extra.empty()) {
        geometry->setTexCoordArray(0, fill(new osg::Vec4Array(count), mesh.extra));
    }
    if (!mesh.extra2.empty()) {
        geometry->setTexCoordArray(1, fill(new osg::Vec4Array(count), mesh.extra2));
    }
    if (mesh.index.empty()) {
        geometry->addPrimitiveSet(new osg::DrawArrays(GL_POINTS, 0, static_cast<int>(count)));
    } else if (count <= 65535) {
        auto* elements = new osg::DrawElementsUShort(GL_TRIANGLES);
        elements->reserve(mesh.index.size());
        for (const std::uint32_t i : mesh.index) {
            elements->push_back(static_cast<GLushort>(i));
        }
        geometry->addPrimitiveSet(elements);
    } else {
        geometry->addPrimitiveSet(
            new osg::DrawElementsUInt(GL_TRIANGLES, static_cast<unsigned>(mesh.index.size()), mesh.index.data()));
    }
    return geometry;
}

void set_program(osg::StateSet& state, const char* vertex, const char* fragment) {
    // One program for one pair of texts: compiled once, and drawn without switching.
    static std::map<std::pair<const char*, const char*>, osg::observer_ptr<osg::Program>> made;
    static std::mutex guard;
    const std::scoped_lock lock{guard};
    auto& known = made[{vertex, fragment}];
    osg::ref_ptr<osg::Program> program;
    if (!known.lock(program)) {
        program = new osg::Program;
        const std::string head = shaders::kHead;
        program->addShader(new osg::Shader(osg::Shader::VERTEX, head + vertex));
        program->addShader(new osg::Shader(osg::Shader::FRAGMENT, head + fragment));
        known = program;
    }
    state.setAttributeAndModes(program);
}

void set_bin(osg::StateSet& state, int bin, bool depth_write, bool blend) {
    state.setRenderBinDetails(bin, "RenderBin");
    state.setAttributeAndModes(new osg::Depth(osg::Depth::LEQUAL, 0.0, 1.0, depth_write));
    if (blend) {
        state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA), osg::StateAttribute::ON);
    }
}

struct DataTexture::Impl {
    osg::ref_ptr<osg::Image> image = new osg::Image;
    osg::ref_ptr<osg::Texture2D> texture;
};

DataTexture::DataTexture(std::size_t count) : impl_{new Impl} {
    const int rows = static_cast<int>(count / 512) + 1;
    impl_->image->allocateImage(512, rows, 1, GL_RGBA, GL_UNSIGNED_BYTE);
    std::memset(impl_->image->data(), 255, static_cast<std::size_t>(rows) * 512 * 4);
    impl_->texture = new osg::Texture2D(impl_->image);
    impl_->texture->setFilter(osg::Texture::MIN_FILTER, osg::Texture::NEAREST);
    impl_->texture->setFilter(osg::Texture::MAG_FILTER, osg::Texture::NEAREST);
    impl_->texture->setResizeNonPowerOfTwoHint(false);
    impl_->texture->setInternalFormat(GL_RGBA8);
}
DataTexture::~DataTexture() {
    delete impl_;
}
std::uint8_t* DataTexture::texel(std::size_t index) {
    return impl_->image->data() + index * 4;
}
void DataTexture::changed() {
    impl_->image->dirty();
}
osg::Texture2D* DataTexture::texture() const {
    return impl_->texture.get();
}

} // namespace cityloom::render
