// The admin's pickers say what is chosen in them, but not what they ask for: a screen reader needs that too.
function nameOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  return label ? label.textContent.trim().replace(/:$/, "") : "";
}

function namePicker(select) {
  const picker = select.parentElement.querySelector(".select2-container");
  const name = nameOf(select);
  if (!picker || !name) return;
  for (const part of picker.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field")) {
    part.removeAttribute("aria-labelledby");
    part.setAttribute("aria-label", name);
  }
  // Its list holds a search box besides list items.
  picker.querySelector("ul")?.setAttribute("role", "presentation");
}

function namePickers() {
  document.querySelectorAll("select.admin-autocomplete").forEach(namePicker);
}

// They are made some time after the page, and again with every added row.
namePickers();
new MutationObserver(namePickers).observe(document.body, { childList: true, subtree: true });
