/** How reports look on screen, light and dark, and on paper. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --text: #1a1f26; --dim: #57606a; --line: #d5dae0; --back: #fff; --head: #f4f6f8;
  --flag: #c2410c; --flow: #2563a8; --dns: #0f766e; --api: #7c3aed; --rest: #94a3b8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ed; --dim: #9aa4af; --line: #343b44; --back: #12161b; --head: #1b2128;
    --flag: #f97316; --flow: #60a5fa; --dns: #2dd4bf; --api: #a78bfa; --rest: #64748b; }
}
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem; background: var(--back); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.25rem; }
h1, h2, h3, h4, td, dd, li { overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; }
caption { padding: .25rem 0; color: var(--dim); font-weight: 600; text-align: left; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; min-width: 4rem; }
th { background: var(--head); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; } dt { color: var(--dim); } dd { margin: 0; }
a { color: inherit; } sup { margin-left: .2em; font-size: .7em; line-height: 0; } sup a { color: var(--flow); }
.class { margin: 0 0 1.5rem; font-weight: 600; letter-spacing: .05em; text-align: center; }
.logo { max-width: 12rem; max-height: 4rem; } .records { font-size: .86rem; }
figure { margin: 1rem 0; } figcaption { color: var(--dim); font-size: .86rem; font-weight: 600; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 9px; }
svg line { stroke: var(--line); } svg .hatch { stroke: var(--rest); stroke-width: .8; }
.flag { fill: var(--flag); } .flow { fill: var(--flow); } .dns { fill: var(--dns); } .api { fill: var(--api); } .rest { fill: var(--rest); }
@media print {
  :root { --text: #000; --dim: #444; --line: #bbb; --back: #fff; --head: #eee; }
  body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; }
  tr, h2, h3, figure { break-inside: avoid; break-after: auto; } thead { display: table-header-group; }
}`;
