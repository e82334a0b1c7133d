// A grid of boxes: arrow keys move between them, and cells copied from a spreadsheet fill several at once. Without
// script Tab moves on, and each box is filled by itself.
const BOX = "input:not([type=hidden]), textarea";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// The box so many rows below and columns right of another; cells without one, such as closed ones, are passed by.
function boxFrom(box, down, right) {
  const cell = box.closest("td");
  const rows = [...cell.closest("tbody").rows];
  let row = rows.indexOf(cell.parentElement) + down;
  let column = cell.cellIndex + right;
  while (rows[row]?.cells[column]) {
    const found = rows[row].cells[column].querySelector(BOX);
    if (found) return found;
    row += down;
    column += right;
  }
  return null;
}

// Left and right move on only where the caret can go no further in the text, or where all of it is selected.
function isAtEnd(box, right) {
  const { selectionStart, selectionEnd, value } = box;
  if (selectionStart === 0 && selectionEnd === value.length) return true;
  return selectionStart === selectionEnd && selectionStart === (right > 0 ? value.length : 0);
}

function move(event) {
  const box = event.target;
  const [down, right] = MOVES[event.key] ?? [0, 0];
  if (!down && !right) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || box.tagName !== "INPUT") return;
  if ((down && box.list) || (right && !isAtEnd(box, right))) return;
  const next = boxFrom(box, down, right);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
}

function cellsOf(text) {
  return text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
}

function fill(event) {
  const copied = cellsOf(event.clipboardData.getData("text/plain"));
  const box = event.target;
  if (box.tagName !== "INPUT" || (copied.length === 1 && copied[0].length === 1)) return;
  event.preventDefault();
  const cell = box.closest("td");
  const rows = [...cell.closest("tbody").rows];
  const first = rows.indexOf(cell.parentElement);
  let filled = 0;
  let left = 0;
  copied.forEach((texts, down) => texts.forEach((text, right) => {
    if (!text.trim()) return;
    const into = rows[first + down]?.cells[cell.cellIndex + right]?.querySelector(BOX);
    if (into) into.value = text.trim();
    if (into) filled += 1; else left += 1;
  }));
  say(box, filled, left);
}

function say(box, filled, left) {
  const said = box.form.querySelector("[data-entry-said]");
  const rest = left ? ` ${left} did not fit: they are closed, or outside the table.` : "";
  if (said) said.textContent = `${filled} ${filled === 1 ? "box" : "boxes"} filled. Look at them, then save.${rest}`;
}

for (const table of document.querySelectorAll(".app-entry")) {
  table.addEventListener("keydown", (event) => { if (event.target.matches(BOX)) move(event); });
  table.addEventListener("paste", (event) => { if (event.target.matches(BOX)) fill(event); });
}
