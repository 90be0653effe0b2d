// The palette (Ctrl/Cmd-K): everything that can be done here, each line with its key, so it teaches; and ? for help.
import { activate, composing, onKey, reachable } from "web/keys";

const dialog = document.getElementById("palette");
const help = document.getElementById("help");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
let chosen = 0;
let lines = [];

const words = (element) => element.dataset.label || element.getAttribute("aria-label")
  || [...element.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join(" ").trim();

/** Every visible command of the page: {text, keys, run, group}. */
function commands() {
  const here = [...document.querySelectorAll("main [data-keys]")].filter(reachable);
  const places = [...document.querySelectorAll(".side .nav a")];
  return [
    ...here.map((element) => ({ text: words(element), keys: element.dataset.keys, run: () => activate(element), group: dialog.dataset.here })),
    ...places.map((element) => ({ text: words(element).replace(/\s+\d+\+?$/, ""), keys: element.dataset.keys ?? "", run: () => element.click(), group: dialog.dataset.places })),
  ];
}

function line(command, index) {
  const item = document.createElement("li");
  item.id = `palette-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(index === chosen));
  item.append(command.text, ...command.keys.split(" ").filter(Boolean).map((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    return cap;
  }));
  item.addEventListener("click", () => choose(index));
  item.addEventListener("pointermove", () => { if (chosen !== index) { chosen = index; show(); } });
  return item;
}

function show() {
  const typed = input.value.trim().toLowerCase();
  lines = commands().filter((command) => command.text.toLowerCase().includes(typed));
  if (typed) lines.push({ text: `${dialog.dataset.search} ${input.value.trim()}`, keys: "", run: search, group: dialog.dataset.searchGroup });
  chosen = Math.max(0, Math.min(chosen, lines.length - 1));
  const nodes = [];
  let group = "";
  lines.forEach((command, index) => {
    if (command.group !== group) {
      group = command.group;
      const title = document.createElement("li");
      title.className = "menu-title";
      title.setAttribute("role", "presentation");
      title.textContent = group;
      nodes.push(title);
    }
    nodes.push(line(command, index));
  });
  list.replaceChildren(...nodes);
  input.setAttribute("aria-activedescendant", lines.length ? `palette-${chosen}` : "");
  list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

function search() {
  location.assign(`${dialog.dataset.searchAddress}?q=${encodeURIComponent(input.value.trim())}`);
}

function choose(index) {
  const command = lines[index];
  dialog.close();
  command?.run();
}

export function openPalette() {
  if (!dialog || dialog.open) return dialog?.close();
  input.value = "";
  chosen = 0;
  dialog.showModal();
  show();
}

input?.addEventListener("input", () => { chosen = 0; show(); });
input?.addEventListener("keydown", (event) => {
  if (composing(event)) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) chosen = (chosen + step + lines.length) % Math.max(1, lines.length);
  else if (event.key === "Enter") choose(chosen);
  else return;
  event.preventDefault();
  if (step) show();
});
for (const each of [dialog, help]) each?.addEventListener("click", (event) => { if (event.target === each) each.close(); });

document.addEventListener("keydown", (event) => {
  if (composing(event) || !(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  openPalette();
});
document.querySelector("[data-palette=open]")?.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  openPalette();
});
onKey("?", () => { help?.showModal(); return true; });
