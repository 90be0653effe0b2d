// Counts what a query would match on what is stored, while somebody types.
import { sendForm } from "web/trusted";

const form = document.querySelector("[data-topic]");
const counter = form.querySelector("[data-counter]");
const place = document.getElementById("topic-count");
let waiting = 0;
let asked = 0;

async function count() {
  if (!form.elements.query.value.trim()) return place.replaceChildren();
  const mine = (asked += 1);
  const { ok, page } = await sendForm(form, counter);
  if (ok && mine === asked) place.replaceChildren(...page.body.childNodes);
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(count, 300);
}

form.elements.query.addEventListener("input", (event) => event.isComposing || soon());
form.elements.query.addEventListener("compositionend", soon);
if (form.elements.query.value) count();
