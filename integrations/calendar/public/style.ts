/** Of the pages for guests. System fonts: nothing is fetched before the first paint. */
export const STYLE = `
:root{--ink:#14211f;--soft:#55645f;--line:#d9e0dd;--paper:#fff;--ground:#f4f6f5;--accent:#0b6e66;--accent-ink:#fff;--accent-soft:#e3f1ef;--bad:#a3261d;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--ink:#e7edea;--soft:#a2b0ab;--line:#33403c;--paper:#17201e;--ground:#0f1615;--accent:#57c5b9;--accent-ink:#062321;--accent-soft:#173833;--bad:#ff9a90}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body.embed{background:transparent}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 3rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:12px;display:grid;grid-template-columns:17rem minmax(0,1fr);overflow:hidden}
.about{padding:1.5rem;border-right:1px solid var(--line)}
.work{padding:1.5rem;min-width:0}
h1{font-size:1.35rem;line-height:1.25;margin:.75rem 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:0 0 .75rem}
p{margin:.25rem 0 .75rem;overflow-wrap:anywhere}
.soft,.about dl{color:var(--soft)}
.card.one{grid-template-columns:minmax(0,1fr);max-width:40rem;margin:0 auto}
.offers{list-style:none;margin:1.25rem 0 0;padding:0;display:grid;gap:.75rem}
.offers a{display:grid;gap:.15rem;border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;text-decoration:none;color:var(--ink);overflow-wrap:anywhere}
.offers a:hover{border-color:var(--accent);background:var(--accent-soft)}
.faces{display:flex;align-items:center;gap:.5rem;flex-wrap:wrap;font-weight:600}
.face{width:2.25rem;height:2.25rem;border-radius:50%;background:var(--accent-soft);color:var(--accent);display:grid;place-items:center;font-size:.85rem;font-weight:700;flex:none}
dl{margin:1rem 0 0;display:grid;gap:.5rem}dt{font-size:.8rem}dd{margin:0;color:var(--ink);overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
.pills{display:flex;gap:.5rem;flex-wrap:wrap;margin:0 0 1.25rem;padding:0;list-style:none}
.pill{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:.35rem .9rem;text-decoration:none;color:var(--ink)}
.pill[aria-current]{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
.pick{display:grid;grid-template-columns:minmax(0,1fr) 11.5rem;gap:1.5rem}
.bar{display:flex;align-items:center;justify-content:space-between;margin-bottom:.5rem}
.bar h2{margin:0;text-transform:capitalize}
.step{display:inline-grid;place-items:center;width:2.5rem;height:2.5rem;border-radius:8px;text-decoration:none;font-size:1.2rem;color:var(--ink)}
.step:hover,.day a:hover{background:var(--accent-soft)}
.step.off{color:var(--line)}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th{font-weight:500;font-size:.78rem;color:var(--soft);padding:.35rem 0}
td{padding:2px;text-align:center;height:2.75rem;color:var(--soft);font-variant-numeric:tabular-nums}
.day a{display:grid;place-items:center;height:2.5rem;border-radius:8px;text-decoration:none;color:var(--accent);background:var(--accent-soft);font-weight:600}
.day a[aria-current]{background:var(--accent);color:var(--accent-ink)}
.times{list-style:none;margin:0;padding:0 .25rem .25rem 0;display:grid;gap:.5rem;max-height:21rem;overflow:auto}
.times a{display:block;border:1px solid var(--accent);border-radius:8px;padding:.55rem;text-align:center;text-decoration:none;font-weight:600;font-variant-numeric:tabular-nums}
.times a:hover{background:var(--accent);color:var(--accent-ink)}
.times small{display:block;font-weight:400}
label,legend{display:block;font-weight:600;margin:0 0 .25rem;padding:0}
.field{margin:0 0 1rem}
.hint{font-weight:400;color:var(--soft);font-size:.85rem}
input:not([type=checkbox]),select,textarea{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:8px;padding:.55rem .7rem;min-height:2.75rem}
textarea{min-height:6rem}
.check{display:flex;gap:.6rem;align-items:flex-start}.check input{width:1.25rem;height:1.25rem;margin-top:.15rem;accent-color:var(--accent)}.check label{font-weight:400}
.wrong{color:var(--bad);font-size:.9rem;margin:.25rem 0 0}
[aria-invalid=true]{border-color:var(--bad)!important}
.note{border-left:4px solid var(--accent);background:var(--accent-soft);padding:.75rem 1rem;border-radius:0 8px 8px 0;margin:0 0 1rem}
.note.bad{border-color:var(--bad)}
.button{display:inline-block;font:inherit;font-weight:600;border:1px solid var(--accent);border-radius:8px;padding:.65rem 1.1rem;background:var(--accent);color:var(--accent-ink);text-decoration:none;cursor:pointer}
.button.plain{background:transparent;color:var(--accent)}
.button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.row{display:flex;gap:.75rem;flex-wrap:wrap;align-items:center;margin-top:1rem}
.gone{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.zone{margin-top:1.25rem}
.busy{opacity:.6}
@media (max-width:46rem){main{padding:0}.card,.card.one{grid-template-columns:minmax(0,1fr);border-radius:0;border-width:0 0 1px}.about{border-right:0;border-bottom:1px solid var(--line);padding:1rem}.work{padding:1rem}.pick{grid-template-columns:minmax(0,1fr)}.slots{order:-1}.times{grid-template-columns:repeat(auto-fill,minmax(5.2rem,1fr));max-height:none}}
@media (prefers-reduced-motion:no-preference){a,.button{transition:background .12s}}
`.trim();
