// The topic workshop: what a query does shows beside it while it is typed, and nothing waits for an answer.
import { composing } from "web/keys";
import { mergeRegions } from "web/merge";
import { sendForm } from "web/trusted";
import { Question, Run } from "workshop/asking";
import { Completion } from "workshop/completion";
import { Editor } from "workshop/editor";
import * as samples from "workshop/samples";

const REST_MS = 220;
const LABEL_REST_MS = 1200;
const form = document.querySelector("[data-topic]");
const area = form.elements.query;
const editor = new Editor(area);
const names = JSON.parse(document.getElementById("query-vocabulary").textContent);
if (!area.readOnly) new Completion(editor, names, area.dataset.names);
const state = document.getElementById("query-state");
const findings = document.getElementById("topic-findings");
const progress = document.getElementById("trial-progress");
const unsaved = document.getElementById("topic-unsaved");
let waiting = 0;
let checked = null;

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

// -- what is wrong, what could be better -------------------------------------------------------------------------------

function marksIn(place, kind = "") {
  return [...place.querySelectorAll("[data-start]")].map(({ dataset }) => ({
    start: Number(dataset.start), end: Number(dataset.end), kind: kind || (dataset.kind === "error" ? "err" : "w"),
  }));
}

let blamed = { text: null, marks: [] };

/** Errors and remarks, and for the very text that was explained the terms to blame. */
function mark() {
  editor.mark([...marksIn(findings), ...(blamed.text === area.value ? blamed.marks : [])]);
}

/** Puts the answer about the query into its places. */
function show() {
  const told = findings.querySelector("[data-state]");
  state.textContent = told.dataset.state;
  area.setAttribute("aria-invalid", String("wrong" in told.dataset));
  mark();
  const rows = [...form.querySelectorAll("[data-tests] > li")].filter((row) => row.querySelector("textarea").value.trim());
  [...findings.querySelectorAll("[data-outcomes] > li")].forEach((outcome, number) => {
    rows[number]?.querySelector("[data-outcome]").replaceChildren(...[...outcome.childNodes].map((node) => node.cloneNode(true)));
  });
  return !("wrong" in told.dataset);
}

const checking = new Question(form, "check", findings.id);

async function check() {
  const text = area.value;
  const page = await checking.ask();
  if (!page || text !== area.value) return;
  checked = text;
  findings.replaceChildren(...page.body.childNodes);
  const readable = show();
  document.getElementById("trial-stale").hidden = readable || !document.querySelector("[data-panel]");
  if (readable) look();
}

// -- what it finds -----------------------------------------------------------------------------------------------------

function put(page, regions, whole) {
  mergeRegions(page, regions);
  samples.tell(page);
  samples.showTab();
  const looked = page.querySelector("[data-found]")?.dataset.looked;
  if (looked) progress.firstElementChild.textContent = looked;
  progress.hidden = whole || !looked;
}

const trial = new Run(new Question(form, "trial", "topic-facts"), (page, whole) => {
  put(page, page.querySelector("[data-panel]") ? ["topic-count", "topic-facts"] : ["topic-facts"], whole);
});
const comparing = new Run(new Question(form, "compare", "topic-compared"), (page) => {
  mergeRegions(page, ["topic-compared"]);
  samples.tell(page);
  samples.showTab();
});
const proposing = new Question(form, "proposals", "topic-proposals");
let proposedFor = null;

async function look() {
  if (!area.value.trim()) return;
  const whole = await trial.begin();
  if (whole && "saved" in form.dataset) await comparing.begin();
  if (whole) propose();
}

/** Proposals are asked for where somebody looks at them. */
async function propose() {
  const tab = document.querySelector("[data-tab=proposals]");
  if (!tab.hasAttribute("aria-current") || proposedFor === area.value) return;
  const text = area.value;
  const page = await proposing.ask();
  if (!page || text !== area.value) return;
  proposedFor = text;
  samples.tell(page);
  document.getElementById("topic-proposals").replaceChildren(...page.body.childNodes);
  samples.showTab();
}

function rest() {
  clearTimeout(waiting);
  for (const run of [trial, comparing]) run.cancel();
  for (const question of [checking, proposing]) question.drop();
  progress.hidden = true;
}

// -- typing ------------------------------------------------------------------------------------------------------------

const dirty = () => "unsaved" in form.dataset || [...form.elements].some((field) =>
  ["name", "title", "brand", "query", "test-text"].includes(field.name) && field.form === form && field.value !== field.defaultValue);

/** Why is asked only where something is to be saved. */
function tellUnsaved() {
  unsaved.hidden = !dirty();
  const note = document.getElementById("topic-note");
  if (note) note.hidden = unsaved.hidden;
}

function typed(event) {
  if (event?.isComposing) return;
  if (event && !/^(?:query|test-text|test-kind|name|title|brand)$/.test(event.target.name)) return;
  tellUnsaved();
  if (event && ["name", "title", "brand"].includes(event.target.name)) return;
  rest();
  waiting = setTimeout(check, REST_MS);
}

form.addEventListener("input", typed);
form.addEventListener("compositionend", () => typed());
area.addEventListener("compositionstart", rest);
form.addEventListener("submit", () => rest());
progress.querySelector("[data-cancel]").addEventListener("click", rest);

document.addEventListener("keydown", (event) => {
  if (composing(event) || event.key.toLowerCase() !== "s" || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
  const save = document.querySelector("[data-save]");
  event.preventDefault();
  if (save) form.requestSubmit(save);
});

// -- buttons -----------------------------------------------------------------------------------------------------------

async function answerOf(button) {
  try {
    const { ok, page } = await sendForm(form, button, ["part"]);
    return ok ? page : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A change as the server writes it: start:end:text. Only for the very text that it was made for. */
function change(button) {
  const [, start, end, text] = /^(\d+):(\d+):([^]*)$/.exec(button.value);
  if (checked !== null && checked !== area.value) return;
  editor.change(Number(start), Number(end), text);
}

function writeAll(text) {
  editor.put(0, area.value.length, text);
}

async function layOut(button) {
  const page = await answerOf(button);
  const written = page?.querySelector("[data-written]");
  if (!written) return;
  const { problem } = written.parentElement.dataset;
  if (problem) state.textContent = problem;
  else if (written.value !== area.value) writeAll(written.value);
}

async function into(id, button) {
  const page = await answerOf(button);
  if (page) document.getElementById(id).replaceChildren(...page.body.childNodes);
}

async function explain(button) {
  const text = area.value;
  await into("topic-why", button);
  blamed = { text, marks: marksIn(document.getElementById("topic-why"), "blamed") };
  if (text === area.value) mark();
}

function addTest(text = "", kind = "matches") {
  const list = form.querySelector("[data-tests]");
  const last = list.lastElementChild;
  const row = last.querySelector("textarea").value.trim() ? last.cloneNode(true) : last;
  row.querySelector("textarea").value = text;
  row.querySelector("select").value = kind;
  row.querySelector("[data-outcome]").replaceChildren();
  list.append(row);
  list.closest("details").open = true;
  row.querySelector("textarea").focus();
  if (text) row.querySelector("textarea").dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** A post of a list becomes a test: as it was labelled, else as one that should match. */
function asTest(button) {
  const post = button.closest("[data-post]");
  const wrong = post.querySelector("[data-word=wrong][aria-pressed=true]");
  addTest(post.querySelector(".read").textContent.trim(), wrong ? "misses" : "matches");
}

const ACTS = [
  ["[data-edit]", change],
  ["[data-layout]", layOut],
  ["[data-why]", explain],
  ["[data-convert]", (button) => into("topic-converted", button)],
  ["[data-take]", (button) => writeAll(button.dataset.take)],
  ["[data-add-test]", () => addTest()],
  ["[data-as-test]", asTest],
];
document.addEventListener("click", (event) => {
  for (const [selector, act] of ACTS) {
    const button = event.target.closest(selector);
    if (!button) continue;
    event.preventDefault();
    act(button);
    return;
  }
});

document.addEventListener("tab", propose);
samples.begin(() => {
  clearTimeout(waiting);
  waiting = setTimeout(look, LABEL_REST_MS);
});
samples.showTab();
tellUnsaved();
show();
checked = area.value;
if (area.value.trim()) look();
const receivers = document.getElementById("topic-receivers");
if (receivers) samples.fill(receivers);
form.dataset.ready = "";
