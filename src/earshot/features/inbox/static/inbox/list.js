// Triage: the list and the open conversation change in place; every act is the form's own POST, sent along.
import { onKey } from "web/keys";
import { follow } from "web/live";
import { loading } from "web/loading";
import { mergeRegions } from "web/merge";
import { Refused, say, sayFailed } from "web/shell";
import { fetchPage, sendForm } from "web/trusted";
import { armComposer, somethingNew } from "inbox/composer";
import { armCorrecting, correctNow } from "inbox/correcting";

const LIST = ["rows", "list-end", "list-count", "inbox-views"];
const OPEN = ["conversation-head", "conversation-strip", "timeline", "context", "composer-state", "composer-approval", "composer-send"];
const QUIET_MS = 150;
const REST_MS = 180;
const AGAIN_MS = 2000;
const MINUTE_MS = 60_000;

const inbox = document.querySelector("[data-inbox]");
const rows = () => [...document.querySelectorAll("#rows [data-row]")];
const current = () => rows().find((row) => row.matches("[aria-current=true]"));
const openId = () => inbox.dataset.open ?? "";
const openThread = () => document.getElementById("conversation-head")?.dataset.thread;
const parts = (ids) => [...new Set(ids)];

// ---- moving and opening -------------------------------------------------------------------------------------------

function mark(row, focus = true) {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

let resting = 0;
function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  const row = all[Math.max(0, Math.min(all.length - 1, at + by))];
  if (!row) return false;
  mark(row);
  if (openId()) {
    clearTimeout(resting);
    resting = setTimeout(() => openAddress(row.href, { focus: false }), REST_MS);
  }
  return true;
}

let newest = 0;
let opened = () => {};
/** Shows a conversation beside the list. Two quick calls: the later one wins. */
async function openAddress(address, { push = true, focus = true } = {}) {
  const turn = ++newest;
  const before = opened;
  opened = loading(waitingPlace());
  before();
  let answer;
  try {
    answer = await fetchPage(address, ["conversation", "context"]);
  } catch (error) {
    if (turn === newest) notOpened(error, address, push);
    return undefined;
  }
  if (turn !== newest) return undefined;
  if (!answer.ok) return location.assign(address);
  if (push) history.pushState({}, "", answer.url);
  show(answer.page, focus);
  opened();
  return undefined;
}

/** Where one looks until a conversation is there: on a phone that is the list, whose row was touched. */
function waitingPlace() {
  const pane = document.getElementById("conversation");
  return pane.checkVisibility() ? pane : current() ?? pane;
}

/** The server cannot be reached: the page stays as it is, unless its address is another's already. */
function notOpened(error, address, push) {
  if (!push) return location.assign(address);
  opened();
  const row = rows().find((each) => each.dataset.id === openId());
  if (row) mark(row, false);
  return sayFailed(error);
}

function show(page, focus) {
  const fresh = page.querySelector("[data-inbox]");
  for (const id of ["conversation", "context"]) {
    document.getElementById(id).replaceWith(document.importNode(page.getElementById(id), true));
  }
  document.title = page.title;
  inbox.dataset.pane = fresh.dataset.pane;
  if (fresh.dataset.open) inbox.dataset.open = fresh.dataset.open;
  else delete inbox.dataset.open;
  const row = rows().find((each) => each.dataset.id === openId());
  if (row) mark(row, focus && !matchMedia("(max-width: 640px)").matches);
  settle();
}

function settle() {
  armComposer();
  const thread = document.getElementById("thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
}

// ---- staying fresh ------------------------------------------------------------------------------------------------

let wanted = new Set();
let waiting = 0;
let busy = false;

/** Asks for regions anew, soon, and not more than once at a time. */
function refresh(ids) {
  ids.forEach((id) => wanted.add(id));
  clearTimeout(waiting);
  waiting = setTimeout(run, QUIET_MS);
}

async function run() {
  if (busy || !wanted.size) return;
  busy = true;
  const ids = [...wanted];
  const at = location.href;
  const length = further;
  let failed = false;
  wanted = new Set();
  try {
    const answer = await fetchPage(at, ids);
    if (answer.status >= 500) throw new TypeError(String(answer.status));
    if (answer.ok && ids.includes("rows")) await addFurther(answer.page);
    if (at !== location.href || length !== further) {
      refresh(ids);
    } else if (answer.ok) {
      const before = lastPost();
      const left = mergeRegions(answer.page, ids.includes("inbox-views") ? [...ids, "places"] : ids);
      if (ids.includes("timeline")) somethingNew(answer.page, lastPost() !== before);
      if (left.some((node) => node.closest("#conversation, #context"))) offer(ids);
    }
  } catch {
    // The stream may well be up while an answer got lost: nothing else would ask for these again.
    failed = true;
    ids.forEach((id) => wanted.add(id));
    clearTimeout(waiting);
    waiting = setTimeout(run, AGAIN_MS);
  }
  busy = false;
  if (wanted.size && !failed) refresh([]); // asked for meanwhile, while this was busy
}

let further = 0;
/** Puts the further pages that the person has asked for behind the first one, so that the list keeps its length. */
async function addFurther(page) {
  for (let number = 0; number < further; number += 1) {
    const more = page.querySelector("#list-end [data-more]");
    if (!more) return;
    const answer = await fetchPage(more.href, ["rows", "list-end"]);
    if (!answer.ok) throw new TypeError(String(answer.status));
    lengthen(page, answer.page);
  }
}

/** The rows of the next page behind those that are there, and its end instead of theirs. */
function lengthen(page, next) {
  const rows = page.getElementById("rows");
  const have = new Set([...rows.children].map((item) => item.dataset.key));
  for (const item of [...next.querySelectorAll("#rows > li")]) {
    if (!have.has(item.dataset.key)) rows.append(page.importNode(item, true));
  }
  page.getElementById("list-end").replaceWith(page.importNode(next.getElementById("list-end"), true));
}

const lastPost = () => [...document.querySelectorAll("#timeline > .post")].at(-1)?.dataset.key;

/** Something could not be shown without taking it out of the person's hands: a word and a button. */
function offer(ids) {
  if (document.querySelector("[data-offer]")) return;
  const words = document.getElementById("words").dataset;
  const box = document.createElement("p");
  box.className = "fresh-below";
  box.dataset.offer = "";
  const button = document.createElement("button");
  button.className = "btn";
  button.textContent = `${words.new} ${words.show}`;
  button.addEventListener("click", () => {
    document.activeElement?.blur();
    document.getSelection()?.removeAllRanges();
    box.remove();
    refresh(ids);
  });
  box.append(button);
  document.getElementById("thread")?.append(box);
}

let missed = 0;
const plainTitle = () => document.title.replace(/^\(\d+\) /, "");
follow((event) => {
  if (event.kind === "reload" || (event.kind === "up" && missed < 0)) {
    missed = 0;
    refresh([...LIST, ...OPEN]);
  } else if (event.kind === "down") {
    missed = -1;
  } else if (event.kind === "thread.changed") {
    if (openId() && event.thread === openThread()) refresh(OPEN);
  } else if (event.kind === "campaign.changed") {
    if (openId()) refresh(["context"]);
  } else if (/^(conversation|publication|handover|approval)\./.test(event.kind)) {
    const here = !event.kind.startsWith("conversation.") || String(event.ref) === openId() || event.thread === openThread();
    refresh(here && openId() ? [...LIST, ...OPEN] : LIST);
    if (document.hidden && event.kind === "conversation.new") document.title = `(${++missed}) ${plainTitle()}`;
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  missed = Math.min(missed, 0);
  document.title = plainTitle();
  refresh(openId() ? [...LIST, "conversation-head"] : LIST);
});
setInterval(() => { if (!document.hidden) refresh(openId() ? ["rows", "conversation-head", "conversation-strip"] : ["rows"]); }, MINUTE_MS);

// ---- acting -------------------------------------------------------------------------------------------------------

/** "Done" shows in the next frame and moves on; a refusal takes it back and says why. */
async function doneAndOn(form, submitter) {
  const row = rows().find((each) => each.dataset.id === openId());
  const all = rows();
  const open = (each) => !each.classList.contains("done");
  const at = all.indexOf(row);
  const next = row && (all.slice(at + 1).find(open) ?? all.slice(0, at).reverse().find(open));
  const sending = sendForm(form, submitter, ["toasts"]);
  row?.classList.add("done");
  if (next) {
    mark(next);
    openAddress(next.href);
  }
  try {
    const answer = await sending;
    if (!(answer.ok || answer.redirected) || answer.page.querySelector(".toast.error")) throw new Refused(answer.page);
    if (!next) show((await fetchPage(location.href)).page, false);
  } catch (error) {
    row?.classList.remove("done");
    sayFailed(error);
  }
  refresh(LIST);
}

async function followUp(form, submitter) {
  const answer = await sendForm(form, submitter);
  takeToasts(answer.page);
  const there = answer.page.querySelector("[data-inbox]");
  if (!there && !answer.ok && !answer.redirected) throw new Refused(answer.page); // its address is one to send to, not to go to
  if (!there) return location.assign(answer.url);
  if (answer.page.querySelector("[data-inbox]").dataset.open !== openId() || answer.status === 409) {
    history.pushState({}, "", answer.status === 409 ? location.href : answer.url);
    show(answer.page, false);
  } else {
    form.reset();
    mergeRegions(answer.page, parts([...LIST, ...OPEN]));
    if (form.matches("[data-draft], [data-act=take-back]")) show(answer.page, false);
    settle();
  }
  return undefined;
}

/** The hands are free while a form is on its way: its menu closes, and the next key is the page's, not the field's.
 *  Answers how to give the form back, should it not have got through. */
function letGo(form) {
  const menu = form.closest("details.pop");
  const field = form.contains(document.activeElement) ? document.activeElement : null;
  menu?.removeAttribute("open");
  field?.blur();
  return () => {
    menu?.setAttribute("open", "");
    if (document.activeElement === document.body) field?.focus(); // never out of what was begun meanwhile
  };
}

function takeToasts(page) {
  const place = document.getElementById("toasts");
  for (const toast of [...page.querySelectorAll("#toasts > [data-toast]")]) {
    if (toast.dataset.left) place.querySelectorAll("[data-left]").forEach((old) => old.remove());
    const text = toast.querySelector("[data-toast-text]");
    if (text) say(text.textContent, [...toast.classList].find((name) => name === "error" || name === "warning") ?? "");
    else place.append(document.importNode(toast, true));
  }
  if (!page.querySelector("#toasts > [data-left]")) place.querySelectorAll("[data-left]").forEach((old) => old.remove());
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act], [data-draft]")) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  if (form.dataset.act === "done") return void doneAndOn(form, event.submitter);
  if (form.dataset.act === "correct") {
    return void correctNow(form, event.submitter, () => refresh(openId() ? [...LIST, ...OPEN] : LIST));
  }
  form.dataset.busy = "1";
  const following = followUp(form, event.submitter);
  const takeUpAgain = letGo(form);
  try {
    await following;
  } catch (error) {
    sayFailed(error);
    takeUpAgain();
  }
  delete form.dataset.busy;
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const row = event.target.closest("#rows [data-row]");
  if (row) {
    event.preventDefault();
    mark(row);
    openAddress(row.href);
  }
  const pane = event.target.closest("[data-pane-to]");
  if (pane) {
    event.preventDefault();
    inbox.dataset.pane = pane.dataset.paneTo;
  }
  const more = event.target.closest("[data-more]");
  if (more) {
    event.preventDefault();
    append(more.href);
  }
});

let appending = false;
async function append(address) {
  if (appending) return;
  appending = true;
  const over = loading(document.getElementById("list-end"));
  try {
    const { ok, page } = await fetchPage(address, ["rows", "list-end"]);
    if (!ok) throw new Refused(page);
    lengthen(document, page);
    further += 1;
  } catch (error) {
    sayFailed(error);
  }
  over();
  appending = false;
}

addEventListener("popstate", () => openAddress(location.href, { push: false, focus: false }));
onKey("j", () => step(1));
onKey("k", () => step(-1));
onKey("Enter", (event) => {
  const row = current();
  if (!row || event.target.closest("a, button, summary, label")?.matches(":not([data-row])")) return false;
  openAddress(row.href);
  return true;
});
armCorrecting(() => (!openId() && current() ? openAddress(current().href, { focus: false }) : null));
settle();
inbox.dataset.ready = "";
