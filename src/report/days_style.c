/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

/* The hues are told apart by all kinds of colour vision (after Okabe and Ito, 2002), darkened or
 * lightened until text and lines have WCAG's contrast on their ground; dashes and hatching tell the
 * same. */
static const char colours[] =
    ":root{color-scheme:light dark;--ground:#fbfbf9;--sheet:#fff;--ink:#1c1f23;--quiet:#565e66;--edge:#d5d8dc;--track:#eceef0;"
    "--a:#0067a3;--b:#a85400;--c:#00735a;--d:#9a3d78;--h1:#dcebf5;--h2:#b3d3e9;--h3:#4f93c2;--h4:#1f6ea6;--h5:#064b78;--on:#fff}\n"
    "@media(prefers-color-scheme:dark){:root{--ground:#15181b;--sheet:#1d2125;--ink:#e8eaec;--quiet:#a5adb5;--edge:#3a4148;--track:#2a2f35;"
    "--a:#6bb8ea;--b:#eda63a;--c:#43c9a1;--d:#dd9cc2;--h1:#1f3443;--h2:#27485f;--h3:#4f93c2;--h4:#7db9e0;--h5:#b7dcf3;--on:#0d1114}}\n";

static const char frame[] =
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\n"
    "header,main,footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}\n"
    "header{padding-top:2rem}\n"
    "h1{font-size:1.7rem;line-height:1.2;margin:0 0 .4rem;overflow-wrap:anywhere}\n"
    "h2{font-size:1.2rem;margin:2.6rem 0 .6rem;padding-top:.8rem;border-top:1px solid var(--edge)}\n"
    "p{margin:.5rem 0}.quiet,small{color:var(--quiet)}small{display:block;font-size:.82rem;line-height:1.4}\n"
    "nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:1rem 0 0;padding:0}\n"
    "a{color:var(--a)}a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--a);outline-offset:2px}\n"
    ".tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(13.5rem,1fr));gap:.8rem;margin:1.4rem 0;padding:0;list-style:none}\n"
    ".tiles li{background:var(--sheet);border:1px solid var(--edge);border-radius:.4rem;padding:.7rem .9rem}\n"
    ".tiles b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums;font-weight:600;line-height:1.3}\n"
    ".scroll{overflow-x:auto}\n"
    "table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}\n"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--edge);font-weight:400}\n"
    "thead th{color:var(--quiet);font-size:.82rem;vertical-align:bottom}\n"
    ".n{text-align:right;white-space:nowrap}th:first-child{padding-left:0}\n"
    ".figures th[scope=row]{min-width:9rem;overflow-wrap:anywhere}.figures .part{padding-left:1.2rem}.interval{white-space:nowrap}.figures td small{white-space:normal;min-width:7rem}\n"
    ".points td small{white-space:normal;text-wrap:balance}"
    "@media screen and (max-width:56rem){.points thead{display:none}.points,.points tbody,.points tr{display:block}.points tr{padding:.5rem 0;border-bottom:1px solid var(--edge)}"
    ".points td,.points th[scope=row]{display:grid;grid-template-columns:1fr auto;column-gap:.8rem;padding:.1rem 0;border:0;text-align:right}.points [data-head]::before{content:attr(data-head);color:var(--quiet);text-align:left}"
    ".points [data-head]>small{grid-column:1/-1}}\n";

static const char charts[] =
    "figure{margin:1.2rem 0;background:var(--sheet);border:1px solid var(--edge);border-radius:.4rem;padding:.9rem 1rem}\n"
    "figcaption{font-weight:600;margin-bottom:.5rem}\n"
    "svg{display:block;width:100%;min-width:38rem;height:auto;font:12px system-ui,sans-serif}\n"
    "svg text{fill:var(--ink)}.end{text-anchor:end}.middle{text-anchor:middle}.small{font-size:11px}svg text.on{fill:var(--on)}\n"
    ".axis{stroke:var(--quiet);stroke-width:1}.grid{stroke:var(--edge);stroke-width:1}\n"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round}\n"
    ".line.a{stroke:var(--a)}.line.b{stroke:var(--b);stroke-dasharray:8 4}.line.c{stroke:var(--c);stroke-dasharray:2 3}.line.d{stroke:var(--d);stroke-dasharray:10 3 2 3}\n"
    ".fill-a{fill:var(--a)}.fill-d{fill:var(--d)}.soft{fill-opacity:.25}.stroke-d{stroke:var(--d);stroke-width:4}.hatched{fill:url(#hatch);stroke:var(--d)}\n"
    ".track,.aside{fill:var(--track)}.whisker{stroke:var(--ink);stroke-width:1.5}\n"
    ".ideal{stroke:var(--quiet);stroke-dasharray:5 4}.dot{fill:var(--a);stroke:var(--sheet);stroke-width:1.5}.dot.open{fill:var(--sheet);stroke:var(--a);stroke-width:2}.chosen{fill:none;stroke:var(--d);stroke-width:3}.aim{stroke:var(--d);stroke-width:1.5;stroke-dasharray:10 3 2 3}svg .strong{font-weight:600}.gap{stroke:var(--a);stroke-width:1.5}\n"
    ".heat0{fill:var(--track)}.heat1{fill:var(--h1)}.heat2{fill:var(--h2)}.heat3{fill:var(--h3)}.heat4{fill:var(--h4)}.heat5{fill:var(--h5)}\n"
    "details{margin:.6rem 0}summary{cursor:pointer;color:var(--quiet)}\n";

static const char beside[] =
    ".beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.4rem 1.6rem}.beside h4,.beside .talk li{margin-left:0}\n"
    ".beside h4{margin:.6rem 0 0}.moments{padding-left:0;list-style:none}.moments li{margin:.6rem 0;padding:.1rem .8rem;border-left:3px solid var(--edge)}\n"
    ".moments .lost{border-left-style:double;border-left-width:6px;border-color:var(--d)}.moments q{display:block;color:var(--quiet);overflow-wrap:anywhere}\n"
    ".mark{display:block;font-size:.82rem}.mark b{font-weight:600}:target{outline:2px solid var(--a);outline-offset:3px}\n";

static const char talk[] =
    ".contact{background:var(--sheet);border:1px solid var(--edge);border-radius:.4rem;padding:.5rem .9rem;margin:.6rem 0}\n"
    ".contact summary{color:var(--ink)}.talk{list-style:none;margin:.6rem 0;padding:0}\n"
    ".talk li{margin:.5rem 0;padding:.1rem .8rem;border-left:3px solid var(--edge);max-width:46rem}\n"
    ".talk .shopper{border-color:var(--b)}.talk .ai{border-color:var(--a);margin-left:1.6rem}.talk .agent{border-color:var(--c);margin-left:1.6rem}\n"
    ".talk p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "pre{background:var(--sheet);border:1px solid var(--edge);border-radius:.4rem;padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}\n"
    "footer{padding-top:1rem;padding-bottom:3rem}\n"
    "@media(max-width:34rem){body{font-size:15px}.tiles{grid-template-columns:1fr 1fr;gap:.5rem}.tiles li{padding:.5rem .6rem}.tiles b{font-size:1.2rem}"
    "header,main,footer{padding-left:.8rem;padding-right:.8rem}figure{padding:.7rem .6rem}.figures .wide{display:none}.interval{white-space:normal}.figures{font-size:.85rem}.figures th[scope=row]{min-width:0}.figures td small{min-width:0}th,td{padding:.3rem .35rem}}\n"
    "@media print{:root{--ground:#fff;--sheet:#fff;--ink:#000;--quiet:#333;--edge:#aaa;--track:#eee;--a:#0067a3;--b:#a85400;--c:#00735a;--d:#9a3d78;"
    "--h1:#dcebf5;--h2:#b3d3e9;--h3:#4f93c2;--h4:#1f6ea6;--h5:#064b78;--on:#fff}"
    "body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}nav{display:none}figure,.tiles li,.talk li,tr{break-inside:avoid}h2{break-after:avoid}"
    ".scroll{overflow:visible}svg{min-width:0}details::details-content{content-visibility:visible;block-size:auto}}\n";

void
page_style(struct str *out)
{
	str_add(out, "<style>\n");
	str_add(out, colours);
	str_add(out, frame);
	str_add(out, charts);
	str_add(out, beside);
	str_add(out, talk);
	str_add(out, "</style>\n");
}
