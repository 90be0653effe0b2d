// The field of a query with colours behind it. The field itself stays a plain one: input methods, undo and dictation
// see nothing else. Behind it lies the same text, broken in the same way, with what is to be seen of its parts.
import { cut, partners, unitsOf } from "workshop/tokens";

/** How many characters two texts have in common at their beginnings, and, of the rest, at their ends. */
function common(before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return [head, tail];
}

const LONGEST = 20_000;

export class Editor {
  #marks = [];
  #lines = [];
  #coming = 0;
  #shown = "";

  constructor(area) {
    this.area = area;
    this.box = document.createElement("div");
    this.paper = document.createElement("div");
    this.box.className = "qed";
    this.paper.className = "qed-paper";
    this.paper.setAttribute("aria-hidden", "true");
    area.before(this.box);
    this.box.append(this.paper, area);
    area.addEventListener("input", () => this.#typed());
    document.addEventListener("selectionchange", () => document.activeElement === area && this.#soon());
    area.addEventListener("blur", () => this.#soon());
    this.paint();
  }

  /** Whether the text is too long for colours: then nothing can be placed beside it either. */
  get isPlain() {
    return this.text.length > LONGEST;
  }

  get text() {
    return this.area.value;
  }

  /** What is to be seen at places of the text, which the server counts in code points: [{start, end, kind}]. */
  mark(marks) {
    const { text } = this;
    this.#marks = marks.map(({ start, end, kind }) => {
      const [from, to] = [unitsOf(text, start), unitsOf(text, end)];
      return { start: to > from ? from : Math.max(0, from - 1), end: Math.max(to, from), kind };
    });
    this.paint();
  }

  /** Puts `fresh` in the place of the code points from `start` to `end`, as if typed: the browser can undo it. */
  change(start, end, fresh) {
    const { text } = this;
    this.put(unitsOf(text, start), unitsOf(text, end), fresh);
  }

  /** The same, counted as the browser counts. */
  put(from, to, fresh) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    const done = fresh ? document.execCommand("insertText", false, fresh) : from === to || document.execCommand("delete");
    if (done) return;
    this.area.setRangeText(fresh, from, to, "end");
    this.area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  /** Leads to a place, in code points. */
  show(start, end) {
    const { text } = this;
    this.area.focus();
    this.area.setSelectionRange(unitsOf(text, start), unitsOf(text, end));
  }

  /** Where the character at `place` is seen, within the box. */
  boxAt(place) {
    if (this.#coming) this.paint();
    const line = this.paper.children[this.text.slice(0, place).split("\n").length - 1];
    let left = place - (this.text.lastIndexOf("\n", place - 1) + 1);
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    range.selectNodeContents(line);
    while (walker.nextNode()) {
      if (left <= walker.currentNode.length) {
        range.setStart(walker.currentNode, left);
        range.setEnd(walker.currentNode, left);
        break;
      }
      left -= walker.currentNode.length;
    }
    const [at, whole] = [range.getClientRects()[0] ?? line.getBoundingClientRect(), this.box.getBoundingClientRect()];
    return { left: at.left - whole.left, bottom: at.bottom - whole.top };
  }

  /** What was marked moves with the text; what was typed over is no longer marked. */
  #typed() {
    const [head, tail] = common(this.#shown, this.text);
    const [last, moved] = [this.#shown.length - tail, this.text.length - this.#shown.length];
    this.#marks = this.#marks.flatMap((mark) => {
      if (mark.end < head) return [mark];
      return mark.start >= last ? [{ ...mark, start: mark.start + moved, end: mark.end + moved }] : [];
    });
    this.#shown = this.text;
    this.#soon();
  }

  /** Once before the next picture, however often it is asked for. */
  #soon() {
    this.#coming ||= requestAnimationFrame(() => this.paint());
  }

  paint() {
    cancelAnimationFrame(this.#coming);
    this.#coming = 0;
    const { text, area } = this;
    this.#shown = text;
    this.box.classList.toggle("plain", this.isPlain); // longer ones are typed without colours, but at once
    if (this.isPlain) return this.#lay([[[text, ""]]], -1);
    const pieces = cut(text);
    const caret = document.activeElement === area && area.selectionStart === area.selectionEnd ? area.selectionStart : -1;
    const pair = caret < 0 ? [] : partners(text, pieces, caret);
    const marks = [
      ...this.#marks,
      ...pair.map((start) => ({ start, end: start + 1, kind: pair.length > 1 ? "pair" : "lone" })),
    ];
    const here = caret < 0 ? -1 : text.slice(0, caret).split("\n").length - 1;
    this.#lay(linesOf(text, pieces, marks), here);
  }

  /** Only lines that read otherwise than before are made anew. */
  #lay(lines, here) {
    const keys = lines.map((parts) => JSON.stringify(parts));
    let head = 0;
    while (head < keys.length && head < this.#lines.length && keys[head] === this.#lines[head]) head += 1;
    let tail = 0;
    const most = Math.min(keys.length, this.#lines.length) - head;
    while (tail < most && keys[keys.length - 1 - tail] === this.#lines[this.#lines.length - 1 - tail]) tail += 1;
    const old = [...this.paper.children];
    if (head + tail === old.length - 1 && head + tail === keys.length - 1) {
      amend(old[head], JSON.parse(this.#lines[head]), lines[head]);
      head += 1;
    }
    for (const line of old.slice(head, old.length - tail)) line.remove();
    const fresh = lines.slice(head, lines.length - tail).map(drawn);
    if (head) this.paper.children[head - 1].after(...fresh);
    else this.paper.prepend(...fresh);
    this.#lines = keys;
    [...this.paper.children].forEach((line, place) => line.classList.toggle("cur", place === here && lines.length > 1));
  }
}

/** For every line its parts: [text, classes]. */
function linesOf(text, pieces, marks) {
  const edges = new Set(pieces.map(({ start }) => start));
  for (const { start, end } of marks) edges.add(start).add(end);
  const cuts = [...edges].filter((place) => place < text.length).sort((one, two) => one - two);
  const lines = [[]];
  let piece = 0;
  cuts.forEach((start, place) => {
    const end = cuts[place + 1] ?? text.length;
    while (pieces[piece].end <= start) piece += 1;
    const over = marks.filter((mark) => mark.start <= start && mark.end >= end).map(({ kind }) => kind);
    const classes = [pieces[piece].kind, ...over].filter(Boolean).join(" ");
    text.slice(start, end).split("\n").forEach((part, row) => {
      if (row) lines.push([]);
      const last = lines.at(-1).at(-1);
      if (part && last?.[1] === classes) last[0] += part;
      else if (part) lines.at(-1).push([part, classes]);
    });
  });
  return lines;
}

const EMPTY = [["\u200b", ""]];

const nodesOf = (parts) => parts.map(([part, classes]) => (classes
  ? Object.assign(document.createElement("span"), { textContent: part, className: classes }) : document.createTextNode(part)));

function drawn(parts) {
  const line = document.createElement("div");
  line.className = "ln";
  line.append(...nodesOf(parts.length ? parts : EMPTY));
  return line;
}

/** Makes one line of `before` one of `after`; what they have in common stays. */
function amend(line, before, after) {
  const [old, fresh] = [before, after].map((parts) => (parts.length ? parts : EMPTY));
  const [head, tail] = common(old.map(String), fresh.map(String));
  const nodes = [...line.childNodes];
  for (const node of nodes.slice(head, nodes.length - tail)) node.remove();
  const come = nodesOf(fresh.slice(head, fresh.length - tail));
  if (head) nodes[head - 1].after(...come);
  else line.prepend(...come);
}
