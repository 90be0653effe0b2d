// Counts what a query would match on what is stored, while somebody types.
import { sendForm } from "web/trusted";

const form = document.querySelector("[data-topic]");
const counter = form.querySelector("[data-counter]");
const place = document.getElementById("topic-count");
const REST_MS = 400;
let waiting = 0;
let counting = false;
let again = false;

/** One count at a time: what is typed meanwhile is counted once, when the answer is there. */
async function count() {
  if (counting) {
    again = true;
    return;
  }
  if (!form.elements.query.value.trim()) {
    place.replaceChildren();
    return;
  }
  counting = true;
  try {
    const { ok, page } = await sendForm(form, counter);
    if (ok && !again) place.replaceChildren(...page.body.childNodes);
  } finally {
    counting = false;
  }
  if (again) {
    again = false;
    count();
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(count, REST_MS);
}

form.elements.query.addEventListener("input", (event) => event.isComposing || soon());
form.elements.query.addEventListener("compositionend", soon);
if (form.elements.query.value) count();
