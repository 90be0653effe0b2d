// The composer: keeps the draft as one types, counts in the network's own unit, and never sends what was not meant.

const KEEP_MS = 900;
const graphemes = globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

const MEASURES = {
  characters: (text) => [...text].length,
  graphemes: (text) => (graphemes ? [...graphemes.segment(text)].length : [...text].length),
  bytes: (text) => new TextEncoder().encode(text).length,
};

const form = () => document.querySelector("#composer form[data-draft]");
let timer = 0;
let kept = "";

/** Binds the composer that is on the page now. */
export function armComposer() {
  clearTimeout(timer);
  const here = form();
  if (!here) return;
  kept = here.elements.text.value;
  count(here);
}

function count(here) {
  const field = here.elements.text;
  const voice = here.querySelector("select[name=channel]")?.selectedOptions[0] ?? field;
  const limit = Number(voice.dataset.limit);
  const counter = here.querySelector("#counter");
  if (!limit || !counter) return;
  const size = MEASURES[voice.dataset.unit || "characters"](field.value.trim());
  const over = size > limit;
  counter.hidden = false;
  const bar = counter.querySelector(".bar");
  bar.classList.toggle("bad", over);
  bar.firstElementChild.style.setProperty("--p", Math.min(100, (100 * size) / limit));
  const figures = counter.querySelector("[data-count]");
  figures.textContent = `${size} / ${limit}`;
  figures.classList.toggle("bad", over);
  const send = here.querySelector("[data-send]");
  if (!send.hasAttribute("aria-describedby")) send.disabled = over || !field.value.trim();
}

async function keep(here, last = false) {
  const text = here.elements.text.value;
  if (text === kept) return;
  kept = text;
  const body = new FormData(here);
  const state = document.getElementById("kept");
  try {
    const answer = await fetch(here.dataset.draft, {
      method: "POST", body: new URLSearchParams(body), headers: { "X-Parts": "draft" }, credentials: "same-origin", keepalive: last,
    });
    if (!answer.ok) throw new TypeError(String(answer.status));
    const at = new Date((await answer.json()).kept);
    if (state) state.textContent = `${document.getElementById("words").dataset.kept} ${at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone })}`;
  } catch {
    kept = "";
    if (state) state.textContent = document.getElementById("words").dataset.offline;
  }
}

document.addEventListener("input", (event) => {
  const here = event.target.closest?.("#composer form[data-draft]");
  if (!here) return;
  count(here);
  clearTimeout(timer);
  timer = setTimeout(() => keep(here), KEEP_MS);
});
addEventListener("pagehide", () => { const here = form(); if (here) keep(here, true); });

/** While a reply is on its way no other one can follow; once it has arrived, one can. */
function waitOrGoOn(here) {
  const send = here.querySelector("[data-send]");
  if (document.getElementById("pending")) {
    send.disabled = true;
    send.setAttribute("aria-describedby", "pending");
  } else if (send.hasAttribute("aria-describedby")) {
    send.removeAttribute("aria-describedby");
    send.disabled = false;
    count(here);
  } else {
    count(here); // the button may be another one by now
  }
}

/** After a refresh: the revision that a send rests on moves along, unless somebody is writing and has not seen it. */
export function somethingNew(page, morePosts) {
  const here = form();
  if (here) waitOrGoOn(here);
  const fresh = page.getElementById("conversation-head")?.dataset.revision;
  if (!here || !fresh) return;
  const strip = here.querySelector("#changed");
  if (morePosts && here.elements.text.value.trim()) {
    strip.hidden = false;
    strip.querySelector("[data-seen]").onclick = () => {
      here.elements.revision.value = fresh;
      strip.hidden = true;
      here.elements.text.focus();
    };
  } else if (strip.hidden) {
    here.elements.revision.value = fresh;
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("#composer form[data-draft]")) clearTimeout(timer);
}, true);
