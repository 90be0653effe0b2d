// The figures of "heard and matched", and whether anything can be heard at all, on whatever page they stand.
import { mergeRegions } from "web/merge";
import { fetchPage } from "web/trusted";

const PARTS = ["heard-now", "heard-state"];
const PAUSE = 3000;
const { from } = document.querySelector("script[data-from]").dataset;

async function look() {
  if (!document.hidden && document.getElementById(PARTS[0])) {
    try {
      const answer = await fetchPage(from, PARTS);
      if (answer.ok) show(answer.page);
    } catch { /* The server is away for a moment: the figures stay, the next look may reach it. */ }
  }
  setTimeout(look, PAUSE);
}

/** The headline keeps its element, whatever kind that is on this page; only its words follow. */
function show(page) {
  mergeRegions(page, PARTS);
  const word = document.getElementById("heard-word");
  const fresh = page.getElementById("heard-word");
  if (word && fresh && word.textContent !== fresh.textContent) word.textContent = fresh.textContent;
}

setTimeout(look, PAUSE);
