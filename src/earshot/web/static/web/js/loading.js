// Says that something is on its way, where the answer is not quick: in its place, and as a word. Nothing moves.
const AFTER_MS = 300;
const word = document.getElementById("loading");
const asked = new WeakMap(); // element -> how many answers it waits for
const shown = new Set();

function tell() {
  for (const place of shown) if (!place.isConnected) shown.delete(place);
  word.textContent = shown.size ? word.dataset.word : "";
}

function show(place) {
  place.setAttribute("aria-busy", "true");
  place.dataset.busy = word.dataset.word;
  shown.add(place);
  tell();
}

/** `place` waits for an answer from now on, and says so if that takes longer than a moment. Answers what to call when it
 *  waits no more, be it for an answer, a failure or another choice. */
export function loading(place) {
  const timer = setTimeout(show, AFTER_MS, place);
  let over = false;
  asked.set(place, (asked.get(place) ?? 0) + 1);
  return () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    asked.set(place, asked.get(place) - 1);
    if (asked.get(place)) return; // another answer is awaited there: it goes on without a flicker
    place.removeAttribute("aria-busy");
    delete place.dataset.busy;
    shown.delete(place);
    tell();
  };
}
