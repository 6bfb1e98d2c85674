// Shows what the server tells: pages with boxes over their text, slides, findings.
"use strict";

const $ = (id) => document.getElementById(id);
const pages = $("pages"), slides = $("slides");
let state = null, fragments = [], fonts = "", chosen = 0;

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A strict policy takes no style from HTML: scripts set what the server sent as data.
function filled(element, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const one of parsed.querySelectorAll("script, iframe, object, embed, link, style")) one.remove();
  element.replaceChildren(...parsed.body.childNodes);
  for (const one of element.querySelectorAll("[data-style]")) one.style.cssText = drawn(one.dataset.style);
  for (const one of element.querySelectorAll("img[src^='drawing/']")) one.src = "drawing/" + encoded(one.getAttribute("src").slice(8));
  for (const one of element.querySelectorAll("a[href]")) { one.rel = "noreferrer"; one.target = "_blank"; }
}
const encoded = (address) => address.split("/").map(encodeURIComponent).join("/");
const drawn = (style) => style.replace(/url\(['"]?drawing:([^'")]+)['"]?\)/g, (_, at) => `url("drawing/${encoded(at)}")`);

function place(element, box) {
  const [left, top, width, height] = box;
  Object.assign(element.style, {
    left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%`,
  });
}

// --- pages ---------------------------------------------------------------------------------

function sheet(at) {
  let found = pages.querySelector(`.sheet[data-page="${at}"]`);
  if (!found) {
    found = make("div", { class: "sheet", "data-page": at }, make("span", { class: "number" }, String(at)));
    pages.append(found);
  }
  return found;
}

function showPages() {
  const finished = state.pages;
  if (!finished) {
    let draft = $("draft");
    if (!draft) { draft = make("div", { id: "draft" }); pages.append(draft); }
    filled(draft, state.draft.map((one) => one.html).join(""));
    return;
  }
  $("draft")?.remove();
  finished.sizes.forEach(([width, height], index) => {
    const one = sheet(index + 1);
    one.style.aspectRatio = `${width} / ${height}`;
    if (one.dataset.number !== String(finished.number)) {
      one.dataset.number = finished.number;
      delete one.dataset.loaded;
    }
  });
  for (const one of pages.querySelectorAll(".sheet")) if (+one.dataset.page > finished.sizes.length) one.remove();
  for (const one of pages.querySelectorAll(".sheet")) seen.observe(one);
  for (const one of pages.querySelectorAll(".sheet")) if (near(one)) load(one);
  boxes(finished);
}

const near = (element) => {
  const box = element.getBoundingClientRect();
  return box.bottom > -1200 && box.top < innerHeight + 1200;
};
const seen = new IntersectionObserver((found) => {
  for (const one of found) if (one.isIntersecting) load(one.target);
}, { root: pages, rootMargin: "800px" });

// The new picture takes the old one's place when it can be painted, so nothing flickers.
function load(one) {
  if (one.dataset.loaded === one.dataset.number) return;
  const number = one.dataset.number;
  one.dataset.loaded = number;
  const scale = Math.min(4, Math.max(1, (one.clientWidth * devicePixelRatio) / state.pages.sizes[+one.dataset.page - 1][0]));
  const image = make("img", { alt: `Page ${one.dataset.page}`, src: `page/${number}/${one.dataset.page}.png?scale=${scale.toFixed(2)}` });
  image.decode().then(() => {
    if (one.dataset.number !== number) return;
    one.querySelector("img")?.remove();
    one.prepend(image);
    one.dataset.painted = number;
  }, () => { delete one.dataset.loaded; });
}

function boxes(finished) {
  for (const one of pages.querySelectorAll(".box, .now, .value")) one.remove();
  for (const { page, box, line, tag, now } of finished.boxes) {
    const made = make("button", { class: "box", "data-line": line, tabindex: -1, "aria-label": `${state.path}, line ${line}` });
    place(made, box);
    sheet(page).append(made);
    if (now !== null) overlay(page, box, line, tag, now);
  }
  for (const { page, box, name, told } of finished.values) {
    const made = make("button", { class: "value", "data-told": told, tabindex: -1, "aria-label": told || name });
    place(made, box);
    sheet(page).append(made);
  }
}

// What was saved since the pages were finished stands over them, in their own size.
function overlay(page, box, line, tag, now) {
  const on = sheet(page), made = make("div", { class: now.length ? "now" : "now gone", "data-line": line });
  place(made, box);
  if (now.length) {
    filled(made, now.join(""));
    made.style.height = "auto";
    made.style.minHeight = `${box[3] * 100}%`;
    const tall = box[3] * on.clientHeight, wide = box[2] * on.clientWidth;
    const letters = Math.max(1, made.textContent.length);
    const guess = Math.sqrt((tall * wide) / (letters * 0.62));
    const usual = on.clientWidth * (9.6 / state.pages.sizes[page - 1][0]);
    made.style.fontSize = `${/^h/.test(tag) ? Math.min(guess, usual * 2) : Math.min(Math.max(guess * 0.98, usual * 0.7), usual * 1.1)}px`;
  }
  on.append(made);
}

// --- slides --------------------------------------------------------------------------------

function showSlides() {
  const wide = state.slide.width * 96 / 25.4, high = state.slide.height * 96 / 25.4;
  state.slides.forEach((slide, index) => {
    let frame = slides.children[index];
    if (!frame) {
      frame = make("div", { class: "frame", tabindex: -1, role: "group" }, make("div", { class: "inner" }));
      slides.append(frame);
      scaled.observe(frame);
    }
    frame.style.aspectRatio = `${wide} / ${high}`;
    frame.dataset.line = slide.line;
    frame.setAttribute("aria-label", `Slide ${index + 1}: ${slide.title}`);
    const inner = frame.firstChild;
    Object.assign(inner.style, { width: `${wide}px`, height: `${high}px` });
    if (fragments[index] !== slide.html) filled(inner, slide.html);
    fragments[index] = slide.html;
    fit(frame);
  });
  while (slides.children.length > state.slides.length) { slides.lastChild.remove(); fragments.pop(); }
}

const fit = (frame) => {
  if (state) frame.firstChild.style.transform = `scale(${frame.clientWidth / (state.slide.width * 96 / 25.4)})`;
};
const scaled = new ResizeObserver((found) => found.forEach((one) => fit(one.target)));

// --- findings, sections, state -------------------------------------------------------------

function showFindings() {
  const list = $("list");
  list.replaceChildren(...state.findings.map((one) => {
    const button = make("button", { "data-line": one.line, "data-path": one.path },
      make("span", { class: `level ${one.level}` }, `${one.level} `),
      make("span", { class: "place" }, `${one.path}:${one.line}:${one.column} `), one.message,
      make("span", { class: "help" }, one.help));
    button.addEventListener("click", () => choose(one.line, one.path));
    return make("li", {}, button);
  }));
  $("findings").hidden = !state.findings.length;
  const errors = state.findings.filter((one) => one.level === "error").length;
  $("count").textContent = `${errors} ${errors === 1 ? "error" : "errors"}, ${state.findings.length - errors} warnings`;
  for (const one of document.querySelectorAll(".box, .frame")) one.classList.remove("error", "warning");
  for (const found of state.findings) {
    if (found.path !== state.path) continue;
    for (const kind of [".box", ".frame"]) nearest(kind, found.line)?.classList.add(found.level);
  }
}

function showState() {
  document.title = `${state.title || state.path} – preview`;
  $("title").textContent = state.title || state.path;
  const failed = state.refused || state.findings.some((one) => one.level === "error");
  $("state").className = failed ? "failed" : "";
  $("state").textContent = state.refused || (failed ? "not built: see the findings" : state.busy ? "pages are being finished…" : state.pages ? `finished in ${state.finished} s` : "");
  document.body.dataset.number = state.number;
  document.body.dataset.busy = state.busy;
  const sections = $("sections"), chosen = sections.value;
  sections.replaceChildren(...state.headings.map((one) => make("option", { value: one.line }, one.words)));
  if ([...sections.options].some((one) => one.value === chosen)) sections.value = chosen;
}

function nearest(kind, line) {
  let best = null;
  for (const one of document.querySelectorAll(`${kind}[data-line]`)) {
    const at = +one.dataset.line;
    if (!best || (at <= line && at > +best.dataset.line)) best = one;
  }
  return best;
}

// Choosing a line shows it in both panes, says where it is, and opens it where that can be done.
function mark() {
  for (const one of document.querySelectorAll(".near")) one.classList.remove("near");
  const found = chosen ? [".box", ".frame"].map((kind) => nearest(kind, chosen)) : [];
  for (const one of found) one?.classList.add("near");
  return found;
}
function choose(line, path = state.path, opens = false) {
  chosen = path === state.path ? line : 0;
  for (const one of mark()) one?.scrollIntoView({ block: "nearest" });
  const address = state.editor && state.editor.replace("{path}", `${state.root}/${path}`).replace("{line}", line);
  const words = `${path}:${line}`;
  $("where").replaceChildren(address ? make("a", { href: address }, words) : words);
  if (opens && address) location.href = address;
  else if (opens) navigator.clipboard?.writeText(words).catch(() => {});
}

document.addEventListener("click", (event) => {
  const found = event.target.closest("[data-line]");
  if (found && !event.target.closest("a, #findings")) choose(+found.dataset.line, state.path, true);
});
$("sections").addEventListener("change", (event) => choose(+event.target.value));

document.addEventListener("mouseover", (event) => {
  const told = event.target.dataset?.told, hover = $("hover");
  hover.hidden = !told;
  if (!told) return;
  hover.textContent = told;
  const box = event.target.getBoundingClientRect();
  hover.style.left = `${Math.min(box.left, innerWidth - 380)}px`;
  hover.style.top = `${box.bottom + 6}px`;
});

// --- tools and keys ------------------------------------------------------------------------

let zoom = +(sessionStorage.zoom || 1);
function zoomed(by) {
  zoom = Math.min(3, Math.max(0.4, zoom * by));
  sessionStorage.zoom = zoom;
  const at = pages.scrollTop / Math.max(1, pages.scrollHeight);
  document.documentElement.style.setProperty("--zoom", zoom);
  pages.scrollTop = at * pages.scrollHeight;
}
zoomed(1);
$("larger").onclick = () => zoomed(1.15);
$("smaller").onclick = () => zoomed(1 / 1.15);

function dark(is) {
  document.documentElement.classList.toggle("dark", is);
  sessionStorage.dark = is ? "1" : "";
}
dark("dark" in sessionStorage ? !!sessionStorage.dark : matchMedia("(prefers-color-scheme: dark)").matches);
$("scheme").onclick = () => dark(!document.documentElement.classList.contains("dark"));

function only(kind) {
  const panes = $("panes"), narrow = innerWidth <= 800;
  const hides = kind === "pages" ? "slides-only" : "pages-only", other = kind === "pages" ? "pages-only" : "slides-only";
  if (narrow) panes.className = other;
  else panes.classList.toggle(hides) && panes.classList.remove(other);
  $("show-pages").setAttribute("aria-pressed", !panes.classList.contains("slides-only"));
  $("show-slides").setAttribute("aria-pressed", !panes.classList.contains("pages-only"));
}
$("show-pages").onclick = () => only("pages");
$("show-slides").onclick = () => only("slides");
$("help").onclick = () => $("keys").showModal();

function step(kind, by) {
  const pane = kind === ".sheet" ? pages : slides, all = [...pane.querySelectorAll(kind)];
  const top = pane.getBoundingClientRect().top;
  const at = all.findIndex((one) => one.getBoundingClientRect().bottom > top + 40);
  all[Math.min(all.length - 1, Math.max(0, at + by))]?.scrollIntoView({ block: "start" });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, dialog")) return;
  const keys = {
    j: () => step(".sheet", 1), k: () => step(".sheet", -1), n: () => step(".frame", 1), p: () => step(".frame", -1),
    "+": () => zoomed(1.15), "-": () => zoomed(1 / 1.15), "−": () => zoomed(1 / 1.15),
    d: () => $("scheme").click(), f: () => $("list").querySelector("button")?.click(), "?": () => $("help").click(),
  };
  if (keys[event.key]) { keys[event.key](); event.preventDefault(); }
});

// --- the stream ----------------------------------------------------------------------------

function show(next) {
  const before = [pages.scrollTop, slides.scrollTop];
  state = next;
  if (!fonts && state.slides.length) {
    fonts = "asked";
    const style = make("link", { rel: "stylesheet", href: `slides.css?${state.number}` });
    document.head.append(style);
  }
  showSlides();
  showPages();
  showFindings();
  showState();
  mark();
  [pages.scrollTop, slides.scrollTop] = before;
  requestAnimationFrame(() => { document.body.dataset.painted = state.number; });
}
const stream = new EventSource("events");
stream.onmessage = (event) => show(JSON.parse(event.data));
stream.onerror = () => { $("state").textContent = "the preview has ended"; $("state").className = "failed"; };
