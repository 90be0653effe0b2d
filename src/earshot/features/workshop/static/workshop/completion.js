// Proposes fields, their values and operators while somebody types a query: never while an input method composes,
// and never in the way: without an arrow key Enter is a new line as ever.
import { composing } from "web/keys";
import { cut } from "workshop/tokens";

const VALUE = /([\p{L}_]+):\(?(?:[^\s()"]+ OR )*([^\s()":]*)$/u;
const WORD = /(?:^|[\s(（,]|\s-)([\p{L}]{1,12})$/u;
const MOST = 8;

export class Completion {
  #rows = [];
  #at = -1;
  #from = 0;

  /** `names`: {fields: [{name, values, hint}], operators: [{name, hint}]}. */
  constructor(editor, names, label) {
    [this.editor, this.names] = [editor, names];
    this.list = document.createElement("ul");
    this.list.id = "query-names";
    this.list.className = "menu qed-menu";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    editor.box.append(this.list);
    const { area } = editor;
    area.setAttribute("aria-autocomplete", "list");
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("input", (event) => event.isComposing || this.propose());
    area.addEventListener("blur", () => this.close());
    area.addEventListener("click", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.#take([...this.list.children].indexOf(row));
    });
  }

  propose(asked = false) {
    const { area, text } = this.editor;
    const caret = area.selectionStart;
    if (this.editor.isPlain) return this.close();
    const inside = cut(text.slice(0, caret)).at(-1);
    if (caret !== area.selectionEnd || ["c", "s", "x"].includes(inside?.kind) || /[\p{L}\d]/u.test(text[caret] ?? "")) return this.close();
    const before = text.slice(0, caret);
    const value = VALUE.exec(before);
    const field = value && this.names.fields.find(({ name }) => name === value[1].toLowerCase());
    if (field) return this.#open(this.#values(field, value[2]), caret - value[2].length, Boolean(value[2]));
    const word = WORD.exec(before)?.[1] ?? "";
    if (word.length < 2 && !asked) return this.close();
    return this.#open(this.#words(word, asked), caret - word.length, false);
  }

  #values({ values }, typed) {
    const low = typed.toLowerCase();
    const fit = values.filter((each) => each.toLowerCase().startsWith(low));
    return fit.length === 1 && fit[0].toLowerCase() === low ? [] : fit.map((name) => ({ name, text: /[\s()"]/u.test(name) ? `"${name}"` : name, hint: "" }));
  }

  /** Operators answer to capitals only, fields to small letters: whoever writes a word is left alone. */
  #words(typed, asked) {
    const { fields, operators } = this.names;
    const named = fields.map(({ name, hint }) => ({ name: `${name}:`, text: `${name}:`, hint }));
    const signs = operators.map(({ name, hint }) => ({ name, text: name.endsWith("/") ? name : `${name} `, hint }));
    const all = asked && !typed ? [...signs, ...named] : [...signs, ...named].filter(({ name }) => name.startsWith(typed));
    return all.filter(({ name }) => name !== typed);
  }

  #open(rows, from, chosen) {
    if (!rows.length) return this.close();
    [this.#rows, this.#from, this.#at] = [rows.slice(0, MOST), from, chosen ? 0 : -1];
    this.list.replaceChildren(...this.#rows.map(({ name, hint }, place) => {
      const row = document.createElement("li");
      row.id = `query-name-${place}`;
      row.setAttribute("role", "option");
      row.append(Object.assign(document.createElement("code"), { textContent: name }));
      if (hint) row.append(Object.assign(document.createElement("span"), { className: "faint", textContent: hint }));
      return row;
    }));
    const { left, bottom } = this.editor.boxAt(from);
    this.list.hidden = false;
    const most = this.editor.box.clientWidth - this.list.offsetWidth;
    this.list.style.setProperty("left", `${Math.max(0, Math.min(left, most))}px`);
    this.list.style.setProperty("top", `${bottom + 4}px`);
    this.#choose(this.#at);
  }

  close() {
    this.list.hidden = true;
    this.#rows = [];
    this.editor.area.removeAttribute("aria-activedescendant");
    this.editor.area.removeAttribute("aria-controls");
  }

  #choose(place) {
    this.#at = place;
    [...this.list.children].forEach((row, each) => row.setAttribute("aria-selected", String(each === place)));
    const { area } = this.editor;
    area.setAttribute("aria-controls", this.list.id);
    if (place < 0) area.removeAttribute("aria-activedescendant");
    else area.setAttribute("aria-activedescendant", this.list.children[place].id);
  }

  #take(place) {
    const [{ text }, from] = [this.#rows[place], this.#from];
    this.close();
    this.editor.put(from, this.editor.area.selectionStart, text);
    if (text.endsWith(":")) this.propose();
  }

  #key(event) {
    if (composing(event)) return;
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.propose(true);
      return;
    }
    if (this.list.hidden || event.altKey || event.metaKey || event.ctrlKey) return;
    const count = this.#rows.length;
    const moves = { ArrowDown: (this.#at + 1) % count, ArrowUp: (this.#at <= 0 ? count : this.#at) - 1 };
    if (event.key in moves) this.#choose(moves[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.#take(Math.max(0, this.#at));
    else if (event.key === "Enter" && this.#at >= 0) this.#take(this.#at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
