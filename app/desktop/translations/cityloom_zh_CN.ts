<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_GB">
<context>
    <name>Changes</name>
    <message>
        <source>needed</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>a live run is under way, the other is whole</source>
        <translation>一个是仍在进行的实时运行，另一个是完整的运行</translation>
    </message>
    <message>
        <source>%1 has been changed since it was run</source>
        <translation>%1 在运行之后已被修改</translation>
    </message>
    <message>
        <source>%1, %2–%3, seed %4</source>
        <translation>%1，%2–%3，种子 %4</translation>
    </message>
</context>
<context>
    <name>CoordinateWords</name>
    <message>
        <source>the city&apos;s own metres</source>
        <translation>本城坐标（米）</translation>
    </message>
    <message>
        <source>E %1  N %2</source>
        <translation>东 %1  北 %2</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>unknown use</source>
        <translation>用途不明</translation>
    </message>
    <message>
        <source>housing</source>
        <translation>住宅</translation>
    </message>
    <message>
        <source>offices</source>
        <translation>办公</translation>
    </message>
    <message>
        <source>shops</source>
        <translation>商业</translation>
    </message>
    <message>
        <source>industry</source>
        <translation>工业</translation>
    </message>
    <message>
        <source>public</source>
        <translation>公共</translation>
    </message>
    <message>
        <source>school</source>
        <translation>学校</translation>
    </message>
    <message>
        <source>hospital</source>
        <translation>医院</translation>
    </message>
    <message>
        <source>religious</source>
        <translation>宗教</translation>
    </message>
    <message>
        <source>garage</source>
        <translation>车库</translation>
    </message>
    <message>
        <source>hotel</source>
        <translation>酒店</translation>
    </message>
    <message>
        <source>utility</source>
        <translation>市政设施</translation>
    </message>
    <message>
        <source>motorway</source>
        <translation>高速公路</translation>
    </message>
    <message>
        <source>trunk road</source>
        <translation>快速路</translation>
    </message>
    <message>
        <source>primary street</source>
        <translation>主干路</translation>
    </message>
    <message>
        <source>secondary street</source>
        <translation>次干路</translation>
    </message>
    <message>
        <source>tertiary street</source>
        <translation>支路</translation>
    </message>
    <message>
        <source>minor street</source>
        <translation>一般道路</translation>
    </message>
    <message>
        <source>residential street</source>
        <translation>居住区道路</translation>
    </message>
    <message>
        <source>living street</source>
        <translation>生活街道</translation>
    </message>
    <message>
        <source>service road</source>
        <translation>服务道路</translation>
    </message>
    <message>
        <source>track</source>
        <translation>机耕路</translation>
    </message>
    <message>
        <source>pedestrian street</source>
        <translation>步行街</translation>
    </message>
    <message>
        <source>footway</source>
        <translation>人行道</translation>
    </message>
    <message>
        <source>cycleway</source>
        <translation>自行车道</translation>
    </message>
    <message>
        <source>path</source>
        <translation>小径</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>台阶</translation>
    </message>
    <message>
        <source>busway</source>
        <translation>公交专用道</translation>
    </message>
    <message>
        <source>under construction</source>
        <translation>在建</translation>
    </message>
    <message>
        <source>other street</source>
        <translation>其他道路</translation>
    </message>
    <message>
        <source>Building, %1</source>
        <translation>建筑，%1</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>推算</translation>
    </message>
    <message>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>m</source>
        <translation>米</translation>
    </message>
    <message>
        <source>Storeys</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Footprint</source>
        <translation>占地面积</translation>
    </message>
    <message>
        <source>m²</source>
        <translation>平方米</translation>
    </message>
    <message>
        <source>Street, %1</source>
        <translation>道路，%1</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>车道</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>km/h</source>
        <translation>公里/时</translation>
    </message>
    <message>
        <source>Cars do not drive here.</source>
        <translation>此处不通行汽车。</translation>
    </message>
    <message>
        <source>Mean speed now</source>
        <translation>当前平均车速</translation>
    </message>
    <message>
        <source>Density now</source>
        <translation>当前密度</translation>
    </message>
    <message>
        <source>veh/km and lane</source>
        <translation>辆/公里·车道</translation>
    </message>
    <message>
        <source>Mean speed</source>
        <translation>平均车速</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>小汽车</translation>
    </message>
    <message>
        <source>Lorry</source>
        <translation>货车</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>公交车</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>For bicycles, left</source>
        <translation>自行车设施（左侧）</translation>
    </message>
    <message>
        <source>For bicycles, right</source>
        <translation>自行车设施（右侧）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>bicycle lane</source>
        <translation>自行车道</translation>
    </message>
    <message>
        <source>bicycle track</source>
        <translation>隔离自行车道</translation>
    </message>
    <message>
        <source>on the general lane</source>
        <translation>与机动车共用车道</translation>
    </message>
    <message>
        <source>on the bus lane</source>
        <translation>与公交共用车道</translation>
    </message>
    <message>
        <source>a way of its own</source>
        <translation>独立自行车路</translation>
    </message>
    <message>
        <source>Emergency vehicle</source>
        <translation>应急车辆</translation>
    </message>
    <message>
        <source>Speed now</source>
        <translation>当前速度</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>It has arrived or is not under way at this time.</source>
        <translation>它已到达，或此时不在途中。</translation>
    </message>
    <message>
        <source>Building %1</source>
        <translation>建筑 %1</translation>
    </message>
    <message>
        <source>Street %1</source>
        <translation>道路 %1</translation>
    </message>
    <message>
        <source>Vehicle %1</source>
        <translation>车辆 %1</translation>
    </message>
    <message>
        <source>Length, all directions</source>
        <translation>各方向总长度</translation>
    </message>
    <message numerus="yes">
        <source>Work zone: it takes %n lane(s) beside the kerb.</source>
        <translation>
            <numerusform>施工区：占用路缘侧 %n 条车道。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Incident: %n lane(s) beside the kerb are blocked over %1 m.</source>
        <translation>
            <numerusform>事故：路缘侧 %n 条车道在 %1 米范围内被占用。</numerusform>
        </translation>
    </message>
    <message>
        <source>Closed now.</source>
        <translation>现已封闭。</translation>
    </message>
    <message>
        <source>Closed now on %1 of its %2 pieces.</source>
        <translation>%2 段中有 %1 段现已封闭。</translation>
    </message>
    <message>
        <source>%1 now</source>
        <translation>当前%1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Depend on it: %1.</source>
        <translation>依赖于它：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>HelpDialogs</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Back to the present</source>
        <translation>回到当前</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>撤销、重做</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>Right drag, Shift+drag</source>
        <translation>右键拖动、Shift+拖动</translation>
    </message>
    <message>
        <source>Move over the ground</source>
        <translation>沿地面移动</translation>
    </message>
    <message>
        <source>Wheel, PgUp, PgDn</source>
        <translation>滚轮、PgUp、PgDn</translation>
    </message>
    <message>
        <source>Nearer, farther</source>
        <translation>拉近、拉远</translation>
    </message>
    <message>
        <source>W A S D, arrows</source>
        <translation>W A S D、方向键</translation>
    </message>
    <message>
        <source>Walk</source>
        <translation>行走</translation>
    </message>
    <message>
        <source>Turn left, right</source>
        <translation>左转、右转</translation>
    </message>
    <message>
        <source>Turn north</source>
        <translation>转向正北</translation>
    </message>
    <message>
        <source>Underground</source>
        <translation>地下</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Double-click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Fly there</source>
        <translation>飞到该处</translation>
    </message>
    <message>
        <source>Go to a kept place</source>
        <translation>前往已存位置</translation>
    </message>
    <message>
        <source>Keep the present view as a place</source>
        <translation>将当前视图存为位置</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop picking on the map</source>
        <translation>停止在地图上选取</translation>
    </message>
    <message>
        <source>About Cityloom</source>
        <translation>关于城梭</translation>
    </message>
    <message>
        <source>&lt;h2&gt;Cityloom %1&lt;/h2&gt;&lt;p&gt;A city&apos;s streets, water, electricity and telecom, simulated together.&lt;/p&gt;</source>
        <translation>&lt;h2&gt;城梭 %1&lt;/h2&gt;&lt;p&gt;城市道路、供水、电力与通信的一体化仿真。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;Free software under the GNU General Public License, version 3 or later. There is no warranty. Made with Qt, OpenSceneGraph, QCustomPlot, GDAL, libosmium, Eigen, SuiteSparse and SQLite.&lt;/p&gt;</source>
        <translation>&lt;p&gt;自由软件，依 GNU 通用公共许可证第 3 版或更高版本发布，不提供任何担保。使用 Qt、OpenSceneGraph、QCustomPlot、GDAL、libosmium、Eigen、SuiteSparse 和 SQLite 构建。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;Data of the open city: %1&lt;/p&gt;</source>
        <translation>&lt;p&gt;当前城市的数据：%1&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Run settings</source>
        <translation>运行设置</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source> h</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source>as the events need, 3 h at least</source>
        <translation>视事件而定，至少 3 小时</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>derived demand</source>
        <translation>推算需求</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Trips by bicycle</source>
        <translation>自行车出行</translation>
    </message>
    <message>
        <source>Share of all people&apos;s trips; motor trips stay as many</source>
        <translation>占全部居民出行的比例；机动车出行数不变</translation>
    </message>
    <message>
        <source>Trips</source>
        <translation>出行次数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Start anew with these</source>
        <translation>按此重新开始</translation>
    </message>
    <message>
        <source>Search everything by name</source>
        <translation>按名称搜索一切</translation>
    </message>
    <message>
        <source>Table of what is selected</source>
        <translation>所选对象的表格</translation>
    </message>
    <message>
        <source>Measure a length, an area</source>
        <translation>测量长度、面积</translation>
    </message>
    <message>
        <source>Right click, Menu</source>
        <translation>右键、菜单键</translation>
    </message>
    <message>
        <source>What can be done with a thing</source>
        <translation>对象的操作菜单</translation>
    </message>
    <message>
        <source>The page of the manual for what one is at</source>
        <translation>打开与当前操作对应的手册页</translation>
    </message>
</context>
<context>
    <name>ImportTags</name>
    <message>
        <source>Height (m)</source>
        <translation>高度（米）</translation>
    </message>
    <message>
        <source>Storeys</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Use of the building</source>
        <translation>建筑用途</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Class of the street</source>
        <translation>道路等级</translation>
    </message>
    <message>
        <source>Speed limit (km/h)</source>
        <translation>限速（公里/小时）</translation>
    </message>
</context>
<context>
    <name>ImportThemes</name>
    <message>
        <source>Buildings</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Water, parks and other areas</source>
        <translation>水域、公园及其他区域</translation>
    </message>
    <message>
        <source>Lines, as rivers and railways</source>
        <translation>线，如河流和铁路</translation>
    </message>
    <message>
        <source>Mapped assets</source>
        <translation>已测绘的设施</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>行政区</translation>
    </message>
    <message>
        <source>Terrain</source>
        <translation>地形</translation>
    </message>
</context>
<context>
    <name>NotesDialog</name>
    <message>
        <source>Notes of the import</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Show only notes with these words</source>
        <translation>仅显示含这些词的记录</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>%1 of %2 notes</source>
        <translation>%1 / %2 条记录</translation>
    </message>
</context>
<context>
    <name>ObjectMenu</name>
    <message>
        <source>What feeds it</source>
        <translation>供给来源</translation>
    </message>
    <message>
        <source>What it feeds</source>
        <translation>供给对象</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Close by hand</source>
        <translation>手动封闭</translation>
    </message>
    <message>
        <source>Fail by hand</source>
        <translation>手动置为故障</translation>
    </message>
    <message>
        <source>Reopen by hand</source>
        <translation>手动恢复通行</translation>
    </message>
    <message>
        <source>Repair by hand</source>
        <translation>手动修复</translation>
    </message>
    <message>
        <source>This place</source>
        <translation>此处</translation>
    </message>
    <message>
        <source>Fly there</source>
        <translation>飞到该处</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Show in the table</source>
        <translation>在表格中显示</translation>
    </message>
    <message>
        <source>Add a measure here…</source>
        <translation>在此添加措施…</translation>
    </message>
    <message>
        <source>Add an event here…</source>
        <translation>在此添加事件…</translation>
    </message>
    <message>
        <source>Copy the key: %1</source>
        <translation>复制编号：%1</translation>
    </message>
    <message>
        <source>Copy the place in metres (%1)</source>
        <translation>复制坐标（米，%1）</translation>
    </message>
    <message>
        <source>Copy latitude and longitude</source>
        <translation>复制纬度和经度</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Left out of the road network: %1</source>
        <translation>未纳入路网：%1</translation>
    </message>
    <message>
        <source>Connect it in the source data and import again.</source>
        <translation>请在源数据中将其连通后重新导入。</translation>
    </message>
    <message>
        <source>Right of way is a guess here</source>
        <translation>此处的通行优先权为推测</translation>
    </message>
    <message>
        <source>junction %1</source>
        <translation>路口 %1</translation>
    </message>
    <message>
        <source>Check it against the street; tag signals, stops or priorities in the source data.</source>
        <translation>请实地核对，并在源数据中标注信号灯、停车让行或优先权。</translation>
    </message>
    <message numerus="yes">
        <source>%n trip(s) find no way</source>
        <translation>
            <numerusform>%n 次出行找不到路径</numerusform>
        </translation>
    </message>
    <message>
        <source>this run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>See whether a closed street cuts something off.</source>
        <translation>请检查封闭的道路是否切断了某处。</translation>
    </message>
</context>
<context>
    <name>ScenarioEdits</name>
    <message>
        <source>Add scenario %1</source>
        <translation>添加情景 %1</translation>
    </message>
    <message>
        <source>Rename scenario to %1</source>
        <translation>重命名情景为 %1</translation>
    </message>
    <message>
        <source>Remove scenario %1</source>
        <translation>删除情景 %1</translation>
    </message>
    <message>
        <source>Add measure</source>
        <translation>添加措施</translation>
    </message>
    <message>
        <source>Add event</source>
        <translation>添加事件</translation>
    </message>
    <message>
        <source>Remove measure</source>
        <translation>删除措施</translation>
    </message>
    <message>
        <source>Remove event</source>
        <translation>删除事件</translation>
    </message>
    <message>
        <source>Change measure</source>
        <translation>修改措施</translation>
    </message>
    <message>
        <source>Change event</source>
        <translation>修改事件</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Copy to %1</source>
        <translation>复制到 %1</translation>
    </message>
    <message>
        <source>Move to %1</source>
        <translation>移动到 %1</translation>
    </message>
</context>
<context>
    <name>TableWords</name>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
    <message>
        <source>%1 — at character %2: %3</source>
        <translation>%1 — 第 %2 个字符：%3</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>共 %1 行</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2 行</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 行</translation>
    </message>
    <message>
        <source>%1: nothing known</source>
        <translation>%1：无数据</translation>
    </message>
    <message>
        <source>%1: %2 in all, mean %3</source>
        <translation>%1：合计 %2，平均 %3</translation>
    </message>
    <message>
        <source>%1: mean %2, from %3 to %4</source>
        <translation>%1：平均 %2，范围 %3 至 %4</translation>
    </message>
    <message>
        <source> (%1 without)</source>
        <translation>（%1 行无数据）</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>Building the 3D picture</source>
        <translation>正在构建三维画面</translation>
    </message>
    <message>
        <source>Reading the project</source>
        <translation>正在读取项目</translation>
    </message>
    <message>
        <source>Reading the networks</source>
        <translation>正在读取管网</translation>
    </message>
    <message>
        <source>Designing Loom Bay</source>
        <translation>正在设计澜亭湾</translation>
    </message>
    <message>
        <source>Preparing the run</source>
        <translation>正在准备运行</translation>
    </message>
    <message>
        <source>Applying the measures</source>
        <translation>正在应用措施</translation>
    </message>
</context>
<context>
    <name>TripWords</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 米</translation>
    </message>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>小汽车</translation>
    </message>
    <message>
        <source>Lorry</source>
        <translation>货车</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>公交车</translation>
    </message>
    <message>
        <source>Emergency vehicle (ambulance, fire engine, police)</source>
        <translation>应急车辆（救护车、消防车、警车）</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>自行车</translation>
    </message>
    <message>
        <source>From</source>
        <translation>出发地</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目的地</translation>
    </message>
    <message>
        <source>Trip</source>
        <translation>出行目的</translation>
    </message>
    <message>
        <source>Set out</source>
        <translation>出发</translation>
    </message>
    <message>
        <source>%1, %2 late</source>
        <translation>%1，晚 %2</translation>
    </message>
    <message>
        <source>Is to set out</source>
        <translation>计划出发</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>到达</translation>
    </message>
    <message>
        <source>Arrives, at the present speeds</source>
        <translation>按当前车速预计到达</translation>
    </message>
    <message>
        <source>Later than its driver reckoned</source>
        <translation>比驾驶人预计晚</translation>
    </message>
    <message>
        <source>Sooner than its driver reckoned</source>
        <translation>比驾驶人预计早</translation>
    </message>
    <message>
        <source>Delay so far, against empty streets</source>
        <translation>至今延误（对比空路）</translation>
    </message>
    <message>
        <source>Driven, up to the last junction</source>
        <translation>已行驶（至上一路口）</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Hears of jams on the way</source>
        <translation>能获知前方拥堵</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>It has left the map elsewhere: it stood before closed ways for too long.</source>
        <translation>该车在封闭道路前等候过久，已从别处离开地图。</translation>
    </message>
    <message>
        <source>It has arrived.</source>
        <translation>该车已到达。</translation>
    </message>
    <message>
        <source>It finds no way, and waits until a street opens.</source>
        <translation>该车无路可走，正等待道路开放。</translation>
    </message>
    <message>
        <source>It has no open way to where it goes just now.</source>
        <translation>目前没有通往其目的地的开放道路。</translation>
    </message>
</context>
<context>
    <name>WhyWords</name>
    <message>
        <source>%1, from the start</source>
        <translation>%1，自开始时起</translation>
    </message>
    <message>
        <source>%1, some time after %2</source>
        <translation>%1，在 %2 之后</translation>
    </message>
    <message>
        <source>%1, since %2</source>
        <translation>%1，自 %2 起</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>because %1 %2</source>
        <translation>因为 %1 %2</translation>
    </message>
</context>
<context>
    <name>cityloom::app::AlertStrip</name>
    <message>
        <source>News of the run</source>
        <translation>运行动态</translation>
    </message>
</context>
<context>
    <name>cityloom::app::AssetTableModel</name>
    <message>
        <source>nothing known</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>Nothing is known here</source>
        <translation>此处无数据</translation>
    </message>
    <message>
        <source>Follows the run. In a filter: %1</source>
        <translation>随运行变化。筛选时写作：%1</translation>
    </message>
    <message>
        <source>In a filter: %1</source>
        <translation>筛选时写作：%1</translation>
    </message>
</context>
<context>
    <name>cityloom::app::AuditPanel</name>
    <message>
        <source>at most %1</source>
        <translation>不超过 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>不低于 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>plausible</source>
        <translation>合理</translation>
    </message>
    <message>
        <source>too low</source>
        <translation>偏低</translation>
    </message>
    <message>
        <source>too high</source>
        <translation>偏高</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Audit the city</source>
        <translation>审核城市</translation>
    </message>
    <message>
        <source>Holds the city&apos;s figures against what an engineer would believe</source>
        <translation>将城市各项指标与工程师认可的范围对照</translation>
    </message>
    <message>
        <source>with the morning&apos;s traffic</source>
        <translation>含早间交通</translation>
    </message>
    <message>
        <source>Two hours of traffic from 07:00; takes longer</source>
        <translation>自07:00起两小时交通，耗时较长</translation>
    </message>
    <message>
        <source>only what stands out</source>
        <translation>仅显示异常项</translation>
    </message>
    <message>
        <source>Audit of the city</source>
        <translation>城市审核</translation>
    </message>
    <message>
        <source>Auditing %1</source>
        <translation>正在审核 %1</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>本城市</translation>
    </message>
    <message>
        <source>Plausible</source>
        <translation>合理范围</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>判断</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>%1. Band: %2 (%3)</source>
        <translation>%1。范围依据：%2（%3）</translation>
    </message>
    <message>
        <source>Not audited yet: where the model is weak is listed here</source>
        <translation>尚未审核：此处将列出模型的薄弱之处</translation>
    </message>
    <message>
        <source>Open a city to audit it</source>
        <translation>打开城市后可审核</translation>
    </message>
    <message>
        <source>%1 of %2 stand out, %3 not known</source>
        <translation>%2 项中 %1 项异常，%3 项未知</translation>
    </message>
    <message>
        <source>In brackets after each band&apos;s source: A read there, B derived, C recalled and to be verified</source>
        <translation>范围来源后括号内：A 读自来源，B 推导，C 凭记忆、待核实</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出错信息</translation>
    </message>
</context>
<context>
    <name>cityloom::app::BesidePanel</name>
    <message>
        <source>Plans to compare</source>
        <translation>待比较的计划</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Appraises the ticked plans, all of them in the same futures</source>
        <translation>评价已勾选的计划，采用相同的未来情景</translation>
    </message>
    <message>
        <source>Report of these…</source>
        <translation>比较报告…</translation>
    </message>
    <message>
        <source>The plans side by side as a page or as PDF</source>
        <translation>将计划并列比较输出为网页或 PDF</translation>
    </message>
    <message>
        <source>Plans side by side</source>
        <translation>计划并列比较</translation>
    </message>
    <message>
        <source>Net value over capital</source>
        <translation>投资与净现值</translation>
    </message>
    <message>
        <source>Regret</source>
        <translation>遗憾</translation>
    </message>
    <message numerus="yes">
        <source>Six at the most; %n are ticked</source>
        <translation>
            <numerusform>最多六个，已勾选 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Tick two to six scenarios; each is a plan</source>
        <translation>勾选二至六个方案，各为一个计划</translation>
    </message>
    <message>
        <source>Aim</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Net value, M EUR</source>
        <translation>净现值，百万欧元</translation>
    </message>
    <message>
        <source>Benefit-cost ratio</source>
        <translation>效益费用比</translation>
    </message>
    <message>
        <source>Capital, M EUR</source>
        <translation>投资，百万欧元</translation>
    </message>
    <message>
        <source>Most owed, M EUR</source>
        <translation>债务峰值，百万欧元</translation>
    </message>
    <message>
        <source>Person-hours of outage avoided</source>
        <translation>避免的停供人时</translation>
    </message>
    <message>
        <source>EUR a head where trips gain least</source>
        <translation>出行受益最少处人均，欧元</translation>
    </message>
    <message>
        <source>Districts that lose</source>
        <translation>受损片区数</translation>
    </message>
    <message>
        <source>Use of the least used</source>
        <translation>最低利用率</translation>
    </message>
    <message>
        <source>Largest regret, M EUR</source>
        <translation>最大遗憾，百万欧元</translation>
    </message>
    <message>
        <source>Mean regret, M EUR</source>
        <translation>平均遗憾，百万欧元</translation>
    </message>
    <message>
        <source>Worst tenth of regrets, M EUR</source>
        <translation>最差一成遗憾，百万欧元</translation>
    </message>
    <message>
        <source>Pays in so many futures</source>
        <translation>划算的情景占比</translation>
    </message>
    <message>
        <source>Dominated by</source>
        <translation>被何计划支配</translation>
    </message>
</context>
<context>
    <name>cityloom::app::BesideRun</name>
    <message>
        <source>Showing %1 beside it</source>
        <translation>正在并排显示 %1</translation>
    </message>
    <message>
        <source>Comparing with %1</source>
        <translation>与 %1 对比</translation>
    </message>
    <message>
        <source>%1 Change scenario %2 accordingly, or compare with another.</source>
        <translation>%1 请据此修改方案 %2，或与其他方案对比。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ChangePanel</name>
    <message>
        <source>Add a measure</source>
        <translation>添加措施</translation>
    </message>
    <message>
        <source>Add an event</source>
        <translation>添加事件</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What it does and costs</source>
        <translation>作用与费用</translation>
    </message>
    <message>
        <source>Add another</source>
        <translation>继续添加</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Change the measure</source>
        <translation>修改措施</translation>
    </message>
    <message>
        <source>Change the event</source>
        <translation>修改事件</translation>
    </message>
    <message>
        <source>Fill in what is needed, or pick it on the map.</source>
        <translation>填写所需内容，或在地图上选取。</translation>
    </message>
    <message>
        <source>Fill in what is needed; of the rest the grey value holds.</source>
        <translation>填写必填项；其余项未填时以灰色值为准。</translation>
    </message>
    <message>
        <source>Pick on the map</source>
        <translation>在地图上选取</translation>
    </message>
    <message>
        <source>Nothing here fits. Point at a street or an asset of its kind.</source>
        <translation>此处没有合适的对象。请指向相应类型的道路或设施。</translation>
    </message>
    <message>
        <source>No price is known for this kind: comparisons count it as free.</source>
        <translation>此类措施没有已知价格：比较时按零费用计算。</translation>
    </message>
    <message>
        <source>About %1 € to build and %2 € a year to keep, in prices of %3 (source grade %4)</source>
        <translation>建设约 %1 €，每年维护约 %2 €，按 %3 年价格计（来源等级 %4）</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>允许：%1</translation>
    </message>
</context>
<context>
    <name>cityloom::app::CityView</name>
    <message>
        <source>3D view of the city</source>
        <translation>城市三维视图</translation>
    </message>
</context>
<context>
    <name>cityloom::app::CommandSearch</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Search streets, assets, districts, scenarios, panels and commands</source>
        <translation>搜索道路、设施、片区、情景、面板和命令</translation>
    </message>
    <message>
        <source>Streets</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>建筑</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>片区</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Streets, named buildings, assets by name, kind or key (such as pump/P1), districts, places, scenarios and what they hold, panels and commands can be searched.</source>
        <translation>可搜索道路、有名称的建筑、设施（按名称、类别或编号，如 pump/P1）、片区、地点、情景及其内容、面板和命令。</translation>
    </message>
    <message>
        <source>The city&apos;s names are being read…</source>
        <translation>正在读取城市中的名称…</translation>
    </message>
    <message>
        <source>Nothing is called “%1”.</source>
        <translation>没有找到“%1”。</translation>
    </message>
    <message>
        <source>No city is open.</source>
        <translation>尚未打开城市。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::CompareWork</name>
    <message>
        <source>Comparing %1 with %2</source>
        <translation>正在比较 %1 与 %2</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Compass</name>
    <message>
        <source>Turn north (N)</source>
        <translation>转向正北 (N)</translation>
    </message>
    <message>
        <source>Turn north</source>
        <translation>转向正北</translation>
    </message>
    <message>
        <source>N</source>
        <comment>north on the compass</comment>
        <translation>北</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Desk</name>
    <message>
        <source>Scenario %1</source>
        <translation>情景 %1</translation>
    </message>
</context>
<context>
    <name>cityloom::app::EventListModel</name>
    <message>
        <source>because of %1</source>
        <translation>源于 %1</translation>
    </message>
</context>
<context>
    <name>cityloom::app::EventPanel</name>
    <message>
        <source>Kind of event</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>What it goes back to</source>
        <translation>事件来源</translation>
    </message>
    <message>
        <source>Whatever by</source>
        <translation>全部来源</translation>
    </message>
    <message>
        <source>Run whose events are listed</source>
        <translation>所列事件的运行</translation>
    </message>
    <message>
        <source>Filter the events</source>
        <translation>筛选事件</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>The run that is played</source>
        <translation>当前播放的运行</translation>
    </message>
    <message>
        <source>This result was kept without a list of what happened. Run the scenario again.</source>
        <translation>该结果保存时没有事件清单。请重新运行该方案。</translation>
    </message>
    <message>
        <source>Nothing that has happened is like that. Take the filter away to see all.</source>
        <translation>没有符合条件的事件。清除筛选可查看全部。</translation>
    </message>
    <message>
        <source>Nothing has happened yet. Events of the scenario, what you do by hand, and what comes of it are listed here as the city is played.</source>
        <translation>尚未发生任何事件。播放城市时，方案事件、手动操作及其连带影响会列在这里。</translation>
    </message>
    <message>
        <source>Nothing out of the ordinary happened in that run.</source>
        <translation>该次运行中没有异常事件。</translation>
    </message>
    <message>
        <source>Fly there</source>
        <translation>飞到该处</translation>
    </message>
    <message>
        <source>Show the city at that time</source>
        <translation>显示该时刻的城市</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>cityloom::app::FilmDialog</name>
    <message>
        <source>Run and record it where there is no recording</source>
        <translation>无录制时先运行并录制</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>the city as it stands</source>
        <translation>城市现状</translation>
    </message>
    <message>
        <source>As the window looks at it</source>
        <translation>与窗口视角相同</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>全景</translation>
    </message>
    <message>
        <source>Oblique</source>
        <translation>斜视</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街景</translation>
    </message>
    <message>
        <source> pictures a second</source>
        <translation> 帧/秒</translation>
    </message>
    <message>
        <source> s of the city a second</source>
        <translation> 城市秒/秒</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起</translation>
    </message>
    <message>
        <source>To</source>
        <translation>止</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>视角</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Choose where to keep it…</source>
        <translation>选择保存位置…</translation>
    </message>
    <message>
        <source>%1 s long, %2 pictures.</source>
        <translation>时长 %1 秒，共 %2 帧。</translation>
    </message>
    <message>
        <source>Its end has to lie after its beginning.</source>
        <translation>结束时刻须晚于开始时刻。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::HandOver</name>
    <message>
        <source>Writing the report</source>
        <translation>正在编写报告</translation>
    </message>
    <message>
        <source>Making the film</source>
        <translation>正在制作影片</translation>
    </message>
    <message>
        <source>Drawing the picture</source>
        <translation>正在绘制图片</translation>
    </message>
    <message>
        <source>Saving a copy</source>
        <translation>正在保存副本</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ImportDialog</name>
    <message>
        <source>City data (%1)</source>
        <translation>城市数据 (%1)</translation>
    </message>
    <message>
        <source>Import a city</source>
        <translation>导入城市</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>after the first file</source>
        <translation>取自第一个文件</translation>
    </message>
    <message>
        <source>of files that name none, as EPSG:2154</source>
        <translation>用于未注明坐标系的文件，如 EPSG:2154</translation>
    </message>
    <message>
        <source>by country</source>
        <translation>按国家</translation>
    </message>
    <message>
        <source>left</source>
        <translation>靠左</translation>
    </message>
    <message>
        <source>right</source>
        <translation>靠右</translation>
    </message>
    <message>
        <source>a number, a CSV by district, or a raster; else by the map and floor area</source>
        <translation>数字、分区 CSV 或栅格；否则按地图与建筑面积</translation>
    </message>
    <message>
        <source>a number; else by floor area</source>
        <translation>数字；否则按建筑面积</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Where to keep the project</source>
        <translation>项目的保存位置</translation>
    </message>
    <message>
        <source>Name of the city</source>
        <translation>城市名称</translation>
    </message>
    <message>
        <source>Reference system</source>
        <translation>坐标参考系</translation>
    </message>
    <message>
        <source>Side of the road</source>
        <translation>行车侧</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>People by district or by cell</source>
        <translation>分区或栅格人口</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>岗位</translation>
    </message>
    <message>
        <source>City</source>
        <translation>城市</translation>
    </message>
    <message>
        <source>How people live and travel</source>
        <translation>居住与出行</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Import a city: map, buildings and terrain together</source>
        <translation>导入城市：地图、建筑和地形一并选择</translation>
    </message>
    <message>
        <source>Cityloom projects (*.gpkg)</source>
        <translation>城梭项目 (*.gpkg)</translation>
    </message>
    <message>
        <source>Tables and rasters (*.csv *.tif *.tiff *.vrt *.asc)</source>
        <translation>表格与栅格 (*.csv *.tif *.tiff *.vrt *.asc)</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>常见范围</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>There is no file to import. Add at least one.</source>
        <translation>没有可导入的文件。请至少添加一个。</translation>
    </message>
    <message>
        <source>The project needs a place. Choose one.</source>
        <translation>请为项目选择保存位置。</translation>
    </message>
    <message>
        <source>The project would replace %1, which it is made of. Choose another place for it.</source>
        <translation>项目会覆盖其来源文件 %1。请另选保存位置。</translation>
    </message>
    <message>
        <source>People: “%1” is neither a number from 0 up nor a file that is there.</source>
        <translation>人口：“%1”既不是非负数，也不是存在的文件。</translation>
    </message>
    <message>
        <source>Jobs: “%1” is no number from 0 up.</source>
        <translation>岗位：“%1”不是非负数。</translation>
    </message>
    <message>
        <source>%1: the value cannot be; %2 to %3 %4 is usual.</source>
        <translation>%1：取值无效；常见范围为 %2 至 %3 %4。</translation>
    </message>
    <message>
        <source>What is read</source>
        <translation>读取内容</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>There is no project %1 to bring up to date.</source>
        <translation>没有可更新的项目 %1。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ImportFilter</name>
    <message>
        <source>Bring the project up to date, and keep its scenarios, edits and results</source>
        <translation>更新该项目，保留其情景、编辑和结果</translation>
    </message>
    <message>
        <source>What is no longer in the files goes</source>
        <translation>文件中不再包含的内容将被移除</translation>
    </message>
    <message>
        <source>Project that is there</source>
        <translation>已有项目</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>west, south, east, north in degrees; empty: all</source>
        <translation>西、南、东、北（度）；留空：全部</translation>
    </message>
    <message>
        <source>Within bounds</source>
        <translation>限定范围</translation>
    </message>
    <message>
        <source>Within a polygon</source>
        <translation>限定多边形</translation>
    </message>
    <message>
        <source>a GeoJSON file with polygons; empty: all</source>
        <translation>含多边形的 GeoJSON 文件；留空：全部</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>Polygons (*.geojson *.json)</source>
        <translation>多边形 (*.geojson *.json)</translation>
    </message>
    <message>
        <source>are left out, and noted</source>
        <translation>不读取，并作记录</translation>
    </message>
    <message>
        <source>are buildings</source>
        <translation>视为建筑</translation>
    </message>
    <message>
        <source>are streets</source>
        <translation>视为道路</translation>
    </message>
    <message>
        <source>are areas</source>
        <translation>视为区域</translation>
    </message>
    <message>
        <source>are districts</source>
        <translation>视为行政区</translation>
    </message>
    <message>
        <source>Layers of unknown kind</source>
        <translation>类型未知的图层</translation>
    </message>
    <message>
        <source>are where they say</source>
        <translation>坐标无偏移</translation>
    </message>
    <message>
        <source>are shifted as in GCJ-02</source>
        <translation>按 GCJ-02 偏移</translation>
    </message>
    <message>
        <source>are shifted as in BD-09</source>
        <translation>按 BD-09 偏移</translation>
    </message>
    <message>
        <source>Places in degrees</source>
        <translation>经纬度坐标</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Column in the files; empty: by its name</source>
        <translation>文件中的列；留空：按名称识别</translation>
    </message>
    <message>
        <source>Within bounds: “%1” is not west, south, east and north in degrees, as 6.12, 46.19, 6.16, 46.22.</source>
        <translation>限定范围：“%1”不是以度表示的西、南、东、北，例如 6.12, 46.19, 6.16, 46.22。</translation>
    </message>
    <message>
        <source>Within a polygon: there is no file %1.</source>
        <translation>限定多边形：文件 %1 不存在。</translation>
    </message>
    <message>
        <source>Nothing is to be read. Check at least one kind of thing.</source>
        <translation>没有要读取的内容。请至少勾选一类。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ImportPreview</name>
    <message>
        <source>Look into the files</source>
        <translation>查看文件内容</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of looking into the files</source>
        <translation>查看文件的进度</translation>
    </message>
    <message>
        <source>Shows what an import with these options would bring. Nothing is written.</source>
        <translation>显示按这些选项导入会得到什么，不写入任何内容。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::InspectorPanel</name>
    <message>
        <source>Why it is not as it should be</source>
        <translation>异常原因</translation>
    </message>
    <message>
        <source>Click a building, street, vehicle or network symbol in the picture to see what it is, how it did over the run, and to make it fail or repair it.</source>
        <translation>单击画面中的建筑、道路、车辆或管网符号，可查看其信息和运行过程，并可使其故障或修复。</translation>
    </message>
    <message>
        <source>Figures of the selected object</source>
        <translation>所选对象的数据</translation>
    </message>
    <message>
        <source>Fly there</source>
        <translation>飞到该处</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>封闭</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新开放</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Selected object</source>
        <translation>所选对象</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Keep the camera on it (F); Esc or a drag ends that</source>
        <translation>让镜头跟随它（F）；按 Esc 或拖动画面即结束</translation>
    </message>
</context>
<context>
    <name>cityloom::app::InvestPanel</name>
    <message>
        <source>Find candidates</source>
        <translation>查找候选项目</translation>
    </message>
    <message>
        <source>Looks at normal days and at failures for where service falls short, and proposes measures there; takes minutes</source>
        <translation>在正常日和故障日中查找服务不足之处并提出措施；需数分钟</translation>
    </message>
    <message>
        <source>Scenario with the candidates</source>
        <translation>候选项目所在情景</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>剔除</translation>
    </message>
    <message>
        <source>Takes the selected candidates out (Delete)</source>
        <translation>剔除所选候选项目（Delete）</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <source>Chooses what to build and when, by simulating it, and appraises the plan</source>
        <translation>通过仿真选择建设内容与时间，并评价该计划</translation>
    </message>
    <message>
        <source>Appraise as it is</source>
        <translation>按现状评价</translation>
    </message>
    <message>
        <source>What this scenario costs and brings with the years that its measures have</source>
        <translation>按各措施的年份，该情景的费用与效益</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>The appraisal as a page or as PDF</source>
        <translation>将评价写成网页或 PDF</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选项目</translation>
    </message>
    <message>
        <source>%1 candidates, %2 needs that no measure answers</source>
        <translation>%1 个候选项目，%2 项需求尚无对应措施</translation>
    </message>
    <message>
        <source> M EUR</source>
        <translation> 百万欧元</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Own funds of each year</source>
        <translation>每年自有资金</translation>
    </message>
    <message>
        <source>What may be owed at the end of any year; loans of 4 % over 15 years pay what own funds do not</source>
        <translation>任一年末的最高债务；自有资金不足部分由 4 %、15 年期贷款支付</translation>
    </message>
    <message>
        <source>no loans</source>
        <translation>不贷款</translation>
    </message>
    <message>
        <source>most net value</source>
        <translation>净现值最大</translation>
    </message>
    <message>
        <source>most for the money</source>
        <translation>效益费用比最大</translation>
    </message>
    <message>
        <source>fewest hours of outage</source>
        <translation>停供时间最少</translation>
    </message>
    <message>
        <source>peak hours alone</source>
        <translation>仅高峰时段</translation>
    </message>
    <message>
        <source>Weekday morning and evening: quicker, and what the other hours bring is left out</source>
        <translation>仅工作日早晚高峰：较快，其他时段的效益不计</translation>
    </message>
    <message>
        <source>Works from</source>
        <translation>开工年份自</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Budget a year</source>
        <translation>年预算</translation>
    </message>
    <message>
        <source>Debt ceiling</source>
        <translation>债务上限</translation>
    </message>
    <message>
        <source>Aim</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间安排</translation>
    </message>
    <message>
        <source>Money by year</source>
        <translation>逐年资金</translation>
    </message>
    <message>
        <source>Hangs on</source>
        <translation>取决于</translation>
    </message>
    <message>
        <source>What may happen</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>Find candidates, or choose a scenario whose measures may be built</source>
        <translation>查找候选项目，或选择一个含备选措施的情景</translation>
    </message>
    <message>
        <source>Open a city to invest in it</source>
        <translation>打开一座城市以规划投资</translation>
    </message>
    <message>
        <source>What may be built</source>
        <translation>可建内容</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>等级</translation>
    </message>
    <message numerus="yes">
        <source>Drop %n candidates</source>
        <translation>
            <numerusform>剔除 %n 个候选项目</numerusform>
        </translation>
    </message>
    <message>
        <source>The last year lies before the first. Give a later one.</source>
        <translation>末年早于首年，请填更晚的年份。</translation>
    </message>
    <message>
        <source>Investment plan</source>
        <translation>投资计划</translation>
    </message>
    <message>
        <source>This is the plan itself. Choose the scenario with the candidates.</source>
        <translation>这是计划本身，请选择含候选项目的情景。</translation>
    </message>
    <message>
        <source>No plan keeps these limits together: %1</source>
        <translation>没有计划能同时满足这些限制：%1</translation>
    </message>
    <message>
        <source>Nothing of it brings more than it costs: no plan was made</source>
        <translation>各项均入不敷出：未形成计划</translation>
    </message>
    <message>
        <source>Net value %1 thousand EUR · benefit-cost ratio %2 · rate of return %3</source>
        <translation>净现值 %1 千欧元 · 效益费用比 %2 · 内部收益率 %3</translation>
    </message>
    <message numerus="yes">
        <source> · %n warnings</source>
        <translation>
            <numerusform> · %n 条提示</numerusform>
        </translation>
    </message>
    <message>
        <source>First year of works</source>
        <translation>开工首年</translation>
    </message>
    <message>
        <source>Last year of works</source>
        <translation>开工末年</translation>
    </message>
    <message>
        <source>Charts of the plan</source>
        <translation>计划图表</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Debt</source>
        <translation>债务</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并列比较</translation>
    </message>
    <message>
        <source>Capital,
1,000 EUR</source>
        <translation>投资，
千欧元</translation>
    </message>
    <message>
        <source>Upkeep
a year</source>
        <translation>年运维</translation>
    </message>
</context>
<context>
    <name>cityloom::app::InvestWork</name>
    <message>
        <source>Looking for what the city lacks</source>
        <translation>正在查找城市的不足</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选项目</translation>
    </message>
    <message>
        <source>Find candidates</source>
        <translation>查找候选项目</translation>
    </message>
    <message>
        <source>Planning</source>
        <translation>正在规划</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <source>Appraising %1</source>
        <translation>正在评价 %1</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在撰写报告</translation>
    </message>
    <message>
        <source>Comparing plans</source>
        <translation>比较计划</translation>
    </message>
</context>
<context>
    <name>cityloom::app::KpiPanel</name>
    <message>
        <source>Result %1</source>
        <translation>结果 %1</translation>
    </message>
    <message>
        <source>No result is kept yet. Run ▸ Run to the end keeps one, to compare with.</source>
        <translation>尚无保存的结果。用“运行 ▸ 运行到底并保存结果”保存一个以便比较。</translation>
    </message>
    <message>
        <source>Figures of two results</source>
        <translation>两个结果的指标</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Live: %1</source>
        <translation>实时：%1</translation>
    </message>
    <message>
        <source>the city as it stands</source>
        <translation>城市现状</translation>
    </message>
    <message>
        <source>No change is told: %1.</source>
        <translation>不显示变化：%1。</translation>
    </message>
    <message>
        <source>Run B as A was run</source>
        <translation>按 A 的条件运行 B</translation>
    </message>
    <message>
        <source>Run A as B was run</source>
        <translation>按 B 的条件运行 A</translation>
    </message>
</context>
<context>
    <name>cityloom::app::LayerPanel</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示%1</translation>
    </message>
    <message>
        <source>Data layer</source>
        <translation>数据图层</translation>
    </message>
    <message>
        <source>Data layer %1</source>
        <translation>数据图层 %1</translation>
    </message>
    <message>
        <source>Hatched red between barriers: lanes blocked by an incident, or a street closed (round sign). Hatched amber between cones: what a work zone takes.</source>
        <translation>路障之间的红色斜纹：被事故占用的车道，或封闭的道路（圆形标志）。锥桶之间的琥珀色斜纹：施工占用的部分。</translation>
    </message>
    <message>
        <source>At signals, near by: as many figures as people wait or walk; of those who wait 12 a kerb at most.</source>
        <translation>近处的信号路口：等待或行走的人有多少，就画多少个人形；每侧路缘等待者最多画 12 个。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::LegendPanel</name>
    <message>
        <source>no result yet</source>
        <translation>尚无结果</translation>
    </message>
</context>
<context>
    <name>cityloom::app::MainWindow</name>
    <message>
        <source>Cityloom</source>
        <translation>城梭</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <source>Way of working</source>
        <translation>工作方式</translation>
    </message>
    <message>
        <source>Search  Ctrl+K</source>
        <translation>搜索  Ctrl+K</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Engine status</source>
        <translation>引擎状态</translation>
    </message>
    <message>
        <source>%1 – Cityloom</source>
        <translation>%1 – 城梭</translation>
    </message>
    <message>
        <source>preparing the run…</source>
        <translation>正在准备运行…</translation>
    </message>
    <message numerus="yes">
        <source>%1× · %2 vehicles · %n thread(s)</source>
        <translation>
            <numerusform>%1× · %2 辆车 · %n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>the run could not start</source>
        <translation>运行无法开始</translation>
    </message>
    <message numerus="yes">
        <source>%1 · hash %2… · %n thread(s)</source>
        <translation>
            <numerusform>%1 · 哈希 %2… · %n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>查看器</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Where to keep the demo city</source>
        <translation>演示城市的保存位置</translation>
    </message>
    <message>
        <source>Cityloom projects (*.gpkg)</source>
        <translation>城梭项目 (*.gpkg)</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>导出画面</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>The file could not be written. Choose another folder or free some space.</source>
        <translation>文件无法写入。请选择其他文件夹或腾出空间。</translation>
    </message>
    <message>
        <source>Export what was done by hand</source>
        <translation>导出手动操作</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>导出指标</translation>
    </message>
    <message>
        <source>Place %1</source>
        <translation>位置 %1</translation>
    </message>
    <message>
        <source>Nothing is kept there yet. Press Ctrl+%1 to keep the present view.</source>
        <translation>该处尚未保存。按 Ctrl+%1 保存当前视图。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>New demo city…</source>
        <translation>新建演示城市…</translation>
    </message>
    <message>
        <source>Import a city…</source>
        <translation>导入城市…</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Close the project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Export the picture…</source>
        <translation>导出画面…</translation>
    </message>
    <message>
        <source>Export the figures as CSV…</source>
        <translation>将指标导出为 CSV…</translation>
    </message>
    <message>
        <source>Export what was done by hand…</source>
        <translation>导出手动操作…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Oblique</source>
        <translation>斜视</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街道</translation>
    </message>
    <message>
        <source>Turn north</source>
        <translation>转向正北</translation>
    </message>
    <message>
        <source>Bookmarks</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Go to place %1</source>
        <translation>前往位置 %1</translation>
    </message>
    <message>
        <source>Keep this view as place %1</source>
        <translation>将此视图存为位置 %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Data layer</source>
        <translation>数据图层</translation>
    </message>
    <message>
        <source>Underground</source>
        <translation>地下</translation>
    </message>
    <message>
        <source>Day and night follow the time</source>
        <translation>昼夜随时间变化</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>&amp;Scenario</source>
        <translation>情景(&amp;S)</translation>
    </message>
    <message>
        <source>Add a scenario</source>
        <translation>添加情景</translation>
    </message>
    <message>
        <source>Duplicate the scenario</source>
        <translation>复制情景</translation>
    </message>
    <message>
        <source>Rename the scenario…</source>
        <translation>重命名情景…</translation>
    </message>
    <message>
        <source>Remove what is selected</source>
        <translation>删除所选</translation>
    </message>
    <message>
        <source>Add a measure…</source>
        <translation>添加措施…</translation>
    </message>
    <message>
        <source>Add an event…</source>
        <translation>添加事件…</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Back to the present</source>
        <translation>回到当前</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Run to the end and keep the result</source>
        <translation>运行到底并保存结果</translation>
    </message>
    <message>
        <source>Run settings…</source>
        <translation>运行设置…</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>搜索…</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>About Cityloom</source>
        <translation>关于城梭</translation>
    </message>
    <message>
        <source>Pause the city first: the log ends where it stands, with the state&apos;s hash.</source>
        <translation>请先暂停城市：日志在当前时刻结束，并记录状态哈希。</translation>
    </message>
    <message>
        <source>Logs for replay (*.log)</source>
        <translation>可重放日志 (*.log)</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Replace the project?</source>
        <translation>替换项目？</translation>
    </message>
    <message>
        <source>%1 is there already. Its scenarios and results will be gone.</source>
        <translation>%1 已存在。其中的方案和结果将被删除。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Nothing is being changed. Add a measure or an event to a scenario, or double-click one.</source>
        <translation>当前没有正在修改的内容。请为情景添加措施或事件，或双击其中一项。</translation>
    </message>
    <message>
        <source>Add a variant</source>
        <translation>添加变体</translation>
    </message>
    <message>
        <source>Change what is selected…</source>
        <translation>修改所选内容…</translation>
    </message>
    <message>
        <source>Switch what is selected on or off</source>
        <translation>启用或停用所选内容</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比情景</translation>
    </message>
    <message>
        <source>There is no other scenario yet</source>
        <translation>还没有其他情景</translation>
    </message>
    <message>
        <source>Swipe between two scenarios</source>
        <translation>卷帘对比两个情景</translation>
    </message>
    <message>
        <source>Two scenarios side by side</source>
        <translation>并排显示两个情景</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>单幅画面</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>There is no other scenario yet. Add one, and give it what is to be tried.</source>
        <translation>还没有其他情景。请先添加一个，并加入要尝试的内容。</translation>
    </message>
    <message numerus="yes">
        <source>  · catching up, %n minute(s) behind</source>
        <translation>
            <numerusform>  · 正在追赶，落后 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>the city as it stands</source>
        <translation>现状城市</translation>
    </message>
    <message>
        <source>The city was imported</source>
        <translation>城市已导入</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s) say what was guessed, mended or left out</source>
        <translation>
            <numerusform>有 %n 条记录说明了哪些内容为推测、修补或略去</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n no longer fit(s) what was planned</source>
        <translation>
            <numerusform>；有 %n 项与原有规划不再相符</numerusform>
        </translation>
    </message>
    <message>
        <source>. File ▸ Notes of the import lists them.</source>
        <translation>。详见“文件 ▸ 导入记录”。</translation>
    </message>
    <message>
        <source>Leave the live run?</source>
        <translation>离开实时运行？</translation>
    </message>
    <message numerus="yes">
        <source>What was done by hand in it (%n step(s)) is kept nowhere. Keep it as a log that can be replayed?</source>
        <translation>
            <numerusform>其中手动执行的操作（%n 步）尚未保存。是否保存为可重放的日志？</numerusform>
        </translation>
    </message>
    <message>
        <source>Notes of the import…</source>
        <translation>导入记录…</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Measure a length</source>
        <translation>测量长度</translation>
    </message>
    <message>
        <source>Measure an area</source>
        <translation>测量面积</translation>
    </message>
    <message>
        <source>Measures and events</source>
        <translation>措施与事件</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Where to keep the report</source>
        <translation>报告保存位置</translation>
    </message>
    <message>
        <source>Reports (*.pdf)</source>
        <translation>报告 (*.pdf)</translation>
    </message>
    <message>
        <source>Reports (*.html)</source>
        <translation>报告 (*.html)</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Films are made by ffmpeg, which is not installed here. Install the package ffmpeg.</source>
        <translation>影片由 ffmpeg 制作，本机未安装。请安装软件包 ffmpeg。</translation>
    </message>
    <message>
        <source>Where to keep the film</source>
        <translation>影片保存位置</translation>
    </message>
    <message>
        <source>Films (*.mp4 *.mkv *.webm)</source>
        <translation>影片 (*.mp4 *.mkv *.webm)</translation>
    </message>
    <message>
        <source>Save a copy of the project</source>
        <translation>保存工程副本</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>已写入</translation>
    </message>
    <message>
        <source>%1 is written.</source>
        <translation>%1 已写入。</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Film…</source>
        <translation>影片…</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>保存副本…</translation>
    </message>
    <message>
        <source>S</source>
        <translation>南</translation>
    </message>
    <message>
        <source>N</source>
        <comment>latitude</comment>
        <translation>北</translation>
    </message>
    <message>
        <source>W</source>
        <translation>西</translation>
    </message>
    <message>
        <source>E</source>
        <translation>东</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Events (%1)</source>
        <translation>事件（%1）</translation>
    </message>
    <message>
        <source>Following has ended</source>
        <translation>跟随已结束</translation>
    </message>
    <message>
        <source>%1 is no longer on the streets.</source>
        <translation>%1 已不在路上。</translation>
    </message>
    <message>
        <source>Follow a vehicle</source>
        <translation>跟随车辆</translation>
    </message>
    <message>
        <source>Click a vehicle in the picture first, or search for one by its kind: car, bus, lorry, bicycle, ambulance.</source>
        <translation>请先在画面中点击一辆车，或按类型搜索：小汽车、公交车、货车、自行车、救护车。</translation>
    </message>
    <message>
        <source>None is under way at this time: the trips of this run have none now, or play the city until some set out.</source>
        <translation>此刻没有该类车辆在途：本次运行的出行中没有，或请继续播放直至有车出发。</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>none is under way</source>
        <translation>没有在途车辆</translation>
    </message>
    <message>
        <source>Follow the selected vehicle</source>
        <translation>跟随所选车辆</translation>
    </message>
    <message>
        <source>%1 under way: follow the nearest</source>
        <translation>%1 辆在途：跟随最近的一辆</translation>
    </message>
    <message>
        <source>Invest</source>
        <translation>投资</translation>
    </message>
    <message>
        <source>Reports (*.pdf *.html)</source>
        <translation>报告（*.pdf *.html）</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>The city</source>
        <translation>城市</translation>
    </message>
    <message>
        <source>Drag turns it, the right button moves it, the wheel goes nearer. A click tells what a thing is.</source>
        <translation>拖动可旋转,右键拖动可平移,滚轮可拉近。点击即可了解对象是什么。</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>一天的时间</translation>
    </message>
    <message>
        <source>The space key lets the time run: every vehicle, pipe and cable is simulated. Drag the mark to look back.</source>
        <translation>按空格键让时间走动:每辆车、每条管道和每根电缆都参与模拟。拖动标记可以回看。</translation>
    </message>
    <message>
        <source>What the picture says</source>
        <translation>画面说明了什么</translation>
    </message>
    <message>
        <source>Colour the city by speed, voltage, coverage, pressure or outages. The legend gives the classes and how much of the city lies in each.</source>
        <translation>按速度、电压、覆盖、压力或中断为城市着色。图例给出分级以及各级在全城所占的比例。</translation>
    </message>
    <message>
        <source>What you plan</source>
        <translation>您的规划</translation>
    </message>
    <message>
        <source>A scenario holds measures (build, upgrade, close) and events (fail, repair). Add one, choose a tool and touch the map. Everything can be undone.</source>
        <translation>情景包含措施(建设、升级、封闭)和事件(故障、修复)。添加一个情景,选择工具,点击地图。一切都可以撤销。</translation>
    </message>
    <message>
        <source>What you clicked</source>
        <translation>您点选的对象</translation>
    </message>
    <message>
        <source>How a thing does over the run, what it depends on, and why it is out of service. Here you can let it fail and repair it.</source>
        <translation>对象在运行中的状况、它依赖什么、为何停用。在这里可以让它发生故障并修复它。</translation>
    </message>
    <message>
        <source>From a need to a plan</source>
        <translation>从需求到计划</translation>
    </message>
    <message>
        <source>The tab Invest finds where service falls short, proposes what to build, and plans it within a budget. Ctrl+K finds anything by name; F1 opens the manual at what you are doing.</source>
        <translation>“投资”标签页找出服务不足之处,提出建设内容,并在预算内安排。Ctrl+K 按名称查找任何对象;F1 打开与当前操作对应的手册页。</translation>
    </message>
    <message>
        <source>Tour of the window</source>
        <translation>窗口导览</translation>
    </message>
    <message>
        <source>Plans side by side</source>
        <translation>计划并列比较</translation>
    </message>
    <message>
        <source>Difference of two scenarios</source>
        <translation>两个方案之差</translation>
    </message>
    <message>
        <source>Verdict on two scenarios</source>
        <translation>两个方案的评判</translation>
    </message>
    <message>
        <source>Difference: %1 − %2</source>
        <translation>差值：%1 − %2</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>方案比较</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>搜索手册</translation>
    </message>
    <message>
        <source>Pages of the manual</source>
        <translation>手册各页</translation>
    </message>
    <message>
        <source>No page says that. Try fewer words.</source>
        <translation>没有这样的内容。请减少词语再试。</translation>
    </message>
    <message>
        <source>Page of the manual</source>
        <translation>手册的一页</translation>
    </message>
</context>
<context>
    <name>cityloom::app::NotesModel</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation>处理办法</translation>
    </message>
</context>
<context>
    <name>cityloom::app::PictureDialog</name>
    <message>
        <source>Title, legend, scale bar and attribution</source>
        <translation>标题、图例、比例尺与署名</translation>
    </message>
    <message>
        <source>Export the picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>As the view</source>
        <translation>与视图相同</translation>
    </message>
    <message>
        <source>Screen, 1920 × 1080</source>
        <translation>屏幕，1920 × 1080</translation>
    </message>
    <message>
        <source>Large screen, 3840 × 2160</source>
        <translation>大屏，3840 × 2160</translation>
    </message>
    <message>
        <source>A4 across, 300 dots an inch</source>
        <translation>A4 横向，300 点/英寸</translation>
    </message>
    <message>
        <source>Poster, 8192 × 5792</source>
        <translation>海报，8192 × 5792</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Choose where to keep it…</source>
        <translation>选择保存位置…</translation>
    </message>
</context>
<context>
    <name>cityloom::app::PictureFrame</name>
    <message>
        <source>3D view of the other scenario</source>
        <translation>另一情景的三维视图</translation>
    </message>
</context>
<context>
    <name>cityloom::app::PlaceLabel</name>
    <message>
        <source>Where the pointer is; a click changes between the project&apos;s metres and degrees</source>
        <translation>指针所在位置；单击可在项目坐标（米）与经纬度之间切换</translation>
    </message>
    <message>
        <source>Where the pointer is, in the project&apos;s metres; this city has no place on Earth</source>
        <translation>指针所在位置（项目坐标，米）；本城没有地理位置</translation>
    </message>
    <message>
        <source>sky</source>
        <translation>天空</translation>
    </message>
    <message>
        <source>%1   %2 m high</source>
        <translation>%1   高程 %2 米</translation>
    </message>
    <message>
        <source>Place: %1</source>
        <translation>位置：%1</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ProblemPanel</name>
    <message>
        <source>Filter the problems</source>
        <translation>筛选问题</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Nothing to look at: the city was read whole, and the run does what it is asked.</source>
        <translation>没有需要关注的问题：城市数据已完整读取，运行正常。</translation>
    </message>
    <message>
        <source>Open a city: what its data lacks is listed here.</source>
        <translation>打开城市后，其数据的不足会列在这里。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ProjectCard</name>
    <message>
        <source>Take it off this list (Del); the file stays</source>
        <translation>从列表中移除（Del），文件保留</translation>
    </message>
    <message>
        <source>Take %1 off this list</source>
        <translation>从列表中移除 %1</translation>
    </message>
    <message>
        <source>The file is not there any more</source>
        <translation>文件已不存在</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ReportDialog</name>
    <message>
        <source>the city as it stands</source>
        <translation>城市现状</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>nothing: the scenario alone</source>
        <translation>无：仅此情景</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>PDF, sheets of A4</source>
        <translation>PDF，A4 页面</translation>
    </message>
    <message>
        <source>HTML, one page in one file</source>
        <translation>HTML，单文件网页</translation>
    </message>
    <message>
        <source>Run what has no result yet</source>
        <translation>运行尚无结果者</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子数</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Charts over the day</source>
        <translation>全日图表</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>经济评价</translation>
    </message>
    <message>
        <source>Assumptions</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>Audit of the model</source>
        <translation>模型审核</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Choose where to keep it…</source>
        <translation>选择保存位置…</translation>
    </message>
    <message>
        <source>Of %1 to %2, as the run settings say.</source>
        <translation>时段 %1 至 %2，按运行设置。</translation>
    </message>
    <message>
        <source>Of the newest results that are alike in hours, demand and seeds.</source>
        <translation>取时段、需求与种子均相同的最新结果。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Ruler</name>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 米</translation>
    </message>
    <message>
        <source>%1 km²</source>
        <translation>%1 平方公里</translation>
    </message>
    <message>
        <source>%1 ha</source>
        <translation>%1 公顷</translation>
    </message>
    <message>
        <source>%1 m²</source>
        <translation>%1 平方米</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>测量工具</translation>
    </message>
    <message>
        <source>Click on the ground to measure.</source>
        <translation>在地面上单击开始测量。</translation>
    </message>
    <message>
        <source>Area %1, outline %2</source>
        <translation>面积 %1，周长 %2</translation>
    </message>
    <message>
        <source>Length %1, last stretch %2</source>
        <translation>长度 %1，最后一段 %2</translation>
    </message>
    <message>
        <source>Length %1</source>
        <translation>长度 %1</translation>
    </message>
    <message>
        <source>Esc ends, Backspace goes on, a click begins anew</source>
        <translation>Esc 结束，退格键继续，单击重新开始</translation>
    </message>
    <message>
        <source>Double-click finishes, Backspace takes the last point, Esc ends</source>
        <translation>双击完成，退格键撤销上一点，Esc 结束</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ScaleBar</name>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 米</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ScenarioPanel</name>
    <message>
        <source>Add a scenario</source>
        <translation>添加情景</translation>
    </message>
    <message>
        <source>Duplicate the scenario</source>
        <translation>复制情景</translation>
    </message>
    <message>
        <source>Rename the scenario</source>
        <translation>重命名情景</translation>
    </message>
    <message>
        <source>Remove what is selected</source>
        <translation>删除所选</translation>
    </message>
    <message>
        <source>Add a measure</source>
        <translation>添加措施</translation>
    </message>
    <message>
        <source>Add an event</source>
        <translation>添加事件</translation>
    </message>
    <message>
        <source>Play this scenario from its start</source>
        <translation>从头播放此情景</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>情景</translation>
    </message>
    <message>
        <source>  on %1</source>
        <translation>  基于 %1</translation>
    </message>
    <message>
        <source>%1, now playing</source>
        <translation>%1，正在播放</translation>
    </message>
    <message>
        <source>%1: double-click plays it</source>
        <translation>%1：双击播放</translation>
    </message>
    <message>
        <source>No scenario yet. Press + to add one, then give it measures and events.</source>
        <translation>还没有情景。按 + 添加一个，再为它添加措施和事件。</translation>
    </message>
    <message>
        <source>Open a city to plan scenarios for it.</source>
        <translation>打开城市后可为其规划情景。</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>规划</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>There is a scenario %1 already. Choose another name.</source>
        <translation>已有名为 %1 的情景，请换一个名称。</translation>
    </message>
    <message>
        <source>Remove the scenario</source>
        <translation>删除情景</translation>
    </message>
    <message>
        <source>Other scenarios build on %1. Remove those first.</source>
        <translation>其他情景基于 %1，请先删除它们。</translation>
    </message>
    <message>
        <source>Scenario %1</source>
        <translation>情景 %1</translation>
    </message>
    <message>
        <source>Switched off: %1</source>
        <translation>已停用：%1</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>修改…</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Add a measure…</source>
        <translation>添加措施…</translation>
    </message>
    <message>
        <source>Add an event…</source>
        <translation>添加事件…</translation>
    </message>
    <message>
        <source>Add a variant</source>
        <translation>添加变体</translation>
    </message>
    <message>
        <source>Rename the scenario…</source>
        <translation>重命名情景…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
</context>
<context>
    <name>cityloom::app::SectionView</name>
    <message>
        <source>Street cut across</source>
        <translation>道路横断面</translation>
    </message>
    <message>
        <source>%1 forward, %2 backward</source>
        <translation>正向 %1，反向 %2</translation>
    </message>
    <message>
        <source>Now: %1. Will be: %2.</source>
        <translation>现状：%1。将为：%2。</translation>
    </message>
    <message>
        <source>will be</source>
        <translation>将为</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现状</translation>
    </message>
    <message>
        <source>Add a lane at this kerb</source>
        <translation>在此路缘增加一条车道</translation>
    </message>
    <message>
        <source>Click: turn this lane round. Right button: take it away.</source>
        <translation>单击：使该车道反向。右键：去掉该车道。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::StartPage</name>
    <message>
        <source>Cityloom</source>
        <translation>城梭</translation>
    </message>
    <message>
        <source>A city&apos;s streets, water, electricity and telecom, simulated together. Open a city to watch it, change it, and read what the change does.</source>
        <translation>城市道路、供水、电力与通信的一体化仿真。打开一座城市，观察它、改变它，并读出改变带来的影响。</translation>
    </message>
    <message>
        <source>A .gpkg file that Cityloom made</source>
        <translation>由城梭生成的 .gpkg 文件</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>开始页</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>New city from map data…</source>
        <translation>用地图数据新建城市…</translation>
    </message>
    <message>
        <source>OpenStreetMap, CityJSON, CityGML, footprints, terrain</source>
        <translation>OpenStreetMap、CityJSON、CityGML、建筑轮廓、地形</translation>
    </message>
    <message>
        <source>Or drop a project, or the files of a city, anywhere in this window.</source>
        <translation>也可以把项目或城市数据文件拖放到此窗口的任意位置。</translation>
    </message>
    <message>
        <source>A city to try</source>
        <translation>示例城市</translation>
    </message>
    <message>
        <source>Loom Bay</source>
        <translation>澜亭湾</translation>
    </message>
    <message>
        <source>Demo city with scenarios</source>
        <translation>演示城市，附带方案</translation>
    </message>
    <message>
        <source>Made on this computer in a minute: asks where to keep it</source>
        <translation>一分钟内在本机生成；会询问保存位置</translation>
    </message>
</context>
<context>
    <name>cityloom::app::SwipeHandle</name>
    <message>
        <source>Line between the two pictures</source>
        <translation>两幅画面之间的分割线</translation>
    </message>
    <message>
        <source>Drag to swipe; Left and Right move it too</source>
        <translation>拖动以卷帘对比；也可用左右方向键移动</translation>
    </message>
</context>
<context>
    <name>cityloom::app::TablePanel</name>
    <message>
        <source>What the table is of</source>
        <translation>表格的对象类别</translation>
    </message>
    <message>
        <source>Filter: length &gt; 1.5 km and district = north, or words</source>
        <translation>筛选：长度 &gt; 1.5 公里 且 片区 = 北，或输入文字</translation>
    </message>
    <message>
        <source>Filter of the table</source>
        <translation>表格筛选</translation>
    </message>
    <message>
        <source>&lt;qt&gt;Compare columns with values: &lt;b&gt;pressure &amp;lt; 25 and kind contains tank&lt;/b&gt;.&lt;br&gt;Units are understood: &lt;b&gt;length &amp;gt; 1.5 km&lt;/b&gt;. Also: in (…), between … and …, is empty, not.&lt;br&gt;Words without a comparison are searched for.&lt;/qt&gt;</source>
        <translation>&lt;qt&gt;将列与数值比较：&lt;b&gt;压力 &amp;lt; 25 且 类别 包含 水塔&lt;/b&gt;。&lt;br&gt;可使用单位：&lt;b&gt;长度 &amp;gt; 1.5 公里&lt;/b&gt;。还可用：属于 (…)、介于 … 和 …、为空、非。&lt;br&gt;不含比较的文字按内容搜索。&lt;/qt&gt;</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>选择列</translation>
    </message>
    <message>
        <source>Export what is shown as CSV</source>
        <translation>将所示内容导出为 CSV</translation>
    </message>
    <message>
        <source>Why the filter cannot be read</source>
        <translation>筛选无法识别的原因</translation>
    </message>
    <message>
        <source>Table of assets</source>
        <translation>设施表格</translation>
    </message>
    <message>
        <source>Rows and sums</source>
        <translation>行数与合计</translation>
    </message>
    <message>
        <source>Reading the table…</source>
        <translation>正在读取表格…</translation>
    </message>
    <message>
        <source>Open a city: its assets are listed here.</source>
        <translation>打开城市后，其设施将列于此处。</translation>
    </message>
</context>
<context>
    <name>cityloom::app::TaskBar</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>取消 %1</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message numerus="yes">
        <source>%n s left</source>
        <translation>
            <numerusform>剩余 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min left</source>
        <translation>
            <numerusform>剩余 %n 分钟</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cityloom::app::TimeChart</name>
    <message>
        <source>Save the chart as SVG…</source>
        <translation>将图表保存为 SVG…</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Charts (*.svg)</source>
        <translation>图表 (*.svg)</translation>
    </message>
</context>
<context>
    <name>cityloom::app::TimelineBar</name>
    <message>
        <source>Play or pause (Space)</source>
        <translation>播放或暂停（空格）</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Back to the present (End)</source>
        <translation>回到当前 (End)</translation>
    </message>
    <message>
        <source>Back to the present</source>
        <translation>回到当前</translation>
    </message>
    <message>
        <source>Simulated time</source>
        <translation>仿真时间</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>%1 seconds of the city each second</source>
        <translation>每秒推进城市 %1 秒</translation>
    </message>
    <message>
        <source>As fast as the engine goes</source>
        <translation>以引擎最快速度</translation>
    </message>
    <message>
        <source>Speed %1 times</source>
        <translation>%1 倍速</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Tour</name>
    <message>
        <source>Tour of the window</source>
        <translation>窗口导览</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>The page of the manual</source>
        <translation>手册中的相应页</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>结束导览</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>cityloom::app::VerdictPanel</name>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Figures of the comparison</source>
        <translation>比较的指标</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <source>District</source>
        <translation>片区</translation>
    </message>
    <message>
        <source>Districts of the comparison</source>
        <translation>比较的片区</translation>
    </message>
    <message>
        <source>Scenario to compare with</source>
        <translation>对照方案</translation>
    </message>
    <message>
        <source>Scenario to judge</source>
        <translation>待评方案</translation>
    </message>
    <message>
        <source>Seeds: </source>
        <translation>种子数：</translation>
    </message>
    <message>
        <source>Paired seeds</source>
        <translation>成对随机种子</translation>
    </message>
    <message>
        <source>Each seed is the same trips and the same luck in both. An interval needs two at least.</source>
        <translation>每个种子在两个方案中出行与随机性相同。置信区间至少需要两个种子。</translation>
    </message>
    <message>
        <source>Verdict in sentences</source>
        <translation>文字评判</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Figure by district</source>
        <translation>分片区指标</translation>
    </message>
    <message>
        <source>Districts</source>
        <translation>片区</translation>
    </message>
    <message>
        <source>Colours the buildings of each district by what changes there</source>
        <translation>按各片区的变化为其建筑着色</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>重新比较</translation>
    </message>
    <message>
        <source>Run what is missing</source>
        <translation>运行所缺部分</translation>
    </message>
    <message>
        <source>Runs what has no result yet, the same hours, demand and seeds of both, and keeps it</source>
        <translation>以相同的时段、需求和种子运行两个方案中尚无结果的部分，并保存结果</translation>
    </message>
    <message>
        <source>Comparing. The progress stands among the tasks.</source>
        <translation>正在比较，进度见任务栏。</translation>
    </message>
    <message>
        <source>Choose two scenarios.</source>
        <translation>请选择两个方案。</translation>
    </message>
    <message>
        <source>Runs are missing of: %1</source>
        <translation>缺少以下运行：%1</translation>
    </message>
    <message>
        <source>Not compared yet.</source>
        <translation>尚未比较。</translation>
    </message>
    <message>
        <source>What B does beside A stands here once both have been run over the same hours, with the same demand and the same seeds: what gets better or worse, how sure that is, what it costs and brings, and which districts gain or lose.</source>
        <translation>两个方案以相同时段、相同需求和相同种子运行之后，这里说明 B 相对 A 的影响：哪些改善、哪些变差、把握多大、花费与收益，以及哪些片区受益或受损。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>费用与效益</translation>
    </message>
    <message>
        <source>Costs over the appraisal period, at their present value: %1. What they bring: %2. Net: %3.</source>
        <translation>评价期内费用现值：%1。效益现值：%2。净现值：%3。</translation>
    </message>
    <message>
        <source>95 % interval of the net value over the seeds: %1 to %2.</source>
        <translation>净现值按种子的 95 % 置信区间：%1 至 %2。</translation>
    </message>
    <message>
        <source>Verdict: %1.</source>
        <translation>评判：%1。</translation>
    </message>
    <message>
        <source>Not in the money: %1</source>
        <translation>未计入货币：%1</translation>
    </message>
    <message>
        <source>%1, by district: no sign is better by itself</source>
        <translation>%1，按片区：正负本身无优劣</translation>
    </message>
    <message>
        <source>%1, by district: blue is better</source>
        <translation>%1，按片区：蓝色为改善</translation>
    </message>
    <message>
        <source>one seed only: it may be chance</source>
        <translation>仅一个种子：可能出于偶然</translation>
    </message>
    <message>
        <source>better: %1 · worse: %2 · no clear difference: %3</source>
        <translation>改善：%1 · 变差：%2 · 无明显差异：%3</translation>
    </message>
    <message>
        <source>more: %1 · less: %2 · no clear difference: %3</source>
        <translation>增加：%1 · 减少：%2 · 无明显差异：%3</translation>
    </message>
    <message>
        <source>Pages of the comparison</source>
        <translation>方案比较的各页</translation>
    </message>
</context>
<context>
    <name>cityloom::app::ViewOverlays</name>
    <message>
        <source>End following</source>
        <translation>结束跟随</translation>
    </message>
    <message>
        <source>Following %1. Esc ends</source>
        <translation>正在跟随 %1，按 Esc 结束</translation>
    </message>
</context>
<context>
    <name>cityloom::app::Workspace</name>
    <message>
        <source>Opening %1</source>
        <translation>正在打开 %1</translation>
    </message>
    <message>
        <source>Making the demo city</source>
        <translation>正在创建演示城市</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message>
        <source>Scenario %1</source>
        <translation>情景 %1</translation>
    </message>
    <message>
        <source>Running %1</source>
        <translation>正在运行 %1</translation>
    </message>
    <message>
        <source>Saving the scenario</source>
        <translation>正在保存情景</translation>
    </message>
    <message>
        <source>Saving a setting</source>
        <translation>正在保存设置</translation>
    </message>
    <message>
        <source>Showing %1</source>
        <translation>正在显示 %1</translation>
    </message>
</context>
</TS>
