// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style/table_words.h"

#include <QLocale>

namespace cityloom::app {

QString inLanguage(const engine::Words& words) {
    const std::string_view text = QLocale{}.language() == QLocale::Chinese ? words.chinese : words.english;
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace cityloom::app
