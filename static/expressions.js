// Expressions evaluated as consult/surveys/expressions/evaluation.py does, for comfort only: the server decides.
// A tree is a literal or [operation, operand, …]; see consult/surveys/expressions/parsing.py.
// A scope offers value(name): the text of an answer, "" where it was not given or not asked, or the array of
// texts of all instances for a question in a repeat seen from outside; self: the answer "."; today: "YYYY-MM-DD";
// position: instance of the repeat, from 1; row: for a choice filter, the columns of the choice, and its name.
export const { evaluate, truth } = (() => {
const many = Array.isArray;
const list = v => many(v) ? v : ["" + v];
const text = v => list(v)[0] || "";
const bool = v => !!(many(v) ? text(v) : v);
const filled = v => [].concat(...v).filter(x => x);
const words = v => v.split(" ").filter(x => x);
// Days since 1970 as a day, and back; a day that does not exist does not come back the same.
const day = n => n >= -719162 && n < 2932897 ? new Date(Math.floor(n) * 864e5).toISOString().slice(0, 10) : "";
const number = v => {
if (many(v)) v = text(v);
if (typeof v != "string" || /^ *-?(\d+\.?\d*|\.\d+) *$/.test(v)) return +v;
if (/^([01]\d|2[0-3]):[0-5]\d$/.test(v)) return (v.slice(0, 2) * 60 + +v.slice(3)) / 1440;
const n = Date.parse(v) / 864e5;
return day(n) == v ? n : NaN;
};
const same = (a, b) => {
const is = type => typeof a == type || typeof b == type;
const as = is("boolean") ? bool : is("number") ? number : text;
return as(a) == as(b);
};
const best = (pick, v) => (v = filled(v)).length ? pick(...v.map(number)) : NaN;
// Operations by what they take: values as they are, truths, numbers, lists of texts, texts. Each is one line that
// begins with its name: a page is served those its questionnaire uses (consult/web/assets.py).
const kinds = [[v => v, {
"=": same,
"!=": (a, b) => !same(a, b),
"if": (a, b, c) => bool(a) ? b : c
}], [bool, {
and: (...v) => !v.includes(false),
or: (...v) => v.includes(true),
not: v => !v
}], [number, {
"<": (a, b) => a < b,
"<=": (a, b) => a <= b,
">": (a, b) => a > b,
">=": (a, b) => a >= b,
"+": (a, b) => a + b,
"-": (a, b) => a - b,
"*": (a, b) => a * b,
// A zero added makes minus zero plain zero.
div: (a, b) => a / (b + 0),
mod: (a, b) => a % b,
abs: Math.abs,
ceiling: Math.ceil,
date: day,
floor: Math.floor,
int: Math.trunc,
number: v => v,
round: (v, p) => (p = +("1e" + (p || 0)), Math.floor(v * p + .5) / p)
}], [list, {
concat: (...v) => [].concat(...v).join(""),
count: v => v.length,
"count-non-empty": v => filled(v).length,
join: ([by], ...v) => filled(v).join(by || ""),
max: (...v) => best(Math.max, v),
min: (...v) => best(Math.min, v),
sum: v => filled(v).reduce((total, x) => total + number(x), 0)
}], [text, {
coalesce: (...v) => v.find(x => x) || "",
contains: (a, b) => a.includes(b),
"count-selected": v => words(v).length,
"ends-with": (a, b) => a.endsWith(b),
"format-date": (v, f) => (v = day(number(v))) && f.replace(/%(.)/g, (_, k) => ({ Y: v.slice(0, 4), y: v.slice(2, 4), m: v.slice(5, 7), n: +v.slice(5, 7), d: v.slice(8), e: +v.slice(8) })[k]),
"normalize-space": v => v.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""),
regex: (v, p) => [...v].length <= 1000 && RegExp(`^(?:${p})$`, "u").test(v),
selected: (v, x) => words(v).includes(x),
"selected-at": (v, i) => words(v)[number(i)] || "",
"starts-with": (a, b) => a.startsWith(b),
"string-length": v => [...v].length,
substr: (v, a, b) => [...v].slice(number(a), b == null ? b : number(b)).join(""),
translate: (v, a, b) => [...v].map(x => a.includes(x) ? [...b][[...a].indexOf(x)] || "" : x).join("")
}]];
const seen = { $: (s, x) => s.value(x), "@": (s, x) => s.row[x] || "", ".": s => s.self, today: s => s.today, position: s => s.position };
const evaluate = (tree, scope) => {
if (!many(tree)) return tree;
const [sign, ...rest] = tree;
if (seen[sign]) return seen[sign](scope, ...rest);
const [take, calls] = kinds.find(kind => kind[1][sign]);
return calls[sign](...rest.map(x => take(evaluate(x, scope))));
};
return { evaluate, truth: (tree, scope) => bool(evaluate(tree, scope)) };
})();
