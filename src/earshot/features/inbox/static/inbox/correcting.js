// Corrections at once: a key opens the choices of a finding, a digit takes one. It shows in the next frame; a refusal
// takes it back and says why; the word in the corner takes it back as long as it stands there.
import { activate, composing, holder, onKey } from "web/keys";
import { Refused, say, sayFailed } from "web/shell";
import { sendForm } from "web/trusted";

const KEYS = ["m", "i", "l", "h", "o", "x"];
const words = () => document.getElementById("undo-words")?.dataset ?? {};

function field(name, value) {
  const input = document.createElement("input");
  [input.type, input.name, input.value] = ["hidden", name, value];
  return input;
}

/** A plain form that says the word back. */
function undoForm(form, button) {
  const from = { ...form.dataset, ...button?.dataset };
  if (!from.undoName) return null;
  const undo = document.createElement("form");
  undo.method = "post";
  undo.action = from.undoAction ?? form.action;
  undo.dataset.act = "correct";
  undo.dataset.undoing = "";
  undo.append(form.querySelector("[name=csrfmiddlewaretoken]").cloneNode(), field("next", location.pathname + location.search));
  undo.append(field(from.undoName, from.undoValue));
  const press = document.createElement("button");
  press.className = "btn";
  press.dataset.keys = "z";
  press.setAttribute("aria-keyshortcuts", "z");
  const key = document.createElement("kbd");
  key.textContent = "Z";
  press.append(words().text, key);
  undo.append(press);
  return undo;
}

function sayDone(text, undo, form) {
  for (const old of document.querySelectorAll("#toasts [data-undoing]")) old.closest("[data-toast]")?.remove();
  const toast = say(text);
  const place = toast.querySelector("[data-toast-text]");
  if (form.dataset.further) {
    const link = document.createElement("a");
    [link.href, link.textContent] = [form.dataset.further, form.dataset.furtherText];
    place.after(link);
  }
  if (undo) place.after(undo);
}

/** What the page will show, at once. Answers how to take it back. */
function showAtOnce(form, button) {
  const menu = form.closest("details.fix");
  const word = menu?.querySelector("[data-word]");
  const before = word?.textContent;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (word && button?.dataset.shows) word.textContent = button.dataset.shows;
  menu?.setAttribute("aria-busy", "true");
  return () => {
    if (word) word.textContent = before;
    menu?.removeAttribute("aria-busy");
  };
}

/** Sends a correction along; `refresh` asks for what else it changes. */
export async function correctNow(form, button, refresh) {
  const undo = "undoing" in form.dataset ? null : undoForm(form, button);
  const done = words().done;
  const back = showAtOnce(form, button);
  try {
    const answer = await sendForm(form, button, ["toasts"]);
    if (!(answer.ok || answer.redirected) || answer.page.querySelector(".toast.error")) throw new Refused(answer.page);
    const told = [...answer.page.querySelectorAll("#toasts > [data-toast] > [data-toast-text]")].at(-1)?.textContent;
    if ("undoing" in form.dataset) {
      form.closest("[data-toast]")?.remove();
      say(told ?? done);
    } else if (told) {
      sayDone(told, button?.name === "take_back" ? null : undo, form);
    }
  } catch (error) {
    back();
    sayFailed(error);
  }
  form.closest("details.fix")?.removeAttribute("aria-busy");
  refresh();
}

const plain = (text) => text.normalize("NFKC").toLowerCase();

/** A long menu has a field: what is typed there leaves only the choices that are called so, and Enter takes the first.
 * With nothing typed the digits work as in every other menu. Without this script the field stays hidden. */
function narrow(field) {
  const menu = field.closest("details");
  const wanted = plain(field.value.trim());
  let left = 0;
  for (const choice of menu.querySelectorAll("button.menu-item")) {
    choice.hidden = Boolean(wanted) && !plain(choice.querySelector("span:last-of-type").textContent).includes(wanted);
    left += choice.hidden ? 0 : 1;
  }
  menu.querySelector("[data-none]").hidden = left > 0;
}

function chosenBy(event, field) {
  const menu = field.closest("details");
  if (event.key === "Enter") {
    event.preventDefault();
    return field.value.trim() ? menu.querySelector("button.menu-item:not([hidden])") : null;
  }
  return !field.value && /^[0-9]$/.test(event.key) ? menu.querySelector(`[data-choice="${event.key}"]`) : null;
}

function armNarrowing() {
  document.addEventListener("toggle", ({ target }) => {
    const field = target.matches("details.fix") && target.querySelector("[data-narrows]");
    if (!field) return;
    field.hidden = false;
    if (target.open && matchMedia("(pointer: fine)").matches) field.focus();
    if (!target.open && field.value) {
      field.value = "";
      narrow(field);
    }
  }, true);
  document.addEventListener("input", ({ target }) => { if (target.matches("[data-narrows]")) narrow(target); });
  document.addEventListener("keydown", (event) => {
    if (composing(event) || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches?.("[data-narrows]")) return;
    const choice = chosenBy(event, event.target);
    if (choice) {
      event.preventDefault();
      choice.click();
    }
  });
}

/** In the list the keys open the current conversation first. `open` does, and answers whether one is there. */
export function armCorrecting(open) {
  armNarrowing();
  for (let digit = 0; digit <= 9; digit += 1) {
    onKey(String(digit), () => {
      const choice = document.querySelector(`details.fix[open] [data-choice="${digit}"]`);
      choice?.click();
      return Boolean(choice);
    });
  }
  for (const key of KEYS) {
    onKey(key, () => {
      const opening = open();
      opening?.then(() => { const found = holder(key); if (found) activate(found); });
      return Boolean(opening);
    });
  }
}
