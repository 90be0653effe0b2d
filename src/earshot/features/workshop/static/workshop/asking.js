// Questions to the server while somebody types: an answer counts only where nothing newer was asked meanwhile.
import { loading } from "web/loading";
import { sendForm } from "web/trusted";

/** Asks for one part of the page for the form as it stands. Answers the part's page, or null where it came too late,
 *  or the server could not be reached (whoever types on asks again). */
export class Question {
  #asked = 0;
  #over = () => {};

  /** `place`: the id of what the answer changes. */
  constructor(form, part, place) {
    this.form = form;
    this.part = part;
    this.place = place;
    this.button = form.querySelector(`[data-ask="${part}"]`);
  }

  async ask(cursor = "", figures = false) {
    const mine = (this.#asked += 1);
    const before = this.#over;
    const place = cursor ? null : document.getElementById(this.place); // further slices have figures of their own
    const over = place ? loading(place) : () => {};
    this.#over = over;
    before();
    this.form.elements.cursor.value = cursor;
    this.form.elements.figures.value = figures ? "1" : "";
    try {
      const { ok, page } = await sendForm(this.form, this.button, [this.part]);
      return ok && mine === this.#asked ? page : null;
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    } finally {
      over();
      this.form.elements.cursor.value = "";
      this.form.elements.figures.value = "";
    }
  }

  /** What was asked no longer counts. */
  drop() {
    this.#asked += 1;
    this.#over();
  }
}

const LISTS_EVERY = 6;

/** A question whose answer comes in slices, each with all that was found so far: `show` puts one into the page.
 *  Between two that bring the lists only the figures move on. */
export class Run {
  #run = 0;

  constructor(question, show) {
    this.question = question;
    this.show = show;
  }

  /** Answers whether all was looked at. */
  async begin() {
    const mine = (this.#run += 1);
    for (let [cursor, slice] = ["", 0]; ; slice += 1) {
      const page = await this.question.ask(cursor, slice % LISTS_EVERY > 0);
      if (!page || mine !== this.#run) return false;
      cursor = page.querySelector("[data-found]")?.dataset.cursor ?? "";
      this.show(page, !cursor);
      if (!cursor) return true;
      await new Promise((resolve) => setTimeout(resolve, 30)); // others want the server too
      if (mine !== this.#run) return false;
    }
  }

  cancel() {
    this.#run += 1;
    this.question.drop();
  }
}
