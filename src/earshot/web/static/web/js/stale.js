// Says that the page is not told any more what is new, since when, and offers to load it by hand.
import { follow } from "web/live";

const PATIENCE_MS = 8000; // a server that starts again is back sooner
const strip = document.getElementById("stale");
let since = null;
let waiting = 0;

function show() {
  const time = since.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone,
  });
  strip.querySelector("span").textContent = strip.dataset.said.replace("{time}", time);
  strip.hidden = false;
}

function hide() {
  clearTimeout(waiting);
  since = null;
  strip.hidden = true;
}

if (strip) {
  follow(({ kind }) => {
    if (kind !== "down") hide();
    else if (!since) {
      since = new Date();
      waiting = setTimeout(show, PATIENCE_MS);
    }
  });
  strip.querySelector("button").addEventListener("click", () => location.reload());
}
