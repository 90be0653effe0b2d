// A query cut into pieces for their colours only. What is right or wrong, the server says.
const KINDS = [
  ["c", /<<<[^]*?(?:>>>|$)/yu],
  ["s", /["“”][^"“”]*["“”]?(?:[~#]\d+)?/yu],
  ["x", /\{[^}]*\}?/yu],
  ["b", /[()（）]/yu],
  ["o", /(?:AND|OR|NOT|SENTENCE|O?NEAR(?:\/\d*f?)?|ATLEAST(?:\/\d*)?)(?![^\s()（）"“”{<])/yu],
  ["o", /-(?=[^\s)\-,~])/yu],
  ["fd", /[\p{L}_][\p{L}\d_.\-]*(?::|[<>]=?|=)(?!\/\/)/yu],
  ["t", /[#@$][^\s()（）"“”{}<,]+/yu],
  ["", /[^\s()（）"“”{}<]+|[^]/yu],
];

/** The pieces of a query, in order: {start, end, kind}; kind "" is a plain word or white space. */
export function cut(text) {
  const pieces = [];
  for (let at = 0; at < text.length;) {
    for (const [kind, form] of KINDS) {
      form.lastIndex = at;
      const found = form.exec(text);
      if (!found || (kind === "o" && found[0] === "-" && at && !/[\s(,]/u.test(text[at - 1]))) continue;
      pieces.push({ start: at, end: form.lastIndex, kind });
      at = form.lastIndex;
      break;
    }
  }
  return pieces;
}

/** The places of the bracket beside the caret and of its partner; one where it has none, none where there is no bracket. */
export function partners(text, pieces, caret) {
  const open = [];
  const pairs = new Map();
  const brackets = pieces.filter(({ kind }) => kind === "b");
  for (const { start } of brackets) {
    if ("(（".includes(text[start])) open.push(start);
    else if (open.length) {
      const partner = open.pop();
      pairs.set(start, partner).set(partner, start);
    }
  }
  const here = brackets.map(({ start }) => start).find((start) => start === caret - 1 || start === caret);
  if (here === undefined) return [];
  return pairs.has(here) ? [here, pairs.get(here)] : [here];
}

/** Where code point number `point` of a text lies in it, counted as the browser counts. */
export function unitsOf(text, point) {
  let units = 0;
  for (let left = point; left > 0 && units < text.length; left -= 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}
