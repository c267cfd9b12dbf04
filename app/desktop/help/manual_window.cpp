// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/help/manual_window.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QShortcut>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QVBoxLayout>

#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kPictureWidth = 620;
constexpr double kBodyPt = 10.5;
constexpr double kLineHeight = 140.0; // percent

} // namespace

/// A page as it is read: its pictures come from the program itself.
class ManualText : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;
    QString folder; ///< of the language

    QVariant loadResource(int type, const QUrl& name) override {
        if (type != QTextDocument::ImageResource) {
            return QTextBrowser::loadResource(type, name);
        }
        const QImage picture{QStringLiteral(":/manual/%1/%2").arg(folder, name.path())};
        return picture.width() > kPictureWidth ? picture.scaledToWidth(kPictureWidth, Qt::SmoothTransformation)
                                               : picture;
    }
};

ManualWindow::ManualWindow(const QString& language, const Manual::Words& words, QWidget* parent)
    : QWidget{parent, Qt::Window}, manual_{language, words}, language_{language} {
    setWindowTitle(tr("Manual"));
    resize(980, 700);
    field_ = new QLineEdit{this};
    field_->setPlaceholderText(tr("Search the manual"));
    field_->setAccessibleName(tr("Search the manual"));
    field_->setClearButtonEnabled(true);
    contents_ = new QListWidget{this};
    contents_->setAccessibleName(tr("Pages of the manual"));
    contents_->setWordWrap(true);
    nothing_ = new QLabel{tr("No page says that. Try fewer words."), this};
    nothing_->setWordWrap(true);
    nothing_->hide();
    text_ = new ManualText{this};
    text_->folder = language;
    text_->setAccessibleName(tr("Page of the manual"));
    text_->setOpenLinks(false);
    text_->setFrameShape(QFrame::NoFrame);
    text_->document()->setDocumentMargin(20);

    auto* left = new QVBoxLayout;
    left->addWidget(field_);
    left->addWidget(nothing_);
    left->addWidget(contents_, 1);
    auto* row = new QHBoxLayout{this};
    row->addLayout(left, 1);
    row->addWidget(text_, 3);

    connect(field_, &QLineEdit::textChanged, this, &ManualWindow::list);
    connect(field_, &QLineEdit::returnPressed, text_, [this] { text_->setFocus(); });
    connect(contents_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) {
            showPage(item->data(kIdRole).toString());
        }
    });
    connect(text_, &QTextBrowser::anchorClicked, this, &ManualWindow::follow);
    connect(new QShortcut{QKeySequence::Find, this}, &QShortcut::activated, field_, [this] {
        field_->setFocus();
        field_->selectAll();
    });
    connect(new QShortcut{Qt::Key_Escape, this}, &QShortcut::activated, this, &QWidget::close);
    list();
}

/// The pages that hold what is searched for.
void ManualWindow::list() {
    const QString before = shown_;
    const QSignalBlocker quiet{contents_};
    contents_->clear();
    const auto found = manual_.find(field_->text());
    for (const ManualPage* page : found) {
        auto* item = new QListWidgetItem{page->title, contents_};
        item->setData(kIdRole, page->id);
        if (page->id == before) {
            contents_->setCurrentItem(item);
        }
    }
    nothing_->setVisible(found.empty());
    if (contents_->currentItem() == nullptr && !found.empty()) {
        contents_->setCurrentRow(0);
        showPage(found.front()->id);
    }
}

void ManualWindow::showPage(const QString& id) {
    const ManualPage* page = manual_.page(id);
    if (page == nullptr) {
        return;
    }
    shown_ = id;
    text_->document()->setDefaultStyleSheet(QString{});
    QFont body = font();
    body.setPointSizeF(kBodyPt);
    text_->document()->setDefaultFont(body);
    text_->document()->setMarkdown(page->text);
    QTextCursor cursor{text_->document()};
    for (QTextBlock block = text_->document()->begin(); block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
        format.setBottomMargin(6.0);
        cursor.setBlockFormat(format);
    }
    cursor.movePosition(QTextCursor::Start);
    text_->setTextCursor(cursor);
    if (!field_->text().isEmpty()) {
        text_->find(field_->text().section(QLatin1Char{' '}, 0, 0));
    }
    const QSignalBlocker quiet{contents_};
    for (int i = 0; i < contents_->count(); ++i) {
        if (contents_->item(i)->data(kIdRole).toString() == id) {
            contents_->setCurrentRow(i);
        }
    }
}

void ManualWindow::follow(const QUrl& link) {
    const QString name = QUrl::fromPercentEncoding(link.path(QUrl::FullyEncoded).toLatin1());
    if (link.scheme() == QStringLiteral("page")) {
        field_->clear();
        showPage(name);
    } else {
        Q_EMIT showMe(link.scheme(), name);
    }
}

} // namespace cityloom::app
