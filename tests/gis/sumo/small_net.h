// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cityloom::gis {

/// A signalled crossing: two lanes from the west lead east and (the inner one, waiting inside) north; one lane from the
/// south leads north and east and gives way. A rail and a footpath lie beside.
inline std::string small_net() {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<net version="1.9">
    <location netOffset="-500000.00,-5000000.00" convBoundary="-100,-100,100,100" origBoundary="0,0,1,1" projParameter="+proj=utm +zone=32 +ellps=WGS84 +datum=WGS84 +units=m +no_defs"/>
    <edge id=":C_0" function="internal">
        <lane id=":C_0_0" index="0" speed="13.89" length="20.00" shape="-10,-4.8 10,-4.8"/>
        <lane id=":C_0_1" index="1" speed="13.89" length="20.00" shape="-10,-1.6 10,-1.6"/>
    </edge>
    <edge id=":C_2" function="internal">
        <lane id=":C_2_0" index="0" speed="8.00" length="6.00" shape="-10,-1.6 -4,-1.4"/>
    </edge>
    <edge id=":C_5" function="internal">
        <lane id=":C_5_0" index="0" speed="7.00" length="12.00" shape="-4,-1.4 1.6,2 1.6,10"/>
    </edge>
    <edge id=":C_3" function="internal">
        <lane id=":C_3_0" index="0" speed="13.89" length="20.00" shape="1.6,-10 1.6,10"/>
    </edge>
    <edge id=":C_4" function="internal">
        <lane id=":C_4_0" index="0" speed="5.00" length="9.00" shape="1.6,-10 4,-6 10,-4.8"/>
    </edge>
    <edge id="west" from="W" to="C" priority="9" name="West Street">
        <lane id="west_0" index="0" disallow="pedestrian tram rail" speed="13.89" length="90.00" shape="-100,-4.8 -10,-4.8"/>
        <lane id="west_1" index="1" speed="11.11" length="90.00" shape="-100,-1.6 -10,-1.6"/>
    </edge>
    <edge id="east" from="C" to="E" priority="9">
        <lane id="east_0" index="0" allow="bus bicycle" speed="13.89" length="90.00" shape="10,-4.8 100,-4.8"/>
        <lane id="east_1" index="1" speed="13.89" length="90.00" shape="10,-1.6 100,-1.6"/>
    </edge>
    <edge id="south" from="S" to="C" priority="3">
        <lane id="south_0" index="0" allow="pedestrian" speed="2" length="90.00" width="2" shape="4.2,-100 4.2,-10"/>
        <lane id="south_1" index="1" speed="8.33" length="90.00" shape="1.6,-100 1.6,-10"/>
    </edge>
    <edge id="north" from="C" to="N" priority="3">
        <lane id="north_0" index="0" speed="8.33" length="90.00" shape="1.6,10 1.6,100"/>
    </edge>
    <edge id="rails" from="S" to="N" priority="1">
        <lane id="rails_0" index="0" allow="rail tram" speed="30" length="200.00" shape="50,-100 50,100"/>
    </edge>
    <tlLogic id="C" type="static" programID="0" offset="5">
        <phase duration="30" state="GGgrr"/>
        <phase duration="3" state="yyyrr"/>
        <phase duration="20" state="rrrGs"/>
        <phase duration="3" state="rrryy"/>
    </tlLogic>
    <junction id="W" type="dead_end" x="-100" y="0" incLanes="" intLanes=""/>
    <junction id="S" type="dead_end" x="0" y="-100" incLanes="" intLanes=""/>
    <junction id="C" type="traffic_light" x="0" y="0" incLanes="west_0 west_1 south_1" intLanes=":C_0_0 :C_0_1 :C_5_0 :C_3_0 :C_4_0">
        <request index="0" response="00000" foes="11000" cont="0"/>
        <request index="1" response="00000" foes="01000" cont="0"/>
        <request index="2" response="00000" foes="01000" cont="1"/>
        <request index="3" response="00111" foes="00111" cont="0"/>
        <request index="4" response="00001" foes="00001" cont="0"/>
    </junction>
    <junction id="E" type="dead_end" x="100" y="0" incLanes="east_0 east_1" intLanes=""/>
    <junction id="N" type="dead_end" x="0" y="100" incLanes="north_0" intLanes=""/>
    <junction id=":C_5_0" type="internal" x="-4" y="-1.4" incLanes=":C_2_0" intLanes=":C_3_0"/>
    <connection from="west" to="east" fromLane="0" toLane="0" via=":C_0_0" tl="C" linkIndex="0" dir="s" state="O"/>
    <connection from="west" to="east" fromLane="1" toLane="1" via=":C_0_1" tl="C" linkIndex="1" dir="s" state="O"/>
    <connection from="west" to="north" fromLane="1" toLane="0" via=":C_2_0" tl="C" linkIndex="2" dir="l" state="o"/>
    <connection from="south" to="north" fromLane="1" toLane="0" via=":C_3_0" tl="C" linkIndex="3" dir="s" state="o"/>
    <connection from="south" to="east" fromLane="1" toLane="0" via=":C_4_0" tl="C" linkIndex="4" dir="r" state="o" keepClear="0"/>
    <connection from=":C_0" to="east" fromLane="0" toLane="0" dir="s" state="M"/>
    <connection from=":C_0" to="east" fromLane="1" toLane="1" dir="s" state="M"/>
    <connection from=":C_2" to="north" fromLane="0" toLane="0" via=":C_5_0" dir="l" state="m"/>
    <connection from=":C_5" to="north" fromLane="0" toLane="0" dir="l" state="M"/>
    <connection from=":C_3" to="north" fromLane="0" toLane="0" dir="s" state="M"/>
    <connection from=":C_4" to="east" fromLane="0" toLane="0" dir="r" state="M"/>
</net>
)";
}

} // namespace cityloom::gis
