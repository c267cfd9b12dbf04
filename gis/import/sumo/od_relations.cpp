// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/od_reader.h"

namespace cityloom::gis::sumo {

namespace {

class RelationHandler : public XmlHandler {
public:
    explicit RelationHandler(MatrixMaker& matrix) : matrix_{matrix} {}

    void begin(const XmlElement& e) override {
        if (e.depth() == 0 && e.name() != "data") {
            e.fault("this is no file of relations between zones, whose root is <data>; check that the right file is "
                    "named");
        } else if (e.name() == "interval") {
            matrix_.set_slice(
                {.begin = e.time("begin"), .end = e.time("end"), .vehicle_class = std::string{e.text_or("id", "")}},
                e.place());
            inside_ = true;
        } else if (e.name() == "tazRelation") {
            if (!inside_) {
                e.fault("it lies outside of an interval; put it into an <interval begin=\"...\" end=\"...\">");
            }
            matrix_.add(e.text("from"), e.text("to"), e.at_least("count", 0.0, 0.0), e.place());
        }
    }

    void end(std::string_view name) override { inside_ = inside_ && name != "interval"; }

private:
    MatrixMaker& matrix_;
    bool inside_ = false;
};

} // namespace

void read_od_relations(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix) {
    RelationHandler handler{matrix};
    read_xml(file, files, handler);
}

} // namespace cityloom::gis::sumo
