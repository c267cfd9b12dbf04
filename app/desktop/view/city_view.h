// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include <QElapsedTimer>
#include <QOpenGLWidget>
#include <QSurfaceFormat>
#include <QTimer>

#include "app/desktop/models/loaded_city.h"
#include "app/desktop/view/pace.h"
#include "render/camera/turntable.h"
#include "render/scene/city_scene.h"

namespace cityloom::app {

/// What the picture needs of OpenGL. To be set as the default before the application is made.
[[nodiscard]] QSurfaceFormat citySurfaceFormat();

/// The living picture in the window. Everything happens on the GUI thread: with Qt owning the context, OpenSceneGraph's
/// draw threads crash. Nothing is painted over it with QPainter (the two fight over GL state): what lies on top is a
/// child widget. Redraws only when something changed.
class CityView : public QOpenGLWidget {
    Q_OBJECT

public:
    explicit CityView(QWidget* parent = nullptr);
    ~CityView() override;

    /// Shows a city, or with null nothing.
    void setCity(std::shared_ptr<const LoadedCity> city);
    /// The same city with other measures: the camera and all that is switched stay.
    void setApplied(std::shared_ptr<const LoadedCity> city);
    [[nodiscard]] render::CityScene* scene();
    [[nodiscard]] const LoadedCity* city() const { return city_.get(); }
    /// From the next drawn frame on.
    void showFrame(std::shared_ptr<const engine::Frame> frame);

    [[nodiscard]] render::CameraPose pose() const;
    void setPose(const render::CameraPose& pose);
    void setNamedView(render::NamedView view);
    void flyTo(Point2 at, double distance_m);
    void northUp();
    /// The sun follows the city's time, or stands at noon.
    void setSunFollowsTime(bool on);
    void setSelected(const render::ObjectRef& object);
    /// What else is selected: outlined too.
    void setAlsoSelected(const std::vector<render::ObjectRef>& objects);
    /// Draws a part of a larger picture, that of a view as large as \p whole whose upper left corner lies at -\p at of
    /// this one; an empty size: a picture of its own.
    void setPartOf(QSize whole, QPoint at = {});
    /// What lies under a place of the widget.
    [[nodiscard]] render::ObjectRef objectAt(QPointF at) const;
    /// Where the camera's line of sight through a place of the widget meets the ground's mean plane.
    [[nodiscard]] std::optional<Point2> groundAt(QPointF at) const;
    /// Metres a pixel at the point looked at.
    [[nodiscard]] double metresPerPixel() const;
    /// The next click is answered by picked(), not by clicked().
    void setPicking(bool on);
    [[nodiscard]] bool picking() const { return picking_; }
    /// Keeps the camera on a vehicle until the picture is dragged or Esc is pressed, or it is gone; nothing: lets go.
    void followVehicle(std::optional<std::uint64_t> vehicle);
    [[nodiscard]] std::optional<std::uint64_t> followed() const { return followed_; }
    /// Keeps the time of each drawing (ms), the graphics driver's work included.
    void setMeasuring(bool on) { measuring_ = on; }
    /// Share of the window's pixels across that the moving picture is drawn with.
    [[nodiscard]] double drawScale() const { return pace_.scale(); }
    [[nodiscard]] const std::vector<double>& drawTimes() const { return draw_ms_; }

Q_SIGNALS:
    void clicked(const render::ObjectRef& object);
    void picked(const render::ObjectRef& object);
    void pickingEnded();
    /// \param gone it ended because the vehicle is no longer on the streets
    void followingChanged(bool on, bool gone);
    void hovered(const render::ObjectRef& object, const QPoint& global);
    void cameraMoved();

protected:
    void initializeGL() override;
    void resizeGL(int width, int height) override;
    void paintGL() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Osg; // no OSG type in the header: the rest of the program need not know it

    void moved();
    void drawScaled(double scale);
    void animate();
    void endFollowing(bool gone);
    void keepOn();
    void hoverNow();
    void dropScene();
    [[nodiscard]] render::Ray rayAt(QPointF at) const;

    std::unique_ptr<Osg> osg_;
    std::shared_ptr<const LoadedCity> city_;
    std::unique_ptr<render::CityScene> scene_;
    std::optional<render::Turntable> camera_;
    std::shared_ptr<const engine::Frame> frame_;
    std::optional<std::uint64_t> followed_; ///< a vehicle
    render::ObjectRef highlighted_;
    bool sun_follows_ = true;
    bool picking_ = false;
    bool measuring_ = false;
    QSize whole_size_; ///< of the picture that this is a part of
    QPoint part_at_;   ///< where in it
    QPointF last_;
    QPointF pressed_;
    QPointF velocity_; ///< pixels a second, of the drag in progress
    QElapsedTimer since_move_;
    QElapsedTimer since_animation_;
    QTimer animation_;
    QTimer still_; ///< runs out when the picture has stood still: it is then drawn whole
    QElapsedTimer since_draw_;
    Pace pace_;
    bool whole_ = true; ///< the next drawing is of a still picture
    QTimer hover_;
    std::set<int> keys_;
    std::vector<double> draw_ms_;
};

} // namespace cityloom::app
