// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/city_view.h"

#include <cmath>

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLFramebufferObject>
#include <osg/GLObjects>
#include <osgViewer/GraphicsWindow>
#include <osgViewer/Viewer>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

/// What makes a rectangle of a picture fill the view; in OpenSceneGraph's order of factors.
osg::Matrixd partOf(QSize whole, QRect part) {
    osg::Matrixd crop;
    const double across = static_cast<double>(part.width()) / qMax(1, whole.width());
    const double down = static_cast<double>(part.height()) / qMax(1, whole.height());
    const double middle_x = (2.0 * part.x() + part.width()) / qMax(1, whole.width()) - 1.0;
    const double middle_y = 1.0 - (2.0 * part.y() + part.height()) / qMax(1, whole.height());
    crop(0, 0) = 1.0 / qMax(1e-6, across);
    crop(1, 1) = 1.0 / qMax(1e-6, down);
    crop(3, 0) = -middle_x * crop(0, 0);
    crop(3, 1) = -middle_y * crop(1, 1);
    return crop;
}

} // namespace

struct CityView::Osg {
    osg::ref_ptr<osgViewer::GraphicsWindowEmbedded> window = new osgViewer::GraphicsWindowEmbedded(0, 0, 1, 1);
    osg::ref_ptr<osgViewer::Viewer> viewer = new osgViewer::Viewer;
    osg::ref_ptr<osg::Group> nothing = new osg::Group;
    std::unique_ptr<QOpenGLFramebufferObject> coarse; ///< holds the picture while it moves and is drawn smaller
};

QSurfaceFormat citySurfaceFormat() {
    QSurfaceFormat format;
    format.setProfile(QSurfaceFormat::CompatibilityProfile);
    format.setVersion(2, 0); // Mesa answers any 3.x with a core profile, in which OpenSceneGraph draws nothing right
    format.setDepthBufferSize(24);
    format.setSwapInterval(0); // the clock paces the picture
    return format;
}

CityView::CityView(QWidget* parent) : QOpenGLWidget{parent}, osg_{std::make_unique<Osg>()} {
    osg_->viewer->setThreadingModel(osgViewer::Viewer::SingleThreaded);
    osg_->viewer->setKeyEventSetsDone(0); // Escape belongs to the application
    osg::Camera* camera = osg_->viewer->getCamera();
    camera->setGraphicsContext(osg_->window);
    camera->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
    osg_->viewer->setSceneData(osg_->nothing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(320, 240);
    setAccessibleName(tr("3D view of the city"));
    animation_.setInterval(16);
    connect(&animation_, &QTimer::timeout, this, &CityView::animate);
    still_.setSingleShot(true);
    still_.setInterval(300);
    connect(&still_, &QTimer::timeout, this, [this] {
        whole_ = true;
        update();
    });
    hover_.setSingleShot(true);
    hover_.setInterval(60);
    connect(&hover_, &QTimer::timeout, this, &CityView::hoverNow);
}

CityView::~CityView() {
    makeCurrent(); // OSG frees its GL objects, and needs the context for it
    dropScene();
    osg_.reset();
    doneCurrent();
}

void CityView::dropScene() {
    if (scene_ != nullptr) {
        osg::State* state = osg_->window->getState();
        scene_->root()->releaseGLObjects(state);
        osg_->viewer->setSceneData(osg_->nothing);
        scene_.reset();
        osg::flushAllDeletedGLObjects(state->getContextID());
    }
    camera_.reset();
}

void CityView::setCity(std::shared_ptr<const LoadedCity> city) {
    endFollowing(false);
    makeCurrent();
    dropScene();
    frame_.reset();
    city_ = std::move(city);
    if (city_ != nullptr) {
        scene_ = std::make_unique<render::CityScene>(city_->parts);
        scene_->set_viewport(qRound(width() * devicePixelRatioF()), qRound(height() * devicePixelRatioF()));
        scene_->set_time(12 * kHourUs);
        camera_.emplace(*city_->city);
        camera_->set(render::named_view(*city_->city, render::NamedView::Oblique));
        osg_->viewer->setSceneData(scene_->root());
    }
    doneCurrent();
    moved();
}

void CityView::setApplied(std::shared_ptr<const LoadedCity> city) {
    if (scene_ == nullptr || city == nullptr) {
        return;
    }
    endFollowing(false);
    makeCurrent();
    frame_.reset();
    scene_->set_parts(city->parts);
    city_ = std::move(city); // the parts shown before go only now
    doneCurrent();
    moved();
}

render::CityScene* CityView::scene() {
    return scene_.get();
}

void CityView::showFrame(std::shared_ptr<const engine::Frame> frame) {
    if (scene_ == nullptr || frame == nullptr) {
        return;
    }
    if (frame->city != 0 && frame->city != city_->applied->fingerprint) {
        return; // of another scenario's networks, still on its way
    }
    frame_ = std::move(frame);
    scene_->show(frame_);
    keepOn();
    // The sun's step is a minute: each is a change of uniforms and lit windows over the whole city.
    if (sun_follows_ && std::abs(frame_->time - scene_->time()) >= kMinuteUs) {
        scene_->set_time(frame_->time);
    }
    update();
}

void CityView::setSunFollowsTime(bool on) {
    sun_follows_ = on;
    if (scene_ != nullptr) {
        scene_->set_time(on && frame_ != nullptr ? frame_->time : 12 * kHourUs);
        update();
    }
}

void CityView::setSelected(const render::ObjectRef& object) {
    if (scene_ != nullptr) {
        scene_->set_selected(object);
        update();
    }
}

void CityView::setAlsoSelected(const std::vector<render::ObjectRef>& objects) {
    if (scene_ != nullptr) {
        scene_->set_also_selected(objects);
        update();
    }
}

void CityView::setPicking(bool on) {
    if (picking_ == on) {
        return;
    }
    picking_ = on;
    setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
    if (!on) {
        Q_EMIT pickingEnded();
    }
}

void CityView::initializeGL() {
    osg_->viewer->realize();
}

void CityView::resizeGL(int width, int height) {
    const int w = qMax(1, qRound(width * devicePixelRatioF()));
    const int h = qMax(1, qRound(height * devicePixelRatioF()));
    osg_->window->resized(0, 0, w, h);
    osg_->window->getEventQueue()->windowResize(0, 0, w, h);
    osg_->viewer->getCamera()->setViewport(0, 0, w, h);
    if (scene_ != nullptr) {
        scene_->set_viewport(w, h);
    }
    Q_EMIT cameraMoved();
}

void CityView::paintGL() {
    QElapsedTimer watch;
    watch.start();
    // One drawing after a pause is a still picture; several in a row are a moving one.
    const bool moving = since_draw_.isValid() && since_draw_.elapsed() < 200 && !whole_;
    const double scale = moving ? pace_.scale() : 1.0;
    drawScaled(scale);
    context()->functions()->glFinish(); // software GL draws late: without this the time would be told of the next frame
    const double ms = static_cast<double>(watch.nsecsElapsed()) * 1e-6;
    if (moving) {
        pace_.drawn(ms);
    }
    if (measuring_) {
        draw_ms_.push_back(ms);
    }
    if (!whole_ && scale < 1.0) {
        still_.start();
    }
    whole_ = false;
    since_draw_.start();
}

void CityView::drawScaled(double scale) {
    const int full_w = qMax(1, qRound(width() * devicePixelRatioF()));
    const int full_h = qMax(1, qRound(height() * devicePixelRatioF()));
    const int w = qMax(1, qRound(full_w * scale));
    const int h = qMax(1, qRound(full_h * scale));
    const bool coarse = scale < 1.0;
    if (coarse && (osg_->coarse == nullptr || osg_->coarse->size() != QSize{full_w, full_h})) {
        osg_->coarse = std::make_unique<QOpenGLFramebufferObject>(full_w, full_h, QOpenGLFramebufferObject::Depth);
    }
    // Qt draws us into its own framebuffer, and may change it.
    osg_->window->setDefaultFboId(coarse ? osg_->coarse->handle() : defaultFramebufferObject());
    QOpenGLExtraFunctions* gl = context()->extraFunctions();
    gl->glBindFramebuffer(GL_FRAMEBUFFER, coarse ? osg_->coarse->handle() : defaultFramebufferObject());
    osg::Camera* camera = osg_->viewer->getCamera();
    camera->setViewport(0, 0, w, h);
    if (scene_ != nullptr) {
        scene_->set_viewport(w, h);
    }
    const QColor sky = scene_ != nullptr ? QColor{"#DCE6EA"} : currentColours().window;
    camera->setClearColor({sky.redF(), sky.greenF(), sky.blueF(), 1.0F});
    if (camera_) {
        const render::CameraPose look = camera_->pose();
        const auto view = render::view_matrix(look);
        const QSize whole = whole_size_.isEmpty() ? size() : whole_size_;
        const auto projection =
            render::projection_matrix(look, static_cast<double>(whole.width()) / qMax(1, whole.height()),
                                      render::depth_range(look, *city_->city));
        camera->setViewMatrix(osg::Matrixd(view.data()));
        camera->setProjectionMatrix(osg::Matrixd(projection.data()) * partOf(whole, {part_at_, size()}));
    }
    osg_->viewer->frame();
    if (coarse) {
        gl->glBindFramebuffer(GL_READ_FRAMEBUFFER, osg_->coarse->handle());
        gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
        gl->glBlitFramebuffer(0, 0, w, h, 0, 0, full_w, full_h, GL_COLOR_BUFFER_BIT, GL_LINEAR);
    }
    // What blending left in the alpha channel would let the window shine through: the picture is opaque.
    gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
    gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
    gl->glClearColor(0.0F, 0.0F, 0.0F, 1.0F);
    gl->glClear(GL_COLOR_BUFFER_BIT);
    gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

render::CameraPose CityView::pose() const {
    return camera_ ? camera_->pose() : render::CameraPose{};
}

void CityView::setPose(const render::CameraPose& pose) {
    if (camera_) {
        endFollowing(false);
        camera_->set(pose);
        moved();
    }
}

void CityView::setNamedView(render::NamedView view) {
    if (camera_) {
        setPose(render::named_view(*city_->city, view));
    }
}

void CityView::flyTo(Point2 at, double distance_m) {
    if (camera_) {
        endFollowing(false);
        camera_->fly_to({at.x_m, at.y_m, city_->city->terrain.ground_m(at) + 4.0}, distance_m);
        since_animation_.start();
        animation_.start();
    }
}

void CityView::northUp() {
    if (camera_) {
        camera_->north_up();
        moved();
    }
}

void CityView::setPartOf(QSize whole, QPoint at) {
    whole_size_ = whole;
    part_at_ = whole.isEmpty() ? QPoint{} : at;
    update();
}

render::Ray CityView::rayAt(QPointF at) const {
    const QSize whole = whole_size_.isEmpty() ? size() : whole_size_;
    return render::pixel_ray(camera_->pose(), at.x() + part_at_.x(), at.y() + part_at_.y(), whole.width(),
                             whole.height());
}

render::ObjectRef CityView::objectAt(QPointF at) const {
    return scene_ != nullptr ? scene_->pick(rayAt(at)) : render::ObjectRef{};
}

std::optional<Point2> CityView::groundAt(QPointF at) const {
    if (!camera_) {
        return std::nullopt;
    }
    const render::Ray ray = rayAt(at);
    const double height = camera_->pose().target[2];
    if (ray.direction[2] >= -1e-4) {
        return std::nullopt; // sky
    }
    const double t = (height - ray.from[2]) / ray.direction[2];
    return Point2{ray.from[0] + t * ray.direction[0], ray.from[1] + t * ray.direction[1]};
}

double CityView::metresPerPixel() const {
    if (!camera_) {
        return 0.0;
    }
    const render::CameraPose look = camera_->pose();
    return 2.0 * camera_->distance_m() * std::tan(look.fov_deg * 3.14159265358979 / 360.0) /
           qMax(1, whole_size_.isEmpty() ? height() : whole_size_.height());
}

void CityView::moved() {
    update();
    Q_EMIT cameraMoved();
}

} // namespace cityloom::app
