// The lists below a query: tabs, moving by keys, and a person's word on single posts.
import { onKey } from "web/keys";
import { fetchPage, sendForm } from "web/trusted";

let chosen = "matches";

const panels = () => [...document.querySelectorAll("[data-panel]")];
const open = () => panels().find((panel) => !panel.hidden);

/** Only the chosen list shows; called again whenever lists came. */
export function showTab(name = chosen) {
  chosen = name;
  for (const panel of panels()) panel.hidden = panel.dataset.panel !== chosen;
  for (const tab of document.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === chosen) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

/** The figures in the tabs, as an answer tells them. */
export function tell(page) {
  const found = page.querySelector("[data-found]");
  for (const place of document.querySelectorAll("[data-count]")) {
    const figure = found?.dataset[place.dataset.count];
    if (figure !== undefined) place.textContent = figure;
  }
}

const rows = () => [...(open()?.querySelectorAll("[data-post]") ?? [])];

function step(by) {
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest("[data-post]"));
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

function say(word) {
  const row = document.activeElement?.closest("[data-post]");
  const button = row?.querySelector(`[data-word="${word}"]`);
  if (!button) return false;
  button.click();
  if (rows().at(-1) !== row) step(1);
  return true;
}

/** Shows a word at once; `previous` brings back what stood there. */
function press(form, word) {
  const buttons = [...form.querySelectorAll("[data-word]")];
  const previous = buttons.find((button) => button.getAttribute("aria-pressed") === "true")?.dataset.word ?? "none";
  for (const button of buttons) {
    const on = button.dataset.word === word;
    button.setAttribute("aria-pressed", String(on));
    button.value = on ? "none" : button.dataset.word;
  }
  return previous;
}

/** `labelled` is called when the server has taken a word. */
export function begin(labelled) {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    event.preventDefault();
    showTab(tab.dataset.tab);
    tab.dispatchEvent(new CustomEvent("tab", { bubbles: true, detail: tab.dataset.tab }));
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-label]")) return;
    event.preventDefault();
    const sent = sendForm(form, event.submitter, ["label"]);
    const previous = press(form, event.submitter.value);
    const taken = await sent.then(({ ok }) => ok, () => false);
    if (taken) labelled();
    else press(form, previous);
  });
  onKey("j", () => step(1));
  onKey("k", () => step(-1));
  onKey("y", () => say("right"));
  onKey("x", () => say("wrong"));
}

/** Puts in place what takes the server a moment: it is asked for once the page stands. */
export async function fill(place) {
  const answer = await fetchPage(place.dataset.address, [place.id]).catch((error) => {
    if (error instanceof TypeError) return null; // no server: the link stays
    throw error;
  });
  if (answer?.ok) place.replaceChildren(...answer.page.body.childNodes);
}
