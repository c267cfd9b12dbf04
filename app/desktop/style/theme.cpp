// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style/theme.h"

#include <array>

#include <QAbstractButton>
#include <QApplication>
#include <QFont>
#include <QLocale>
#include <QPalette>
#include <QProxyStyle>

#include "app/desktop/style/icons.h"

namespace cityloom::app {

namespace {

Theme g_theme = Theme::Light; // one look for the whole program, as QApplication's palette is

/// Fusion, with our own icon where it draws a cross in a box.
class DeskStyle final : public QProxyStyle {
public:
    DeskStyle() : QProxyStyle{QStringLiteral("Fusion")} {}
    [[nodiscard]] QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                                     const QWidget* widget) const override {
        return which == SP_TitleBarCloseButton || which == SP_DockWidgetCloseButton
                   ? icon(QStringLiteral("close"))
                   : QProxyStyle::standardIcon(which, option, widget);
    }
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option,
                                  const QWidget* widget) const override {
        return metric == PM_SmallIconSize && qobject_cast<const QAbstractButton*>(widget) != nullptr &&
                       widget->objectName() == QStringLiteral("qt_dockwidget_closebutton")
                   ? 14
                   : QProxyStyle::pixelMetric(metric, option, widget);
    }
};

QPalette paletteOf(const ThemeColours& c) {
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, c.window);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.window);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.error);
    p.setColor(QPalette::ToolTipBase, c.base);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.accent_text);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Light, c.base);
    p.setColor(QPalette::Dark, c.border.darker(120));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faint = c.muted;
        faint.setAlphaF(0.6F);
        p.setColor(QPalette::Disabled, role, faint);
    }
    return p;
}

} // namespace

const ThemeColours& themeColours(Theme theme) {
    static const std::array<ThemeColours, 3> kThemes{
        ThemeColours{"#F6F5F2", "#FFFFFF", "#22282B", "#5A6469", "#D6D2CA", "#0F6E84", "#FFFFFF", "#9A6200", "#B3261E"},
        ThemeColours{"#24292C", "#1B1F22", "#E8EAEA", "#A6B0B4", "#3B4347", "#4BB3CB", "#0B1A1F", "#E5B567", "#FF8A80"},
        ThemeColours{"#FFFFFF", "#FFFFFF", "#000000", "#000000", "#000000", "#004C5E", "#FFFFFF", "#6B4100", "#9B0000"},
    };
    return kThemes.at(static_cast<std::size_t>(theme));
}

const ThemeColours& currentColours() {
    return themeColours(g_theme);
}

Theme currentTheme() {
    return g_theme;
}

void applyFont() {
    // With a Latin font first, Chinese letters come from whichever weight of the second is found first.
    const bool chinese = QLocale{}.language() == QLocale::Chinese;
    const QString latin = QStringLiteral("Noto Sans");
    const QString han = QStringLiteral("Noto Sans CJK SC");
    QApplication::setFont(
        QFont{QStringList{chinese ? han : latin, chinese ? latin : han, QStringLiteral("DejaVu Sans")}, 9});
}

void applyTheme(Theme theme) {
    g_theme = theme;
    const ThemeColours& c = themeColours(theme);
    QApplication::setStyle(new DeskStyle);
    QApplication::setPalette(paletteOf(c));
    applyFont();
    qApp->setStyleSheet(QStringLiteral(R"(
QMainWindow::separator { background: %1; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: %2; }
QDockWidget::title { padding: 6px 8px; background: %3; border-bottom: 1px solid %1; text-align: left; }
QDockWidget { font-weight: 600; }
QDockWidget::close-button { border: none; background: transparent; padding: 0; icon-size: 14px; }
QDockWidget::close-button:hover { background: %1; }
QMenuBar { background: %3; border: none; }
QMenuBar::item { padding: 6px 10px; background: transparent; }
QMenuBar::item:selected { background: %2; color: %5; border-radius: 3px; }
QToolTip { background: %4; color: %6; border: 1px solid %1; padding: 4px 6px; }
QTreeView, QTableView, QListView { border: none; background: %4; outline: none; }
QTreeView::item, QListView::item { padding: 3px 2px; }
QHeaderView::section { background: %3; border: none; border-bottom: 1px solid %1; padding: 4px 8px; font-weight: 600; }
QScrollArea { border: none; }
QTabBar::tab { padding: 6px 12px; background: transparent; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { border-bottom: 2px solid %2; }
QTabBar::tab:focus { color: %2; }
QTabWidget::pane { border: none; }
)")
                            .arg(c.border.name(), c.accent.name(), c.window.name(), c.base.name(), c.accent_text.name(),
                                 c.text.name()));
}

} // namespace cityloom::app
