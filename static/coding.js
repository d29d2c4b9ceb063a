// The coding desk works without this file. It only gives single keys to buttons that are on the page, and hides
// the needs that do not match while one types.
const SWITCH = "coding-keys";
const HOOKED = { "ɓ": "b", "ƀ": "b", "ɗ": "d" };

const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
  .replace(/[ɓƀɗ]/g, (letter) => HOOKED[letter]);

const isTyping = (element) => element.matches("textarea, select, input:not([type=checkbox])");

// Buttons and links are pressed, checkboxes ticked, the search field takes the cursor.
function press(element) {
  if (isTyping(element)) element.focus();
  else element.click();
  element.closest("label")?.scrollIntoView({ block: "nearest" });
}

// They can be turned off, for who speaks to the machine: « m » said in a sentence must not mask a text.
function keys(panel) {
  const box = panel.querySelector("input");
  panel.hidden = false;
  box.checked = localStorage.getItem(SWITCH) !== "off";
  document.body.classList.toggle("keys", box.checked);
  box.addEventListener("change", () => {
    localStorage.setItem(SWITCH, box.checked ? "on" : "off");
    document.body.classList.toggle("keys", box.checked);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!box.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(target)) return;
    if (key === "Enter" && target.matches("a, button, summary, input")) return;
    const wanted = document.querySelector(`[data-key~="${CSS.escape(key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    press(wanted);
  });
}

function search(details) {
  const field = document.querySelector("[data-search]");
  const labels = [...document.querySelectorAll("[data-cues]")];
  const words = new Map(labels.map((label) => [label, folded(`${label.textContent} ${label.dataset.cues}`)]));
  const matches = (label) => folded(field.value).split(/\s+/).every((word) => words.get(label).includes(word));
  const narrow = () => {
    details.open ||= Boolean(field.value.trim());
    for (const label of details.querySelectorAll("[data-cues]")) label.hidden = !matches(label);
    for (const group of details.querySelectorAll("fieldset")) {
      group.hidden = !group.querySelector("[data-cues]:not([hidden])");
    }
    details.querySelector("[data-none]").hidden = Boolean(details.querySelector("fieldset:not([hidden])"));
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    // Enter in an empty field sends the form, as without this file.
    if (event.key !== "Enter" || !field.value.trim()) return;
    event.preventDefault();
    const box = labels.find(matches)?.querySelector("input");
    if (!box) return;
    box.checked = true;
    field.value = "";
    narrow();
    box.focus();
  });
}

const ENHANCEMENTS = { keys, search };
for (const element of document.querySelectorAll("[data-enhance]")) {
  ENHANCEMENTS[element.dataset.enhance]?.(element);
}
