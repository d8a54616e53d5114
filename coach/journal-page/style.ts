/** The page's whole style. Dark and paper change variables only; the charts are coloured by the same ones. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --ink: #22211e; --muted: #6b675f; --line: #e6e2d8; --band: #efebe1; --thread: #c9c3b5;
  --bar: #958e7d; --green: #2b7a4b; --amber: #9a6105; --red: #bb3a2a; --nothing: #6b675f;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Cambria, Georgia, "Noto Serif", "Liberation Serif", serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #181917; --ink: #e6e3da; --muted: #a19c90; --line: #2d2e2a; --band: #282925; --thread: #4d4c45;
    --bar: #77746a; --green: #6fbf8b; --amber: #dfa848; --red: #ee8272; --nothing: #a19c90;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3.5rem 1.25rem 5rem; max-width: calc(720px + 2.5rem);
  background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 var(--serif);
  overflow-wrap: anywhere;
}
h1, h2, h3 { font-weight: 600; line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: 2.1rem; letter-spacing: -0.01em; }
h2 { font-size: 1.6rem; letter-spacing: -0.005em; }
h2 span { color: var(--muted); font-weight: 400; margin-right: 0.35em; font-variant-numeric: tabular-nums; }
h3 { font: 600 0.8125rem/1.4 var(--sans); margin: 2.4rem 0 0.6rem; }
p { margin: 0.7rem 0 0; max-width: 38em; }
a { color: inherit; text-decoration-color: var(--bar); text-underline-offset: 0.18em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 3px; }
.small, figcaption, .facts, nav td, nav th, summary, .key { font: 0.8125rem/1.5 var(--sans); color: var(--muted); }
.facts { margin-top: 0.35rem; max-width: none; }
.success { font-style: italic; color: var(--muted); }
.retro { font-size: 1.1875rem; line-height: 1.5; margin-top: 1.1rem; text-wrap: pretty; }
header, article { margin-bottom: 4.5rem; }
article { border-top: 1px solid var(--line); padding-top: 2.2rem; }
nav table { border-collapse: collapse; width: 100%; margin-top: 1.8rem; }
nav th { font-weight: 400; text-align: left; padding: 0 0.9rem 0.35rem 0; vertical-align: bottom; }
nav td { padding: 0.42rem 0.9rem 0.42rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
nav td span { color: var(--muted); display: inline-block; min-width: 1.5em; font-variant-numeric: tabular-nums; }
nav td:first-child { font: 1rem/1.35 var(--serif); color: var(--ink); }
nav .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
nav .strip { width: 240px; padding-right: 0; }
nav svg { display: block; width: 240px; max-width: 100%; height: auto; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { margin-top: 0.5rem; text-wrap: pretty; }
.wide { max-width: 720px; }
figure .narrow { display: none; max-width: 350px; }
blockquote { margin: 1.3rem 0 0; padding: 0 0 0 1.1rem; border-left: 2px solid var(--bar); }
blockquote p { margin: 0; font-size: 1.1875rem; font-style: italic; white-space: pre-line; }
blockquote footer { font: 0.8125rem/1.6 var(--sans); color: var(--muted); }
ol, ul { margin: 0; padding: 0; list-style: none; }
.failures li, .lasting li { display: grid; gap: 0 0.8rem; padding: 0.4rem 0; border-top: 1px solid var(--line); font-size: 0.9375rem; line-height: 1.42; }
.failures li { grid-template-columns: 1.2rem 1fr 4.4rem 8.5rem; }
.failures .aside { text-align: left; white-space: normal; }
.light { font: 0.8125rem/1.65 var(--sans); white-space: nowrap; }
.lasting li { grid-template-columns: 7.6rem 1fr auto; }
.failures .n { font: 0.8125rem/1.65 var(--sans); color: var(--muted); text-align: right; font-variant-numeric: tabular-nums; }
.failures .gist { font: 0.8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; color: var(--ink); display: block; }
.failures .what { color: var(--muted); }
.aside { font: 0.8125rem/1.65 var(--sans); color: var(--muted); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.trust { font: 0.8125rem/1.65 var(--sans); white-space: nowrap; }
.trust i { font-style: normal; display: inline-block; width: 1.35em; }
.red { color: var(--red); } .amber { color: var(--amber); } .green { color: var(--green); } .nothing { color: var(--nothing); }
details { margin-top: 0.7rem; }
summary { cursor: pointer; width: fit-content; }
details p { font: 0.8125rem/1.7 var(--sans); max-width: none; }
@media (max-width: 640px) {
  body { padding: 2rem 1.25rem 3rem; }
  h1 { font-size: 1.8rem; } h2 { font-size: 1.4rem; }
  .retro, blockquote p { font-size: 1.0625rem; }
  figure .wide { display: none; }
  figure .narrow { display: block; }
  nav .strip, nav .optional { display: none; }
  nav .number:last-of-type { padding-right: 0; }
  .lasting li { grid-template-columns: 1fr; }
  .failures li { grid-template-columns: 1.2rem auto 1fr; }
  .failures .body { grid-column: 2 / -1; }
  .failures .light { grid-column: 2; }
  .lasting .aside { text-align: left; white-space: normal; }
  header, article { margin-bottom: 3rem; }
}
@media print {
  @page { margin: 16mm 15mm; }
  :root { --paper: #fff; --ink: #000; --muted: #555; --line: #ddd; --band: #eee; --thread: #bbb; --bar: #999; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { padding: 0; font-size: 10.5pt; max-width: none; }
  .retro, blockquote p { font-size: 12pt; }
  header, article { margin-bottom: 0; }
  article { break-before: page; border-top: 0; padding-top: 0; }
  body > footer { margin-top: 2rem; }
  figure, blockquote, li, tr { break-inside: avoid; }
  h2, h3, .facts { break-after: avoid; }
  figure .wide { display: block; } figure .narrow { display: none; }
  details { display: none; }
  a { text-decoration: none; }
}
`;
