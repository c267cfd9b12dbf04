// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/capture/offscreen.h"

#include <algorithm>
#include <array>
#include <utility>

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <osg/GLObjects>
#include <osg/Image>
#include <osgViewer/GraphicsWindow>
#include <osgViewer/Renderer>
#include <osgViewer/Viewer>

namespace cityloom::render {

struct Offscreen::Impl {
    ~Impl() {
        viewer = nullptr; // GL objects go while their context is still current
        if (context != EGL_NO_CONTEXT) {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
    }

    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;
    osg::ref_ptr<osgViewer::Viewer> viewer;
    osg::ref_ptr<osg::Image> image;
};

Offscreen::Offscreen(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Offscreen::~Offscreen() = default;
Offscreen::Offscreen(Offscreen&&) noexcept = default;
Offscreen& Offscreen::operator=(Offscreen&&) noexcept = default;

Result<Offscreen> Offscreen::create(int width_px, int height_px, bool read_back) {
    auto impl = std::make_unique<Impl>();
    const auto get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (get_display == nullptr) {
        return fail(ErrorCode::Unsupported, "EGL offers no platform displays; install libegl1 and a GL driver.");
    }
    impl->display = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (eglInitialize(impl->display, nullptr, nullptr) == EGL_FALSE) {
        return fail(ErrorCode::Unsupported, "EGL cannot draw without a display here; install libgl1-mesa-dri.");
    }
    eglBindAPI(EGL_OPENGL_API);
    constexpr std::array<EGLint, 7> kWanted{
        EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_DEPTH_SIZE, 24, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    eglChooseConfig(impl->display, kWanted.data(), &config, 1, &count);
    // No version is asked for: Mesa then gives the compatibility profile, which Debian's OpenSceneGraph needs.
    impl->context = eglCreateContext(impl->display, count > 0 ? config : nullptr, EGL_NO_CONTEXT, nullptr);
    if (eglMakeCurrent(impl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, impl->context) == EGL_FALSE) {
        return fail(ErrorCode::Unsupported, "EGL made no OpenGL context without a surface.");
    }

    impl->image = new osg::Image;
    impl->image->allocateImage(width_px, height_px, 1, GL_RGBA, GL_UNSIGNED_BYTE);
    impl->viewer = new osgViewer::Viewer;
    impl->viewer->setThreadingModel(osgViewer::Viewer::SingleThreaded);
    osg::Camera* camera = impl->viewer->getCamera();
    camera->setGraphicsContext(new osgViewer::GraphicsWindowEmbedded(0, 0, width_px, height_px));
    camera->setViewport(0, 0, width_px, height_px);
    camera->setClearColor({0.91F, 0.93F, 0.95F, 1.0F});
    camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    camera->setRenderTargetImplementation(osg::Camera::FRAME_BUFFER_OBJECT);
    if (read_back) {
        camera->attach(osg::Camera::COLOR_BUFFER, impl->image.get());
    } else {
        camera->attach(osg::Camera::COLOR_BUFFER, GL_RGBA);
    }
    return Offscreen{std::move(impl)};
}

void Offscreen::draw_only(osg::Node& scene, const osg::Matrixd& view, const osg::Matrixd& projection) {
    osgViewer::Viewer& viewer = *impl_->viewer;
    if (viewer.getSceneData() != &scene) {
        viewer.setSceneData(&scene);
    }
    // OSG would compile before our framebuffer is bound, where a context without a surface has none, and warn.
    if (auto* renderer = dynamic_cast<osgViewer::Renderer*>(viewer.getCamera()->getRenderer()); renderer != nullptr) {
        renderer->setCompileOnNextDraw(false);
    }
    viewer.getCamera()->setViewMatrix(view);
    viewer.getCamera()->setProjectionMatrix(projection);
    viewer.frame();
    glFinish();
}

Picture Offscreen::draw(osg::Node& scene, const osg::Matrixd& view, const osg::Matrixd& projection) {
    draw_only(scene, view, projection);
    const osg::Image& image = *impl_->image;
    Picture picture{image.s(), image.t(), {}};
    const auto row_bytes = static_cast<std::size_t>(image.s()) * 4;
    picture.rgba.resize(row_bytes * static_cast<std::size_t>(image.t()));
    for (int row = 0; row < image.t(); ++row) { // GL's first row is the lowest
        const unsigned char* from = image.data(0, static_cast<unsigned>(image.t() - 1 - row));
        std::copy(from, from + row_bytes, picture.rgba.begin() + static_cast<std::ptrdiff_t>(row_bytes) * row);
    }
    return picture;
}

void Offscreen::release(osg::Node& scene) {
    osg::State* state = impl_->viewer->getCamera()->getGraphicsContext()->getState();
    scene.releaseGLObjects(state);
    impl_->viewer->setSceneData(nullptr);
    osg::flushAllDeletedGLObjects(state->getContextID());
}

} // namespace cityloom::render
