// Lets the numbers of the topic step grow while the stream runs.
const heard = document.querySelector("[data-heard]");
const PAUSE = 2000;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(heard.dataset.from, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // The server is away for a moment: the numbers shown stay, the next look may reach it.
    }
  }
  setTimeout(look, PAUSE);
}

function show(found) {
  heard.textContent = found.heard;
  for (const [name, number] of Object.entries(found.counts)) {
    const place = document.querySelector(`[data-count="${CSS.escape(name)}"]`);
    if (place) place.textContent = number;
  }
}

setTimeout(look, PAUSE);
