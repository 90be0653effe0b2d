// Checks the policy while somebody types, and leads from a problem to its place.
import { goTo } from "responsibility/lines";
import { loading } from "web/loading";
import { Refused, sayFailed } from "web/shell";
import { sendForm } from "web/trusted";

const form = document.querySelector("[data-policy]");
const text = form.elements.text;
const checker = form.querySelector("[data-checker]");
const mover = form.querySelector("[data-mover]");
const problems = document.getElementById("policy-problems");
const PAUSE_MS = 150; // without a key, until the text is checked
const CALM_MS = 600; // after the findings, until it is asked what changes hands: whoever types on does not wait for that
let waiting = 0;
let comparing = 0;
let asked = 0; // whatever was answered to an earlier text is stale
let underWay = false;
let again = false;
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

// One check at a time: the server proves one after the other, and only the newest text matters.
async function check() {
  again = underWay;
  if (underWay) return;
  underWay = true;
  const mine = asked;
  const page = await answerTo(checker, problems, mine);
  underWay = false;
  if (again) check();
  if (!page || problems.contains(document.activeElement)) return;
  problems.replaceChildren(...page.body.childNodes);
  takeOver(problems.querySelector("[data-written]"));
  comparing = setTimeout(compare, CALM_MS, mine);
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
  asked += 1;
  clearTimeout(waiting);
  clearTimeout(comparing);
  waiting = setTimeout(check, PAUSE_MS);
}

const rule = document.getElementById("policy-rule");
for (const typed of [text, rule].filter(Boolean)) {
  typed.addEventListener("input", (event) => event.isComposing || soon());
  typed.addEventListener("compositionend", soon);
}
problems.addEventListener("click", (event) => {
  const row = event.target.closest("[data-line]");
  if (row) goTo(Number(row.dataset.line), Number(row.dataset.column));
});
