<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en_GB">
<context>
    <name>Facts</name>
    <message numerus="yes">
        <source>Work zone: it takes %n lane(s) beside the kerb.</source>
        <translation>
            <numerusform>Work zone: it takes %n lane beside the kerb.</numerusform>
            <numerusform>Work zone: it takes %n lanes beside the kerb.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Incident: %n lane(s) beside the kerb are blocked over %1 m.</source>
        <translation>
            <numerusform>Incident: %n lane beside the kerb is blocked over %1 m.</numerusform>
            <numerusform>Incident: %n lanes beside the kerb are blocked over %1 m.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message numerus="yes">
        <source>%n trip(s) find no way</source>
        <translation>
            <numerusform>%n trip finds no way</numerusform>
            <numerusform>%n trips find no way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cityloom::app::BesidePanel</name>
    <message numerus="yes">
        <source>Six at the most; %n are ticked</source>
        <translation>
            <numerusform>Six at the most; %n is ticked</numerusform>
            <numerusform>Six at the most; %n are ticked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cityloom::app::InvestPanel</name>
    <message numerus="yes">
        <source>Drop %n candidates</source>
        <translation>
            <numerusform>Drop %n candidate</numerusform>
            <numerusform>Drop %n candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> · %n warnings</source>
        <translation>
            <numerusform> · %n warning</numerusform>
            <numerusform> · %n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cityloom::app::MainWindow</name>
    <message numerus="yes">
        <source>%1× · %2 vehicles · %n thread(s)</source>
        <translation>
            <numerusform>%1× · %2 vehicles · %n thread</numerusform>
            <numerusform>%1× · %2 vehicles · %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · hash %2… · %n thread(s)</source>
        <translation>
            <numerusform>%1 · hash %2… · %n thread</numerusform>
            <numerusform>%1 · hash %2… · %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>  · catching up, %n minute(s) behind</source>
        <translation>
            <numerusform>  · catching up, %n minute behind</numerusform>
            <numerusform>  · catching up, %n minutes behind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) say what was guessed, mended or left out</source>
        <translation>
            <numerusform>%n note says what was guessed, mended or left out</numerusform>
            <numerusform>%n notes say what was guessed, mended or left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n no longer fit(s) what was planned</source>
        <translation>
            <numerusform>; %n no longer fits what was planned</numerusform>
            <numerusform>; %n no longer fit what was planned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What was done by hand in it (%n step(s)) is kept nowhere. Keep it as a log that can be replayed?</source>
        <translation>
            <numerusform>What was done by hand in it (%n step) is kept nowhere. Keep it as a log that can be replayed?</numerusform>
            <numerusform>What was done by hand in it (%n steps) is kept nowhere. Keep it as a log that can be replayed?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cityloom::app::TaskBar</name>
    <message numerus="yes">
        <source>%n s left</source>
        <translation>
            <numerusform>%n s left</numerusform>
            <numerusform>%n s left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min left</source>
        <translation>
            <numerusform>%n min left</numerusform>
            <numerusform>%n min left</numerusform>
        </translation>
    </message>
</context>
</TS>
