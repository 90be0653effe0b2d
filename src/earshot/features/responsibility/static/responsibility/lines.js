// What was found in the policy, at its line: a mark in the margin and words behind the end of the line; below the field,
// what is said of the line that one stands in. Nothing of it moves the text or takes the focus.
import { composing } from "web/keys";

const BEHIND = 20; // pixels between the end of a line and what is said of it
const WORST = ["wrong", "blocks", "undecided", "taken"];
const area = document.getElementById("policy-text");
const problems = document.getElementById("policy-problems");
const place = document.getElementById("policy-lines");
const here = document.getElementById("policy-here");
const told = document.getElementById("policy-told");
const pen = document.createElement("canvas").getContext("2d");
let found = [];
let lineCount = 0;
let waiting = 0;

const rank = (kind) => WORST.indexOf(kind);
const caretLine = () => area.value.slice(0, area.selectionStart).split("\n").length;
const offsetOf = (line) => area.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);

/** What stands in the list of findings, by line, the first line first. */
function gathered() {
  const byLine = new Map();
  for (const each of problems.querySelectorAll("[data-kind]")) {
    const line = Number(each.dataset.at);
    const entry = byLine.get(line) ?? { line, kind: "taken", says: [], where: "", icon: null };
    if (!entry.icon || rank(each.dataset.kind) < rank(entry.kind)) {
      entry.kind = each.dataset.kind;
      entry.icon = (each.closest(".proof > li")?.querySelector("summary") ?? each).querySelector("svg");
    }
    entry.where = each.querySelector("[data-where]").textContent;
    entry.says.push(each.querySelector("[data-says]").textContent.trim());
    byLine.set(line, entry);
  }
  return [...byLine.values()].sort((one, other) => one.line - other.line);
}

function mark(each, height, text) {
  const item = document.createElement("li");
  item.dataset.line = each.line;
  item.className = each.kind;
  item.style.setProperty("--y", `${(each.line - 1) * height}px`);
  item.style.setProperty("--x", `${pen.measureText(text.replaceAll("\t", "        ")).width + BEHIND}px`);
  const sign = document.createElement("span");
  sign.className = "sign";
  sign.append(each.icon.cloneNode(true));
  item.append(sign);
  if (each.kind === "taken") return item;
  const words = document.createElement("span");
  words.className = "words";
  words.textContent = each.says.length > 1 ? `${each.says[0]} (+${each.says.length - 1})` : each.says[0];
  item.append(words);
  return item;
}

function draw() {
  const style = getComputedStyle(area);
  pen.font = style.font;
  const lines = area.value.split("\n");
  lineCount = lines.length;
  place.replaceChildren(...found.map((each) => mark(each, parseFloat(style.lineHeight), lines[each.line - 1] ?? "")));
  follow();
}

function follow() {
  place.style.setProperty("--up", `${-area.scrollTop}px`);
  place.style.setProperty("--back", `${-area.scrollLeft}px`);
}

/** What is said of the line one stands in; empty where nothing is. */
function tellHere() {
  const line = document.activeElement === area ? caretLine() : 0;
  const each = found.find((one) => one.line === line);
  const says = each ? [each.where, ...each.says].join("\n") : "";
  if (here.textContent !== says) here.textContent = says;
  here.dataset.kind = each ? each.kind : "";
}

/** The findings as they are now. How many there are is said once, when it changes. */
function take() {
  found = gathered();
  draw();
  tellHere();
  const sum = problems.querySelector("[data-sum]")?.textContent.trim() ?? "";
  if (told.textContent !== sum) told.textContent = sum;
}

/** Lines came or went above what was found: it goes with its line, until it is found anew. */
function typed() {
  const more = area.value.split("\n").length - lineCount;
  const line = caretLine();
  if (more) found = found.map((each) => (each.line > line - Math.max(more, 0) ? { ...each, line: each.line + more } : each));
  draw();
}

/** Puts the caret into a line and shows it. */
export function goTo(line, column) {
  const at = offsetOf(line) + column - 1;
  area.focus();
  area.setSelectionRange(at, at);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  const top = (line - 1) * height;
  if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 2 * height) area.scrollTop = top - area.clientHeight / 3;
  follow();
  const shown = document.createElement("li");
  shown.style.setProperty("--y", `${top}px`);
  place.append(shown);
  shown.scrollIntoView({ block: "nearest" });
  shown.remove();
  tellHere();
}

/** The next finding below the caret (above it: `back`), and from the end on the first again. */
function next(back) {
  const all = found.filter((each) => each.kind !== "taken");
  if (!all.length) return;
  const line = document.activeElement === area ? caretLine() : 0;
  const to = back ? all.findLast((each) => each.line < line) ?? all.at(-1) : all.find((each) => each.line > line) ?? all[0];
  goTo(to.line, 1);
}

new MutationObserver(take).observe(problems, { childList: true });
new ResizeObserver(draw).observe(area);
area.addEventListener("input", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(typed);
});
area.addEventListener("scroll", follow, { passive: true });
area.addEventListener("blur", tellHere);
document.addEventListener("selectionchange", () => document.activeElement === area && tellHere());
document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey || composing(event)) return;
  event.preventDefault();
  next(event.shiftKey);
});
document.getElementById("policy-keys").hidden = false;
take();
