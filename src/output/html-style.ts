import { HEAT, SERIES } from './svg/palette.js';
import { FONT_STACK } from './svg.js';

const chartColours = (mode: 'light' | 'dark'): string =>
  [
    ...SERIES.map((colour, index) => `--c${index}:${colour[mode]}`),
    ...HEAT.map((shade, index) => `--h${index}:${shade[mode]}`),
  ].join(';');

const LIGHT = `--paper:#fff;--raised:#f6f8fa;--ink:#1b2430;--quiet:#566170;--rule:#d8dee6;--strong:#8a94a1;--accent:#1f5180;--track:#eef1f4;--on:#fff;--good:#1c6b3c;--warn:#855200;--bad:#a3262b;${chartColours('light')}`;
const DARK = `--paper:#14181d;--raised:#1b2027;--ink:#e5e9ee;--quiet:#a0abb8;--rule:#2f3741;--strong:#6b7684;--accent:#8fbce8;--track:#222932;--on:#14181d;--good:#7fcb9a;--warn:#e3b75c;--bad:#f2938e;${chartColours('dark')}`;

const classes = [
  ...SERIES.map(
    (_, index) =>
      `.c${index}{fill:var(--c${index})}.l${index}{stroke:var(--c${index})}.s${index}{stroke:var(--c${index})}`,
  ),
  ...HEAT.map((_, index) => `.h${index}{fill:var(--h${index})}`),
].join('');

/**
 * The one style sheet of a report: screen from 390 px up, dark mode, forced colours, and paper. Text colours have a contrast of at least
 * 4.5 to the paper in both modes (WCAG 2.2 1.4.3; a test computes it).
 */
export const REPORT_CSS = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{font-size:87.5%;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 ${FONT_STACK};font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.4rem .8rem;background:var(--paper);z-index:1}
.sheet{max-width:1200px;margin:0 auto;padding:2.5rem 2rem 4rem}
header{border-bottom:2px solid var(--ink);padding-bottom:1.1rem;margin-bottom:1.75rem}
h1{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.005em;margin:0}
.sub{margin:.25rem 0 0;color:var(--quiet);font-size:1rem}
.meta{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:.55rem 2rem;margin:1.2rem 0 0}
.meta .long{grid-column:span 2}
.meta dt{color:var(--quiet);font-size:.786rem;line-height:1.4}
.meta dd{margin:0;line-height:1.45;overflow-wrap:anywhere}
nav h2{all:unset;display:block;color:var(--quiet);font-size:.786rem;margin-bottom:.35rem}
nav ol{list-style:none;margin:0;padding:0}
nav a{display:block;padding:.22rem 0;text-decoration:none;line-height:1.4}
nav a:hover{text-decoration:underline}
main>:first-child{margin-top:0}
h2{font-size:1.2rem;line-height:1.35;font-weight:650;margin:2.75rem 0 .9rem;padding-bottom:.4rem;border-bottom:1px solid var(--rule)}
h3{font-size:1rem;line-height:1.4;font-weight:650;margin:1.75rem 0 .6rem}
p,.note{text-wrap:pretty}
p{margin:0 0 .9rem;max-width:46rem}
.note{margin:0 0 1rem;padding:.5rem .9rem;border-left:3px solid var(--strong);background:var(--raised);max-width:46rem}
.note b{margin-right:.6em}
.note.warn{border-color:var(--warn)}.note.warn b{color:var(--warn)}
.note.bad{border-color:var(--bad)}.note.bad b{color:var(--bad)}
.kpis{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.5rem,1fr));gap:1.1rem 1.5rem;margin:0 0 1.6rem}
.kpi{border-top:1px solid var(--strong);padding-top:.5rem}
.kpi dt{color:var(--quiet);font-size:.857rem;line-height:1.4}
.kpi dd{margin:0}
.kpi .v{font-size:1.6rem;line-height:1.3;font-weight:600;letter-spacing:-.01em}
.kpi .u{font-size:.857rem;font-weight:400;color:var(--quiet);margin-left:.25em;letter-spacing:0}
.kpi .k{color:var(--quiet);font-size:.857rem;line-height:1.4}
.kpi.good,.kpi.warn,.kpi.bad{border-top-width:3px;padding-top:calc(.5rem - 2px)}
.kpi.good{border-color:var(--good)}.kpi.warn{border-color:var(--warn)}.kpi.bad{border-color:var(--bad)}
.good .v,.good .mk{color:var(--good)}.warn .v,.warn .mk{color:var(--warn)}.bad .v,.bad .mk{color:var(--bad)}
.mk{font-weight:700;margin-right:.3em}.kpi .mk{font-size:.75em}
.scroll{overflow-x:auto;margin:0 0 1.5rem}
table{border-collapse:collapse;width:100%;font-size:.929rem;line-height:1.45}
table.narrow{width:auto;min-width:min(100%,30rem)}
caption{text-align:left;font-weight:650;padding:0 0 .4rem}
th,td{padding:.34rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);font-weight:400}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--quiet);font-size:.857rem;font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--strong);white-space:nowrap}
.r{text-align:right;white-space:nowrap}.n{white-space:nowrap}.t{min-width:11em}
tfoot th,tfoot td{font-weight:650;border-top:1px solid var(--strong);border-bottom:0}
td.good,th.good{color:var(--good)}td.warn,th.warn{color:var(--warn);font-weight:600}td.bad,th.bad{color:var(--bad);font-weight:600}td.muted,th.muted{color:var(--quiet)}
.rows{font-size:.857rem;font-weight:400}
caption .rows,figcaption .rows{margin-left:.75em}
.more,.none{color:var(--quiet);font-size:.857rem;margin:.5rem 0 0}
figure{margin:0 0 1.75rem;max-width:45rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:0 2.5rem}
.pair figure{max-width:33rem;min-width:0}
figcaption{margin-bottom:.7rem}
figcaption b{display:block;font-weight:650}
figcaption span{color:var(--quiet);font-size:.857rem;line-height:1.45;display:block}
svg{display:block;width:100%;height:auto}
.phone{display:none}
svg .ink{fill:var(--ink)}svg .quiet{fill:var(--quiet)}svg .on{fill:var(--on)}svg .track{fill:var(--track)}
svg .axis{stroke:var(--strong)}svg .grid{stroke:var(--rule)}svg .target{stroke:var(--ink)}svg .hatch{stroke:var(--paper)}
${classes}
details{margin-top:.5rem;font-size:.929rem}
summary{color:var(--quiet);font-size:.857rem;cursor:pointer;width:max-content}
details .scroll{margin:.4rem 0 0}
details caption{position:absolute;left:-999rem}
pre{margin:0 0 1.25rem;padding:.7rem .9rem;background:var(--raised);border:1px solid var(--rule);overflow-x:auto;font:12.5px/1.55 ui-monospace,'SF Mono',Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace}
.terms{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.4rem 1.5rem;margin:0 0 1.5rem;max-width:52rem}
.terms dt{font-weight:600;max-width:14rem}
.terms dd{margin:0}
@media screen and (min-width:1080px){
.frame.toc{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:0 3rem}
.k4{grid-template-columns:repeat(4,1fr)}.k5{grid-template-columns:repeat(5,1fr)}.k6{grid-template-columns:repeat(6,1fr)}
nav{position:sticky;top:1.5rem;align-self:start;max-height:calc(100vh - 3rem);overflow-y:auto}
}
@media screen and (max-width:1079.9px){
nav{margin-bottom:2rem}
nav ol{columns:13rem 3;column-gap:2rem}
}
@media screen and (max-width:560px){
.sheet{padding:1.25rem 1rem 3rem}
h1{font-size:1.4rem}
.meta{grid-template-columns:1fr 1fr;gap:.5rem 1.25rem}
.kpis{grid-template-columns:1fr 1fr;gap:1rem 1.25rem}
.kpi .v{font-size:1.4rem}
.wide{display:none}.phone{display:block}
th,td{padding-left:.5rem;padding-right:.5rem}
.terms{grid-template-columns:1fr;gap:0}.terms dd{margin-bottom:.6rem}
nav a{padding:.4rem 0}
}
@media (forced-colors:active){svg{forced-color-adjust:none;background:#fff}:root{${LIGHT}}}
@page{size:A4;margin:16mm 14mm 18mm;
@top-left{font:8pt ${FONT_STACK};color:#566170;vertical-align:bottom;padding-bottom:3mm}
@bottom-left{width:85%;font:6.5pt/1.35 ${FONT_STACK};color:#566170;vertical-align:top;padding-top:3mm}
@bottom-right{content:counter(page) " / " counter(pages);font:8.5pt ${FONT_STACK};color:#566170;vertical-align:top;padding-top:3mm}}
@page wide{size:A4 landscape}
@media print{
:root{color-scheme:light;${LIGHT}}
html{font-size:9.5pt}
body{line-height:1.5;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.sheet{max-width:none;padding:0}
.frame.toc{display:block}
nav{position:static;max-height:none;margin-bottom:1.5rem}
nav ol{columns:3}
a{color:inherit;text-decoration:none}
.rows::after{content:" " attr(href)}
.skip,summary{display:none}
.wide{display:block}.phone{display:none}
h2{margin-top:1.75rem}
h2,h3,caption,figcaption{break-after:avoid}
p,.note,figure,.kpi,.keep,pre,tr,.terms>*{break-inside:avoid}
p{orphans:3;widows:3}
thead{display:table-header-group}
tfoot{display:table-row-group}
.scroll{overflow:visible}
th,td{padding-top:.22rem;padding-bottom:.22rem}
.t{min-width:7em;overflow-wrap:anywhere}
.landscape{page:wide}
.more{break-before:avoid}
.many table{font-size:8pt}
.many th,.many td{padding-left:.35rem;padding-right:.35rem}
.many .t{min-width:8em}
.tight th,.tight td{white-space:normal;overflow-wrap:anywhere}
.pair{grid-template-columns:1fr 1fr;gap:0 1.75rem}
svg{max-height:235mm}
details{display:none}
}
`;
