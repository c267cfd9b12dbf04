// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style/plain_text.h"

namespace cityloom::app {

QLabel* plainLabel(QWidget* parent) {
    auto* label = new QLabel{parent};
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString plainTip(const QString& text) {
    return Qt::mightBeRichText(text) ? QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped()) : text;
}

} // namespace cityloom::app
