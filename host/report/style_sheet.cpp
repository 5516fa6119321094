// SPDX-License-Identifier: Apache-2.0
#include "host/report/html_report.hpp"
#include "host/report/palette.hpp"

namespace plume {
namespace {

/// Colours of pictures, as classes: pictures are drawn in light colours, which this overrides.
std::string picture_colours(const Palette& palette) {
  std::string text = "svg .t{fill:" + palette.text + "}svg .tl{stroke:" + palette.text +
                     "}svg text{fill:" + palette.quiet + "}svg .al{stroke:" + palette.axis +
                     "}svg .rl{stroke:" + palette.rule + "}svg .n{fill:" + palette.neutral + "}";
  for (std::size_t i = 0; i < palette.series.size(); ++i) {
    const std::string name = "svg .s" + std::to_string(i);
    text +=
        name + "{fill:" + palette.series[i] + "}" + name + "l{stroke:" + palette.series[i] + "}";
  }
  return text;
}

std::string colours(const Palette& palette) {
  return "body,.skip{background:" + palette.ground + ";color:" + palette.text +
         "}h1,h2,h3,a{color:" + palette.accent + "}th,caption,figcaption{color:" + palette.text +
         "}.note,footer,.subtitle,dt{color:" + palette.quiet +
         "}thead th,figure,pre,nav,.verdict{background:" + palette.raised +
         "}td,th,figure,pre,nav,.card{border-color:" + palette.rule +
         "}.verdict{border-color:" + palette.accent + "}a:focus{outline-color:" + palette.accent +
         "}" + picture_colours(palette);
}

constexpr const char* layout = R"CSS(
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:1rem;font:16px/1.5 "Noto Sans","Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;overflow-wrap:break-word}
header{display:flex;flex-wrap:wrap;gap:1rem;align-items:center}
header>div{flex:1 1 16rem;min-width:0}
header img{max-width:12rem;max-height:5rem}
h1{font-size:1.7rem;line-height:1.25;margin:.3rem 0}
h2{font-size:1.3rem;margin:2.2rem 0 .6rem}
.subtitle{font-size:1.05rem;margin:0}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;outline:2px solid}
nav{border:1px solid;border-radius:6px;padding:.6rem 1rem;margin:1rem 0}
nav h2{font-size:1rem;margin:0 0 .3rem}
nav ul{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
p{margin:.6rem 0;max-width:62rem}
.note{font-size:.92rem}
.verdict{border-left:5px solid;padding:.6rem .9rem;font-size:1.1rem}
pre{border:1px solid;border-radius:6px;padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.45 "Noto Sans Mono",Consolas,monospace}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1rem;margin:.6rem 0}
dt{font-weight:600}
dd{margin:0;min-width:0}
table{border-collapse:collapse;width:100%;margin:1rem 0 1.4rem;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid;padding:.32rem .5rem;text-align:left;vertical-align:top}
tbody th{font-weight:500}
.x{text-align:right}
td.x{white-space:nowrap}
.figures{display:flex;flex-wrap:wrap;margin:.5rem -.5rem}
figure{margin:.5rem;border:1px solid;border-radius:6px;padding:.7rem;min-width:0;box-sizing:border-box;flex:1 1 20rem;max-width:24.5rem;break-inside:avoid}
figure h3{font-size:1rem;margin:0 0 .4rem;line-height:1.3}
figure svg{display:block;width:100%;height:auto;max-width:30rem;margin:0 auto}
figcaption{font-size:.85rem;margin-top:.4rem}
footer{margin:2.5rem 0 1rem;font-size:.9rem}
@media screen and (max-width:52rem){
table,thead,tbody,tr,caption{display:block}
th,td{display:flex;gap:.6rem;justify-content:space-between;text-align:right}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{padding:.3rem 0 .8rem}
tbody th{font-weight:700;border-bottom-width:2px;text-align:left}
td:empty{display:none}
td::before{content:attr(data-h);text-align:left;flex:0 1 auto;white-space:normal}
td>*{min-width:0}
dl{grid-template-columns:1fr}
dd{margin-bottom:.5rem}
}
@media print{
html{font-size:9.5pt}
body{max-width:none;padding:0;font-size:1rem}
nav,.skip{display:none}
table{font-size:8pt}
th,td{padding:.15rem .3rem}
h2{break-after:avoid}
tr,dl,pre,.verdict{break-inside:avoid}
thead{display:table-header-group}
table.wide{page:wide;font-size:7pt}
figure{flex:0 0 44%;max-width:46%}
a{text-decoration:none}
}
@page{size:A4;margin:16mm 14mm}
@page wide{size:A4 landscape}
)CSS";

}  // namespace

std::string style_sheet(const ReportTemplate& own) {
  Palette light = light_palette(), dark = dark_palette();
  if (!own.accent_light.empty()) light.accent = own.accent_light;
  if (!own.accent_dark.empty()) dark.accent = own.accent_dark;
  return layout + colours(light) + "\n@media screen and (prefers-color-scheme:dark){" +
         colours(dark) + "}\n";
}

}  // namespace plume
