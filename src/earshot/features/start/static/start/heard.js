// The figures of "heard and matched" follow what is heard, on whatever page they stand.
import { mergeRegions } from "web/merge";
import { fetchPage } from "web/trusted";

const PARTS = ["heard-now"];
const PAUSE = 3000;
const { from } = document.querySelector("script[data-from]").dataset;

async function look() {
  if (!document.hidden && document.getElementById(PARTS[0])) {
    try {
      const answer = await fetchPage(from, PARTS);
      if (answer.ok) mergeRegions(answer.page, PARTS);
    } catch { /* The server is away for a moment: the figures stay, the next look may reach it. */ }
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
