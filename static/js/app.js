// Enhances what already works without it. Only the components of GOV.UK Frontend that the pages use are started.
import {
  Button,
  ErrorSummary,
  NotificationBanner,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "../build/govuk-frontend.min.js"; // so it is found from static/js as well, which is collected with the rest
import "./entry.js";
import "./keys.js";

// GOV.UK Frontend asks for these classes in an inline script, which our security policy does not allow; a module runs
// before the page is shown as complete, so nothing jumps that the style sheet does not hide from the start.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [Button, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(Component);
}

// The value a form would send under a name: the chosen radio, the selected option, or whether a box is ticked.
function answerTo(form, name) {
  const field = form.elements.namedItem(name);
  if (!field) return "";
  return field.type === "checkbox" ? String(field.checked) : field.value;
}

// Show a part only when its question has one of the answers that need it. The server asks again.
function showWhenAnswered(part) {
  const form = part.closest("form");
  const answers = part.dataset.showAnswers.split(" ");
  const update = () => {
    part.hidden = !answers.includes(answerTo(form, part.dataset.showWhen));
  };
  form.addEventListener("change", update);
  update();
  for (const words of part.querySelectorAll("[data-without-script]")) words.hidden = true;
}

document.querySelectorAll("[data-show-when]").forEach(showWhenAnswered);

// Paper shows everything that can be opened.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const part of opened) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});
