// Single keys and chords. A key belongs to the visible element that names it: data-keys="e", data-keys="g i".
// Never while an input method composes, never in a field, never with a dialog open, and off where the person says so.
const FIELD = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true]";
const CHORD_MS = 1200;

export const composing = (event) => event.isComposing || event.keyCode === 229;
export const typing = (target) => target instanceof Element && Boolean(target.closest(FIELD));
const off = () => document.documentElement.dataset.singleKeys === "off";

const shows = (element) => element.checkVisibility({ visibilityProperty: true });

/** A closed menu in which the element waits, if it can be opened. */
const menuOf = (element) => {
  const menu = element.closest("details.pop:not([open])");
  return menu && shows(menu) && !element.matches("summary") ? menu : null;
};

/** Whether the element can be acted on: it shows, or it waits in a menu that does. */
export const reachable = (element) => shows(element) || Boolean(menuOf(element));

/** The element that answers to these keys. */
export function holder(keys) {
  return [...document.querySelectorAll(`[data-keys="${CSS.escape(keys)}"]`)].find(reachable);
}

/** Does what a click would do; a field gets the focus instead, and a menu opens with its first field focused. */
export function activate(element) {
  if (!shows(element)) menuOf(element)?.setAttribute("open", "");
  if (element.matches(FIELD)) {
    element.focus();
    element.select?.();
    return;
  }
  element.click();
  if (element.dataset.focus) document.getElementById(element.dataset.focus)?.focus();
  const menu = element.closest("details");
  if (element.matches("summary") && menu.open) menu.querySelector("select, input:not([type=hidden]), textarea, button")?.focus();
}

const others = new Map();
/** Registers a key that no element holds, such as j and k. */
export const onKey = (key, act) => others.set(key, act);

let first = "";
let firstAt = 0;

function plainKey(event) {
  const { key } = event;
  const chord = first && performance.now() - firstAt < CHORD_MS ? `${first} ${key}` : "";
  first = "";
  if (key === "g" && !chord) {
    [first, firstAt] = ["g", performance.now()];
    return;
  }
  const element = holder(chord || key);
  if (element) {
    event.preventDefault();
    activate(element);
  } else if (!chord && others.get(key)?.(event) === true) {
    event.preventDefault();
  }
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const button = event.target.closest?.("form")?.querySelector("[data-send]");
    if (button && !button.disabled) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) {
    event.target.blur();
    return;
  }
  if (off() || typing(event.target) || document.querySelector("dialog[open]")) return;
  plainKey(event);
});
