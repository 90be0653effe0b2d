// Checks the policy while somebody types, and leads from a problem to its place.
import { loading } from "web/loading";
import { Refused, sayFailed } from "web/shell";
import { sendForm } from "web/trusted";

const form = document.querySelector("[data-policy]");
const text = form.elements.text;
const checker = form.querySelector("[data-checker]");
const mover = form.querySelector("[data-mover]");
const problems = document.getElementById("policy-problems");
let waiting = 0;
let asked = 0;
let over = () => {};
let told = false;

/** The page that answers `button`, or null: it came too late, or not at all, which is said once. `place` waits for it. */
async function answerTo(button, place, mine) {
  const before = over;
  const mineIsOver = loading(place);
  over = mineIsOver;
  before();
  try {
    const { ok, page } = await sendForm(form, button);
    if (mine !== asked) return null;
    if (!ok) throw new Refused(page);
    told = false;
    return page;
  } catch (error) {
    if (mine === asked && !told) sayFailed(error);
    told ||= mine === asked;
    return null;
  } finally {
    mineIsOver();
  }
}

async function check() {
  const mine = (asked += 1);
  const page = await answerTo(checker, problems, mine);
  if (!page || problems.contains(document.activeElement)) return;
  problems.replaceChildren(...page.body.childNodes);
  takeOver(problems.querySelector("[data-written]"));
  compare(mine);
}

// What changes hands takes longer to find out: it is asked for once the findings stand there, and given up by new ones.
async function compare(mine) {
  const place = problems.querySelector("[data-to-compare]");
  if (!place) return;
  const page = await answerTo(mover, place, mine);
  if (page) place.replaceChildren(...page.body.childNodes);
}

// What the form of a rule says was written into the text: the text says it now, unless somebody is typing there.
function takeOver(written) {
  if (!written || document.activeElement === text) return;
  text.value = written.value;
  if (!form.elements["rule-at"]) return;
  form.elements["rule-at"].value = written.dataset.at;
  form.elements["rule-was"].value = written.dataset.was;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(check, 250);
}

function place(line, column) {
  const before = text.value.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(before + column - 1, before + column);
}

const rule = document.getElementById("policy-rule");
for (const typed of [text, rule].filter(Boolean)) {
  typed.addEventListener("input", (event) => event.isComposing || soon());
  typed.addEventListener("compositionend", soon);
}
problems.addEventListener("click", (event) => {
  const row = event.target.closest("[data-line]");
  if (row) place(Number(row.dataset.line), Number(row.dataset.column));
});
