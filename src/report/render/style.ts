/** The one style sheet of report and welcome sheet: system fonts, light and dark, narrow, print. */
export const styleSheet = `
:root { color-scheme: light dark;
  --ink: #16202c; --soft: #4d5b6a; --line: #d5dde5; --paper: #ffffff; --ground: #f2f5f8; --accent: #0b5394; --edge: #8593a2;
  --good: #0f6b3c; --good-bg: #e3f4ea; --bad: #a3161f; --bad-bg: #fdeaea; --warn: #7a4a00; --warn-bg: #fdf1d8; --plain-bg: #e9eef3; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e6ecf2; --soft: #a5b3c2; --line: #33404e; --paper: #18212b; --ground: #10171e; --accent: #8ec5ff; --edge: #66788a;
  --good: #7fe0a8; --good-bg: #12351f; --bad: #ffa3a3; --bad-bg: #431a1d; --warn: #f5cf7d; --warn-bg: #3b2c0b; --plain-bg: #263241; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; overflow-wrap: break-word; }
.secret { margin: 0; padding: .45rem 1rem; background: var(--ink); color: var(--paper); text-align: center; font-size: .875rem; }
.rehearsal { margin: 0; padding: .45rem 1rem; background: var(--warn-bg); color: var(--warn); text-align: center; font-size: .875rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--paper); }
.page { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
header { padding: 1rem 0 .5rem; }
header p { margin: .25rem 0; color: var(--soft); }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0 0 1rem; padding-bottom: .5rem; border-bottom: 2px solid var(--line); font-size: 1.35rem; line-height: 1.3; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
nav { margin: 1rem 0 1.25rem; }
nav li { margin: 0; }
nav ol { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 0; padding: 0; list-style: none; font-size: .925rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section { margin: 0 0 1.25rem; padding: 1.4rem 1.5rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
section > :last-child { margin-bottom: 0; }
li { margin: .3rem 0; max-width: 46rem; }
dl { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .5rem 1.25rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; margin: 0 0 1.5rem; }
table { width: 100%; border-collapse: collapse; font-size: .925rem; }
caption { padding: 0 0 .5rem; text-align: left; font-weight: 650; font-size: 1.05rem; }
th, td { padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; font-size: .85rem; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
.note { display: block; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
.day { white-space: nowrap; }
.badge { display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; background: var(--plain-bg); color: var(--ink); }
.good { background: var(--good-bg); color: var(--good); }
.bad { background: var(--bad-bg); color: var(--bad); }
.warn { background: var(--warn-bg); color: var(--warn); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em; }
code { overflow-wrap: anywhere; }
.label { margin: 1.25rem 0 .4rem; font-weight: 650; }
pre { margin: 0 0 1.25rem; padding: .9rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--ground); border: 1px solid var(--line); border-radius: .4rem; line-height: 1.45; }
figure { margin: 0 0 1.75rem; }
figure .scroll { margin-bottom: .75rem; }
figcaption { font-size: .925em; }
figcaption ul { margin: 0; padding-left: 1.25rem; }
svg { display: block; width: 100%; min-width: 46rem; height: auto; }
svg rect { fill: var(--ground); stroke: var(--edge); }
svg path { fill: none; stroke: var(--soft); stroke-width: 1.25; }
svg text { fill: var(--ink); font-size: 14px; }
svg .name { font-weight: 500; }
svg .column { fill: var(--soft); font-size: 13px; font-weight: 650; }
svg .remark { fill: var(--soft); font-size: 12px; }
svg .open { fill: var(--warn); font-size: 12px; font-weight: 600; }
footer { color: var(--soft); font-size: .875rem; }
@media (max-width: 40rem) {
  .page { padding: .75rem .75rem 2rem; }
  h1 { font-size: 1.5rem; }
  section { padding: 1.1rem 1rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin: 0 0 .75rem; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  table, tbody, tr, th, td, caption { display: block; width: 100%; }
  tbody tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; }
  tbody th, tbody td { padding: .1rem 0; border: 0; }
  tbody td::before { content: attr(data-label); display: block; margin-top: .35rem; color: var(--soft); font-size: .8rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --line: #bbb; --paper: #fff; --ground: #fff; --accent: #000; --edge: #666;
    --good: #064d28; --good-bg: #fff; --bad: #7d0c14; --bad-bg: #fff; --warn: #5c3700; --warn-bg: #fff; --plain-bg: #fff; }
  html { font-size: 9pt; }
  body { font-size: 1rem; line-height: 1.35; }
  th, td { padding: .2rem .6rem .2rem 0; }
  h1 { font-size: 1.6rem; }
  h2 { margin: 0 0 .5rem; }
  .secret { background: none; color: #000; border-bottom: 1pt solid #000; }
  .page { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  section { padding: .5rem 0; border: 0; border-radius: 0; }
  h2, h3, caption, .label { break-after: avoid; }
  tr, li, dl > div { break-inside: avoid; }
  thead { display: table-header-group; }
  tbody tr:first-child { break-before: avoid; }
  .scroll { overflow: visible; }
  figure .scroll, svg { break-inside: avoid; }
  figure > .label { break-after: avoid; }
  svg { min-width: 0; }
  .badge { padding: 0; border: 0; }
}
`;
