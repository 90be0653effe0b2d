// Puts a fresh rendering into the page without taking anything out of a person's hands: an element that has the
// focus, a selection, an input composition or unsaved text is kept; what could not be shown is reported.
const FIELDS = "input, textarea, select, [contenteditable]";

const selected = (node) => {
  const selection = document.getSelection();
  return selection && !selection.isCollapsed && selection.containsNode(node, true);
};
const dirty = (node) => [...node.querySelectorAll("input:not([type=hidden]), textarea")].some((field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue);
const held = (node) => node.contains(document.activeElement) || selected(node) || dirty(node);

/** State that belongs to the person, not to the server's rendering. */
function keepState(old, fresh) {
  if (old.matches("[data-row]") || old.querySelector("[data-row]")) {
    const at = old.matches("[data-row]") ? old : old.querySelector("[data-row]");
    const to = fresh.matches("[data-row]") ? fresh : fresh.querySelector("[data-row]");
    if (to && at.hasAttribute("aria-current")) to.setAttribute("aria-current", at.getAttribute("aria-current"));
    else to?.removeAttribute("aria-current");
  }
  for (const details of old.querySelectorAll("details[id][open]")) fresh.querySelector(`#${details.id}`)?.setAttribute("open", "");
}

function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** Makes `old` look like `fresh`. Answers the elements that were left alone. */
export function merge(old, fresh) {
  keepState(old, fresh);
  if (old.isEqualNode(fresh)) return [];
  if (old.hasAttribute("data-keyed")) return mergeKeyed(old, fresh);
  if (!held(old)) {
    old.replaceWith(document.importNode(fresh, true));
    return [];
  }
  if (old.tagName !== fresh.tagName || old.matches(FIELDS)) return [old];
  if (old === document.activeElement && !selected(old)) {
    copyAttributes(old, fresh);
    old.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    return [];
  }
  if (old.children.length !== fresh.children.length || !old.children.length) return [old];
  copyAttributes(old, fresh);
  const pairs = [...old.children].map((child, index) => [child, fresh.children[index]]);
  return pairs.flatMap(([child, next]) => merge(child, next));
}

/** Children with `data-key` are matched by it: added, removed, moved, and merged where they differ. */
function mergeKeyed(old, fresh) {
  copyAttributes(old, fresh);
  const before = new Map([...old.children].map((child) => [child.dataset.key, child]));
  const left = [];
  const stays = new Set([...fresh.children].map((child) => child.dataset.key));
  let place = old.firstElementChild;
  for (const next of [...fresh.children]) {
    while (place && !stays.has(place.dataset.key)) place = place.nextElementSibling; // it goes, or is held where it is
    const same = before.get(next.dataset.key);
    if (!same) {
      old.insertBefore(document.importNode(next, true), place);
      continue;
    }
    before.delete(next.dataset.key);
    if (same === place) place = place.nextElementSibling;
    else if (!same.contains(document.activeElement)) old.insertBefore(same, place);
    left.push(...merge(same, next));
  }
  for (const gone of before.values()) {
    if (held(gone)) left.push(gone);
    else gone.remove();
  }
  return left;
}

/** Merges the regions of these ids. Answers the elements left alone. */
export function mergeRegions(page, ids) {
  return ids.flatMap((id) => {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    return old && fresh ? merge(old, fresh) : [];
  });
}
