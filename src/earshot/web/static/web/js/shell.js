// What every page has: looks that change at once and are remembered, toasts, menus that close.
import "web/keys";
import "web/palette";
import "web/stale";
import { sendForm } from "web/trusted";

const words = document.getElementById("words")?.dataset ?? {};

/** Says something in the corner. `kind`: "", warning, error. Answers the element. */
export function say(text, kind = "") {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-toast-text]").textContent = text;
  if (kind) {
    const icon = toast.querySelector("use");
    icon.setAttribute("href", icon.getAttribute("href").replace("#i-info", "#i-warn"));
    toast.classList.add(kind);
  }
  document.getElementById("toasts").append(toast);
  arm(toast);
  return toast;
}

/** An act that the server refused, with what it says: by a toast, or by a page of what is wrong and what to do. */
export class Refused extends Error {
  constructor(page) {
    const toast = page.querySelector(".toast.error [data-toast-text]");
    super(toast?.textContent ?? [...page.querySelectorAll("body.plain :is(h1, h1 + .read)")].map((each) => each.textContent.trim()).join("\n"));
  }
}

/** Whatever a failed act has to say, in words. */
export function sayFailed(error) {
  if (error instanceof Refused && error.message) return say(error.message, "error");
  return say(error instanceof TypeError ? words.offline : words.failed, "error");
}

function arm(toast) {
  if (toast.dataset.left) return countDown(toast, Number(toast.dataset.left));
  if (!toast.classList.contains("error") && !toast.classList.contains("warning")) setTimeout(() => toast.remove(), 6000);
}

/** The seconds in which something can still be taken back, counted by this machine's steady clock. */
function countDown(toast, seconds) {
  const end = performance.now() + seconds * 1000;
  const figure = toast.querySelector("[data-seconds]");
  const ring = toast.querySelector(".ring circle");
  const tick = () => {
    const left = Math.max(0, end - performance.now());
    if (figure) figure.textContent = String(Math.ceil(left / 1000));
    if (ring) ring.style.strokeDashoffset = String(50 * (1 - left / 10000));
    if (left > 0 && toast.isConnected) setTimeout(tick, 250);
    else toast.remove();
  };
  tick();
}

function looks(form, button) {
  const root = document.documentElement;
  if (button.name === "theme" && !button.value) delete root.dataset.theme;
  else root.dataset[button.name] = button.value;
  for (const other of form.querySelectorAll(`[name=${button.name}]`)) other.setAttribute("aria-pressed", String(other === button));
  sendForm(form, button).then((answer) => { if (!answer.ok) sayFailed(); }, sayFailed);
}

/** Copies a field's text; where the browser forbids it (plain http), the text is selected to be copied by hand. */
function copyField(button) {
  const field = document.querySelector(button.dataset.copy);
  field.select();
  const copied = () => { if (button.dataset.copied) say(button.dataset.copied); };
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(copied, () => field.focus());
  else field.focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-looks]")) {
    event.preventDefault();
    looks(event.target, event.submitter);
  }
});
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) copyField(copy);
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
  for (const menu of document.querySelectorAll("details.pop[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.pop[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const toast of document.querySelectorAll("[data-toast]")) arm(toast);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node.dataset?.left) arm(node);
}).observe(document.getElementById("toasts"), { childList: true });
