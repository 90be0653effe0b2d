// What was found of a rule, at its row in words and in its form. The rows keep their height: nothing below them moves.
import "responsibility/lines";

const problems = document.getElementById("policy-problems");
const list = document.querySelector(".rule-list");
const told = document.getElementById("rule-told");
const was = document.querySelector("[name=rule-was]");

function say(place, words) {
  if (place.textContent === words) return;
  place.textContent = words;
  place.title = words;
}

/** The rules as the text has them now: one may have come, gone, moved or got another name. */
function row(name, number) {
  const item = list.firstElementChild.cloneNode(true);
  const [button, words] = item.children;
  item.dataset.told = name;
  button.value = number;
  button.lastChild.data = name;
  words.id = `rule-told-${number + 1}`;
  button.setAttribute("aria-describedby", words.id);
  if (name === was?.value) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  return item;
}

function listAgain() {
  const names = JSON.parse(document.getElementById("policy-names")?.textContent ?? "[]");
  const shown = [...list.children].map((item) => item.dataset.told);
  if (!list.firstElementChild || !names.length || names.join("\n") === shown.join("\n")) return;
  list.replaceChildren(...names.map(row)); // the browser keeps in its place what one looks at (scroll anchoring)
}

function take() {
  if (!list || problems.querySelector("[data-kind=wrong]")) return; // it cannot be read: what was found before stands
  listAgain();
  const said = new Map();
  for (const each of problems.querySelectorAll("[data-rule]:not([data-kind=taken])")) {
    const words = each.querySelector("[data-says]").textContent.trim();
    said.set(each.dataset.rule, [...(said.get(each.dataset.rule) ?? []), words]);
  }
  const of = (rule) => (said.get(rule) ?? []).join(" ");
  for (const row of document.querySelectorAll("[data-told]")) say(row.lastElementChild, of(row.dataset.told));
  if (told) say(told, of(was.value));
}

new MutationObserver(take).observe(problems, { childList: true });
